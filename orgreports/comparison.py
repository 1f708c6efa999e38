"""Comparison: the headline figures of regions and periods side by side, and how far they can be trusted.

A comparison is made of cells, one for each indicator, region and period; a cell without a figure says
why. Every figure keeps its interval, its quote and its place, so that a table or a chart can lead back
to the characters that it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from orgreports import comparison_notes, comparison_table, gathering, rulebook
from orgreports.cells import (
    MENTIONED,
    NO_REPORT,
    NOT_REPORTED,
    PLANNED,
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
from orgreports.gathering import Frames
from orgreports.intervals import ranks, stated_order
from orgreports.models import OrgreportsError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MENTIONED", "NOT_REPORTED", "NO_REPORT", "PER", "PLANNED", "REPORTED", "SOURCE_INCOMPLETE",
    "Cell", "CellKey", "Comparison", "Figure", "Frames", "Note", "ParentShare", "Rank", "Source", "compare",
]  # fmt: skip

PER = ("", "capita", "year", "largest")
LOG_FROM = 50  # a log scale is offered when the largest is over so many times the smallest


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
        if self.indicators == (indicator,):
            return self
        cells = tuple(cell for cell in self.cells if cell.key.indicator == indicator)
        return _noted(replace(self, indicators=(indicator,), cells=cells))

    def part(self, cells: Sequence[Cell]) -> Comparison:
        """The comparison of some of its cells, with the notes and sources that concern these."""
        reports = {name for cell in cells for name in cell.reports}
        sources = tuple(one for one in self.sources if one.report in reports)
        return _noted(replace(self, cells=tuple(cells), sources=sources))

    def latest(self) -> Comparison:
        """The latest report of each region alone, with the ranks and notes that concern these."""
        return self._of_reports(lambda one: (one.period_end, one.period_start))

    def beside(self, start: int, end: int) -> Comparison:
        """Of each region the report of the years nearest to ``start`` to ``end``, of two the later one."""
        return self._of_reports(
            lambda one: (-abs(one.period_end - end), -abs(one.period_start - start), one.period_end)
        )

    def _of_reports(self, rank: Callable[[Source], tuple[int, ...]]) -> Comparison:
        """The report of each region that ``rank`` puts highest, with the ranks and notes that concern it."""
        best: dict[str, Source] = {}
        for source in self.sources:
            if source.region not in best or rank(source) > rank(best[source.region]):
                best[source.region] = source

        def is_best(code: str, start: int, end: int) -> bool:
            return code not in best or best[code][2:4] == (start, end)

        kept = [cell for cell in self.cells if is_best(*cell.key[1:])]
        cells = tuple(
            cell
            for code in self.indicators
            for cell in _in_order(_ranked([cell for cell in kept if cell.key.indicator == code]))
        )
        sources = tuple(one for one in self.sources if is_best(one.region, one.period_start, one.period_end))
        return _noted(replace(self, cells=cells, sources=sources))

    def rows(self, indicator: str) -> Sequence[Cell]:
        """The cells of an indicator in the order of its chart.

        Where a region has figures of several years, a line of years is drawn: region by region, the latest
        years first.
        """
        cells = [cell for cell in self.cells if cell.key.indicator == indicator]
        shown = [cell.key.region for cell in cells if cell.shown]
        if len(shown) == len(set(shown)):
            return cells
        place = {code: number for number, code in enumerate(self.region_order)}
        return sorted(cells, key=lambda c: (place.get(c.key.region, len(place)), -c.key.period_end))

    def table(self, lang: str) -> pd.DataFrame:
        """The comparison for a reader: one row a cell, in the order of the charts, headings in ``lang``.

        The cautions of a row are those of its indicator.
        """
        rows = [cell for code in self.indicators for cell in self.of(code).rows(code)]
        return comparison_table.table(rows, self.notes, lang)

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
    order = tuple(str(code) for code in frames.reports["region"].unique() if code)
    chosen = order if regions is None else tuple(dict.fromkeys(regions))
    codes = tuple(dict.fromkeys(indicators))
    _check(codes, chosen, per)
    wanted = None if periods is None else tuple(_years(period) for period in periods)
    cells, sources = gathering.gather(frames, codes, chosen, wanted)
    finished = [cell for code in codes for cell in _finished(cells[code], per)]
    return _noted(Comparison(codes, chosen, per, tuple(finished), (), tuple(sources), order))


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


def _finished(cells: Sequence[Cell], per: str) -> list[Cell]:
    """The cells of an indicator normalised, ranked and in order."""
    derived = derive(cells, per)
    shown = [(place, figures[0]) for place, figures in enumerate(derived) if figures and figures[0]]
    found = ranks([figure for _, figure in shown])
    rank = {place: one for (place, _), one in zip(shown, found, strict=True)}
    return _in_order(
        [
            replace(cell, derived=figures, rank=rank.get(place)) if figures else cell
            for place, (cell, figures) in enumerate(zip(cells, derived, strict=True))
        ]
    )


def _ranked(cells: Sequence[Cell]) -> list[Cell]:
    """Cells ranked among themselves, their figures as they are."""
    shown = [(place, cell.shown) for place, cell in enumerate(cells) if cell.shown]
    found = ranks([figure for _, figure in shown])
    rank = {place: one for (place, _), one in zip(shown, found, strict=True)}
    return [replace(cell, rank=rank.get(place)) for place, cell in enumerate(cells)]


def _noted(bare: Comparison) -> Comparison:
    """The comparison with its notes, and with their codes in the cells."""
    cut = frozenset(source.report for source in bare.sources if source.cut)
    notes = comparison_notes.notes(bare.cells, bare.per, cut)
    codes: dict[CellKey, dict[str, None]] = {}
    for note in notes:
        for key in note.cells:
            codes.setdefault(key, {})[note.code] = None
    cells = tuple(replace(cell, notes=tuple(codes.get(cell.key, ()))) for cell in bare.cells)
    return replace(bare, cells=cells, notes=notes)


def _in_order(cells: Sequence[Cell]) -> list[Cell]:
    """Figures before empty cells; unit classes apart, those of most cells first; the largest first."""
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

    return sorted(cells, key=order)
