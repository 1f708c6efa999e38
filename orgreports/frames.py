"""Reports as tables: the columns of every table and their types live here, and how a row is written.

Rows are plain tuples, so that reading and writing them needs no pandas; the frames are built from
them when a frame is asked for.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgreports.models import Observation, OrgreportsError, Report

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]
csv.field_size_limit(10_000_000)  # characters of a cell: a line of a report may be as long as its text
# What starts a formula, as full-width signs do in some programs; blanks before it may be taken off by others.
_FORMULA = re.compile("\\A(?:[\\s\0-\x1f\u200b-\u200f\u2060\ufeff]*+[=+\\-@＝＋－＠]|[\t\r\n])")

REPORT_TYPES: Mapping[str, str] = {
    "report": "str",
    "region": "str",
    "period_start": "int64",
    "period_end": "int64",
    "title": "str",
    "publisher": "str",
    "published": "str",
    "length": "int64",
    "sha256": "str",
    "cut": "bool",
    "mentioned": "str",
    "numerals": "int64",
}
OBSERVATION_TYPES: Mapping[str, str] = {
    "report": "str",
    "region": "str",
    "period_start": "int64",
    "period_end": "int64",
    "indicator": "str",
    "group": "str",
    "kind": "str",
    "measure": "str",
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
    "bound": "str",
    "unit": "str",
    "quote": "str",
    "start": "int64",
    "end": "int64",
    "section": "str",
    "paragraph": "int64",
    "rule": "str",
    "corrected": "bool",
}
LEDGER_TYPES: Mapping[str, str] = {"report": "str", "reason": "str", "count": "int64"}
TERM_TYPES: Mapping[str, str] = {"report": "str", "term": "str", "count": "int64"}

TABLES: Mapping[str, Mapping[str, str]] = {
    "reports": REPORT_TYPES,
    "observations": OBSERVATION_TYPES,
    "ledger": LEDGER_TYPES,
    "terms": TERM_TYPES,
}
OBSERVATION_COLUMNS = tuple(OBSERVATION_TYPES)
REPORT_COLUMNS = tuple(REPORT_TYPES)
EXTRACT_COLUMNS = (*OBSERVATION_COLUMNS, "value_high", "period")


def period_text(start: int, end: int) -> str:
    """``2024``, or ``2012-2023`` for several years; empty where the period is not known (0).

    >>> period_text(2012, 2023)
    '2012-2023'
    """
    if not start:
        return ""
    return str(start) if start == end else f"{start}-{end}"


def report_row(report: Report) -> Row:
    """The row of a report in the report table, in the order of ``REPORT_COLUMNS``."""
    outline = report.outline
    start, end = period_years(outline.period)
    return (
        report.id,
        outline.region,
        start,
        end,
        outline.title,
        outline.publisher,
        outline.published.isoformat() if outline.published else "",
        len(report.document.raw),
        report.document.sha256,
        outline.cut,
        "|".join(sorted(report.mentions)),
        len(report.ledger),
    )


def period_years(period: str) -> tuple[int, int]:
    """First and last year of ``2024`` or ``2012-2023``; ``(0, 0)`` for an empty text.

    Raises OrgreportsError where the text is neither.

    >>> period_years("2012-2023")
    (2012, 2023)
    """
    if not period:
        return 0, 0
    first, dash, last = period.partition("-")
    years = [first, last if dash else first]
    if all(len(year) == 4 and year.isascii() and year.isdigit() for year in years) and years[0] <= years[1]:
        return int(years[0]), int(years[1])
    raise OrgreportsError(f"period {period!r}: not a period: write a year (2024), or two (2012-2023)")


def observation_row(observation: Observation) -> Row:
    """The row of an observation, in the order of ``OBSERVATION_COLUMNS``."""
    return tuple(getattr(observation, column) for column in OBSERVATION_COLUMNS)


def observation_rows(report: Report) -> list[Row]:
    """The rows of a report's observations, in the order of the text."""
    return [observation_row(observation) for observation in report.observations]


def extract_row(observation: Observation) -> Row:
    """The row that ``extract`` writes: the observation, ``value_high`` (of a range only) and ``period``."""
    high = observation.upper if observation.bound == "range" else ""
    return (
        *observation_row(observation),
        high,
        period_text(observation.period_start, observation.period_end),
    )


def ledger_rows(report: Report) -> list[Row]:
    """How many numerals of the report have which reason; the most frequent reason first."""
    reasons = Counter(entry.reason for entry in report.ledger)
    return [(report.id, *pair) for pair in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))]


def frame(table: str, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """A DataFrame of the rows, with the columns and types of one of ``TABLES``."""
    import pandas as pd

    types = TABLES[table]
    return pd.DataFrame(list(rows), columns=list(types)).astype(dict(types))


def observation_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row a quantity, with the columns and types of ``OBSERVATION_TYPES``."""
    return frame("observations", (row for report in reports for row in observation_rows(report)))


def report_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row a report, with the columns and types of ``REPORT_TYPES``."""
    return frame("reports", map(report_row, reports))


def ledger_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row a report and reason: how many of the report's numerals the reason accounts for."""
    return frame("ledger", (row for report in reports for row in ledger_rows(report)))


def cell_text(value: Any) -> str:
    """How a value is written in a CSV: whole floats without a fraction, true and false in lower case.

    >>> cell_text(6690000.0), cell_text(99.86), cell_text(float("inf")), cell_text(True)
    ('6690000', '99.86', 'inf', 'true')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


def inert(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; else the cell.

    >>> inert("=1+1"), inert(-2.5), inert("人才")
    ("'=1+1", -2.5, '人才')
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows as CSV with a header; the same rows always give the same text."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = [cell_text(value) for value in row]
        if any("\r" in cell for cell in cells):
            buffer.write(_quoted_line(cells))
        else:
            writer.writerow(cells)
    return buffer.getvalue()


def _quoted_line(cells: Sequence[str]) -> str:
    """A line with carriage returns in it, which Python's writer leaves bare and its reader ends a line at."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(cells)
    return line.getvalue()


def parse_csv(table: str, text: str, name: str) -> list[Row]:
    """The rows of a CSV that ``csv_text`` wrote for one of ``TABLES``, with their types.

    ``name`` is the file's name, for the error. Raises OrgreportsError where the text is no such table.
    """
    types = TABLES[table]
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        if next(lines, None) != list(types):
            raise ValueError("the columns are not those of this version")
        readers = [_CELL_READERS[kind] for kind in types.values()]
        return [tuple(read(cell) for read, cell in zip(readers, line, strict=True)) for line in lines]
    except (ValueError, KeyError, csv.Error) as error:
        raise OrgreportsError(
            f"{name}: damaged table ({error}): restore it, or run orgreports build"
        ) from None


_CELL_READERS: Mapping[str, Any] = {
    "str": str,
    "int64": int,
    "float64": float,
    "bool": {"true": True, "false": False}.__getitem__,
}
