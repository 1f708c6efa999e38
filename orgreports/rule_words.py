"""The words of the rules (``rules/indicators.toml``) in a text, and the classes that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import compress, count
from typing import NamedTuple

from orgreports.rulebook import load_toml

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
    singles: re.Pattern[str]
    begun: dict[int, Node]  # by what ``_pairs`` makes of them


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
    singles = re.compile(f"[{''.join(map(re.escape, single))}]")
    begun = {_pairs(beginning)[0]: node for beginning, node in _nodes(classes, firsts).items()}
    return Lexicon(single, singles, begun)


def _nodes(classes: Mapping[str, int], beginnings: Iterable[str]) -> dict[str, Node]:
    """The nodes of some beginnings of words, by the beginnings."""
    lengths = range(2, 1 + max(map(len, classes)))
    nodes = {word[:length]: Node(classes.get(word[:length], 0), {}) for word in classes for length in lengths}
    for beginning, node in nodes.items():
        if len(beginning) > 2:
            nodes[beginning[:-1]].further[beginning[-1]] = node
    return {beginning: nodes[beginning] for beginning in beginnings}


def _pairs(text: str) -> list[int]:
    """Every two neighbouring characters as one number, which is looked up faster than a text of two."""
    wide = memoryview(text.encode("utf-32-le", "surrogatepass"))  # four bytes a character
    pairs = [0] * (len(text) - 1)
    pairs[0::2] = wide[: len(text) // 2 * 8].cast("Q")
    pairs[1::2] = wide[4 : 4 + (len(text) - 1) // 2 * 8].cast("Q")
    return pairs


def find_hits(text: str) -> list[Hit]:
    """Every word of the rules in ``text``, by their starts; of words that begin at one place, all."""
    single, singles, known = lexicon()
    hits: list[Hit] = [(match.start(), match.end(), single[match[0]]) for match in singles.finditer(text)]
    mixed = bool(hits)
    closed = text + "\n"  # no word goes on in it
    begun = list(map(known.get, _pairs(text)))
    for start, (classes, further) in zip(compress(count(), begun), filter(None, begun), strict=True):
        end = start + 2
        if classes:
            hits.append((start, end, classes))
        while further and (node := further.get(closed[end])):
            classes, further = node
            end += 1
            if classes:
                hits.append((start, end, classes))
    if mixed:
        hits.sort()
    return hits


@cache
def _apart() -> tuple[re.Pattern[str], dict[str, int], int]:
    """The rows of ``apart``: a pattern of them, where in each the bar stands; the longest word's length."""
    bars = {row.replace("|", ""): row.index("|") for row in load_toml("indicators")["apart"]}
    longest = max(len(word) for words in load_toml("indicators")["words"].values() for word in words)
    return re.compile("|".join(sorted(bars, reverse=True))), bars, longest


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    """The rows of ``pattern``, each with the bit of its class."""
    rows = load_toml("indicators")["pattern"]
    return tuple((re.compile(row["pattern"]), class_bits()[row["class"]]) for row in rows)


def words_in(text: str) -> list[Hit]:
    """``find_hits`` without those that only seem to be words, since two others meet there."""
    pattern, bars, longest = _apart()
    hits = find_hits(text)
    if patterned := [(*match.span(), bit) for sought, bit in _patterns() for match in sought.finditer(text)]:
        hits = sorted(hits + patterned)
    seeming = set()
    for match in pattern.finditer(text):
        start, end = match.span()
        bar = start + bars[match.group()]
        for at in range(bisect_left(hits, (bar - longest,)), bisect_left(hits, (bar,))):
            first, last, _ = hits[at]
            if bar < last and not (first <= start and end <= last):
                seeming.add(at)
    return [hit for at, hit in enumerate(hits) if at not in seeming] if seeming else hits
