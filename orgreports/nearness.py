"""How near the words of the rules stand to a figure; the words are in ``rules/indicators.toml``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from operator import add, attrgetter
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

REACH = 90  # characters; a word farther away counts for next to nothing
HALF = 25.0  # characters at which a word counts half
BREAKS = frozenset(",，。;；:：!！?？\n")
HEAVY = frozenset("。;；!！?？\n")
# What a break, a heavy break and another figure in between leave of a word's weight.
BREAK_BEFORE, BREAK_BEHIND, HEAVY_BREAK = 0.6, 0.25, 0.5
FIGURE_BEFORE, FIGURE_BEHIND = 0.75, 0.35


class Hit(NamedTuple):
    """A word of the rules in a sentence, with the classes that it belongs to."""

    start: int
    end: int
    classes: tuple[str, ...]


class Lexicon(NamedTuple):
    """The words with their classes: those of one character, and the others by their first two."""

    single: dict[str, tuple[str, ...]]
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
        if len(word) > 1:
            longer.setdefault(word[:2], []).append((word, tuple(names)))
    single = {word: tuple(names) for word, names in classes.items() if len(word) == 1}
    return Lexicon(single, {first: tuple(entries) for first, entries in longer.items()})


def find_hits(text: str) -> list[Hit]:
    """Every word of the rules in ``text``; of words that begin at one place, all."""
    single, longer = lexicon()
    hits = [Hit(i, i + 1, single[char]) for i, char in enumerate(text) if char in single]
    for i, pair in enumerate(map(add, text, text[1:])):
        if pair in longer:
            for word, classes in longer[pair]:
                if len(word) == 2 or text.startswith(word, i):
                    hits.append(Hit(i, i + len(word), classes))
    return hits


class Passage(NamedTuple):
    """A sentence as the rules see it; ``breaks`` counts those before each character.

    Hits and quantities are in the order of the text, ``starts`` and ``ends`` those of the quantities.
    """

    text: str
    hits: list[Hit]
    quantities: Sequence[Quantity]
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    heavy: list[int]


def passage(text: str, quantities: Sequence[Quantity]) -> Passage:
    """``text`` made ready for ``weigh``."""
    breaks = list(accumulate((char in BREAKS for char in text), initial=0))
    heavy = list(accumulate((char in HEAVY for char in text), initial=0))
    starts, ends = [item.start for item in quantities], [item.end for item in quantities]
    hits = sorted(find_hits(text), key=attrgetter("start"))
    return Passage(text, hits, quantities, starts, ends, breaks, heavy)


def nearness(place: Passage, index: int, hit: Hit) -> float:
    """How much a word counts for the quantity with this index, from 1 (touching it) to 0."""
    quantity = place.quantities[index]
    behind = hit.start >= quantity.end
    low, high = (quantity.end, hit.start) if behind else (hit.end, quantity.start)
    if low > high:
        return 0.0
    value = HALF / (HALF + high - low)
    if breaks := place.breaks[high] - place.breaks[low]:
        value *= (BREAK_BEHIND if behind else BREAK_BEFORE) ** breaks
        value *= HEAVY_BREAK ** (place.heavy[high] - place.heavy[low])
    crossed = bisect_right(place.ends, high) - bisect_left(place.starts, low)
    return value * (FIGURE_BEHIND if behind else FIGURE_BEFORE) ** crossed if crossed > 0 else value


def weigh(place: Passage, index: int) -> list[tuple[Hit, float]]:
    """The words in reach of the quantity with this index, with their nearness to it."""
    quantity = place.quantities[index]
    first = bisect_left(place.hits, quantity.start - REACH, key=attrgetter("start"))
    last = bisect_right(place.hits, quantity.end + REACH, key=attrgetter("start"))
    return [(hit, nearness(place, index, hit)) for hit in place.hits[first:last]]


def nearest(weighed: list[tuple[Hit, float]], floor: int = 0) -> dict[str, float]:
    """For each class of words, the nearness of its nearest word that begins at ``floor`` or behind it."""
    near: dict[str, float] = {}
    for hit, value in weighed:
        if hit.start >= floor:
            for name in hit.classes:
                if value > near.get(name, 0.0):
                    near[name] = value
    return near
