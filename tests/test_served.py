"""The server itself, spoken to without a browser: served to others, no message changes the corpus."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from common import REPORT, WAYS, contents
from serving import Served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from talking import Reader
from websockets.exceptions import InvalidStatus

WRITING = ("files_", "pasted_", "sample", "save_changes", "undo_", "remove_", "removal_")


def test_no_crafted_message_changes_what_is_served(
    own: Served, crafted: dict[str, list[WidgetState]], open_to_all: Served
) -> None:
    """The same messages that undo, correct and remove where the reader may write."""
    before = contents(open_to_all.folder)
    for states in crafted.values():
        with Reader(open_to_all, f"lang=en&report={REPORT}") as reader:
            for page in ("add", "add", "region"):
                reader.run(page, states)
                assert not reader.faults()
    assert contents(open_to_all.folder) == before

    changed = contents(own.folder)
    for name in ("undo", "remove"):
        with Reader(own, f"lang=en&report={REPORT}") as writer:
            writer.run("add")
            writer.run("add", crafted[name])
        assert changed != (changed := contents(own.folder)), f"{name} changes nothing anywhere"


def test_no_page_and_no_address_changes_what_is_served(open_to_all: Served) -> None:
    before = contents(open_to_all.folder)
    queries = (
        "",
        f"lang=en&report={REPORT}&save_changes=1&remove_{REPORT}=true",
        "report=../../etc&region=%00&figure=-1&word=%3Cscript%3E",
        "sample=true&sign_in=true&undo_1=true&who=x&choose_report=x",
    )
    for query in queries:
        with Reader(open_to_all, query) as reader:
            for page in WAYS if query == queries[0] else ("add", "evidence"):
                reader.run(page)
                assert not reader.faults()
                assert not [key for key in reader.widgets() if key.startswith(WRITING)]
    assert contents(open_to_all.folder) == before


def test_odd_messages_stop_nothing(open_to_all: Served) -> None:
    before = contents(open_to_all.folder)
    for number, message in enumerate(
        (
            BackMsg(clear_cache=True),
            BackMsg(debug_shutdown_runtime=True),
            BackMsg(debug_disconnect_websocket=True),
            BackMsg(set_run_on_save=True),
            BackMsg(load_git_info=True),
            BackMsg(),
        )
    ):
        with Reader(open_to_all) as reader:
            reader.run()
            reader.send(message)
        with Reader(open_to_all) as other:
            other.run("add")
            assert "can be read here" in other.words(), number
    assert contents(open_to_all.folder) == before


def test_a_page_of_another_host_is_refused(own: Served) -> None:
    for options in (
        {"origin": "http://evil.example"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ):
        with pytest.raises(InvalidStatus, match="403"):
            Reader(own, **options)
    with Reader(own) as reader:
        assert reader.run() > 0


def test_an_upload_needs_the_token_of_its_page(own: Served) -> None:
    request = urllib.request.Request(
        f"{own}/_stcore/upload_file/{'0' * 36}/x", data=b"x", method="PUT",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )  # fmt: skip
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=10)
