"""What the rooms of the dashboard give, without Streamlit: view and address, markup, marks, what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgreports import Corpus, catalogue, compare, language, parse, regions
from orgreports import dashboard_add as adding
from orgreports import dashboard_compare as comparing
from orgreports import dashboard_evidence as evidence
from orgreports import dashboard_grid as overview
from orgreports.dashboard_region import standings
from orgreports.dashboard_view import (
    READS,
    SCALES,
    Choices,
    View,
    arrived,
    from_address,
    language_of,
    to_address,
)
from orgreports.marking import Mark, clean_span, paragraphs
from orgreports.markup import Html, element, joined
from orgreports.repair import repair

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("overview", "compare", "region", "evidence", "wording", "add", "method")
OWN = """云溪县2024年组织工作综述
2024年,云溪县组织部门围绕中心、服务大局,各项工作取得新成效。
建强干部队伍
全年举办培训班36期,培训干部超3.2万人次;提拔重用干部118名,选派第一书记近60名。推行“1+4”工作法,落实二十届三中全会精神。
集聚各类人才
全县人才总量达到4.6万人,引进高层次人才230余名。
"""


@given(
    st.builds(
        View,
        lang=st.sampled_from(["zh", "en"]),
        indicators=st.lists(st.sampled_from(sorted(catalogue())), unique=True).map(tuple),
        regions=st.lists(st.sampled_from(["510100", "330000"]), unique=True).map(tuple),
        periods=st.lists(st.sampled_from(["2024", "2012-2023"]), unique=True).map(tuple),
        per=st.sampled_from(["", "capita", "year", "largest"]),
        scale=st.sampled_from(SCALES),
        report=st.sampled_from(["", "chengdu-2024"]),
        indicator=st.sampled_from(["", "talent_total"]),
        figure=st.integers(0, 9999).map(str),
        word=st.sampled_from(["", "人才"]),
    )
)
def test_an_address_brings_the_view_back(view: View) -> None:
    choices = Choices(catalogue().keys(), ["510100", "330000"], ["2024", "2012-2023"], ["chengdu-2024"])
    whole: dict[str, str] = {}
    for page in PAGES:
        address = to_address(view, page)
        assert arrived(view, address, page) == view, page
        whole |= address
    assert from_address(View(), whole, choices) == view


def test_each_page_keeps_only_what_it_reads_and_the_rest_is_not_lost() -> None:
    view = View(regions=("510100",), report="chengdu-2024", figure="2915", indicators=("talent_total",))
    assert to_address(view, "overview") == {"lang": "en", "regions": "510100"}
    assert to_address(view, "compare") == {"lang": "en", "indicators": "talent_total", "regions": "510100"}
    assert to_address(view, "evidence") == {"lang": "en", "report": "chengdu-2024", "figure": "2915"}
    assert to_address(view, "method") == {"lang": "en"}
    assert set(PAGES) == set(READS)
    back = arrived(view, {"lang": "en"}, "overview")
    assert back.regions == () and back.figure == "2915"


def test_an_address_with_nonsense_is_no_error() -> None:
    nonsense = {
        "lang": "tlh",
        "indicators": "moon,talent_total",
        "regions": "1",
        "per": "x",
        "figure": "-1",
        "q": "1",
    }
    assert from_address(View(), nonsense, Choices(catalogue().keys())) == View(indicators=("talent_total",))


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh-Hant-TW", "zh"), ("en-GB", "en"), (None, "en")]
)
def test_the_language_starts_from_the_browser(locale: str | None, lang: str) -> None:
    assert language_of(locale) == lang


def test_words_of_a_report_cannot_become_markup() -> None:
    assert element("b", "<script>&") == "<b>&lt;script&gt;&amp;</b>"
    assert element("b", Html("<i></i>"), title='"><') == '<b title="&quot;&gt;&lt;"><i></i></b>'


@given(st.lists(st.text(alphabet="<>&\"'a", max_size=9)))
def test_joined_words_hold_no_tag(parts: list[str]) -> None:
    assert "<" not in joined(parts) and ">" not in joined(parts)


def test_marks_cut_the_text_without_changing_it() -> None:
    report = parse("云溪.txt", data=OWN.encode(), region="511902", period="2024")
    marks = [Mark(o.start, o.end, "training", o.quote, "?") for o in report.observations]
    marks += [Mark(e.start, e.end, "", e.reason) for e in report.ledger if e.reason != "quantity"]
    shown = paragraphs(report, marks)
    assert "\n".join("".join(piece.text for piece in p.pieces) for p in shown) == report.repaired.text
    marked = [piece.text for p in shown for piece in p.pieces if piece.mark and piece.mark.link]
    assert marked == [o.quote for o in report.observations]
    assert "超3.2万人次" in marked


@pytest.mark.parametrize(
    ("raw", "quote", "clean"),
    [
        ("全縣培訓幹部３００名。", "３００名", "300名"),
        ("全县培训干部300 名。", "300 名", "300名"),
        ("培訓(xùn)幹部300名(míng)。", "300名", "300名"),
    ],
)
def test_a_raw_span_finds_its_clean_characters(raw: str, quote: str, clean: str) -> None:
    repaired = repair(raw)
    start = raw.index(quote)
    span = clean_span(repaired, start, start + len(quote))
    assert repaired.text[span.start : span.end] == clean


def test_the_grid_tells_figures_from_three_kinds_of_silence(corpus: Corpus) -> None:
    shown = overview.grid(compare(corpus, list(catalogue())), View(lang="zh"))
    assert [row.code for row in shown.rows] == list(catalogue())
    boxes = {
        (row.code, column.region): box
        for row in shown.rows
        for column, box in zip(shown.columns, row.boxes, strict=True)
    }
    assert boxes["talent_total", "成都"].headline == language.spaced("669万人")
    assert boxes["talent_total", "四川"].status == "source_incomplete"
    assert boxes["talent_total", "呼和浩特"].status == "not_reported"
    assert {box.status for box in boxes.values()} == {
        "reported",
        "not_reported",
        "source_incomplete",
        "mentioned",
    }
    assert (
        "figure=" in boxes["talent_total", "成都"].link
        and "report=chengdu-2024" in boxes["talent_total", "成都"].link
    )


def test_a_card_holds_the_largest_figure_with_its_words(corpus: Corpus) -> None:
    comparison = compare(corpus, list(catalogue()))
    (card,) = overview.cards(comparison, ["talent_total"], View(lang="en"))
    assert (card.headline, card.where, card.period) == ("6.69 million people", "Chengdu", "2024")
    assert card.quote == language.spaced("669万人") and card.regions == 5
    (empty,) = overview.cards(
        compare(corpus, ["talent_total"], ["150100"]), ["talent_total"], View(lang="en")
    )
    assert empty.headline == "" and "not reported" in overview.cards_html([empty], "en")
    (cut,) = overview.cards(compare(corpus, ["talent_total"], ["510000"]), ["talent_total"], View(lang="en"))
    assert "source incomplete" in overview.cards_html([cut], "en")


def test_the_table_stands_in_the_order_of_the_chart(corpus: Corpus) -> None:
    comparison = compare(corpus, ["training_headcount"])
    table = comparing.table_html(comparison, View(lang="zh"))
    places = [table.index(language.region(cell.key.region, "zh")) for cell in comparison.cells]
    assert places == sorted(places)


def test_the_ledger_accounts_for_every_numeral(corpus: Corpus) -> None:
    for row in corpus.reports.itertuples():
        found = evidence.coverage(corpus.ledger, row.report)
        assert found.numerals == row.numerals
        for code, _ in found.reasons:
            assert language.has_text(f"pages.reason.{code}"), code


def test_a_region_stands_against_the_others(corpus: Corpus) -> None:
    found = {s.code: s for s in standings(compare(corpus, list(catalogue())), "chengdu-2024")}
    assert found["talent_total"].own.key.region == "510100"
    assert "330000" in [cell.key.region for cell in found["talent_total"].others]


def test_edited_cells_become_corrections(corpus: Corpus) -> None:
    before = adding.edit_frame(corpus.observations, "chengdu-2024")
    row = before.index[before["quote"] == "669万人"][0]
    start, end = (int(before.loc[row, column]) for column in ("start", "end"))
    edited: dict[int, dict[str, Any]] = {
        int(row): {"value": 670, "indicator": adding.NONE, "unit": "人", "removed": True}
    }
    made = [("value", "670"), ("indicator", ""), ("removed", "true")]
    assert adding.changes(before, edited) == [adding.Change(start, end, *change) for change in made]
    assert adding.changes(before, {int(row): {"value": float(before.loc[row, "value"])}}) == []


def test_regions_that_the_text_speaks_for_come_first() -> None:
    report = parse("x.txt", data="成都市2024年组织工作综述\n成都市培训干部300名。".encode())
    options = adding.region_options(report.outline.regions)
    assert options[0] == "510100" and set(options) == set(regions()) and len(options) == len(regions())
