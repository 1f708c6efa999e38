"""What the rooms of the dashboard give, without Streamlit: what each page has to show."""

from __future__ import annotations

from typing import Any

from orgreports import Corpus, catalogue, compare, language, parse, regions
from orgreports import dashboard_add as adding
from orgreports import dashboard_compare as comparing
from orgreports import dashboard_evidence as evidence
from orgreports import dashboard_grid as overview
from orgreports.dashboard_region import standings
from orgreports.dashboard_view import View


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


def test_a_text_that_is_shown_with_other_characters_says_so() -> None:
    traditional, plain = (
        parse("a.txt", data=f"云湖县2024年组织工作综述\n{said}。\n".encode())
        for said in ("幹部30名", "干部30名")
    )
    assert evidence.is_repaired(traditional) and not evidence.is_repaired(plain)
