"""Every page of the dashboard, looked at in a real Chromium: each language, colour scheme and width."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import Browser, PlaywrightPage, coloured, looking, narrowed, opened, settled, turned
from common import WAYS, foreign

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

# Every page in each language is looked at in each colour scheme at each width: a laptop, a small window, a
# phone. The order leaves as little to draw anew as can be.
LOOKS = (("light", 1440), ("light", 1024), ("light", 390), ("dark", 390), ("dark", 1024), ("dark", 1440))
# Barriers are looked for in both languages, both schemes and at both ends, not in each combination.
CHECKED = {"zh": {("light", 1440), ("dark", 390)}, "en": {("light", 390), ("dark", 1440)}}
# The page's words without those of reports and code, of charts (which hold quotes), and of Streamlit's own
# (symbols written as words, and the place for files, whose words the style sheet replaces).
WORDS = r"""() => {
  const page = document.querySelector("[data-testid=stMain]").cloneNode(true);
  const others = ["[lang=zh]", "code", "style", ".js-plotly-plot", ".stDataFrame", ".st-key-language",
    "[data-testid=stIconMaterial]", "[data-testid=stFileUploaderDropzone]"];
  for (const gone of page.querySelectorAll(others)) gone.remove();
  const words = document.createTreeWalker(page, NodeFilter.SHOW_TEXT), found = [];
  while (words.nextNode()) found.push(words.currentNode.data);
  return found.join("\n");
}"""


def barriers(page: PlaywrightPage) -> list[tuple[str, str]]:
    """What axe-core finds serious or critical: the rule, and the first element."""
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_whole_in_language_colour_and_width(browser: Browser, address: str, lang: str) -> None:
    with looking(browser, lang) as page:
        opened(page, address)
        for number, name in enumerate(WAYS):
            turned(page, address, name)
            assert page.locator("h1").inner_text()
            assert page.evaluate("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[lang]
            for scheme, width in LOOKS[:: (-1) ** number]:  # each page begins where the one before it ended
                coloured(page, scheme)
                narrowed(page, width)
                look = f"{name or 'overview'}, {lang}, {scheme}, {width}"
                check_look(page, look, lang)
                if name == "" and width > 390:
                    assert page.locator(".scroll[data-wide]").count() == 0, f"{look}: five regions do not fit"
                if (scheme, width) in CHECKED[lang]:
                    assert barriers(page) == [], look


def check_look(page: PlaywrightPage, look: str, lang: str) -> None:
    """Nothing is wider than the window, every chart has its words, and all words are of the language.

    With a folder in ORGREPORTS_PICTURES, the page is kept there as a picture, to be looked at.
    """
    room = page.locator('[data-testid="stMain"]').evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert room[0] <= room[1], f"{look} scrolls sideways"
    assert page.locator(".js-plotly-plot").count() == page.locator("p.spoken").count(), look
    assert page.locator(".js-plotly-plot").evaluate_all(
        "all => all.every(e => e._fullLayout.width <= innerWidth)"
    ), f"{look}: a chart is wider than the window"
    assert page.locator(".js-plotly-plot").evaluate_all(
        "all => all.every(e => e._fullLayout.width === window.orgreports.width)"
    ), f"{look}: a chart is squeezed into another width than it was made for"
    assert page.locator("a.whole, mark.whole").evaluate_all(
        "all => all.every(e => e.getClientRects().length <= 1)"
    ), f"{look}: a figure is broken over lines"
    assert page.locator(".standings td:last-child, .comparison td:last-child").evaluate_all(
        "all => all.every(e => e.clientWidth >= 150)"
    ), f"{look}: cautions have no room"
    assert not foreign(page.evaluate(WORDS), lang), look
    if folder := os.environ.get("ORGREPORTS_PICTURES"):
        width = page.viewport_size["width"]
        height = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height + 60, 9000)})
        settled(page)
        page.screenshot(path=Path(folder) / f"{look.replace(', ', '-')}.png")
        page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("width", [1440, 390])
def test_the_head_of_the_grid_stays_in_view(browser: Browser, address: str, width: int) -> None:
    with looking(browser, width=width) as page:
        opened(page, f"{address}/?lang=en")
        head = page.locator("table.grid thead th").nth(1)
        row = page.locator("table.grid tbody tr").nth(12)
        row.evaluate("row => row.scrollIntoView({ block: 'center' })")
        assert 0 < head.bounding_box()["y"] < row.bounding_box()["y"]


def test_the_topics_of_a_region_leave_no_gap(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        opened(page, f"{address}/region?lang=en&report=chengdu-2024")
        boxes = page.locator(".topics > section").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.bottom])"
        )
        below = [(a, b) for a, b in pairwise(boxes) if a[0] == b[0]]
        assert below and all(b[1] - a[2] < 30 for a, b in below)


def test_all_that_is_chosen_is_in_view(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        opened(page, f"{address}/compare?lang=en&indicators=talent_total,training_headcount,cadre_dispatched")
        room = page.locator("[data-testid=stMultiSelectTagsContainer]").first.bounding_box()
        chips = [chip.bounding_box() for chip in page.locator("[data-tag]").all()]
        assert len(chips) == 3
        assert all(chip["x"] + chip["width"] <= room["x"] + room["width"] for chip in chips)


def test_bars_of_a_table_can_be_held_against_each_other(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        opened(page, f"{address}/wording?lang=en")
        widths = page.locator(".shares .track").evaluate_all("all => all.map(e => e.clientWidth)")
        assert len(widths) > 20 and max(widths) - min(widths) <= 1


def test_no_character_is_a_square(browser: Browser, address: str) -> None:
    draw = """words => { const canvas = document.createElement("canvas"); const on = canvas.getContext("2d");
        on.font = "32px " + getComputedStyle(document.querySelector("h1")).fontFamily;
        on.fillText(words, 4, 40); return canvas.toDataURL(); }"""
    with looking(browser, "zh") as page:
        page.goto(address)
        settled(page)
        assert len({page.evaluate(draw, word) for word in ("人", "才", "训", "余")}) == 4
