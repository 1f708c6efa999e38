"""Figures that follow from two others of one sentence, and those that do not."""

from __future__ import annotations

import math

import pytest

from orgreports.models import Document
from orgreports.pipeline import parse_document

CASES = [
    # text, formula, value, lower, upper, unit, first year
    (
        "全市举办专题讲座21期,平均每期超14万人次听课。",
        "mean_times_count",
        2940000,
        2940000,
        math.inf,
        "人次",
        2024,
    ),
    (
        "全年办班30余期,平均每期120人。",
        "mean_times_count",
        3600,
        3600,
        4800,
        "人",
        2024,
    ),
    ("引进高层次人才500名、同比增长25%。", "before_growth", 400, 500 / 1.255, 500 / 1.245, "名", 2023),
    (
        "全年办班80期,同比下降20%左右。",
        "before_growth",
        100,
        80 / 0.85,
        80 / 0.75,
        "期",
        2023,
    ),
]
NONE = [
    "全市举办专题讲座21期,平均每年14万人次听课。",
    "引进高层次人才500名,其中硕士占25%。",
    "引进高层次人才500名。党员同比增长25%。",
]


def derived(text: str):
    return parse_document(Document("case.txt", text, "txt", "utf-8", ""), period="2024").derived


@pytest.mark.parametrize(("text", "formula", "value", "lower", "upper", "unit", "year"), CASES)
def test_figures_that_follow_from_two_others(text, formula, value, lower, upper, unit, year):
    (figure,) = derived(text)
    assert (figure.formula, figure.unit, figure.period_start) == (formula, unit, year)
    assert (figure.value, figure.lower, figure.upper) == pytest.approx((value, lower, upper))
    assert all(
        text[span.start : span.end] == quote for quote, span in zip(figure.quotes, figure.spans, strict=True)
    )


@pytest.mark.parametrize("text", NONE)
def test_nothing_follows_from_figures_of_different_things(text):
    assert derived(text) == ()
