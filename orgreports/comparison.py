"""Comparison: the headline figures of regions and periods side by side, and how far they can be trusted.

A comparison is made of cells, one for each region, period and indicator; a cell without a figure says
why. Every figure keeps its interval, its quote and its place, so that a table or a chart can lead back
to the characters that it was read from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

REPORTED, NOT_REPORTED, SOURCE_INCOMPLETE, MENTIONED = "reported", "not_reported", "source_incomplete", "mentioned"
PER = ("", "capita", "year", "largest")


class Frames(Protocol):
    """What a comparison reads: a corpus, or anything else with these two frames.

    The columns are those of ``frames.OBSERVATION_COLUMNS`` and of the report frame.
    """

    @property
    def observations(self) -> pd.DataFrame: ...

    @property
    def reports(self) -> pd.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is compared: an observation, or what was derived from one.

    ``value``, ``lower`` and ``upper`` are in base units (per 10,000 residents, per year, or per cent
    of the largest where ``derived`` is ``capita``, ``year`` or ``largest``); ``quote`` is always
    what the report says.
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
    """Which cell: indicator, region (GB/T 2260), first and last year."""

    indicator: str
    region: str
    period_start: int
    period_end: int


class Rank(NamedTuple):
    """The places that a figure can have, 1 for the largest: ``best`` and ``worst`` of ``among``.

    They are equal where its order to every other is certain. ``tie`` numbers the runs of figures that
    are linked by overlapping intervals (0: linked with none).
    """

    best: int
    worst: int
    among: int
    tie: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What the reports of a region say about an indicator and a period.

    ``headlines`` holds one figure for each kind and unit family, the preferred one first; they are as
    reported. ``shown`` is the preferred one after normalisation (the same where there is none to
    do; None where the cell has no figure or it cannot be normalised). ``figures`` are all of the
    cell, the headlines among them, in the order of the text.
    """

    key: CellKey
    status: str
    headlines: tuple[Figure, ...] = ()
    shown: Figure | None = None
    rank: Rank | None = None
    figures: tuple[Figure, ...] = ()
    reports: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # codes of the notes that concern it, worst first

    @property
    def headline(self) -> Figure | None:
        """The preferred headline as reported, or None."""
        return self.headlines[0] if self.headlines else None


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells of the chosen indicators, regions and periods, with notes (worst first) and sources.

    ``region_order`` lists all regions of the corpus, chosen or not, in the order of its reports:
    colours and symbols follow it, so that a region looks the same in every chart.
    """

    indicators: tuple[str, ...]
    regions: tuple[str, ...]
    per: str
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    region_order: tuple[str, ...]

    def table(self, lang: str) -> pd.DataFrame:
        """The comparison for a reader: one row a cell, in the order of the charts, headings in ``lang``."""
        raise NotImplementedError  # the next commit


def compare(
    frames: Frames,
    indicators: Sequence[str],
    regions: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    per: str = "",
) -> Comparison:
    """Compare indicators across regions and periods (``2024``, ``2012-2023``); None takes all there are.

    ``per``: ``capita`` (per 10,000 residents of the 2020 census), ``year`` (a figure of several years
    divided by their number), ``largest`` (per cent of the largest), or empty.
    Raises ``OrgreportsError`` for an indicator, region or period that the corpus does not know.
    """
    raise NotImplementedError  # the next commit
