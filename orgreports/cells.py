"""What a comparison is made of: figures, cells, ranks, notes and sources. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

REPORTED, NOT_REPORTED, SOURCE_INCOMPLETE, MENTIONED = (
    "reported",
    "not_reported",
    "source_incomplete",
    "mentioned",
)
NO_REPORT = "no_report"  # a region was asked for of which the corpus has no report of these years
PLANNED = "planned"  # the reports say what is to be, in years after their own
STATUSES = (REPORTED, NOT_REPORTED, SOURCE_INCOMPLETE, MENTIONED, NO_REPORT, PLANNED)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is compared: an observation, or what was derived from one.

    ``value``, ``lower`` and ``upper`` are in base units; where ``derived`` is ``capita``, ``year`` or
    ``largest`` they are per 10,000 residents, per year, or per cent of the largest. ``family`` is the
    class of units that the figure may be held against (``headlines.class_of``). ``quote``, ``start``
    and ``end`` are always what the report says, and where.
    """

    report: str
    region: str
    period_start: int
    period_end: int
    indicator: str
    group: str
    kind: str
    measure: str
    value: float
    lower: float
    upper: float
    bound: str
    unit: str
    family: str
    quote: str
    start: int
    end: int
    section: str
    paragraph: int
    corrected: bool = False
    derived: str = ""


class CellKey(NamedTuple):
    """Which cell: indicator, region (GB/T 2260), first and last year (0 where there is no report)."""

    indicator: str
    region: str
    period_start: int
    period_end: int


class Rank(NamedTuple):
    """The places that a figure can have among those of its kind and unit class, 1 for the largest.

    ``best`` and ``worst`` are equal where its order to each of the ``among`` figures is certain. ``tie``
    numbers the runs of figures that are linked by overlapping intervals (0: linked with none); in a
    run a pair may still be in a certain order, which ``best`` and ``worst`` say.
    """

    best: int
    worst: int
    among: int
    tie: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What the reports of a region say about an indicator and a period.

    ``headlines`` holds one figure for each kind and unit class, the preferred one first, as reported;
    ``derived`` the same figures after normalisation, in the same order, None where one cannot be
    normalised. ``figures`` are all of the cell, the headlines among them, in the order of the text.
    ``plan`` is the figure of widest scope where there are only plans: it is told, and held against nothing.
    """

    key: CellKey
    status: str
    headlines: tuple[Figure, ...] = ()
    derived: tuple[Figure | None, ...] = ()
    rank: Rank | None = None  # of the preferred headline after normalisation
    figures: tuple[Figure, ...] = ()
    reports: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # codes of the notes that concern it, worst first
    plan: Figure | None = None

    @property
    def headline(self) -> Figure | None:
        """The preferred headline as reported, or None."""
        return self.headlines[0] if self.headlines else None

    @property
    def shown(self) -> Figure | None:
        """The preferred headline after normalisation: what charts and tables show, or None."""
        return self.derived[0] if self.derived else None


class Note(NamedTuple):
    """A caution: its code, the cells it concerns, and one plain sentence in each language."""

    code: str
    cells: tuple[CellKey, ...]
    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The sentence in a language."""
        return self.zh if lang == "zh" else self.en


class Source(NamedTuple):
    """A report that a comparison draws on; ``published`` is an ISO date or empty."""

    report: str
    region: str
    period_start: int
    period_end: int
    title: str
    publisher: str
    published: str
    cut: bool
