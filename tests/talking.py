"""A reader without a browser, who speaks to the dashboard's server as a page does: by its messages."""

from __future__ import annotations

import json
import re
import socket
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType
from urllib.parse import urlsplit

from common import REPORT
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect


class Reader:
    """A session of the dashboard; close it, or use it in a ``with``."""

    def __init__(
        self, address: str, query: str = "lang=en", origin: str = "", host: str = "", cookie: str = ""
    ) -> None:
        """``origin`` and ``host`` are what the page says of itself, by default the address."""
        parts = urlsplit(address)
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as answer:
            cookies = ";".join(answer.headers.get_all("Set-Cookie") or [])
        token = re.search(r"_streamlit_xsrf=([^;]+)", cookies)
        self.cookie = "; ".join([f"_streamlit_xsrf={token[1]}" if token else "", cookie]).strip("; ")
        self.query, self.page, self.messages = query, "", list[ForwardMsg]()
        self.states: dict[str, WidgetState] = {}
        self._open = ExitStack()
        waiting = connect(
            f"ws://{host or parts.netloc}/_stcore/stream",
            sock=socket.create_connection((parts.hostname or "", parts.port or 80)),
            subprotocols=["streamlit", *([token[1]] if token else [])],  # type: ignore[list-item]
            additional_headers={"Origin": origin or address, "Cookie": self.cookie},
            open_timeout=60,
            max_size=None,
        )
        self.socket = self._open.enter_context(waiting)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Leave."""
        self._open.close()

    def send(self, message: BackMsg) -> None:
        """Send any message."""
        self.socket.send(message.SerializeToString())

    def run(self, page: str | None = None, states: Iterable[WidgetState] = (), wait: float = 120) -> float:
        """Have the page drawn, with widgets as in ``states``; returns the seconds until all is there."""
        if page is not None:
            self.page = page
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self.query, self.page
        state.context_info.locale, state.context_info.color_scheme = "en-GB", "light"
        state.context_info.timezone = "UTC"
        state.widget_states.widgets.extend([*self.states.values(), *states])
        begun = time.perf_counter()
        self.send(message)
        self.messages = []
        for _ in self._until_finished(begun + wait):
            pass
        return time.perf_counter() - begun

    def _until_finished(self, end: float) -> Iterator[ForwardMsg]:
        """The messages until the script is done; it may ask for a run of its own before that."""
        while True:
            data = self.socket.recv(timeout=max(0.01, end - time.perf_counter()))
            message = ForwardMsg()
            message.ParseFromString(data)  # type: ignore[arg-type]
            self.messages.append(message)
            yield message
            done = message.WhichOneof("type") == "script_finished"
            if done and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return

    def words(self) -> str:
        """All that the messages of the last run hold, as text."""
        return "\n".join(str(message) for message in self.messages)

    def widgets(self) -> dict[str, str]:
        """The widgets of the last run: their ids, by their keys."""
        found = {}
        for message in self.messages:
            for kind in re.finditer(r'id: "(\$\$ID-[^"]+)"', str(message)):
                found[kind[1].split("-", 2)[2]] = kind[1]
        return found

    def faults(self) -> list[str]:
        """Exceptions and errors that the last run showed."""
        kinds = [
            message.delta.new_element.WhichOneof("type")
            for message in self.messages
            if message.WhichOneof("type") == "delta"
        ]
        return [kind for kind in kinds if kind == "exception"]


def pressed(widget: str) -> WidgetState:
    """The state of a button that was pressed."""
    return WidgetState(id=widget, trigger_value=True)


def messages_of_a_writer(address: str) -> dict[str, list[WidgetState]]:
    """What a page sends to undo, correct, add and remove, where it may; nothing of it is sent."""
    with Reader(address, f"lang=en&report={REPORT}") as writer:
        writer.run("add")
        found = writer.widgets()
    table = next(key for key in found if key.startswith(f"edit_{REPORT}"))
    edit = json.dumps({"edited_rows": {"0": {"group": "y"}}, "added_rows": [], "deleted_rows": []})
    return {
        "undo": [pressed(found["undo_1"])],
        "correct": [WidgetState(id=found[table], string_value=edit), pressed(found["save_changes"])],
        "add": [pressed(found["sample"])],
        "remove": [pressed(found[f"remove_{REPORT}"])],
    }
