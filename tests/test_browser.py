"""The dashboard in a real Chromium as a reader uses it: choices, links, the keyboard, pictures and tables."""

from __future__ import annotations

import csv
import io
import re
import struct
from typing import Any

from browsing import Browser, PlaywrightPage, chosen, looking, opened, rerun, saved, settled
from common import MIANYANG, SAMPLE
from serving import Served

from orgreports import Corpus, parse

Locator = Any


def test_choose_look_and_save_picture_and_table(browser: Browser, address: str) -> None:
    with looking(browser, "zh") as page:
        opened(page, f"{address}/compare")
        chosen(page, "指标", "人才总量")
        with rerun(page):
            page.locator(".st-key-choose_indicators").get_by_role("button", name="培训人数").click()
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

        note = "没有读到，不等于没有报告"  # once on the page, and in the picture
        assert page.locator("main, [data-testid=stMain]").first.inner_text().count(note) == 1
        assert note in re.sub("<[^>]*>", "", saved(page, "保存矢量图 (SVG)")[1].decode())

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
        opened(page, address)
        chosen(page, "Regions", "Chengdu")
        with rerun(page):
            page.locator("table.grid").get_by_role("link", name="6.69 million people").click()
            page.wait_for_url(re.compile(r"/evidence\?.*report=chengdu-2024.*figure=\d+"))
        assert page.locator("tr.chosen, li.chosen").inner_text().startswith("669")
        with rerun(page):
            page.go_back()
            page.wait_for_url(re.compile(r"/\?lang=en&regions=510100$"))
        with rerun(page):
            page.get_by_role("link", name="Compare", exact=True).click()
            page.wait_for_url(re.compile(r"/compare\?lang=en&regions=510100$"))
        assert page.locator("table.comparison tbody tr").count() == 1
        with rerun(page):
            page.get_by_role("radio", name="中文").click()
            page.wait_for_url(re.compile("lang=zh.*regions=510100"))
        assert page.locator("h1").inner_text() == "并排对比"


def test_a_mark_of_a_chart_leads_to_its_evidence(browser: Browser, address: str) -> None:
    with looking(browser) as page:
        opened(page, f"{address}/compare?lang=en&indicators=talent_total&regions=510100")
        mark = page.locator(".js-plotly-plot .points path.point").first
        mark.wait_for()
        place = mark.bounding_box()
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        page.mouse.move(x - 2, y)
        page.mouse.move(x, y)
        page.locator(".hoverlayer .hovertext").wait_for()
        with rerun(page):
            page.mouse.click(x, y)
            page.wait_for_url(re.compile(r"/evidence\?.*report=chengdu-2024.*figure=\d+"))
        assert page.locator("tr.chosen, li.chosen").inner_text().startswith("669")


def test_an_address_opens_the_same_view_elsewhere(browser: Browser, address: str) -> None:
    with looking(browser) as first:
        opened(first, f"{address}/compare?lang=en&indicators=party_organisations")
        chosen(first, "Per", "10,000 residents")
        chosen(first, "Scale", "logarithmic")
        first.wait_for_url(re.compile("per=capita.*scale=log"))
        with looking(browser, "zh", "dark") as second:
            opened(second, first.url)
            assert (
                second.locator("table.comparison").inner_text()
                == first.locator("table.comparison").inner_text()
            )
            assert second.locator("p.spoken").all_inner_texts() == first.locator("p.spoken").all_inner_texts()


def test_a_download_does_not_start_the_page_over(browser: Browser, address: str) -> None:
    table, book = "Save table (CSV)", "Save table, figures and sources (XLSX)"
    with looking(browser) as page:
        for name, buttons in (
            ("compare", ("Save picture (PNG)", "Save drawing (SVG)", table, book)),
            ("method", ("Excel (XLSX)", "CSV", "Data Package (ZIP)")),
        ):
            opened(page, f"{address}/{name}?lang=en")
            before = page.evaluate("window.runs")
            for button in buttons:
                assert saved(page, button)[1], button
            with rerun(page):  # a run that a button had started would be counted before this one
                page.get_by_role("radio", name="中文").click()
            assert page.evaluate("window.runs") == before + 1, name


def reached(page: PlaywrightPage, place: str) -> Locator:
    """Go on with the tab key until it is at ``place``, which is found by a selector."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("place => document.activeElement.matches(place)", place):
            return page.locator(":focus")
    raise AssertionError(f"the tab key does not come to {place}")


def test_the_keyboard_alone_leads_from_a_choice_to_the_table_and_the_evidence(
    browser: Browser, address: str
) -> None:
    with looking(browser) as page:
        opened(page, f"{address}/compare?lang=en&indicators=")
        reached(page, ".st-key-choose_indicators input")
        page.keyboard.type("Talent total")
        with rerun(page):
            page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.wait_for_url(re.compile("indicators=talent_total"))
        settled(page)
        ring = reached(page, ".scroll").evaluate("e => getComputedStyle(e).outlineStyle")
        assert ring != "none", "who uses the keyboard does not see where it is"
        assert "6.69 million people" in reached(page, "table.comparison a").inner_text()
        with rerun(page):
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(r"/evidence\?.*report=chengdu-2024.*figure=\d+"))
        assert page.locator("tr.chosen :focus").inner_text().startswith("669")
        with rerun(page):
            page.go_back()  # the key for it is the browser's own, and headless it has none
            page.wait_for_url(re.compile(r"/compare\?"))
        assert page.locator("table.comparison").count() == 1


def test_the_keyboard_leads_from_a_figure_to_its_words_and_back(browser: Browser, desk: Served) -> None:
    data = SAMPLE.read_bytes()
    report = Corpus(desk.folder).add(parse("a.txt", data=data, region=MIANYANG, period="2024"), data)
    with looking(browser) as page:
        opened(page, f"{desk}/evidence?lang=en&report={report}")
        figure = reached(page, "ol.figures li:nth-child(3) a").inner_text()
        with rerun(page):
            page.keyboard.press("Enter")
        words = page.locator("a:focus mark.chosen")
        assert words.inner_text() == figure.replace("\u2009", "")
        place = words.bounding_box()
        assert 0 < place["y"] < page.viewport_size["height"]
        with rerun(page):
            reached(page, ".text a")
            page.keyboard.press("Enter")
        other = page.locator("li.chosen a:focus").inner_text()
        assert other != figure
        page.keyboard.press("Enter")
        assert page.locator("a:focus mark.chosen").inner_text() == other.replace("\u2009", "")


def test_on_a_phone_the_list_of_pages_opens_closes_and_makes_way(browser: Browser, address: str) -> None:
    with looking(browser, width=390) as page:
        opened(page, address)
        pages = page.get_by_test_id("stSidebar")
        page.get_by_test_id("stExpandSidebarButton").click()
        pages.get_by_role("link", name="Compare").wait_for()
        assert not page.get_by_role("radio", name="中文").is_visible()
        pages.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        page.get_by_role("radio", name="中文").wait_for()
        page.get_by_test_id("stExpandSidebarButton").click()
        with rerun(page):
            pages.get_by_role("link", name="Compare").click()
            page.wait_for_url(re.compile("/compare"))
        page.get_by_test_id("stExpandSidebarButton").wait_for()
        assert page.get_by_role("heading", level=1).is_visible()
