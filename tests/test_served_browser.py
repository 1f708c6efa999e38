"""Served to all, without sign-in, and read from another address than this machine's own, in a browser."""

from __future__ import annotations

import socket
from typing import Any

from browsing import settled
from common import REPORT, WAYS, contents
from serving import Served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

KEPT = """window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); window.sockets.push(this); }
};"""
# What the page's own upload would send, with the page's own token.
UPLOAD = """async () => {
  const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/), form = new FormData();
  form.append("file", new Blob(["x"]), "../x.txt");
  const answer = await fetch("_stcore/upload_file/" + "0".repeat(36) + "/x", {
    method: "PUT", body: form, headers: token ? {"X-Xsrftoken": token[1]} : {}});
  return answer.status;
}"""
WRITING = "input[type=file], textarea, [data-testid=stDataFrame], .st-key-save_changes, [class*=st-key-undo_]"


def outside() -> str:
    """The address at which other machines would find this one; its own where it has no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("198.51.100.1", 9))  # sends nothing
            return str(asked.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def test_nothing_changes_what_is_served(
    browser: Any, crafted: dict[str, list[WidgetState]], open_to_all: Served
) -> None:
    before, address = contents(open_to_all.folder), open_to_all.replace("localhost", outside())
    page = browser.new_context(locale="en-GB").new_page()
    page.add_init_script(KEPT)
    for name in WAYS:
        page.goto(f"{address}/{name}?lang=en&report={REPORT}&save_changes=1&remove_{REPORT}=1&undo_1=1")
        settled(page)
        assert page.locator(WRITING).count() == 0
        for button in page.locator("[data-testid=stMain] [data-testid^=stBaseButton]").all():
            if button.is_visible():
                button.click()
                page.keyboard.press("Escape")
                settled(page)
        for states in crafted.values() if name in ("", "add") else ():
            message = BackMsg()
            message.rerun_script.query_string = f"lang=en&report={REPORT}"
            message.rerun_script.page_name = name
            message.rerun_script.widget_states.widgets.extend(states)
            page.evaluate("all => sockets.at(-1).send(new Uint8Array(all))", [*message.SerializeToString()])
            settled(page)
    assert page.evaluate(UPLOAD) in (400, 403, 404)
    assert contents(open_to_all.folder) == before
    page.context.close()
