"""Which figure stands for a cell: the widest of each kind and unit class, and which of these comes first.

The choice is by ``rules/headlines.toml``. Figures are never added up, since their groups overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from orgreports import rulebook
from orgreports.cells import Figure


@cache
def class_of(unit: str) -> str:
    """The class of a measure word: figures of two classes are never held against each other.

    >>> class_of("家") == class_of("个"), class_of("人") == class_of("人次")
    (True, False)
    """
    rules = rulebook.load_toml("headlines")
    family = rulebook.unit_families().get(unit, "other")
    if unit in rules["apart"]["units"] or family in rules["apart"]["families"]:
        return f"{family}:{unit}"
    for name, row in rules["classes"].items():
        if family in row["families"]:
            return str(name)
    return family


def headlines(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each kind and unit class, the preferred one first.

    Of a kind and class it is the largest, for a rank the smallest; of equal ones the first in the
    text. First come the kinds in the order of the table; of a kind the classes that the table expects
    of the indicator, then the others, the larger figure first.
    """
    best: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        other = best.get((figure.kind, figure.family))
        if other is None or _width(figure) > _width(other):
            best[figure.kind, figure.family] = figure
    return tuple(sorted(best.values(), key=_preference))


def _width(figure: Figure) -> tuple[float, float, int]:
    sign = -1 if figure.kind == "rank" else 1
    return sign * figure.value, sign * figure.upper, -figure.start


def _preference(figure: Figure) -> tuple[int, int, float, str]:
    rules = rulebook.load_toml("headlines")
    kinds: list[str] = rules["kinds"]["order"]
    expected: list[str] = rules["prefer"].get(figure.indicator, [])
    return (
        kinds.index(figure.kind) if figure.kind in kinds else len(kinds),
        expected.index(figure.family) if figure.family in expected else len(expected),
        -figure.value,
        figure.family,
    )
