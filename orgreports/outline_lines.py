"""Lines, headings and sentences of a clean text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Sentence, Span
from orgreports.rulebook import load_toml

CLOSERS = "”’」』)】》〉\"'"
SENTENCE_END = re.compile(rf"[。!?][。!?]*[{re.escape(CLOSERS)}]*")
OPENING, CLOSING = "“「『(【《", "”」』)】》"
PAIRS = tuple(zip(OPENING, CLOSING, strict=True))
LONGEST_SECTION = 200  # characters of headings in a row that are taken for one
INNER_END = re.compile("|".join(f"{re.escape(o)}[^{o}{c}]*[。!?]" for o, c in PAIRS))


class Line(NamedTuple):
    """A line of the clean text: ``style`` is the id of a heading style, empty for prose."""

    start: int
    end: int
    text: str
    style: str = ""


@cache
def _longest_heading() -> int:
    return int(load_toml("headings")["longest"])


@cache
def heading_styles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The heading styles of ``headings.toml`` in the order in which they are tried."""
    return tuple((row["id"], re.compile(row["pattern"])) for row in load_toml("headings")["style"])


@cache
def _leads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["id"], re.compile(row["pattern"])) for row in load_toml("headings")["lead"])


def heading_style(line: str) -> str:
    """The style in which a line is a heading: ``一、强基固本`` -> ``chapter``, prose -> empty."""
    if len(line) > _longest_heading() or line.rstrip(CLOSERS).endswith(("。", "!", "?")):
        return ""
    for style, pattern in heading_styles():
        if pattern.fullmatch(line):
            return style
    return ""


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, headings split from text that follows them on the same line."""
    lines: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        if piece and not piece.isspace():
            lines += _split_lead(piece, start)
        start += len(piece) + 1
    return _split_run_in(lines)


def _split_lead(text: str, start: int) -> list[Line]:
    end = start + len(text)
    for style, pattern in _leads():
        if match := pattern.match(text):
            cut = start + match.end()
            return [Line(start, cut, match[0], style), Line(cut, end, text[match.end() :])]
    return [Line(start, end, text, heading_style(text))]


def _split_run_in(lines: list[Line]) -> list[Line]:
    """Part a dashed heading from the paragraph that runs on behind it without a break.

    Headings of one chapter run parallel. Where the two dashed headings nearest to such a line are
    equally long and end in the same character, and the line has it in the same place, it ends there.
    """
    dashed = [i for i, line in enumerate(lines) if line.style == "dashed"]
    if len(dashed) < 2:
        return lines
    result: list[Line] = []
    for i, line in enumerate(lines):
        cut = 0
        if not line.style and line.text.startswith("——"):
            place = bisect(dashed, i)
            near = sorted(dashed[max(0, place - 2) : place + 2], key=lambda j: abs(j - i))[:2]
            cut = _parallel_cut(line.text, [lines[j].text for j in near])
        if cut:
            result.append(Line(line.start, line.start + cut, line.text[:cut], "dashed"))
            result.append(Line(line.start + cut, line.end, line.text[cut:]))
        else:
            result.append(line)
    return result


def _parallel_cut(text: str, siblings: Sequence[str]) -> int:
    if len(siblings) < 2 or len({(len(s), s[-1]) for s in siblings}) != 1:
        return 0
    length = len(siblings[0])
    fits = len(text) > length + 10 and text[length - 1] == siblings[0][-1]
    return length if fits and not set(text[:length]) & set("。,;:!?") else 0


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of one line end; the last one ends with it.

    A sentence ends behind 。! or ? and the quotation marks and brackets that close there, never
    inside a pair of them: ``他说“好!干!”。`` is one. A line with pairs that don't close ignores them.
    """
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    if not ends or ends[-1] != len(text):
        ends.append(len(text))
    quoted = len(ends) > 1 and INNER_END.search(text)
    return _outside_pairs(text, ends) if quoted else ends


def _outside_pairs(text: str, ends: Sequence[int]) -> list[int]:
    pairs = [(o, c) for o, c in PAIRS if o in text]
    pairs = [(o, c) for o, c in pairs if text.count(o) == text.count(c)]
    kept, start, depth = [], 0, 0
    for end in ends:
        depth += sum(text.count(o, start, end) - text.count(c, start, end) for o, c in pairs)
        if depth <= 0 or end == len(text):
            kept.append(end)
        start = end
    return kept


def build_sentences(lines: Sequence[Line], headings: frozenset[int], front: int) -> tuple[Sentence, ...]:
    """The sentences of all lines; ``headings`` are line numbers, those before ``front`` open no section."""
    sentences: list[Sentence] = []
    section, last = "", -2
    new = tuple.__new__  # several times as fast as the class itself
    for i, line in enumerate(lines):
        first, last_place, text, style = line
        if i in headings:
            if i >= front:
                joined = last == i - 1 and lines[last].style == style and len(section) < LONGEST_SECTION
                section, last = (f"{section} {text}" if joined else text), i
            span = Span(first, last_place)
            sentences.append(Sentence(text, span, i + 1, "" if i < front else section, True))
            continue
        start = 0
        for end in sentence_ends(text):
            span = new(Span, (first + start, first + end))
            sentences.append(new(Sentence, (text[start:end], span, i + 1, section, False)))
            start = end
    return tuple(sentences)
