"""Figures over time: a line through a region's years, broken at gaps; a bar for a figure of several years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from orgreports.cells import Figure
from orgreports.comparison import Comparison
from orgreports.comparison_notes import unit_name
from orgreports.figure_words import said
from orgreports.figures_axes import Axis, axis
from orgreports.figures_dots import Pair, pairs
from orgreports.figures_frame import Words, words
from orgreports.figures_marks import Absent, Mark, absent, absent_in_words, in_words, mark, reading, sentence
from orgreports.language import amount, indicator, text

TOGETHER = 4  # lines that one plot holds; with more, each region has a box of its own
FLAT = 50  # a line is flat on a scale that goes to so many times its largest figure


class Point(NamedTuple):
    """A mark with the years that it covers; ``words`` are its figure, in English without the unit."""

    first: int
    last: int
    mark: Mark
    words: str


class Line(NamedTuple):
    """The points of a region, by year; ``links`` are the pairs of neighbours that a line joins.

    ``axis`` holds these points alone.
    """

    region: str
    name: str
    points: tuple[Point, ...]
    links: tuple[tuple[int, int], ...]
    axis: Axis


class TimePanel(NamedTuple):
    """Lines of one kind and unit class on one axis."""

    title: str
    axis: Axis
    lines: tuple[Line, ...]


class OverTime(NamedTuple):
    """What a chart over time shows; ``first`` and ``last`` are the years at its ends.

    With ``apart`` each region has a box of its own, since one plot cannot hold so many lines, or, with
    ``own``, since they would be flat on one scale: then each box has its own.
    """

    words: Words
    first: int
    last: int
    panels: tuple[TimePanel, ...]
    absent: tuple[Absent, ...]
    apart: bool
    own: bool

    def in_words(self, lang: str) -> str:
        """The chart as plain sentences."""
        told = [
            in_words([point.mark for line in panel.lines for point in line.points], lang)
            for panel in self.panels
        ]
        head = sentence([self.words.title], lang)
        return "".join([head, *told, absent_in_words(self.absent, lang)]).strip()


def over_time_shown(comparison: Comparison, lang: str, *, log: bool = False) -> OverTime:
    """One indicator by year; each kind and unit class of some cell's headline has a panel of its own."""
    comparison = comparison.of(comparison.indicators[0])
    groups: dict[tuple[str, str], list[Pair]] = {}
    main = {(cell.shown.kind, cell.shown.family) for cell in comparison.cells if cell.shown}
    for pair in pairs(comparison.cells):
        key = pair[1].kind, pair[1].family
        if key in main:
            groups.setdefault(key, []).append(pair)
    panels = tuple(
        _panel(key, group, comparison, lang, log=log)
        for key, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    )
    points = [point for panel in panels for line in panel.lines for point in line.points]
    missing = tuple(absent(cell, lang) for cell in comparison.cells if cell.shown is None)
    own = not log and any(map(_is_flat, panels))
    apart = own or max((len(panel.lines) for panel in panels), default=0) > TOGETHER
    extra = [text("time.own" if own else "time.apart", lang)] if apart else []
    extra += [text("chart.log", lang)] if log else []
    read = reading(
        comparison, [point.mark for point in points], lang, *extra, head=text("time.reading", lang)
    )
    title = text("time.title", lang, indicator=indicator(comparison.indicators[0], lang))
    years = [year for point in points for year in (point.first, point.last)] or [0]
    around = words(comparison, title, read, lang, skip=("group",))
    return OverTime(around, min(years), max(years), panels, missing, apart, own)


def _panel(
    key: tuple[str, str], group: Sequence[Pair], comparison: Comparison, lang: str, *, log: bool
) -> TimePanel:
    by_region: dict[str, list[Point]] = {}
    for cell, shown, stated in sorted(group, key=lambda pair: (pair[1].period_end, pair[1].period_start)):
        point = Point(
            shown.period_start, shown.period_end, mark(cell, shown, stated, lang), _unitless(shown, lang)
        )
        by_region.setdefault(shown.region, []).append(point)
    order = sorted(by_region, key=comparison.region_order.index)
    unit = "%" if "share" in key else ""

    def axis_of(points: Sequence[Point]) -> Axis:
        return axis([point.mark for point in points], key[0], lang, log=log, unit=unit)

    lines = tuple(_line(code, by_region[code], axis_of(by_region[code])) for code in order)
    title = text(f"panel.{key[0]}", lang)
    if key[0] != "share":
        title = text("chart.colon", lang, head=title, tail=unit_name(key[1], lang))
    return TimePanel(title, axis_of([point for line in lines for point in line.points]), lines)


def _is_flat(panel: TimePanel) -> bool:
    """Whether some line would hardly rise from the foot of the panel's scale."""
    largest = [max(point.mark.value for point in line.points) for line in panel.lines]
    return max(largest) > FLAT * min((value for value in largest if value > 0), default=math.inf)


def _unitless(figure: Figure, lang: str) -> str:
    """The figure for a small place: in English a count says no unit, since its panel does."""
    if lang == "zh" or figure.kind != "count" or figure.derived:
        return said(figure, lang, short=True)
    return amount(figure.value, figure.lower, figure.upper, figure.bound, "other", lang)


def _line(code: str, points: Sequence[Point], own: Axis) -> Line:
    yearly = [i for i, point in enumerate(points) if point.first == point.last]
    links = tuple((a, b) for a, b in pairwise(yearly) if points[b].first == points[a].first + 1)
    return Line(code, points[0].mark.name, tuple(points), links, own)
