"""Comparison: the headline figures of regions and periods side by side, and how far they can be trusted.

A comparison is made of cells, one for each indicator, region and period; a cell without a figure says
why. Every figure keeps its interval, its quote and its place, so that a table or a chart can lead back
to the characters that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from orgreports import comparison_notes, comparison_table, rulebook
from orgreports.cells import (
    MENTIONED,
    NO_REPORT,
    NOT_REPORTED,
    REPORTED,
    SOURCE_INCOMPLETE,
    Cell,
    CellKey,
    Figure,
    Note,
    Rank,
    Source,
)
from orgreports.derivation import ParentShare, derive, parent_shares
from orgreports.headlines import class_of, headlines
from orgreports.intervals import ranks, stated_order
from orgreports.models import OrgreportsError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MENTIONED", "NOT_REPORTED", "NO_REPORT", "PER", "REPORTED", "SOURCE_INCOMPLETE",
    "Cell", "CellKey", "Comparison", "Figure", "Frames", "Note", "ParentShare", "Rank", "Source", "compare",
]  # fmt: skip

PER = ("", "capita", "year", "largest")
LOG_FROM = 50  # a log scale is offered when the largest is over so many times the smallest

_FIGURE_COLUMNS = (
    "report", "region", "period_start", "period_end", "indicator", "group", "kind", "measure", "value", "lower",
    "upper", "bound", "unit", "quote", "start", "end", "section", "paragraph", "corrected",
)  # fmt: skip
_SOURCE_COLUMNS = ("report", "region", "period_start", "period_end", "title", "publisher", "published", "cut")


class Frames(Protocol):
    """What a comparison reads: a corpus, or anything else with these two frames.

    The columns are those of ``frames.OBSERVATION_COLUMNS`` and ``frames.REPORT_COLUMNS``.
    """

    @property
    def observations(self) -> pd.DataFrame: ...

    @property
    def reports(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Comparison:
    """Cells of the chosen indicators, regions and periods, with notes (worst first) and sources.

    The cells stand in the order of charts and tables: by indicator; then figures before empty cells,
    unit classes apart, the largest first. ``region_order`` lists all regions of the corpus, chosen or
    not, in the order of its reports: colours and symbols follow it, so that a region looks the same
    in every chart.
    """

    indicators: tuple[str, ...]
    regions: tuple[str, ...]
    per: str
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    region_order: tuple[str, ...]

    @cached_property
    def by_key(self) -> Mapping[CellKey, Cell]:
        """The cells by their keys."""
        return {cell.key: cell for cell in self.cells}

    def of(self, indicator: str) -> Comparison:
        """The comparison of one of its indicators, with the notes that concern it."""
        cells = tuple(cell for cell in self.cells if cell.key.indicator == indicator)
        keys = {cell.key for cell in cells}
        notes = (note._replace(cells=tuple(key for key in note.cells if key in keys)) for note in self.notes)
        return replace(
            self, indicators=(indicator,), cells=cells, notes=tuple(note for note in notes if note.cells)
        )

    def table(self, lang: str) -> pd.DataFrame:
        """The comparison for a reader: one row a cell, in the order of the charts, headings in ``lang``."""
        return comparison_table.table(self.cells, self.notes, lang)

    def note_lines(self, lang: str) -> list[str]:
        """The notes as sentences, worst first; with several indicators each says which it concerns."""
        return comparison_table.note_lines(self.notes, self.indicators, lang)

    def offers_log(self, indicator: str) -> bool:
        """Whether the largest shown figure of an indicator is over ``LOG_FROM`` times the smallest."""
        values = [
            figure.value
            for cell in self.cells
            if cell.key.indicator == indicator
            for figure in cell.derived
            if figure is not None and figure.kind in ("count", "money") and figure.value > 0
        ]
        return bool(values) and max(values) > LOG_FROM * min(values)

    def parent_shares(self, indicator: str) -> tuple[ParentShare, ...]:
        """Regions as parts of their parents, where both report the same period."""
        return parent_shares([cell for cell in self.cells if cell.key.indicator == indicator])


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
    Raises ``OrgreportsError`` for an indicator, region, period or ``per`` that does not exist.
    """
    order = tuple(dict.fromkeys(code for code in frames.reports["region"].astype(str) if code))
    chosen = order if regions is None else tuple(dict.fromkeys(regions))
    codes = tuple(dict.fromkeys(indicators))
    _check(codes, chosen, per)
    wanted = None if periods is None else tuple(_years(period) for period in periods)
    sources = _sources(frames.reports, chosen, wanted)
    figures = _figures(frames.observations, codes, chosen, wanted)
    mentioned = _mentions(frames.reports)
    cells = [
        cell
        for code in codes
        for cell in _cells(code, chosen, figures.get(code, []), sources, mentioned, wanted)
    ]
    cut = frozenset(source.report for source in sources if source.cut)
    finished, notes = _finish(codes, cells, per, cut)
    return Comparison(codes, chosen, per, finished, notes, tuple(sources), order)


def _check(indicators: Iterable[str], regions: Iterable[str], per: str) -> None:
    for code in indicators:
        if code not in rulebook.catalogue():
            raise OrgreportsError(
                f"indicator {code!r}: not in the catalogue: choose one of {', '.join(rulebook.catalogue())}"
            )
    for code in regions:
        if code not in rulebook.regions():
            raise OrgreportsError(
                f"region {code!r}: not a GB/T 2260 code that we know: write six digits, as 510100"
            )
    if per not in PER:
        raise OrgreportsError(f"per {per!r}: no such normalisation: choose capita, year or largest")


def _years(period: str) -> tuple[int, int]:
    first, _, last = period.replace("–", "-").partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise OrgreportsError(f"period {period!r}: not a period: write a year, as 2024, or two, as 2012-2023")
    return int(first), int(last or first)


def _sources(
    reports: pd.DataFrame, regions: Sequence[str], wanted: Sequence[tuple[int, int]] | None
) -> list[Source]:
    rows = reports[reports["region"].isin(list(regions))][list(_SOURCE_COLUMNS)]
    sources = [Source(*row) for row in rows.itertuples(index=False, name=None)]
    return [
        source._replace(cut=bool(source.cut))
        for source in sources
        if wanted is None or (source.period_start, source.period_end) in wanted
    ]


def _mentions(reports: pd.DataFrame) -> dict[str, frozenset[str]]:
    pairs = zip(reports["report"], reports["mentioned"], strict=True)
    return {report: frozenset(str(codes or "").split("|")) for report, codes in pairs}


def _figures(
    observations: pd.DataFrame,
    indicators: Sequence[str],
    regions: Sequence[str],
    wanted: Sequence[tuple[int, int]] | None,
) -> dict[str, list[Figure]]:
    """The figures of the chosen indicators, regions and periods, by indicator, in the order of the text."""
    chosen = observations["indicator"].isin(list(indicators)) & observations["region"].isin(list(regions))
    rows = observations.loc[chosen, list(_FIGURE_COLUMNS)]
    found: dict[str, list[Figure]] = {}
    for row in rows.itertuples(index=False, name=None):
        values = dict(zip(_FIGURE_COLUMNS, row, strict=True))
        family = "rank" if values["kind"] == "rank" else class_of(values["unit"])
        figure = Figure(**values, family=family)
        if wanted is None or (figure.period_start, figure.period_end) in wanted:
            found.setdefault(figure.indicator, []).append(figure)
    for figures in found.values():
        figures.sort(key=lambda figure: (figure.report, figure.start))
    return found


def _cells(
    indicator: str,
    regions: Sequence[str],
    figures: Sequence[Figure],
    sources: Sequence[Source],
    mentioned: Mapping[str, frozenset[str]],
    wanted: Sequence[tuple[int, int]] | None,
) -> list[Cell]:
    """The cells of an indicator, one for each region and period that has a report or a figure."""
    by_key: dict[CellKey, list[Figure]] = {}
    for figure in figures:
        key = CellKey(indicator, figure.region, figure.period_start, figure.period_end)
        by_key.setdefault(key, []).append(figure)
    reports: dict[CellKey, list[Source]] = {}
    for source in sources:
        key = CellKey(indicator, source.region, source.period_start, source.period_end)
        reports.setdefault(key, []).append(source)
    cells = [_reported(key, found) for key, found in by_key.items()]
    cells += [_empty(key, found, mentioned) for key, found in reports.items() if key not in by_key]
    seen = {cell.key.region for cell in cells}
    start, end = (min(w[0] for w in wanted), max(w[1] for w in wanted)) if wanted else (0, 0)
    cells += [
        Cell(CellKey(indicator, region, start, end), NO_REPORT) for region in regions if region not in seen
    ]
    cells.sort(key=lambda cell: (regions.index(cell.key.region), cell.key.period_start, cell.key.period_end))
    return cells


def _reported(key: CellKey, figures: Sequence[Figure]) -> Cell:
    reports = tuple(dict.fromkeys(figure.report for figure in figures))
    return Cell(key, REPORTED, headlines(figures), figures=tuple(figures), reports=reports)


def _empty(key: CellKey, sources: Sequence[Source], mentioned: Mapping[str, frozenset[str]]) -> Cell:
    reports = tuple(source.report for source in sources)
    if any(source.cut for source in sources):
        return Cell(key, SOURCE_INCOMPLETE, reports=reports)
    if any(key.indicator in mentioned.get(report, ()) for report in reports):
        return Cell(key, MENTIONED, reports=reports)
    return Cell(key, NOT_REPORTED, reports=reports)


def _finish(
    indicators: Sequence[str], cells: Sequence[Cell], per: str, cut: frozenset[str]
) -> tuple[tuple[Cell, ...], tuple[Note, ...]]:
    """Normalise, rank and sort the cells of each indicator, and add the notes."""
    finished: list[Cell] = []
    notes: list[Note] = []
    for code in indicators:
        mine = [cell for cell in cells if cell.key.indicator == code]
        mine = [replace(cell, derived=figures) for cell, figures in zip(mine, derive(mine, per), strict=True)]
        mine = _in_order(_ranked(mine))
        notes += comparison_notes.notes(mine, per, cut)
        finished += mine
    merged = comparison_notes.merged(notes)
    codes: dict[CellKey, list[str]] = {}
    for note in merged:
        for key in note.cells:
            codes.setdefault(key, []).append(note.code)
    noted = (replace(cell, notes=tuple(dict.fromkeys(codes.get(cell.key, ())))) for cell in finished)
    return tuple(noted), merged


def _ranked(cells: Sequence[Cell]) -> list[Cell]:
    shown = [(i, figure) for i, cell in enumerate(cells) if (figure := cell.shown) is not None]
    ranked = list(cells)
    for (i, _), rank in zip(shown, ranks([figure for _, figure in shown]), strict=True):
        ranked[i] = replace(cells[i], rank=rank)
    return ranked


def _in_order(cells: Sequence[Cell]) -> list[Cell]:
    """Figures first: kinds and unit classes apart, those of most cells first, then the largest; then the rest."""
    size: dict[tuple[str, str], int] = {}
    for cell in cells:
        if cell.shown:
            kind = cell.shown.kind, cell.shown.family
            size[kind] = size.get(kind, 0) + 1

    def order(cell: Cell) -> tuple[object, ...]:
        figure = cell.shown
        if figure is None:
            return 1, 0, 0, "", "", (0.0, 0.0, 0.0)
        count = figure.kind != "count"
        return 0, count, -size[figure.kind, figure.family], figure.kind, figure.family, stated_order(figure)

    return sorted(cells, key=order)  # type: ignore[arg-type]  # tuples of one shape
