"""How near the words of the rules stand to a figure; the words are in ``rules/indicators.toml``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rule_words import Hit, class_bits, words_in
from orgreports.rulebook import load_toml

REACH = 90  # characters; a word farther away counts for next to nothing
HALF = 25.0  # characters at which a word counts half
FROM_THESE = "从中"  # what follows it is said of others than what stands before it
# As one set of characters, which is searched fast: of 从 only that of FROM_THESE.
BREAKS = re.compile(r"[,，。;；:：!！?？\n从](?<!从(?!中))")
HEAVY = frozenset("。;；!！?？\n")
# What a break, a heavy break and another figure in between leave of a word's weight.
BREAK_BEFORE, BREAK_BEHIND, HEAVY_BREAK = 0.6, 0.25, 0.5
FIGURE_BEFORE, FIGURE_BEHIND = 0.75, 0.35
LIST_BEHIND = 0.25  # and of one behind a figure, where a list or a bracket goes on between them
_LEAD = re.compile("(?:突破|达到|超过|超|逾)(?=\\d)")
LIST_MARKS = frozenset("、和及与(（")
VOUCHED = 0.4  # the nearness of what the heading vouches for


FRAMED_BEFORE, FRAMED_REACH = 40, 12  # characters of the clause before a figure, and of what is done
IN_FRAME = 0.9  # how near the words of what is done are

SCOPED = frozenset({"items", "organisations", "areas", "places"})  # families that may count places


class Frames(NamedTuple):
    """The row ``frames``: what stands behind a figure and says what is done to what it counts."""

    opens: re.Pattern[str]  # before the figure
    done: re.Pattern[str]  # behind one that is opened
    served: re.Pattern[str]  # behind any
    either: re.Pattern[str]  # one of these is behind everything that is framed


@cache
def _frames() -> Frames:
    table = _alternatives("frames")
    opening, done, served = table["opening"], table["done"], table["served"]
    return Frames(
        re.compile(f"(?:{opening})[^,，。;；:：]*$"),
        re.compile(rf"[^。;；!！?？\n]{{0,60}}?(?:{done})了?"),
        re.compile(rf"[^,，。;；!！?？\n]{{0,40}}?(?:{served})"),
        re.compile(f"{done}|{served}"),
    )


def _alternatives(table: str) -> dict[str, str]:
    """The lists of a table of ``indicators.toml``, each as the alternatives of a pattern."""
    return {
        name: "|".join(sorted(map(re.escape, words), reverse=True))
        for name, words in load_toml("indicators")[table].items()
    }


@cache
def _scope() -> re.Pattern[str]:
    """What stands right behind a figure that counts the places something is done in (``scope``)."""
    table = _alternatives("scope")
    behind = f"{table['not_before']}|[^,，。;；]{{0,16}}(?:{table['not_with']})"
    return re.compile(f"(?:{table['adjectives']})?(?:{table['nouns']})(?!{behind})")


@cache
def _founding() -> re.Pattern[str]:
    """What follows a figure that counts the places in which Party organisations are set up."""
    table = _alternatives("founded")
    between = rf"(?:(?!{table['not_by']})[^,，。;；:：]){{1,60}}?"
    return re.compile(rf"{between}(?:{table['verbs']})了?(?:{table['bodies']})(?!\d)")


def scopes(text: str, quantities: Sequence[Quantity]) -> list[Hit]:
    """What stands right behind figures that count places, as words of ``scope`` or ``founded_in``."""
    bits = class_bits()
    hits = []
    for item in quantities:
        if item.family not in SCOPED:
            continue
        if match := _founding().match(text, item.end):
            hits.append((item.end, item.end + 1, bits["founded_in"]))
        elif match := _scope().match(text, item.end):
            hits.append((*match.span(), bits["scope"]))
    return hits


class Passage(NamedTuple):
    """Sentences as the rules see them: places of their words, figures and breaks, each in ascending order.

    They stand behind each other in one text, which is gone through at once, and places count in it.
    """

    text: str
    figures: list[Quantity]
    starts: list[int]  # of the figures
    ends: list[int]
    sentences: list[tuple[int, int]]  # where the sentence of each figure begins and ends
    by_start: list[Hit]
    hit_starts: list[int]
    by_end: list[Hit]
    hit_ends: list[int]
    breaks: list[int]
    heavy: list[int]  # those of the breaks that end a sentence or half of one, or turn to others


def passage(sentences: Iterable[tuple[str, Sequence[Quantity]]]) -> Passage:
    """Sentences, each with its figures, made ready for ``reach``."""
    texts, starts, ends, places, scoped = [], [], [], [], []
    figures: list[Quantity] = []
    begin = 0
    for sentence, quantities in sentences:
        end = begin + len(sentence)
        texts.append(sentence)
        figures += quantities
        starts += [begin + item.start + _lead(item.text) for item in quantities]
        ends += [begin + item.end for item in quantities]
        places += [(begin, end)] * len(quantities)
        scoped += [(begin + first, begin + last, bit) for first, last, bit in scopes(sentence, quantities)]
        begin = end + 1
    text = "\n".join(texts)  # no word goes on in it
    hits = words_in(text)
    if scoped:
        hits = sorted(hits + scoped)
    by_end = sorted(hits, key=itemgetter(1))
    hit_starts, hit_ends = [start for start, _, _ in hits], [end for _, end, _ in by_end]
    breaks = [match.start() for match in BREAKS.finditer(text)]
    heavy = [at for at in breaks if text[at] in HEAVY or text[at] == FROM_THESE[0]]
    return Passage(text, figures, starts, ends, places, hits, hit_starts, by_end, hit_ends, breaks, heavy)


def _lead(quote: str) -> int:
    """The characters of a quote before its digits (突破|8600人): words of its clause, too."""
    match = _LEAD.match(quote)
    return match.end() if match else 0


def _nearness(place: Passage, low: int, high: int, at_break: float) -> float:
    """How much a word counts for a figure with ``text[low:high]`` between them, from 1 (touching) to 0.

    Other figures between them are left to the caller.
    """
    value = HALF / (HALF + high - low)
    marks = place.breaks
    if marks and (breaks := bisect_left(marks, high) - bisect_left(marks, low)):
        value *= at_break**breaks
        value *= HEAVY_BREAK ** (bisect_left(place.heavy, high) - bisect_left(place.heavy, low))
    return value


class Reach(NamedTuple):
    """The words in reach of a figure, and how near each of their classes is.

    On either side nearness falls with the distance, so that the first word of a class is its nearest; it is
    worked out only for the classes that are asked for.
    """

    place: Passage
    figure: int  # its number in the passage
    before: list[tuple[int, int]]  # the classes that a word is for, a bit each, and the word's end
    behind: list[tuple[int, int]]  # the same with its begin
    vouched: int  # classes of which something is always near
    present: int  # all these classes

    def nearness(self, bit: int) -> float:
        """How near the nearest word of a class is, 0 where none is in reach."""
        place, index = self.place, self.figure
        value = VOUCHED if bit & self.vouched else 0.0
        for classes, end in self.before:
            if classes & bit:
                near = _nearness(place, end, place.starts[index], BREAK_BEFORE)
                if (crossed := index - bisect_left(place.starts, end)) > 0:
                    near *= FIGURE_BEFORE**crossed
                value = max(value, near)
                break
        for classes, begin in self.behind:
            if classes & bit:
                near = _nearness(place, place.ends[index], begin, BREAK_BEHIND)
                if (crossed := bisect_right(place.ends, begin) - index - 1) > 0:
                    near *= FIGURE_BEHIND**crossed
                if place.text[place.ends[index]] in LIST_MARKS:
                    near *= LIST_BEHIND
                value = max(value, near)
                if value < IN_FRAME and begin in _framed(place, index):
                    value = IN_FRAME
                break
        return value


def reach(place: Passage, index: int, floor: int, wanted: int, vouched: int) -> Reach:
    """What is in reach of the figure ``index``.

    Words that begin before ``floor`` in its sentence do not count, nor do classes not among ``wanted``.
    """
    start, end = place.starts[index], place.ends[index]
    begin, limit = place.sentences[index]
    anywhere = wanted & ~class_bits()["scope"]
    before, missing_before = _words_before(place, max(begin + floor, start - REACH), start, anywhere)
    behind, missing_behind = _words_behind(place, end, min(end + REACH, limit), wanted)
    present = vouched | anywhere ^ missing_before | wanted ^ missing_behind
    return Reach(place, index, before, behind, vouched, present)


def _framed(place: Passage, index: int) -> range:
    """Where the words begin that say what is done to what a figure counts: 对12个县开展专项检查."""
    start, end = place.starts[index], place.ends[index]
    begin, limit = place.sentences[index]
    frames = _frames()
    if not frames.either.search(place.text, end, limit):
        return range(0)
    found = frames.served.match(place.text, end)
    if not found and frames.opens.search(place.text, max(begin, start - FRAMED_BEFORE), start):
        found = frames.done.match(place.text, end)
    return _clause(place, found.end()) if found else range(0)


def _clause(place: Passage, start: int) -> range:
    """The first characters of what is said from ``start`` on, up to the next mark."""
    following = bisect_left(place.breaks, start)
    stop = place.breaks[following] if following < len(place.breaks) else len(place.text)
    return range(start, min(stop, start + FRAMED_REACH))


def _words_before(place: Passage, lowest: int, end: int, missing: int) -> tuple[list[tuple[int, int]], int]:
    """Of the words from ``lowest`` to ``end`` those nearest of missing classes: these classes, and its end.

    With them the classes that are still missing.
    """
    first, last = bisect_right(place.hit_ends, lowest), bisect_right(place.hit_ends, end)
    found = []
    for begin, nearest, classes in reversed(place.by_end[first:last]):
        if (new := classes & missing) and begin >= lowest:
            found.append((new, nearest))
            missing ^= new
    return found, missing


def _words_behind(place: Passage, start: int, last: int, missing: int) -> tuple[list[tuple[int, int]], int]:
    """The same of those that begin from ``start`` to ``last``, each with its begin."""
    first, last = bisect_left(place.hit_starts, start), bisect_right(place.hit_starts, last)
    found = []
    for begin, _, classes in place.by_start[first:last]:
        if new := classes & missing:
            found.append((new, begin))
            missing ^= new
    return found, missing
