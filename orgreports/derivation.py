"""Figures derived from reported ones: per 10,000 residents, per year, per cent of the largest, of the parent.

Each carries its interval through: value, lower and upper are divided by the same constant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from orgreports import rulebook
from orgreports.cells import Cell, CellKey, Figure

SCALABLE = frozenset({"count", "money"})  # of kinds: a share, mean, change, rank or age is no amount
RESIDENTS = 10_000  # the denominator of a figure per capita


class ParentShare(NamedTuple):
    """A region's part of its parent, in per cent, where both report the same period, kind and unit class.

    The interval is the widest that both wordings allow.
    """

    cell: CellKey
    parent: CellKey
    value: float
    lower: float
    upper: float


def scaled(figure: Figure, divisor: float, derived: str) -> Figure:
    """The figure divided by a constant."""
    return replace(
        figure,
        value=figure.value / divisor,
        lower=figure.lower / divisor,
        upper=figure.upper / divisor,
        derived=derived,
    )


def per_capita(figure: Figure) -> Figure | None:
    """Per 10,000 residents of the 2020 census; None where the region's population is not in the table."""
    region = rulebook.regions().get(figure.region)
    if region is None or not region.population:
        return None
    return scaled(figure, region.population / RESIDENTS, "capita")


def years(figure: Figure) -> int:
    """How many years the figure covers, first and last counted."""
    return figure.period_end - figure.period_start + 1


def per_year(figure: Figure) -> Figure:
    """A figure of several years divided by their number; a stock, or a figure of one year, as it is."""
    if figure.measure == "stock" or years(figure) <= 1:
        return figure
    return scaled(figure, years(figure), "year")


def references(figures: Iterable[Figure]) -> dict[tuple[str, str], Figure]:
    """The figure with the largest stated value, by kind and unit class: 100 per cent."""
    found: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        key = figure.kind, figure.family
        if key not in found or figure.value > found[key].value:
            found[key] = figure
    return found


def of_largest(figure: Figure, largest: Mapping[tuple[str, str], Figure]) -> Figure | None:
    """Per cent of the largest stated value, one constant for all, so that no order changes."""
    reference = largest[figure.kind, figure.family]
    return scaled(figure, reference.value / 100, "largest") if reference.value > 0 else None


def derive(cells: Sequence[Cell], per: str) -> list[tuple[Figure | None, ...]]:
    """For each cell its headlines after normalisation; figures that are no amounts stay as they are."""
    largest = references(figure for cell in cells for figure in cell.headlines)

    def one(figure: Figure) -> Figure | None:
        if figure.kind not in SCALABLE or not per:
            return figure
        if per == "capita":
            return per_capita(figure)
        return per_year(figure) if per == "year" else of_largest(figure, largest)

    return [tuple(one(figure) for figure in cell.headlines) for cell in cells]


def outer_regions(code: str) -> list[str]:
    """The regions that contain a region, the nearest first."""
    regions, found = rulebook.regions(), []
    while code in regions and regions[code].parent:
        code = regions[code].parent
        found.append(code)
    return found


def contains(outer: str, inner: str) -> bool:
    """Whether a region is another's parent, or its parent's parent."""
    return outer in outer_regions(inner)


def parent_shares(cells: Sequence[Cell]) -> tuple[ParentShare, ...]:
    """The part that a region is of a region that contains it, for cells of one indicator.

    Only where both report an amount of the same kind, unit class and measure for the same period, and name
    no different groups: a city's talent is no part of a province's rural talent.
    """
    inside: dict[tuple[str, int, int], list[Cell]] = {}  # by a region that contains them, and the period
    for cell in cells:
        for outer_code in outer_regions(cell.key.region):
            inside.setdefault((outer_code, *cell.key[2:]), []).append(cell)
    found = []
    for outer in cells:
        for inner in inside.get(outer.key[1:], ()):
            if pair := _matching(inner, outer):
                found.append(_share(inner.key, outer.key, *pair))
    return tuple(found)


def _matching(inner: Cell, outer: Cell) -> tuple[Figure, Figure] | None:
    for a in inner.headlines:
        for b in outer.headlines:
            same = (a.kind, a.family, a.measure) == (b.kind, b.family, b.measure)
            same = same and (a.group == b.group or not a.group or not b.group)
            if same and a.kind in SCALABLE and b.value > 0:
                return a, b
    return None


def _share(inner: CellKey, outer: CellKey, a: Figure, b: Figure) -> ParentShare:
    lower = 0.0 if math.isinf(b.upper) else 100 * a.lower / b.upper
    upper = 100 * a.upper / b.lower if b.lower > 0 else math.inf
    return ParentShare(inner, outer, 100 * a.value / b.value, lower, upper)
