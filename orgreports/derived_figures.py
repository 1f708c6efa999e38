"""Figures that follow from two others of one sentence, with their interval; they are never mixed in.

``mean_times_count``: 21期, 平均每期超14万人次 gives a total of more than 2,940,000 person-times.
``before_growth``: 875名, 同比增长28.9% gives the year before, about 679: from 678.6 to 679.1, since the share
is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from orgreports.carrying import Typed
from orgreports.figure_periods import Years
from orgreports.models import Span

EACH = re.compile(r"每(.{1,2}?)(?=超|近|约|逾|不|达|\d|有|培|参|$)")
DIGITS = re.compile(r"\d+(?:\.(?P<decimals>\d+))?")
CLOSE = 8  # characters at most between a figure and its growth


class Derivation(NamedTuple):
    """A figure that follows from two others; the spans of these are in their sentence."""

    formula: str  # mean_times_count, before_growth
    indicator: str
    group: str
    years: Years
    value: float
    lower: float
    upper: float
    unit: str
    sources: tuple[Span, Span]


def derive(text: str, typed: Sequence[Typed]) -> Iterator[Derivation]:
    """The figures that follow from neighbours among the typed quantities of a sentence.

    >>> from orgreports.indicators import assign
    >>> from orgreports.models import Sentence
    >>> from orgreports.quantities import find_quantities
    >>> text = "举办讲座21期,平均每期培训140人次"
    >>> sentence = Sentence(text, Span(0, len(text)), 1, "")
    >>> [figure.value for figure in derive(text, assign([(sentence, find_quantities(text).quantities)])[0])]
    [2940.0]
    """
    for first, second in pairwise(typed):
        if product := mean_times_count(text, first, second):
            yield product
        if earlier := before_growth(text, first, second):
            yield earlier


def mean_times_count(text: str, count: Typed, mean: Typed) -> Derivation | None:
    """The total of a mean for each of the things that the figure before it counted."""
    a, b = count.quantity, mean.quantity
    each = EACH.search(text, a.end, b.end)
    if a.kind != "count" or b.kind != "mean" or not each or each.group(1) != a.unit:
        return None
    if b.family not in ("persons", "person_times"):
        return None
    return Derivation(
        "mean_times_count",
        mean.indicator,
        mean.group or count.group,
        mean.years,
        a.value * b.value,
        a.lower * b.lower,
        a.upper * b.upper,
        b.unit,
        (Span(a.start, a.end), Span(b.start, b.end)),
    )


def half_of_last_digit(quote: str) -> float:
    """By how much a rounded share may be off: 0.05 for 28.9%, 0.5 for 25%; 0 where it has no digits."""
    match = DIGITS.search(quote)
    return 0.5 / 10 ** len(match["decimals"] or "") if match else 0.0


def before_growth(text: str, figure: Typed, change: Typed) -> Derivation | None:
    """The year before's figure, where its growth in percent stands right behind it."""
    a, b = figure.quantity, change.quantity
    if b.start - a.end > CLOSE or "同比" not in text[a.end : b.start]:
        return None
    if a.kind not in ("count", "money") or b.kind != "change" or b.unit != "%" or not b.direction:
        return None
    sign = 1 if b.direction == "up" else -1
    half = half_of_last_digit(b.text)
    shares = (b.lower - half, b.upper + half) if b.bound == "exact" else (b.lower, b.upper)
    factors = sorted(1 + sign * share / 100 for share in shares)
    if factors[0] <= 0:
        return None
    return Derivation(
        "before_growth",
        figure.indicator,
        figure.group,
        Years(figure.years.start - 1, figure.years.end - 1),
        a.value / (1 + sign * b.value / 100),
        a.lower / factors[-1],
        a.upper / factors[0],
        a.unit,
        (Span(a.start, a.end), Span(b.start, b.end)),
    )
