"""The nouns of orgreports: what the stages pass to each other.

All are frozen. Positions count Unicode code points; a span is half open, ``text[start:end]``.
``raw`` is the text as it came, ``text`` (clean) the text after repair.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from orgreports.visible import shown


class OrgreportsError(Exception):
    """A fault in the input: one line that names the file, what is wrong, and what to do."""

    def __str__(self) -> str:
        """The line; a file's name in it can neither steer a terminal nor turn the line round."""
        return shown(super().__str__())


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: ``raw`` is what every offset in the results counts in."""

    name: str
    raw: str
    format: str  # txt, html, pdf, docx
    encoding: str  # of the bytes; empty where the format has its own
    sha256: str  # of the bytes


class Edit(NamedTuple):
    """One change that a repair made: ``before`` became ``after``.

    ``start`` is the place of ``before`` in the text that the step was given.
    """

    rule: str
    start: int
    before: str
    after: str

    @property
    def end(self) -> int:
        """Where ``before`` ends in the text that the step was given."""
        return self.start + len(self.before)


make_edit = partial(tuple.__new__, Edit)  # from its four parts in a tuple; twice as fast as the class


@dataclass(frozen=True, slots=True)
class Step:
    """The edits of one pass over the text, in order of place, none touching another's characters.

    ``places`` holds, for each edit, where its ``after`` starts in the text that the step gave.
    """

    edits: tuple[Edit, ...]
    places: tuple[int, ...]

    @property
    def is_furniture(self) -> bool:
        """Whether the pass took out page furniture: then all its edits did, and none of another pass."""
        return self.edits[0].rule.startswith("furniture.")

    def source(self, position: int, *, end: bool) -> int:
        """Where a character of the step's result stood before the step.

        ``position`` is the index of a character; with ``end`` the answer is the place just behind
        it, else the place of its first character. Within an edit of equal length characters
        correspond one to one; else the edit's text stands as a whole.
        """
        i = bisect_right(self.places, position) - 1
        if i < 0:
            return position + end
        _, start, before, after = self.edits[i]
        offset = position - self.places[i]
        if offset >= len(after):
            return start + len(before) + offset - len(after) + end
        if len(before) == len(after):
            return start + offset + end
        return start + len(before) if end else start


class Offsets(NamedTuple):
    """For every character of a clean text, the raw offsets of its first and its last character.

    ``first`` has one entry more than ``last``, for the place behind the text.
    """

    first: array[int]
    last: array[int]

    def to_raw(self, start: int, end: int) -> Span:
        """``RepairedText.to_raw`` by a look-up; for many spans of one text."""
        return Span(self.first[start], self.last[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class RepairedText:
    """Clean text in simplified Chinese, with the steps that lead from ``raw`` to it."""

    raw: str
    text: str
    steps: tuple[Step, ...]

    def to_raw(self, start: int, end: int) -> Span:
        """The raw span of ``text[start:end]`` (not empty): from its first character to its last.

        What was taken out inside the span belongs to it, what was taken out at its edges does not.
        """
        first, last = start, end - 1
        for step in reversed(self.steps):
            first, last = step.source(first, end=False), step.source(last, end=True) - 1
        return Span(first, last + 1)

    def offsets(self) -> Offsets:
        """The raw offsets of all characters of ``text``, in time linear in the text and its edits."""
        places = _places(1 + len(self.raw).bit_length())
        offsets = Offsets(places[: len(self.raw) + 1], places[: len(self.raw)])
        for step in self.steps:
            offsets = _after_step(offsets, step)
        return offsets


@lru_cache(maxsize=4)  # to copy a part is far faster than to count anew; reports are of a few lengths
def _places(bits: int) -> array[int]:
    """The numbers from 0, as many as ``bits`` digits can write."""
    return array("i", range(1 << bits))


def _after_step(before: Offsets, step: Step) -> Offsets:
    """The offsets of a step's result from those of the text that it was given; as ``Step.source``."""
    first, last, done = array("i"), array("i"), 0
    for _, start, old, new in step.edits:
        if len(old) == len(new):
            continue  # characters correspond one to one, as outside the edits
        end = start + len(old)
        first += before.first[done:start]
        last += before.last[done:start]
        if new:
            first.extend([before.first[start]] * len(new))
            last.extend([before.last[end - 1]] * len(new))
        done = end
    if not done:
        return before
    return Offsets(first + before.first[done:], last + before.last[done:])


class Candidate(NamedTuple):
    """A possible region or period of a report, with the reason for it in plain words."""

    value: str  # a GB/T 2260 code, or 2024, or 2012-2023
    weight: float  # larger is likelier; only the order and the gap have a meaning
    reason: str


class Sentence(NamedTuple):
    """A sentence of the clean text; ``text == repaired.text[span.start:span.end]``."""

    text: str
    span: Span
    paragraph: int  # from 1, headings counted too
    section: str  # the heading above it, empty before the first one
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report is, and its sentences in order (headings among them).

    ``region`` and ``period`` are empty where they are not certain: then the candidates say what
    they could be. ``doubt`` is empty for a review of organisation work, else says in a few words
    what the text seems to be instead (no such report, several reports in one file).
    """

    title: str
    subtitle: str
    publisher: str
    author: str
    published: date | None
    region: str  # GB/T 2260 code
    period: str  # 2024, or 2012-2023
    regions: tuple[Candidate, ...]
    periods: tuple[Candidate, ...]
    cut: bool  # the text stops in the middle
    doubt: str
    sentences: tuple[Sentence, ...]


class Quantity(NamedTuple):
    """A number that measures something, in one sentence; ``sentence.text[start:end] == text``."""

    start: int
    end: int
    text: str
    value: float  # in base units: 2.2万 is 22000
    lower: float
    upper: float  # may be infinite
    bound: str  # exact, above, below, about, range
    unit: str  # measure word, simplified
    family: str  # of the unit: persons, person_times, sessions, money, share, ...
    kind: str  # count, share, change, mean, rank, money, duration, age
    direction: str = ""  # of a change: up, down


class Exclusion(NamedTuple):
    """A numeral that measures nothing, with the reason; positions as in its sentence."""

    start: int
    end: int
    text: str
    reason: str  # date, year, plan_period, session, name, slogan, ordinal, list_number, furniture, ...
    rule: str


class Observation(NamedTuple):
    """One row of the observation frame; see ``frames.OBSERVATION_COLUMNS``."""

    report: str
    region: str
    period_start: int
    period_end: int
    indicator: str
    group: str
    kind: str
    measure: str  # stock, flow, cumulative, or empty
    value: float
    lower: float
    upper: float
    bound: str
    unit: str
    quote: str
    start: int
    end: int
    section: str
    paragraph: int
    rule: str
    corrected: bool = False


class LedgerEntry(NamedTuple):
    """A numeral of the raw text, and what became of it: ``reason`` is ``quantity`` or why not."""

    start: int
    end: int
    text: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class DerivedFigure:
    """A figure computed from two of one sentence, with its interval; never one of the observations.

    ``formula``: ``mean_times_count`` (21期, 平均每期14万人次), or ``before_growth``, which gives the year
    before (875名, 同比增长28.9%).
    """

    formula: str
    indicator: str
    group: str
    period_start: int
    period_end: int
    value: float
    lower: float
    upper: float
    unit: str
    quotes: tuple[str, str]  # of the raw text
    spans: tuple[Span, Span]  # in the raw text


@dataclass(frozen=True, slots=True)
class Report:
    """A parsed report: everything that was read from one file."""

    id: str  # chengdu-2024
    document: Document
    repaired: RepairedText
    outline: Outline
    observations: tuple[Observation, ...]
    ledger: tuple[LedgerEntry, ...]
    mentions: frozenset[str] = field(default_factory=frozenset)  # indicators whose words occur
    derived: tuple[DerivedFigure, ...] = ()
