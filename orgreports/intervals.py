"""Intervals that the wording of figures allows: do two overlap, which places can each figure have."""

from __future__ import annotations

import math
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
    left = set(range(len(figures)))
    found = []
    while left:
        run, border = set[int](), {min(left)}
        while border:
            run |= border
            left -= border
            border = {j for j in left if any(overlap(figures[i], figures[j]) for i in border)}
        if len(run) > 1:
            found.append(tuple(sorted(run)))
    return found


def ranks(figures: Sequence[Figure]) -> list[Rank]:
    """The rank of each figure among those that are alike; the places are those that it can have.

    A figure's best place is one behind all that are certainly larger, its worst one before all that
    are certainly smaller.
    """
    ties = [0] * len(figures)
    groups: dict[tuple[str, str], list[int]] = {}
    for i, figure in enumerate(figures):
        groups.setdefault((figure.kind, figure.family), []).append(i)
    number = 0
    for members in groups.values():
        for run in runs([figures[i] for i in members]):
            number += 1
            for i in run:
                ties[members[i]] = number
    return [
        Rank(
            1 + sum(larger(figures[j], figure) for j in members),
            len(members) - sum(larger(figure, figures[j]) for j in members),
            len(members),
            ties[i],
        )
        for i, figure in enumerate(figures)
        for members in [groups[figure.kind, figure.family]]
    ]


def stated_order(figure: Figure) -> tuple[float, float, float]:
    """A sort key that puts the largest stated value first; for ranks the first place."""
    sign = 1 if figure.kind == "rank" else -1
    upper = math.inf if math.isinf(figure.upper) else figure.upper
    return sign * figure.value, sign * upper, sign * figure.lower
