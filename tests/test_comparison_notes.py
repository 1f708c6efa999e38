"""Comparisons: what their notes say, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comparing import INF, decades, figure, frames, nested, report, sentences, training

from orgreports.comparison import Comparison, compare
from orgreports.figure_words import said
from orgreports.language import LANGUAGES

HEAD = "training_headcount"


def codes(comparison: Comparison) -> list[str]:
    return [note.code for note in comparison.notes]


@pytest.mark.parametrize("per", ["capita", "year", "largest"])
def test_every_derived_figure_carries_the_note(per: str) -> None:
    comparison = compare(training(), [HEAD, "talent_total"], per=per)
    derived = {one.key for one in comparison.cells if one.shown and one.shown.derived}
    assert derived
    assert derived == {one.key for one in comparison.cells if "derived" in one.notes}


def test_a_region_in_a_region_carries_the_note() -> None:
    comparison = compare(nested(), [HEAD])
    assert sentences(comparison, "nested") == [
        "Sichuan contains Chengdu and Bazhong: their figures must not be added up."
    ]
    assert any("25%" in sentence or "about 25%" in sentence for sentence in sentences(comparison, "derived"))


def test_notes_stand_worst_first_and_know_their_cells() -> None:
    comparison = compare(training(), [HEAD])
    assert codes(comparison) == [
        "unit", "period", "period", "measure", "group", "order", "cut", "level", "nested",
    ]  # fmt: skip
    spans, years = (note for note in comparison.notes if note.code == "period")
    assert [key.region for key in spans.cells] == ["150100"]
    assert "12 years (2012–2023)" in spans.en and "150100" not in {key.region for key in years.cells}
    for one in comparison.cells:
        assert list(one.notes) == list(dict.fromkeys(n.code for n in comparison.notes if one.key in n.cells))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notes_on_many_figures_count_what_they_cannot_name(lang: str) -> None:
    comparison = compare(decades(), [HEAD])
    told = comparison.note_lines(lang)
    assert len(told) < 10 and max(map(len, told)) < 250, told
    (unit,) = (note for note in comparison.notes if note.code == "unit")
    assert "120" in unit.text(lang) and len(unit.cells) == 240
    (order,) = (note for note in comparison.notes if note.code == "order")
    assert order.text(lang).startswith({"zh": "先后未定：12个地区的", "en": "Order open: 12 figures"}[lang])


def test_many_runs_of_open_order_have_one_sentence() -> None:
    pairs = [(f"{code}-{year}", code, year) for code in ("510100", "511900") for year in range(2016, 2022)]
    data = frames(
        [report(*pair) for pair in pairs],
        [figure(name, HEAD, f"{year}人", year, "人") for name, _, year in pairs],
    )
    (told,) = sentences(compare(data, [HEAD]), "order")
    assert told.startswith("Order open or tied: 12 figures of Chengdu and Bazhong, in 6 runs; ")


def test_several_years_of_a_region_are_no_rivals() -> None:
    pairs = [(f"{code}-{year}", code, year) for code in ("510100", "511900") for year in (2023, 2024)]
    values = {"510100-2023": 50, "510100-2024": 50, "511900-2023": 30, "511900-2024": 40}
    data = frames(
        [report(*pair) for pair in pairs],
        [figure(name, HEAD, f"{value}人", value, "人") for name, value in values.items()],
    )
    both = compare(data, [HEAD])
    found = {one.key[1:3]: one.rank[:3] for one in both.cells if one.rank}
    assert found == {
        ("510100", 2023): (1, 1, 2), ("510100", 2024): (1, 1, 2), ("511900", 2023): (2, 2, 2),
        ("511900", 2024): (2, 2, 2),
    }  # fmt: skip
    assert "order" not in codes(both)
    assert [one.key[1:3] for one in both.rows(HEAD)] == [
        ("510100", 2024), ("510100", 2023), ("511900", 2024), ("511900", 2023),
    ]  # fmt: skip
    assert {one.rank.among for one in compare(data, [HEAD], ["510100"]).cells if one.rank} == {1}


def test_notes_on_few_regions_name_them_beside_the_count_of_their_figures() -> None:
    comparison = compare(decades(), [HEAD], regions=["510100", "511900"])
    (unit,) = sentences(comparison, "unit")
    assert "20 figures of Bazhong and Chengdu: person-times" in unit


def test_of_many_shares_in_a_province_the_latest_are_told() -> None:
    comparison = compare(decades(), [HEAD], regions=["510100", "511900", "510000"])
    (told,) = (note for note in comparison.notes if note.code == "derived")
    assert "(2025), of the figure of Sichuan: Bazhong 278% and Chengdu 223%" in told.en
    assert len(told.cells) == 60 and "双方都有数字的最近一年（2025）" in told.zh


def test_a_comparison_of_like_with_like_has_no_notes() -> None:
    data = frames(
        [report("c", "510100", 2024), report("h", "150100", 2024)],
        [figure("c", HEAD, "5人", 5, "人"), figure("h", HEAD, "6人", 6, "人")],
    )
    assert codes(compare(data, [HEAD])) == []


def test_equal_numbers_are_tied() -> None:
    data = frames(
        [report("c", "510100", 2024), report("h", "150100", 2024)],
        [figure("c", HEAD, "5人", 5, "人"), figure("h", HEAD, "5人", 5, "人")],
    )
    (order,) = sentences(compare(data, [HEAD]), "order")
    assert order.startswith("Tied: ")


def test_kinds_that_differ_are_said() -> None:
    data = frames(
        [report("c", "510100", 2024), report("h", "150100", 2024)],
        [figure("c", HEAD, "75%", 75, "%", kind="share"), figure("h", HEAD, "6人", 6, "人")],
    )
    (unit,) = sentences(compare(data, [HEAD]), "unit")
    assert unit == "The figures differ in kind (Hohhot: count; Chengdu: share) and do not share an axis."


def test_notes_of_one_indicator_name_it_in_a_comparison_of_several() -> None:
    comparison = compare(training(), [HEAD, "talent_total"])
    lines = comparison.note_lines("en")
    assert lines[0].startswith("People trained: Units differ")
    assert comparison.of(HEAD).notes == compare(training(), [HEAD]).notes
    assert comparison.of(HEAD).cells == compare(training(), [HEAD]).cells


def test_a_hedge_that_stands_apart_from_its_number_is_said() -> None:
    data = frames(
        [report("a", "510100", 2024)],
        [figure("a", HEAD, "1次", 1, "次", bound="above", upper=INF, kind="mean")],
    )
    shown = compare(data, [HEAD]).cells[0].headline
    assert shown is not None
    assert said(shown, "zh") == "1\u2009次\uff08以上\uff09"
    assert said(replace(shown, quote="至少1次"), "zh") == "至少\u20091\u2009次"
    assert said(replace(shown, quote="6800餘人次"), "zh") == "6800\u2009餘人次"
