"""The cells of a comparison, gathered from the frames: figures, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

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
    Source,
)
from orgreports.headlines import class_of, headlines

if TYPE_CHECKING:
    import pandas as pd

Years = tuple[int, int]
WHOLE = 100.0  # per cent

_FIGURE_COLUMNS = (
    "report", "region", "period_start", "period_end", "indicator", "group", "kind", "measure", "value",
    "lower", "upper", "bound", "unit", "quote", "start", "end", "section", "paragraph", "corrected",
)  # fmt: skip
_UNIT = _FIGURE_COLUMNS.index("unit")  # behind it comes a figure's family
_SOURCE_COLUMNS = ("report", "region", "period_start", "period_end", "title", "publisher", "published", "cut")


class Frames(Protocol):
    """What a comparison reads: a corpus, or anything else with these two frames.

    The columns are those of ``frames.OBSERVATION_COLUMNS`` and ``frames.REPORT_COLUMNS``.
    """

    @property
    def observations(self) -> pd.DataFrame: ...

    @property
    def reports(self) -> pd.DataFrame: ...


def gather(
    frames: Frames, indicators: Sequence[str], regions: Sequence[str], wanted: Sequence[Years] | None
) -> tuple[dict[str, list[Cell]], list[Source]]:
    """The cells of each indicator, and the reports that they come from.

    ``wanted`` are the periods to take, None for all; regions and periods as the reports give them.
    """
    sources = _sources(frames.reports, regions, wanted)
    figures = _figures(frames.observations, indicators, regions, wanted)
    mentioned = _mentions(frames.reports, regions)
    known = _known_until(frames.reports, regions)
    cells = {
        code: _cells(code, regions, figures.get(code, []), sources, mentioned, known, wanted)
        for code in indicators
    }
    return cells, sources


def _tuples(rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows, column by column through plain lists: text columns are slow to iterate."""
    return zip(*(rows[name].to_numpy(dtype=object).tolist() for name in rows.columns), strict=True)


def _sources(reports: pd.DataFrame, regions: Sequence[str], wanted: Sequence[Years] | None) -> list[Source]:
    rows = reports[reports["region"].isin(list(regions))][list(_SOURCE_COLUMNS)]
    sources = [Source(*row) for row in _tuples(rows)]
    return [
        source._replace(cut=bool(source.cut))
        for source in sources
        if wanted is None or (source.period_start, source.period_end) in wanted
    ]


def _mentions(reports: pd.DataFrame, regions: Sequence[str]) -> dict[str, frozenset[str]]:
    reports = reports[reports["region"].isin(list(regions))]
    pairs = _tuples(reports[["report", "mentioned"]])
    return {report: frozenset(str(codes or "").split("|")) for report, codes in pairs}


def _known_until(reports: pd.DataFrame, regions: Sequence[str]) -> dict[str, int]:
    """The last year that each report tells of: what it says of later ones are plans.

    A review comes out early in the next year, of which it can say no more than what is to be.
    """
    rows = reports.loc[reports["region"].isin(list(regions)), ["report", "period_end"]]
    return {name: int(end) for name, end in _tuples(rows) if end}


def _figures(
    observations: pd.DataFrame,
    indicators: Sequence[str],
    regions: Sequence[str],
    wanted: Sequence[Years] | None,
) -> dict[str, list[Figure]]:
    """The figures of the chosen indicators, regions and periods, by indicator, in the order of the text."""
    chosen = observations["indicator"].isin(list(indicators)) & observations["region"].isin(list(regions))
    rows = observations.loc[chosen, list(_FIGURE_COLUMNS)]
    found: dict[str, list[Figure]] = {}
    for row in _tuples(rows):
        if wanted is None or row[2:4] in wanted:
            figure = _figure(row)
            found.setdefault(figure.indicator, []).append(figure)
    for figures in found.values():
        figures.sort(key=lambda figure: (figure.report, figure.start))
    return found


def _figure(row: tuple[Any, ...]) -> Figure:
    kind, value, upper, unit = row[6], row[8], row[10], row[_UNIT]
    if kind == "share" and value <= WHOLE < upper:  # more than 95% of something is at most all of it
        row = (*row[:10], WHOLE, *row[11:])
    family = "rank" if kind == "rank" else class_of(unit)
    return Figure(*(*row[: _UNIT + 1], family, *row[_UNIT + 1 :]))


def _cells(
    indicator: str,
    regions: Sequence[str],
    figures: Sequence[Figure],
    sources: Sequence[Source],
    mentioned: Mapping[str, frozenset[str]],
    known: Mapping[str, int],
    wanted: Sequence[Years] | None,
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
    cells = [_reported(key, found, known) for key, found in by_key.items()]
    cells += [_empty(key, found, mentioned) for key, found in reports.items() if key not in by_key]
    seen = {cell.key.region for cell in cells}
    start, end = (min(w[0] for w in wanted), max(w[1] for w in wanted)) if wanted else (0, 0)
    cells += [
        Cell(CellKey(indicator, region, start, end), NO_REPORT) for region in regions if region not in seen
    ]
    place = {region: number for number, region in enumerate(regions)}
    cells.sort(key=lambda cell: (place[cell.key.region], cell.key.period_start, cell.key.period_end))
    return cells


def _reported(key: CellKey, figures: Sequence[Figure], known: Mapping[str, int]) -> Cell:
    reports = tuple(dict.fromkeys(figure.report for figure in figures))
    done = [figure for figure in figures if key.period_end <= known.get(figure.report, key.period_end)]
    if not done:
        return Cell(key, PLANNED, figures=tuple(figures), reports=reports, plan=headlines(figures)[0])
    return Cell(key, REPORTED, headlines(done), figures=tuple(figures), reports=reports)


def _empty(key: CellKey, sources: Sequence[Source], mentioned: Mapping[str, frozenset[str]]) -> Cell:
    reports = tuple(source.report for source in sources)
    if any(source.cut for source in sources):
        return Cell(key, SOURCE_INCOMPLETE, reports=reports)
    if any(key.indicator in mentioned.get(report, ()) for report in reports):
        return Cell(key, MENTIONED, reports=reports)
    return Cell(key, NOT_REPORTED, reports=reports)
