"""How near the words of the rules stand to a figure; the words are in ``rules/indicators.toml``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import compress
from operator import add, itemgetter
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

REACH = 90  # characters; a word farther away counts for next to nothing
HALF = 25.0  # characters at which a word counts half
FROM_THESE = "从中"  # what follows it is said of others than what stands before it
BREAKS = re.compile(rf"[,，。;；:：!！?？\n]|{FROM_THESE}")
HEAVY = frozenset("。;；!！?？\n")
# What a break, a heavy break and another figure in between leave of a word's weight.
BREAK_BEFORE, BREAK_BEHIND, HEAVY_BREAK = 0.6, 0.25, 0.5
FIGURE_BEFORE, FIGURE_BEHIND = 0.75, 0.35


# A word of the rules in a sentence: start, end, and the classes that it belongs to. A plain tuple, since a
# sentence has a score of them.
Hit = tuple[int, int, tuple[str, ...]]


class Lexicon(NamedTuple):
    """The words with their classes: those of one or two characters, and the others by their first three."""

    single: dict[str, tuple[str, ...]]
    double: dict[str, tuple[str, ...]]
    longer: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


@cache
def lexicon() -> Lexicon:
    """The words of ``indicators.toml``."""
    classes: dict[str, list[str]] = {}
    for name, words in load_toml("indicators")["words"].items():
        for word in words:
            classes.setdefault(word, []).append(name)
    longer: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, names in classes.items():
        if len(word) > 2:
            longer.setdefault(word[:3], []).append((word, tuple(names)))
    single, double = (
        {word: tuple(names) for word, names in classes.items() if len(word) == length}
        for length in (1, 2)
    )
    return Lexicon(single, double, {first: tuple(entries) for first, entries in longer.items()})


def find_hits(text: str) -> list[Hit]:
    """Every word of the rules in ``text``, by their starts; of words that begin at one place, all."""
    single, double, longer = lexicon()
    places, pairs = range(len(text)), list(map(add, text, text[1:]))
    triples = map(add, pairs, text[2:])
    hits = [(i, i + 1, single[text[i]]) for i in compress(places, map(single.__contains__, text))]
    hits += [(i, i + 2, double[pairs[i]]) for i in compress(places, map(double.__contains__, pairs))]
    for i in compress(places, map(longer.__contains__, triples)):
        for word, classes in longer[text[i : i + 3]]:
            if text.startswith(word, i):
                hits.append((i, i + len(word), classes))
    hits.sort(key=itemgetter(0))
    return hits


class Passage(NamedTuple):
    """A sentence as the rules see it: places of its words, figures and breaks, each in ascending order."""

    text: str
    quantities: Sequence[Quantity]
    starts: list[int]  # of the quantities
    ends: list[int]
    by_start: list[Hit]
    hit_starts: list[int]
    by_end: list[Hit]
    hit_ends: list[int]
    breaks: list[int]
    heavy: list[int]  # those of the breaks that end a sentence or half of one, or turn to others


def passage(text: str, quantities: Sequence[Quantity]) -> Passage:
    """``text`` made ready for ``nearest``."""
    hits = find_hits(text)
    by_end = sorted(hits, key=itemgetter(1))
    breaks = [(match.start(), match.group()) for match in BREAKS.finditer(text)]
    return Passage(
        text,
        quantities,
        [item.start for item in quantities],
        [item.end for item in quantities],
        hits,
        [start for start, _, _ in hits],
        by_end,
        [end for _, end, _ in by_end],
        [at for at, _ in breaks],
        [at for at, mark in breaks if mark in HEAVY or mark == FROM_THESE],
    )


def _nearness(place: Passage, low: int, high: int, at_break: float, at_figure: float) -> float:
    """How much a word counts for a figure with ``text[low:high]`` between them, from 1 (touching) to 0."""
    value = HALF / (HALF + high - low)
    if breaks := bisect_left(place.breaks, high) - bisect_left(place.breaks, low):
        value *= at_break**breaks
        value *= HEAVY_BREAK ** (bisect_left(place.heavy, high) - bisect_left(place.heavy, low))
    crossed = bisect_right(place.ends, high) - bisect_left(place.starts, low)
    return value * at_figure**crossed if crossed > 0 else value


def nearest(place: Passage, index: int, floor: int = 0) -> dict[str, float]:
    """For each class of words in reach of a quantity, the nearness of its nearest word.

    ``index`` is the quantity's number; words that begin before ``floor`` do not count. On either side
    nearness falls with the distance, so that the first word of a class is its nearest.
    """
    quantity = place.quantities[index]
    near = _nearest_before(place, quantity.start, max(floor, quantity.start - REACH))
    for name, value in _nearest_behind(place, quantity.end).items():
        if value > near.get(name, 0.0):
            near[name] = value
    return near


def _nearest_before(place: Passage, start: int, lowest: int) -> dict[str, float]:
    near: dict[str, float] = {}
    for i in range(bisect_right(place.hit_ends, start) - 1, -1, -1):
        begin, end, classes = place.by_end[i]
        if end <= lowest:
            break
        if begin >= lowest and (new := [name for name in classes if name not in near]):
            value = _nearness(place, end, start, BREAK_BEFORE, FIGURE_BEFORE)
            near.update(dict.fromkeys(new, value))
    return near


def _nearest_behind(place: Passage, end: int) -> dict[str, float]:
    near: dict[str, float] = {}
    first, last = bisect_left(place.hit_starts, end), bisect_right(place.hit_starts, end + REACH)
    for begin, _, classes in place.by_start[first:last]:
        if new := [name for name in classes if name not in near]:
            value = _nearness(place, end, begin, BREAK_BEHIND, FIGURE_BEHIND)
            near.update(dict.fromkeys(new, value))
    return near
