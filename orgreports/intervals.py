"""Intervals that the wording of figures allows: do two overlap, which places can each figure have."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from orgreports.cells import Figure, Rank


def overlap(a: Figure, b: Figure) -> bool:
    """Whether both can have the same true value.

    Ends count as the hedge says: 余 is [v, v+u), 近 is (v-u, v); 以内, 约, a range and a bare number hold
    their ends; so 近10万 and 10万 do not overlap.
    """
    low, high = (a, b) if (a.upper, a.lower) <= (b.upper, b.lower) else (b, a)
    if low.upper != high.lower:
        return low.upper > high.lower
    return not (_open_above(low) or _open_below(high))


def _open_above(figure: Figure) -> bool:
    return figure.upper > figure.lower and (
        figure.bound == "above" or (figure.bound == "below" and figure.lower > 0)
    )


def _open_below(figure: Figure) -> bool:
    return figure.bound == "below" and 0 < figure.lower < figure.upper


def alike(a: Figure, b: Figure) -> bool:
    """Whether two figures may be held against each other: same kind, unit class and normalisation."""
    return (a.kind, a.family) == (b.kind, b.family)


def certain(a: Figure, b: Figure) -> bool:
    """Whether it is certain which of two is larger: they are alike, and their intervals don't overlap."""
    return alike(a, b) and not overlap(a, b)


def larger(a: Figure, b: Figure) -> bool:
    """Whether ``a`` is certainly larger than ``b``; for ranks: certainly in front of it."""
    if not certain(a, b):
        return False
    above = (a.lower, a.upper) > (b.lower, b.upper)  # not the values: 近10万 is less than 10万
    return not above if a.kind == "rank" else above


def runs(figures: Sequence[Figure]) -> list[tuple[int, ...]]:
    """The runs of two or more figures that are linked by overlaps, as positions in ``figures``.

    Overlap is not transitive: of three in a run, the first and the last may be in a certain order. In
    the order of their values the figures of a run always stand next to each other.
    """
    found: list[list[int]] = []
    reach = (-math.inf, 0)
    for i in sorted(range(len(figures)), key=lambda i: _low_end(figures[i])):
        if found and _low_end(figures[i]) <= reach:
            found[-1].append(i)
        else:
            found.append([i])
            reach = (-math.inf, 0)
        reach = max(reach, _high_end(figures[i]))
    return sorted(tuple(sorted(run)) for run in found if len(run) > 1)


def _low_end(figure: Figure) -> tuple[float, int]:
    """With ``_high_end``: ``a`` lies wholly below ``b`` if and only if ``_high_end(a) < _low_end(b)``."""
    return figure.lower, 2 if _open_below(figure) else 1


def _high_end(figure: Figure) -> tuple[float, int]:
    return figure.upper, 0 if _open_above(figure) else 1


def rivals(figures: Sequence[Figure]) -> list[list[int]]:
    """The positions of the figures that are held against each other.

    All together; where some region has figures of several years, those of the same years, since a region
    is no rival of its own.
    """
    if len({figure.region for figure in figures}) == len(figures):
        return [list(range(len(figures)))]
    by_years: dict[tuple[int, int], list[int]] = {}
    for i, figure in enumerate(figures):
        by_years.setdefault((figure.period_start, figure.period_end), []).append(i)
    return list(by_years.values())


def ranks(figures: Sequence[Figure]) -> list[Rank]:
    """The rank of each figure among its rivals that are alike; the places are those that it can have.

    A figure's best place is one behind all that are certainly larger, its worst one before all that
    are certainly smaller.
    """
    ranked: dict[int, Rank] = {}
    groups: dict[tuple[str, str, int], list[int]] = {}
    for number, members in enumerate(rivals(figures)):
        for i in members:
            groups.setdefault((figures[i].kind, figures[i].family, number), []).append(i)
    number = 0
    for (kind, _, _), members in groups.items():
        ties = dict.fromkeys(members, 0)
        for run in runs([figures[i] for i in members]):
            number += 1
            ties.update((members[i], number) for i in run)
        lows = sorted(_low_end(figures[i]) for i in members)
        highs = sorted(_high_end(figures[i]) for i in members)
        for i in members:
            above = len(members) - bisect_right(lows, _high_end(figures[i]))
            below = bisect_left(highs, _low_end(figures[i]))
            front, behind = (below, above) if kind == "rank" else (above, below)
            ranked[i] = Rank(1 + front, len(members) - behind, len(members), ties[i])
    return [ranked[i] for i in range(len(figures))]


def stated_order(figure: Figure) -> tuple[float, float, float]:
    """A sort key that puts the largest stated value first; for ranks the first place."""
    sign = 1 if figure.kind == "rank" else -1
    upper = math.inf if math.isinf(figure.upper) else figure.upper
    return sign * figure.value, sign * upper, sign * figure.lower
