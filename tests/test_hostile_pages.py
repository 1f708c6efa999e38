"""A report full of markup on every page, in a browser and both themes: shown as text, it does nothing."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import coloured, settled
from common import MIANYANG, SAMPLE, WAYS
from serving import Served

from orgreports import Corpus, parse

PIECES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "[点](javascript:alert(3))",
    "![图](http://evil.example/x.png)",
    "**粗**_斜_~~删~~`码`",
    ":red[红]:material/home::smile:",
    "$\\frac{1}{2}$$$x^2$$",
    '=HYPERLINK("http://evil.example")',
    '<a href="javascript:alert(4)">x</a>',
    "<svg onload=alert(5)>",
    "</div></table><style>*{display:none}</style>",
    '"><b onmouseover=alert(6) style=position:fixed;inset:0>',
    "&lt;b&gt;&amp;{{7*7}}http://evil.example/y",
    "甲" * 10_000,
    "a" * 10_000,
)
NAME = "**粗**$x$[点](javascript:alert(7))<img src=x onerror=alert(8)>:red[红].txt"
# Elements that only a report's words could have made, and what a long word pushes out of the window.
MADE = """() => {
  const bad = ["script", "img", "iframe", "style", "svg[onload]", "a[href^='javascript' i]",
    "[onerror]", "[onload]", "[onmouseover]", "strong", "em", "del", ".katex", "a[href*='evil']"];
  const main = document.querySelector("[data-testid=stMain]"), found = [];
  for (const one of main.querySelectorAll(bad.join(",")))
    if (!(one.matches("style") && one.textContent.includes("--ink")) && !one.closest(".js-plotly-plot"))
      found.push(one.outerHTML.slice(0, 200));
  for (const one of main.querySelectorAll(".js-plotly-plot :is(a, image, b, script)"))
    if (one.matches("a:not(.modebar-btn)") || !one.matches("a")) found.push(one.outerHTML.slice(0, 200));
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide > 1 ? [...found, `${wide} pixels too wide`] : found;
}"""


def hostile_text() -> str:
    """The sample report with a piece in its title, in headings, in groups, and around figures."""
    sample = SAMPLE.read_text(encoding="utf-8")
    title, rest = sample.split("\n", 1)
    lines = rest.split("\n")
    for number, piece in enumerate(PIECES):
        at = (number * 2 + 1) % len(lines)
        lines[at] = f"{piece[:200]}{lines[at]}{piece}培训{piece[:40]}干部{1000 + number}人次。"
    return f"{PIECES[0]}{title}{PIECES[1]}\n" + "\n".join(lines)


@pytest.fixture
def hostile(desk: Served) -> Served:
    """The dashboard on a corpus with the hostile report in it, its groups and units hostile as well."""
    data, corpus = hostile_text().encode(), Corpus(desk.folder)
    name = corpus.add(parse(NAME, data=data, region=MIANYANG, period="2024"), data)
    other = SAMPLE.read_bytes()
    corpus.add(parse("a.txt", data=other, region="510500", period="2024"), other)
    rows = corpus.select(reports=[name]).observations.query("indicator != ''")
    for piece, row in zip(PIECES, rows.drop_duplicates("indicator").itertuples(), strict=False):
        place = name, int(row.start), int(row.end)
        corpus.correct(*place, "group", piece, who=PIECES[0])
        corpus.correct(*place, "unit", piece[:60])
    return desk


def test_it_is_text_on_every_page(browser: Any, hostile: Served) -> None:
    look = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", "locale": "en-GB"}
    context = browser.new_context(**look)
    page, faults, found, seen = context.new_page(), list[str](), dict[str, list[str]](), list[str]()
    page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", lambda r: r.url.startswith((hostile, "data:", "blob:")) or faults.append(r.url))
    page.on("websocket", lambda w: w.url.startswith(hostile.replace("http", "ws")) or faults.append(w.url))
    for name in WAYS:
        page.emulate_media(color_scheme="light")
        page.scheme = "light"
        page.goto(f"{hostile}/{name}?lang=en&report=mianyang-2024", wait_until="commit")
        settled(page)
        found[name] = touched(page)
        coloured(page, "dark")
        found[f"{name}, dark"] = touched(page)
        if PIECES[0] in page.locator("[data-testid=stMain]").inner_text():
            seen.append(name)
        if name == "add":
            found["upload"] = uploaded(page)
    assert faults == []
    assert {name: made for name, made in found.items() if made} == {}
    assert {"region", "evidence", "add"} <= set(seen)
    context.close()


def touched(page: Any) -> list[str]:
    """What is made of the report's words, once the mouse has gone over charts and words that say more."""
    for height in range(200, 900, 100):
        page.mouse.move(400, height)
    page.wait_for_timeout(200)
    made: list[str] = page.evaluate(MADE)
    return made


def uploaded(page: Any) -> list[str]:
    """What is made of a hostile file, and of one that cannot be read, before they are stored."""
    field = page.locator("input[type=file]").first
    field.set_input_files([
        {"name": NAME, "mimeType": "text/plain", "buffer": hostile_text().encode() + b"\n"},
        {"name": f"x{NAME}", "mimeType": "text/plain", "buffer": b"PK\x03\x04"},
    ])  # fmt: skip
    page.get_by_role("button", name="Save this report").wait_for()
    page.wait_for_selector("[data-testid=stAlertContentError]")
    words = page.locator("[data-testid=stMain]").inner_text()
    made: list[str] = page.evaluate(MADE)
    return made + [f"{name} is not shown as it is" for name in (NAME, f"x{NAME}") if name not in words]
