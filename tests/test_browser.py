"""The dashboard in a real Chromium: every page looked at, choices made, pictures and tables saved and opened.

The browser is the system's Chromium, else the one that Playwright can fetch; without either the tests
are skipped with the line that would get one, and in CI they fail.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import IN_CI, ROOT
from serving import serving

from orgreports import Corpus

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
Browser, PlaywrightPage = Any, Any

PAGES = ("", "compare", "region", "evidence", "wording", "add", "method")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Every page in each language and colour scheme, at each width: a laptop, a small window, a phone.
LOOKS = [(lang, scheme) for lang in ("zh", "en") for scheme in ("light", "dark")]
WIDTHS = (1440, 1024, 390)
HAN, LATIN = re.compile(r"[\u3400-\u9fff]+"), re.compile(r"[A-Za-z]{2,}")
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
NAMES = frozenset(
    """orgreports PNG SVG CSV XLSX ZIP SDMX Parquet Excel jieba txt html pdf docx streamlit pandas plotly
    opencc python reimplemented""".split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; see the head of this file."""
    with playwright.sync_playwright() as driver:
        own = Path(driver.chromium.executable_path)
        found = next((p for p in (shutil.which("chromium"), shutil.which("google-chrome")) if p), None)
        if not found and not own.exists():
            cures = "apt-get install chromium fonts-noto-cjk, or python -m playwright install chromium"
            pytest.fail(f"no Chromium: {cures}") if IN_CI else pytest.skip(f"no Chromium: {cures}")
        opened = driver.chromium.launch(executable_path=found or str(own), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a copy of the repository's corpus."""
    folder = tmp_path_factory.mktemp("corpus") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(".*"))
    with serving(folder) as found:
        yield found


@contextmanager
def looking(
    browser: Browser, lang: str = "en", scheme: str = "light", width: int = 1440
) -> Iterator[PlaywrightPage]:
    """A window of a reader; what reaches for the net, or fails in the page's own scripts, is kept."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="zh-CN" if lang == "zh" else "en-GB",
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith(("http://localhost", "data:", "blob:")) else page.faults.append(r.url)
        ),
    )
    yield page
    assert page.faults == []
    context.close()


def settled(page: PlaywrightPage) -> PlaywrightPage:
    """Wait until the page is drawn and nothing more is under way."""
    page.wait_for_selector("footer")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(150)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    assert page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]').count() == 0
    return page


def turned(page: PlaywrightPage, address: str, name: str) -> None:
    """Go to a page by the row at the top, as a reader does; where there is no room for it, by its address."""
    way = page.locator(f'[data-testid="stTopNavLink"][href$="/{name}"]')
    if way.count() == 1 and way.is_visible():
        way.click()
        page.wait_for_url(re.compile(f"/{name}([?]|$)"))
    else:
        page.goto(f"{address}/{name}")
    settled(page)


def chosen(page: PlaywrightPage, label: str, option: str) -> None:
    """Choose an option of a list."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def saved(page: PlaywrightPage, button: str) -> tuple[str, bytes]:
    """What a button saves: the file's name and content."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def barriers(page: PlaywrightPage) -> list[tuple[str, str]]:
    """What axe-core finds serious or critical: the rule, and the first element."""
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def narrowed(page: PlaywrightPage, width: int) -> None:
    """Give the window another width; wait until the page has taken it in."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(250)  # frame.js waits for the last of the changes
    settled(page)


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_every_page_is_whole_in_language_colour_and_width(
    browser: Browser, address: str, lang: str, scheme: str
) -> None:
    # Each page is checked in both languages, both schemes and at both widths, not in each combination.
    checked = 1440 if (lang, scheme) in (("zh", "light"), ("en", "dark")) else 390
    with looking(browser, lang, scheme) as page:
        page.goto(address)
        settled(page)
        for name in PAGES:
            narrowed(page, WIDTHS[0])
            turned(page, address, name)
            assert page.locator("h1").inner_text()
            assert page.evaluate("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[lang]
            paper = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
            assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}[scheme]
            if name == "":
                assert page.locator(".scroll[data-wide]").count() == 0, "five regions do not fit"
            for width in WIDTHS:
                narrowed(page, width)
                check_look(page, f"{name or 'overview'}, {lang}, {scheme}, {width}", lang)
                if width == checked:
                    assert barriers(page) == [], f"{name} at {width}"


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
    words = page.evaluate(WORDS)
    strange = HAN.findall(words) if lang == "en" else set(LATIN.findall(words)) - NAMES
    assert not strange, look
    if folder := os.environ.get("ORGREPORTS_PICTURES"):
        width = page.viewport_size["width"]
        height = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height + 60, 9000)})
        page.wait_for_timeout(250)
        page.screenshot(path=Path(folder) / f"{look.replace(', ', '-')}.png")
        page.set_viewport_size({"width": width, "height": 900})


def test_no_character_is_a_square(browser: Browser, address: str) -> None:
    draw = """words => { const canvas = document.createElement("canvas"); const on = canvas.getContext("2d");
        on.font = "32px " + getComputedStyle(document.querySelector("h1")).fontFamily;
        on.fillText(words, 4, 40); return canvas.toDataURL(); }"""
    with looking(browser, "zh") as page:
        page.goto(address)
        settled(page)
        assert len({page.evaluate(draw, word) for word in ("人", "才", "训", "余")}) == 4


def test_choose_look_and_save_picture_and_table(browser: Browser, address: str) -> None:
    with looking(browser, "zh") as page:
        page.goto(f"{address}/compare")
        settled(page)
        chosen(page, "指标", "人才总量")
        page.locator(".st-key-choose_indicators").get_by_role("button", name="培训人数").click()
        settled(page)
        assert "人才总量" in page.locator(".js-plotly-plot").first.inner_text()

        size = page.locator(".js-plotly-plot").first.evaluate(
            "e => [e._fullLayout.width, e._fullLayout.height]"
        )
        name, picture = saved(page, "保存图片 (PNG)")
        assert name.startswith("人才总量_") and name.endswith(".png") and "2025" in name
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"
        wide, high = struct.unpack(">II", picture[16:24])
        assert wide == 2 * round(size[0]) and high > 2 * round(size[1])  # with a line on where it comes from
        assert len(picture) > 30_000  # an empty picture of that size is far smaller

        name, table = saved(page, "保存表格 (CSV)")
        assert name.endswith(".csv") and table.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
        said = {row["地区"]: (row["数值"], row["情况"]) for row in rows}
        assert said["成都"] == ("6690000", "有数字")
        assert said["呼和浩特"] == ("", "未报告") and said["四川"] == ("", "原文不完整")
        shown = page.locator("table.comparison tbody th[scope=row]").all_inner_texts()
        assert [row["地区"] for row in rows] == [words.split()[0] for words in shown]


def test_a_figure_leads_to_its_evidence_and_choices_stay(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        page.goto(address)
        settled(page)
        chosen(page, "Regions", "Chengdu")
        page.locator("table.grid").get_by_role("link", name="6.69 million people").click()
        page.wait_for_url(re.compile(r"/evidence\?.*report=chengdu-2024.*figure=\d+"))
        settled(page)
        assert page.locator("tr.chosen, li.chosen").inner_text().startswith("669")
        page.go_back()
        page.wait_for_url(re.compile(r"/\?lang=en&regions=510100$"))
        settled(page)
        page.get_by_role("link", name="Compare", exact=True).click()
        page.wait_for_url(re.compile(r"/compare\?lang=en&regions=510100$"))
        settled(page)
        assert page.locator("table.comparison tbody tr").count() == 1
        page.get_by_role("radio", name="中文").click()
        page.wait_for_url(re.compile("lang=zh.*regions=510100"))
        settled(page)
        assert page.locator("h1").inner_text() == "并排对比"


def test_a_mark_of_a_chart_leads_to_its_evidence(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        page.goto(f"{address}/compare?lang=en&indicators=talent_total&regions=510100")
        settled(page)
        mark = page.locator(".js-plotly-plot .points path.point").first
        mark.wait_for()
        place = mark.bounding_box()
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        page.mouse.move(x - 2, y)
        page.mouse.move(x, y)
        page.locator(".hoverlayer .hovertext").wait_for()
        page.mouse.click(x, y)
        page.wait_for_url(re.compile(r"/evidence\?.*report=chengdu-2024.*figure=\d+"))
        settled(page)
        assert page.locator("tr.chosen, li.chosen").inner_text().startswith("669")


def test_an_address_opens_the_same_view_elsewhere(browser: Browser, address: str) -> None:
    with looking(browser) as first:
        first.goto(f"{address}/compare?lang=en&indicators=party_organisations")
        settled(first)
        chosen(first, "Per", "10,000 residents")
        chosen(first, "Scale", "logarithmic")
        first.wait_for_url(re.compile("per=capita.*scale=log"))
        with looking(browser, "zh", "dark") as second:
            second.goto(first.url)
            settled(second)
            assert (
                second.locator("table.comparison").inner_text()
                == first.locator("table.comparison").inner_text()
            )
            assert second.locator("p.spoken").all_inner_texts() == first.locator("p.spoken").all_inner_texts()


def test_from_nothing_to_a_comparison_of_three_reports(browser: Browser, tmp_path: Path) -> None:
    samples = [
        ROOT / "data" / "samples" / name
        for name in ("qinglan-plain.txt", "songling-print.txt", "lanwan-cut.txt")
    ]
    with serving(tmp_path / "new") as address, looking(browser) as page:
        page.goto(address)
        settled(page)
        page.get_by_role("button", name="Add a report").click()
        page.wait_for_url(re.compile("/add"))
        settled(page)
        page.locator('input[type="file"]').set_input_files(samples)
        page.get_by_role("combobox", name="Region").nth(len(samples) - 1).wait_for()
        settled(page)  # each file that arrives draws the page anew: a choice made meanwhile can be lost
        for place in ("Suining", "Leshan", "Yibin"):
            page.get_by_role("combobox", name="Region").first.click()
            page.keyboard.type(place)
            page.get_by_role("option", name=re.compile(rf"^{place}\b")).first.click()
            settled(page)
            page.get_by_role("button", name="Save this report").first.click()
            page.get_by_text(f"Saved: {place}").wait_for()
            settled(page)
        page.get_by_role("link", name="Compare", exact=True).click()
        page.locator("table.comparison").wait_for()
        settled(page)
        assert page.locator("table.comparison tbody tr").count() == 3


def ordered(folder: Path, *call: str) -> None:
    """Run the command ``orgreports`` on a data folder."""
    line = [sys.executable, "-m", "orgreports", *call, "--data", str(folder)]
    subprocess.run(
        line, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )


def where_said(page: PlaywrightPage, address: str, indicator: str, figure: str) -> dict[str, bool]:
    """Whether chart, words of the chart, table, saved table and export say a figure, as a corrected one."""
    page.goto(f"{address}/compare?lang=en&indicators={indicator}")
    settled(page)
    told = {
        "chart": page.locator(".js-plotly-plot").first.inner_text(),
        "words": page.locator("p.spoken").first.inner_text(),
        "table": page.locator("table.comparison").inner_text(),
        "saved": saved(page, "Save table (CSV)")[1].decode("utf-8-sig"),
    }
    page.goto(f"{address}/method?lang=en")
    settled(page)
    told["export"] = saved(page, "CSV")[1].decode("utf-8-sig")
    for place in ("chart", "words", "table", "saved"):
        assert ("corrected" in told[place]) == (figure in _plain(told[place])), place
    return {place: figure in _plain(words) for place, words in told.items()}


def _plain(words: str) -> str:
    """The words with digits that are not grouped: 7,654 is 7654."""
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)


def test_a_correction_outlives_build_and_restart_and_can_be_undone(browser: Browser, tmp_path: Path) -> None:
    folder, sample = tmp_path / "data", str(ROOT / "data" / "samples" / "qinglan-plain.txt")
    ordered(folder, "add", sample, "--region", "绵阳")
    first = Corpus(folder).observations.sort_values("start").iloc[0]
    everywhere = dict.fromkeys(("chart", "words", "table", "saved", "export"), True)
    with serving(folder) as address, looking(browser) as page:
        page.goto(f"{address}/add?lang=en")
        settled(page)
        table = page.locator(".stDataFrame").bounding_box()
        page.mouse.click(table["x"] + 680, table["y"] + 52)  # the value of the first figure
        page.keyboard.press("Enter")
        page.locator("#portal input").fill("7654")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Save changes (1)").click()
        page.get_by_role("button", name="Undo").wait_for()
        settled(page)
    ordered(folder, "build", sample)
    with serving(folder) as address, looking(browser) as page:
        assert where_said(page, address, first["indicator"], "7654") == everywhere
        page.goto(f"{address}/region?lang=en")
        settled(page)
        assert page.locator(".topics .corrected").count() == 1
        page.goto(f"{address}/add?lang=en")
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("undone").wait_for()
        settled(page)
        assert where_said(page, address, first["indicator"], "7654") == dict.fromkeys(everywhere, False)
        page.goto(f"{address}/region?lang=en")
        settled(page)
        assert page.locator(".corrected").count() == 0


def test_a_removal_closes_and_concerns_no_other_report(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    with serving(tmp_path / "data") as address, looking(browser) as page:
        page.goto(f"{address}/add?lang=en&report=chengdu-2024")
        settled(page)
        page.get_by_role("button", name="Remove Chengdu 2024").click()
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("Removed: Chengdu 2024.").wait_for()
        settled(page)
        assert page.get_by_role("button", name="Remove it").count() == 0
