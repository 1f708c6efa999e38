"""Comparisons: headlines, cells, normalisation, notes, table."""

from __future__ import annotations

from itertools import combinations

import pytest
from comparing import INF, Frames, figure, frames, nested, report, sentences, training

from orgreports import rulebook
from orgreports.cells import MENTIONED, NO_REPORT, NOT_REPORTED, PLANNED, REPORTED, SOURCE_INCOMPLETE
from orgreports.comparison import Cell, Comparison, compare
from orgreports.headlines import class_of
from orgreports.models import OrgreportsError

HEAD = "training_headcount"


def cell(comparison: Comparison, region: str) -> Cell:
    (found,) = (one for one in comparison.cells if one.key.region == region)
    return found


def codes(comparison: Comparison) -> list[str]:
    return [note.code for note in comparison.notes]


def test_the_classes_of_units_hold_their_examples_and_not_their_counter_examples() -> None:
    for name, row in rulebook.load_toml("headlines")["classes"].items():
        assert {class_of(unit) for unit in row["example"]} == {name}
        assert name not in {class_of(unit) for unit in row["counter"]}


def test_units_that_cannot_be_converted_are_apart() -> None:
    units = ["年", "天", "亩", "公里", "元", "美元", "%", "百分点", "人", "人次"]
    assert all(class_of(a) != class_of(b) for a, b in combinations(units, 2))


def test_the_table_of_headlines_covers_the_catalogue() -> None:
    rules = rulebook.load_toml("headlines")
    assert set(rules["prefer"]) == set(rulebook.catalogue())
    known = set(rules["classes"]) | set(rulebook.unit_families().values())
    assert all(name in known for names in rules["prefer"].values() for name in names)


def test_a_headline_is_the_largest_of_its_kind_and_unit_class_and_others_stay() -> None:
    chengdu = cell(compare(training(), [HEAD]), "510100")
    assert [one.value for one in chengdu.headlines] == [900000]
    assert [one.value for one in chengdu.figures] == [900000, 800]


def test_a_headline_is_never_mixed_or_added_up() -> None:
    data = frames(
        [report("a", "510100", 2024)],
        [
            figure("a", "village_economy", "49.8万人", 498000, "人"),
            figure("a", "village_economy", "965个", 965, "个"),
            figure("a", "village_economy", "1200家", 1200, "家"),
            figure("a", "village_economy", "75%", 75, "%", kind="share"),
            figure("a", "village_economy", "5个百分点", 5, "百分点", kind="change"),
            figure("a", "village_economy", "第4位", 4, "名次", kind="rank"),
            figure("a", "village_economy", "第2位", 2, "名次", kind="rank"),
        ],
    )
    headlines = compare(data, ["village_economy"]).cells[0].headlines
    assert [(one.kind, one.family, one.value) for one in headlines] == [
        ("count", "things", 1200),
        ("count", "persons", 498000),
        ("share", "share", 75),
        ("change", "points", 5),
        ("rank", "rank", 2),
    ]


def test_a_cell_without_a_figure_says_why() -> None:
    comparison = compare(training(), ["talent_total"])
    assert {one.key.region: one.status for one in comparison.cells} == {
        "330000": REPORTED,
        "510000": SOURCE_INCOMPLETE,
        "510100": MENTIONED,
        "511900": NOT_REPORTED,
        "150100": NOT_REPORTED,
    }


def test_a_region_without_a_report_of_these_years_is_not_left_out() -> None:
    comparison = compare(training(), [HEAD], regions=["510100", "511900"], periods=["2024"])
    assert [(one.key.region, one.status) for one in comparison.cells] == [
        ("510100", REPORTED),
        ("511900", NO_REPORT),
    ]
    assert [source.report for source in comparison.sources] == ["chengdu"]


def test_a_figure_of_another_year_than_its_report_has_a_cell_of_its_own() -> None:
    data = frames(
        [report("a", "510100", 2024)],
        [figure("a", HEAD, "5人", 5, "人", period_start=2023, period_end=2023)],
    )
    assert [(one.key.period_end, one.status) for one in compare(data, [HEAD]).cells] == [
        (2023, REPORTED),
        (2024, NOT_REPORTED),
    ]


def test_periods_of_several_years_are_chosen_as_written() -> None:
    comparison = compare(training(), [HEAD], periods=["2012-2023"])
    assert [one.key.region for one in comparison.cells if one.status == REPORTED] == ["150100"]


@pytest.mark.parametrize(
    ("indicators", "others", "words"),
    [
        (["talent"], {}, "not in the catalogue"),
        ([HEAD], {"regions": ["Chengdu"]}, "GB/T 2260"),
        ([HEAD], {"periods": ["last year"]}, "not a period"),
        ([HEAD], {"per": "head"}, "no such normalisation"),
    ],
)
def test_faults_are_said_in_one_line(indicators: list[str], others: dict[str, object], words: str) -> None:
    with pytest.raises(OrgreportsError, match=words) as fault:
        compare(training(), indicators, **others)  # type: ignore[arg-type]  # wrong on purpose
    assert "\n" not in str(fault.value)


def test_what_a_report_says_of_the_year_it_comes_out_in_is_a_plan() -> None:
    rows = [
        figure("c", HEAD, "3万人次", 30000, "人次"),
        figure("c", HEAD, "4万人次", 40000, "人次", period_start=2025, period_end=2025),
    ]
    data = frames([report("c", "510100", 2024, published="2025-01-18")], rows)
    status = {one.key.period_end: (one.status, one.shown is None) for one in compare(data, [HEAD]).cells}
    assert status == {2024: (REPORTED, False), 2025: (PLANNED, True)}


def test_the_cautions_of_a_row_are_those_of_its_indicator() -> None:
    table = compare(training(), [HEAD, "talent_total"]).table("en").set_index(["Indicator", "Region"])
    notes = table["Notes"]
    assert "nested" in notes["People trained", "Chengdu"] and notes["Talent total", "Chengdu"] == ""


def test_a_share_cannot_be_more_than_the_whole() -> None:
    data = frames(
        [report("a", "510100", 2024)],
        [figure("a", HEAD, "95%以上", 95, "%", kind="share", bound="above", upper=INF)],
    )
    (shown,) = compare(data, [HEAD]).cells[0].headlines
    assert (shown.lower, shown.upper) == (95, 100)


def test_units_stand_apart_and_each_has_its_ranks() -> None:
    comparison = compare(training(), [HEAD])
    assert [
        (one.key.region, one.rank.best, one.rank.worst, one.rank.among)
        for one in comparison.cells
        if one.rank
    ] == [
        ("510100", 1, 1, 3),
        ("150100", 2, 2, 3),
        ("511900", 3, 3, 3),
        ("510000", 1, 1, 2),
        ("330000", 2, 2, 2),
    ]


def test_person_times_and_persons_are_not_ranked_and_the_notes_say_unit_bound_and_level() -> None:
    comparison = compare(training(), [HEAD])
    (unit,), (order,), (level,) = (sentences(comparison, code) for code in ("unit", "order", "level"))
    assert "Chengdu" in unit and "Sichuan" in unit and "person-times" in unit
    assert "Sichuan" in order and "Chengdu" in order and "no upper end" in order
    assert "Sichuan" in level and "prefecture-level cities" in level


def test_ranks_are_shared_where_intervals_overlap() -> None:
    comparison = compare(training(), [HEAD], per="capita")
    assert [
        (one.key.region, one.rank.best, one.rank.worst, one.rank.tie > 0)
        for one in comparison.cells
        if one.rank
    ][:3] == [("150100", 1, 2, True), ("510100", 1, 2, True), ("511900", 3, 3, False)]


def test_per_capita_divides_by_the_census_and_carries_the_interval() -> None:
    hohhot = cell(compare(training(), [HEAD], per="capita"), "150100").shown
    assert hohhot is not None
    people = 3_446_100 / 10_000
    assert (hohhot.value, hohhot.lower, hohhot.upper) == (210000 / people, 210000 / people, 220000 / people)
    assert (hohhot.derived, hohhot.quote) == ("capita", "21万余人次")
    chengdu = cell(compare(training(), [HEAD], per="capita"), "510100").shown
    assert chengdu is not None and chengdu.upper == INF


def test_per_year_divides_only_figures_of_several_years() -> None:
    comparison = compare(training(), [HEAD], per="year")
    hohhot, chengdu = (cell(comparison, code).shown for code in ("150100", "510100"))
    assert hohhot is not None and chengdu is not None
    assert (hohhot.value, hohhot.upper, hohhot.derived) == (17500, 220000 / 12, "year")
    assert (chengdu.value, chengdu.derived) == (900000, "")
    assert [note.cells[0].region for note in comparison.notes if note.code == "derived"] == ["150100"]


def test_a_stock_is_not_divided_by_years() -> None:
    data = frames(
        [report("a", "150100", 2012, 2023)], [figure("a", "talent_total", "9人", 9, "人", measure="stock")]
    )
    comparison = compare(data, ["talent_total"], per="year")
    assert comparison.cells[0].shown == comparison.cells[0].headline
    assert "is a stock" in sentences(comparison, "derived")[0]


def test_per_cent_of_the_largest_keeps_order_and_is_by_unit() -> None:
    comparison = compare(training(), [HEAD], per="largest")
    shown = {one.key.region: round(one.shown.value, 2) for one in comparison.cells if one.shown}
    assert shown == {"510100": 100, "150100": 23.33, "511900": 1.09, "510000": 100, "330000": 0.59}
    plain = {one.key: one.rank for one in compare(training(), [HEAD]).cells}
    assert {one.key: one.rank for one in comparison.cells} == plain


@pytest.mark.parametrize("per", ["capita", "year", "largest"])
def test_shares_means_and_changes_are_not_normalised(per: str) -> None:
    bazhong = cell(compare(training(), [HEAD], per=per), "511900")
    change = bazhong.derived[1]
    assert change is not None and (change.value, change.derived) == (62.3, "")


def test_the_census_is_named() -> None:
    (note,) = sentences(compare(training(), [HEAD], regions=["510100"], per="capita"), "derived")
    assert "7th national census (1 November 2020)" in note and "Chengdu 20,937,757" in note


def test_a_region_without_a_census_figure_says_so() -> None:
    code = next(code for code, region in rulebook.regions().items() if region.population is None)
    data = frames([report("a", code, 2024)], [figure("a", HEAD, "5人", 5, "人")])
    comparison = compare(data, [HEAD], per="capita")
    assert (comparison.cells[0].status, comparison.cells[0].shown) == (REPORTED, None)
    assert "no census figure" in sentences(comparison, "derived")[0]


def test_a_city_is_a_share_of_its_province_where_both_report_the_same_year() -> None:
    (chengdu,) = compare(nested(2023), [HEAD]).parent_shares(HEAD)
    assert (chengdu.cell.region, chengdu.parent.region, chengdu.value) == ("510100", "510000", 25)
    assert (round(chengdu.lower, 6), chengdu.upper) == (round(25 / 1.1, 6), 25)
    assert len(compare(nested(2024), [HEAD]).parent_shares(HEAD)) == 2


def test_the_table_has_numbers_quotes_and_no_upper_end_where_there_is_none() -> None:
    table = compare(training(), [HEAD]).table("en")
    chengdu = table.iloc[0]
    assert chengdu["Quote"] == "超90万人次"
    assert (chengdu["Value"], chengdu["Lower"], chengdu["Bound"]) == (900000, 900000, "above")
    assert table["Upper"].isna().tolist() == [True, False, False, False, False]
    assert table["Rank"].tolist() == ["1 of 3", "2 of 3", "3 of 3", "1 of 2", "2 of 2"]


def test_the_table_says_why_there_is_no_figure() -> None:
    table = compare(training(), ["talent_total"]).table("zh")
    assert table["情况"].tolist() == ["有数字", "未报告", "原文不完整", "有提及\uff0c无数字", "未报告"]
    assert table["数值"].notna().tolist() == [True, False, False, False, False]


def test_the_languages_of_the_table_agree() -> None:
    zh, en = (compare(training(), [HEAD, "talent_total"], per="year").table(lang) for lang in ("zh", "en"))
    assert zh.shape == en.shape
    assert zh["数值"].tolist() == en["Value"].tolist()
    assert not set(zh.columns) & set(en.columns)


def test_an_empty_choice_gives_an_empty_comparison() -> None:
    comparison = compare(training(), [], regions=[])
    assert (comparison.cells, comparison.notes, len(comparison.table("zh"))) == ((), (), 0)


def test_the_built_in_corpus_compares_as_the_reports_say(corpus: Frames) -> None:
    total = compare(corpus, ["talent_total"])
    shown = {one.key.region: one for one in total.cells}
    chengdu, zhejiang = shown["510100"].shown, shown["330000"].shown
    assert chengdu is not None and zhejiang is not None
    assert (chengdu.value, chengdu.bound, chengdu.period_end) == (6690000, "exact", 2024)
    assert (zhejiang.value, zhejiang.bound, zhejiang.upper) == (2000000, "above", INF)
    assert [shown[code].status for code in ("511900", "150100")] == [NOT_REPORTED, NOT_REPORTED]
    assert shown["510000"].status == SOURCE_INCOMPLETE

    trained = compare(corpus, [HEAD])
    values = {one.key.region: (one.shown.value, one.shown.family) for one in trained.cells if one.shown}
    assert values["510100"] == (900000, "person_times")
    assert values["150100"] == (210000, "person_times")
    assert values["510000"] == (934000, "persons")
    assert {"unit", "period", "group"} <= set(codes(trained))
