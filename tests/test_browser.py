"""The dashboard in a real Chromium as a reader uses it: choices, links, the keyboard, pictures and tables."""

from __future__ import annotations

import csv
import io
import re
import struct

from browsing import Browser, chosen, looking, opened, rerun, saved


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
