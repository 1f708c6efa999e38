"""Reports added, corrected and removed in a real Chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from browsing import Browser, PlaywrightPage, looking, opened, rerun, saved, settled
from common import MIANYANG, ROOT, SAMPLE, SAMPLES, copied
from serving import Served, serving

from orgreports import Corpus, parse


def test_from_nothing_to_a_comparison_of_three_reports(browser: Browser, desk: Served) -> None:
    samples = [SAMPLES / name for name in ("qinglan-plain.txt", "songling-print.txt", "lanwan-cut.txt")]
    assert not desk.folder.exists()
    with looking(browser) as page:
        opened(page, desk)
        with rerun(page):
            page.get_by_role("button", name="Add a report").click()
            page.wait_for_url(re.compile("/add"))
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
        with rerun(page):
            page.get_by_role("link", name="Compare it with the others").click()
            page.wait_for_url(re.compile("/compare"))
        assert page.locator("table.comparison tbody tr").count() == 3


def ordered(folder: Path, *call: str) -> None:
    """Run the command ``orgreports`` on a data folder."""
    line = [sys.executable, "-m", "orgreports", *call, "--data", str(folder)]
    subprocess.run(
        line, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )


def where_said(page: PlaywrightPage, address: str, indicator: str, figure: str) -> dict[str, bool]:
    """Whether chart, words of the chart, table, saved table and export say a figure, as a corrected one."""
    opened(page, f"{address}/compare?lang=en&indicators={indicator}")
    told = {
        "chart": page.locator(".js-plotly-plot").first.inner_text(),
        "words": page.locator("p.spoken").first.inner_text(),
        "table": page.locator("table.comparison").inner_text(),
        "saved": saved(page, "Save table (CSV)")[1].decode("utf-8-sig"),
    }
    opened(page, f"{address}/method?lang=en")
    told["export"] = saved(page, "CSV")[1].decode("utf-8-sig")
    for place in ("chart", "words", "table", "saved"):
        assert ("corrected" in told[place]) == (figure in _plain(told[place])), place
    return {place: figure in _plain(words) for place, words in told.items()}


def _plain(words: str) -> str:
    """The words with digits that are not grouped: 7,654 is 7654."""
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)


def typed_into_table(page: PlaywrightPage, right: int, down: int, words: str) -> None:
    """Words put into the cell at this place of the table, as often clicked as it takes until it opens."""
    cell = page.locator("#portal input")
    for _ in range(10):
        table = page.locator(".stDataFrame").bounding_box()
        page.mouse.click(table["x"] + right, table["y"] + down)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1000)
        if cell.count():
            break
    cell.fill(words)
    page.keyboard.press("Enter")


def test_a_correction_outlives_build_and_restart_and_can_be_undone(browser: Browser, desk: Served) -> None:
    folder, sample = desk.folder, str(SAMPLE)
    Corpus(folder).add(parse(SAMPLE, region=MIANYANG), SAMPLE.read_bytes(), region=MIANYANG)
    first = Corpus(folder).observations.sort_values("start").iloc[0]
    everywhere = dict.fromkeys(("chart", "words", "table", "saved", "export"), True)
    with looking(browser) as page:
        opened(page, f"{desk}/add?lang=en")
        typed_into_table(page, 680, 52, "7654")  # the value of the first figure
        page.get_by_role("button", name="Save changes (1)").click()
        page.get_by_role("button", name="Undo").wait_for()
        settled(page)
    ordered(folder, "build", sample)
    with serving(folder) as address, looking(browser) as page:
        assert where_said(page, address, first["indicator"], "7654") == everywhere
        opened(page, f"{address}/region?lang=en")
        assert page.locator(".topics .corrected").count() == 1
        page.goto(f"{address}/add?lang=en")
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("undone").wait_for()
        settled(page)
        assert where_said(page, address, first["indicator"], "7654") == dict.fromkeys(everywhere, False)
        opened(page, f"{address}/region?lang=en")
        assert page.locator(".corrected").count() == 0


def test_a_removal_closes_and_concerns_no_other_report(browser: Browser, desk: Served) -> None:
    copied(desk.folder)
    with looking(browser) as page:
        opened(page, f"{desk}/add?lang=en&report=chengdu-2024")
        page.get_by_role("button", name="Remove Chengdu 2024").click()
        page.get_by_role("button", name="Remove it").click()
        page.get_by_text("Removed: Chengdu 2024.").wait_for()
        settled(page)
        assert page.get_by_role("button", name="Remove it").count() == 0
