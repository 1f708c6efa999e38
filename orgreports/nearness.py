"""How near the words of the rules stand to a figure; the words are in ``rules/indicators.toml``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
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
LIST_BEHIND = 0.25  # and of one behind a figure, where a list or a bracket goes on between them
LIST_MARKS = frozenset("、和及与(（")
VOUCHED = 0.4  # the nearness of what the heading vouches for


# What is done to what a figure counts stands behind it: 对10个县、20个部门的选人用人情况开展专项检查.
FRAME = re.compile(r"(?:对|把|将|为|给)[^,，。;；:：]*$")
FRAMED = re.compile(r"[^。;；!！?？\n]{0,60}?(?:进行|开展|实施|实行|给予|予以)了?")
APPOINTED = re.compile(r"[^,，。;；!！?？\n]{0,40}?(?:担任|出任|兼任|挂任|聘为)")  # as what people serve
FRAMED_BEFORE, FRAMED_REACH = 40, 12  # characters of the clause before a figure, and of what is done
IN_FRAME = 0.9  # how near the words of what is done are

SCOPED = frozenset({"items", "organisations", "areas", "places"})  # families that may count places

# A word of the rules in a sentence: start, end, and the classes that it belongs to, a bit each. A plain
# tuple, since a sentence has a score of them.
Hit = tuple[int, int, int]


class Node(NamedTuple):
    """A beginning that words share: the classes of the word that ends here, and how the others go on."""

    classes: int
    further: dict[str, Node]  # by the next character


class Lexicon(NamedTuple):
    """The words with their classes: those of one character, and the others by their first two."""

    single: dict[str, int]
    begun: dict[str, Node]


@cache
def class_bits() -> dict[str, int]:
    """The bit of each class of words."""
    return {name: 1 << place for place, name in enumerate(load_toml("indicators")["words"])}


def bits_of(names: Iterable[str]) -> int:
    """The bits of some classes in one number."""
    return sum(class_bits()[name] for name in set(names))


@cache
def lexicon() -> Lexicon:
    """The words of ``indicators.toml``."""
    classes: dict[str, int] = {}
    for name, words in load_toml("indicators")["words"].items():
        for word in words:
            classes[word] = classes.get(word, 0) | class_bits()[name]
    single = {word: bits for word, bits in classes.items() if len(word) == 1}
    firsts = {word[:2] for word in classes if len(word) > 1}
    return Lexicon(single, _nodes(classes, firsts))


def _nodes(classes: Mapping[str, int], beginnings: Iterable[str]) -> dict[str, Node]:
    """The nodes of some beginnings of words, by the beginnings."""
    lengths = range(2, 1 + max(map(len, classes)))
    nodes = {word[:length]: Node(classes.get(word[:length], 0), {}) for word in classes for length in lengths}
    for beginning, node in nodes.items():
        if len(beginning) > 2:
            nodes[beginning[:-1]].further[beginning[-1]] = node
    return {beginning: nodes[beginning] for beginning in beginnings}


def find_hits(text: str) -> list[Hit]:
    """Every word of the rules in ``text``, by their starts; of words that begin at one place, all."""
    single, known = lexicon()
    hits: list[Hit] = []
    closed = text + "\n"  # no word goes on in it
    begun = list(map(known.get, map(add, text, text[1:])))
    for start, first in zip(compress(range(len(begun)), begun), filter(None, begun), strict=True):
        node: Node | None = first
        end = start + 2
        while node:
            classes, further = node
            if classes:
                hits.append((start, end, classes))
            node = further.get(closed[end]) if further else None
            end += 1
    if not single.keys().isdisjoint(text):
        hits += [(i, i + 1, single[char]) for i, char in enumerate(text) if char in single]
        hits.sort(key=itemgetter(0))
    return hits


@cache
def _apart() -> tuple[re.Pattern[str], dict[str, int]]:
    """The rows of ``apart``: a pattern of them all, and where in each the bar stands."""
    bars = {row.replace("|", ""): row.index("|") for row in load_toml("indicators")["apart"]}
    return re.compile("|".join(sorted(bars, reverse=True))), bars


def words_in(text: str) -> list[Hit]:
    """``find_hits`` without those that only seem to be words, since two others meet there."""
    pattern, bars = _apart()
    hits = find_hits(text)
    for match in pattern.finditer(text):
        start, end = match.span()
        bar = start + bars[match.group()]
        hits = [hit for hit in hits if not hit[0] < bar < hit[1] or (hit[0] <= start and end <= hit[1])]
    return hits


@cache
def _scope() -> re.Pattern[str]:
    """What stands right behind a figure that counts the places something is done in (``scope``)."""
    table = {
        name: "|".join(sorted(map(re.escape, words), reverse=True))
        for name, words in load_toml("indicators")["scope"].items()
    }
    behind = f"{table['not_before']}|[^,，。;；]{{0,16}}(?:{table['not_with']})"
    return re.compile(f"(?:{table['adjectives']})?(?:{table['nouns']})(?!{behind})")


def scopes(text: str, quantities: Sequence[Quantity]) -> list[Hit]:
    """The nouns right behind figures that count places and bodies, as words of the class ``scope``."""
    bit = class_bits()["scope"]
    found = [_scope().match(text, item.end) for item in quantities if item.family in SCOPED]
    return [(*match.span(), bit) for match in found if match]


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
    """``text`` made ready for ``Reach``."""
    hits = words_in(text)
    if places := scopes(text, quantities):
        hits = sorted(hits + places)
    by_end = sorted(hits, key=itemgetter(1))
    breaks = [match.start() for match in BREAKS.finditer(text)]
    return Passage(
        text,
        quantities,
        [item.start for item in quantities],
        [item.end for item in quantities],
        hits,
        [start for start, _, _ in hits],
        by_end,
        [end for _, end, _ in by_end],
        breaks,
        [at for at in breaks if text[at] in HEAVY or text[at] == FROM_THESE[0]],
    )


def _nearness(place: Passage, low: int, high: int, at_break: float, at_figure: float) -> float:
    """How much a word counts for a figure with ``text[low:high]`` between them, from 1 (touching) to 0."""
    value = HALF / (HALF + high - low)
    if breaks := bisect_left(place.breaks, high) - bisect_left(place.breaks, low):
        value *= at_break**breaks
        value *= HEAVY_BREAK ** (bisect_left(place.heavy, high) - bisect_left(place.heavy, low))
    crossed = bisect_right(place.ends, high) - bisect_left(place.starts, low)
    return value * at_figure**crossed if crossed > 0 else value


class Reach:
    """The classes of words in reach of a figure (``present``, a bit each), and how near each is.

    ``index`` is the figure's number in its passage; words that begin before ``floor``, and classes that are
    not among ``wanted``, do not count. Of the classes ``vouched`` for, something is always near. On either
    side nearness falls with the distance, so that the first word of a class is its nearest; it is worked out
    only for the classes that are asked for.
    """

    __slots__ = ("_before", "_behind", "_framed", "_index", "_known", "_place", "_vouched", "present")

    def __init__(self, place: Passage, index: int, floor: int, wanted: int, vouched: int) -> None:
        self._place, self._index, self._vouched = place, index, vouched
        self._before = _words_before(place, place.starts[index], floor, wanted & ~class_bits()["scope"])
        self._behind = _words_behind(place, place.ends[index], wanted)
        self._known: dict[int, float] = {}
        self._framed = _framed(place, index)
        self.present = vouched
        for classes, _ in self._before:
            self.present |= classes
        for classes, _ in self._behind:
            self.present |= classes

    def nearness(self, bit: int) -> float:
        """How near the nearest word of a class is, 0 where none is in reach."""
        value = self._known.get(bit)
        if value is None:
            value = self._known[bit] = self._measure(bit)
        return value

    def _measure(self, bit: int) -> float:
        value = VOUCHED if bit & self._vouched else 0.0
        for classes, end in self._before:
            if classes & bit:
                start = self._place.starts[self._index]
                value = max(value, _nearness(self._place, end, start, BREAK_BEFORE, FIGURE_BEFORE))
        for classes, begin in self._behind:
            if classes & bit:
                end = self._place.ends[self._index]
                near = _nearness(self._place, end, begin, BREAK_BEHIND, FIGURE_BEHIND)
                value = max(value, near * LIST_BEHIND if self._place.text[end] in LIST_MARKS else near)
                if begin in self._framed:
                    value = max(value, IN_FRAME)
        return value


def _framed(place: Passage, index: int) -> range:
    """Where the words begin that say what is done to what a figure counts: 对12个县开展专项检查."""
    start, end = place.starts[index], place.ends[index]
    found = APPOINTED.match(place.text, end)
    if not found and FRAME.search(place.text, max(0, start - FRAMED_BEFORE), start):
        found = FRAMED.match(place.text, end)
    return _clause(place, found.end()) if found else range(0)


def _clause(place: Passage, start: int) -> range:
    """The first characters of what is said from ``start`` on, up to the next mark."""
    following = bisect_left(place.breaks, start)
    stop = place.breaks[following] if following < len(place.breaks) else len(place.text)
    return range(start, min(stop, start + FRAMED_REACH))


def _words_before(place: Passage, start: int, floor: int, wanted: int) -> list[tuple[int, int]]:
    """The nearest words of the wanted classes before ``start``: the classes that each is for, and its end."""
    lowest = max(floor, start - REACH)
    first, last = bisect_right(place.hit_ends, lowest), bisect_right(place.hit_ends, start)
    found = []
    for begin, end, classes in reversed(place.by_end[first:last]):
        if classes & wanted and begin >= lowest:
            found.append((classes & wanted, end))
            wanted &= ~classes
    return found


def _words_behind(place: Passage, end: int, wanted: int) -> list[tuple[int, int]]:
    """The same behind ``end``, with its begin."""
    first, last = bisect_left(place.hit_starts, end), bisect_right(place.hit_starts, end + REACH)
    found = []
    for begin, _, classes in place.by_start[first:last]:
        if classes & wanted:
            found.append((classes & wanted, begin))
            wanted &= ~classes
    return found
