"""What people changed: a journal kept apart from what was extracted, applied whenever tables are loaded.

An entry names its place by the sha256 of the file and the raw offsets, so that it holds when the report
is parsed anew, by a newer version or under another id. Undoing an entry marks it; nothing is taken out.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypedDict
from unicodedata import category

from orgreports import rulebook
from orgreports.frames import OBSERVATION_COLUMNS, REPORT_COLUMNS, Row, csv_text, period_years
from orgreports.models import OrgreportsError

REPORT_FIELDS = ("region", "period")
REMOVED = "report"  # the column of an entry that takes a whole report out
OBSERVATION_FIELDS = ("indicator", "group", "kind", "measure", "value", "bound", "unit", "removed")
LONGEST = 10_000  # characters of a corrected cell
_KNOWN: Mapping[str, Collection[str]] = {
    "indicator": (),
    "region": (),
    "kind": ("count", "share", "change", "mean", "rank", "money", "duration", "age"),
    "measure": ("", "stock", "flow", "cumulative"),
    "bound": ("exact", "above", "below", "about", "range"),
}
_NUMBERS = ("id", "start", "end")
_AT = {column: place for place, column in enumerate(OBSERVATION_COLUMNS)}
_REPORT_AT = {column: place for place, column in enumerate(REPORT_COLUMNS)}


class Correction(NamedTuple):
    """One change by a person. ``start`` and ``end`` are -1 where it concerns the whole report."""

    id: int
    when: str  # UTC, ISO 8601
    who: str
    report: str  # its id when the change was made, for the reader; the sha256 is what counts
    sha256: str
    start: int
    end: int
    quote: str
    column: str  # one of REPORT_FIELDS or OBSERVATION_FIELDS
    before: str
    after: str
    undone: str  # when it was undone; empty while it holds


def journal_text(journal: Iterable[Correction]) -> str:
    """The journal as CSV."""
    return csv_text(Correction._fields, journal)


def parse_journal(text: str, name: str) -> tuple[Correction, ...]:
    """The journal that ``journal_text`` wrote; ``name`` is the file's, for the error.

    Raises OrgreportsError where the text is no journal.
    """
    if not text:
        return ()
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows: list[dict[str, Any]] = list(lines)
        return tuple(Correction(**row | {column: int(row[column]) for column in _NUMBERS}) for row in rows)
    except (ValueError, TypeError, KeyError, csv.Error) as error:
        raise OrgreportsError(
            f"{name}: damaged journal of corrections ({error}): restore it from a copy"
        ) from None


def check(column: str, value: str) -> None:
    """Raise OrgreportsError where ``value`` cannot stand in ``column``."""
    if len(value) > LONGEST or any(category(character) in ("Cc", "Cs") for character in value):
        raise OrgreportsError(
            f"correction: {value[:20]!r} is over {LONGEST:,} characters long or has line ends or other "
            "control characters in it: write it in one short line"
        )
    if column not in REPORT_FIELDS + OBSERVATION_FIELDS:
        raise OrgreportsError(f"correction: no column {column!r} that can be corrected")
    if column == "period":
        period_years(value)
    if column in _KNOWN and value not in _known(column):
        known = ", ".join(sorted(_known(column)))
        raise OrgreportsError(f"correction: {value!r} is no {column}: choose one of {known}")
    if column == "value":
        try:
            sound = math.isfinite(float(value))
        except ValueError:
            sound = False
        if not sound:
            raise OrgreportsError(f"correction: {value!r} is not a number: write it in digits, like 22000")


def _known(column: str) -> Collection[str]:
    """What can stand in a column of codes."""
    if column == "indicator":
        return {"", *rulebook.catalogue()}
    return rulebook.regions() if column == "region" else _KNOWN[column]


def apply_to_report(row: Row, journal: Sequence[Correction]) -> Row:
    """The report's row with the region and period that people gave it; the id is left to the caller."""
    cells = list(row)
    for entry in journal:
        if entry.sha256 != cells[_REPORT_AT["sha256"]]:
            continue
        held = entry.before if entry.undone else entry.after
        if entry.column == "region":
            cells[_REPORT_AT["region"]] = held
        elif entry.column == "period":
            cells[_REPORT_AT["period_start"]], cells[_REPORT_AT["period_end"]] = period_years(held)
    return tuple(cells)


def apply_to_observations(rows: Iterable[Row], journal: Sequence[Correction]) -> list[Row]:
    """The rows of one report's observations, corrected; removed ones are left out.

    ``journal`` holds the entries of that report only.
    """
    held: dict[tuple[int, int], list[Correction]] = {}
    for entry in journal:
        if entry.column in OBSERVATION_FIELDS and not entry.undone:
            held.setdefault((entry.start, entry.end), []).append(entry)
    corrected = (_correct(row, held.get((row[_AT["start"]], row[_AT["end"]]), ())) for row in rows)
    return [row for row in corrected if row is not None]


def _correct(row: Row, entries: Sequence[Correction]) -> Row | None:
    if not entries:
        return row
    cells = dict(zip(OBSERVATION_COLUMNS, row, strict=True)) | {"corrected": True}
    for entry in entries:
        if entry.column == "removed":
            return None
        if entry.column == "value":
            cells |= _moved(cells, float(entry.after))
        elif entry.column == "bound":
            cells |= {"bound": entry.after} | _interval(cells["value"], entry.after)
        else:
            cells[entry.column] = entry.after
    return tuple(cells.values())


def _moved(cells: dict[str, Any], value: float) -> dict[str, Any]:
    """A corrected value takes its interval with it; the wording's allowance stays as wide as it was."""
    shift = value - cells["value"]
    if cells["bound"] == "exact":
        return {"value": value, "lower": value, "upper": value}
    return {"value": value, "lower": cells["lower"] + shift, "upper": cells["upper"] + shift}


def _interval(value: float, bound: str) -> dict[str, float]:
    """The widest interval that a bound allows, since a person's correction names no last stated digit."""
    lower = 0.0 if bound == "below" else value
    return {"lower": lower, "upper": math.inf if bound == "above" else value}


class Place(NamedTuple):
    """Where in the raw text a corrected figure stands, and its quote."""

    start: int
    end: int
    quote: str


WHOLE = Place(-1, -1, "")


def entered(
    journal: tuple[Correction, ...],
    report: str,
    sha256: str,
    column: str,
    before: str,
    after: str,
    who: str,
    place: Place = WHOLE,
) -> tuple[Correction, ...]:
    """The journal with one entry more, dated now."""
    number = 1 + max((entry.id for entry in journal), default=0)
    entry = Correction(number, now(), who, report, sha256, *place, column, before, after, "")
    return (*journal, entry)


def undone(journal: tuple[Correction, ...], number: int) -> tuple[Correction, ...]:
    """The journal with the entry of that number undone, if it was not."""
    return tuple(
        entry._replace(undone=entry.undone or now()) if entry.id == number else entry for entry in journal
    )


def returned(journal: tuple[Correction, ...], sha256: str) -> tuple[Correction, ...]:
    """The journal without the removal of a report, which has come back."""
    for entry in journal:
        if entry.sha256 == sha256 and entry.column == REMOVED:
            journal = undone(journal, entry.id)
    return journal


class Given(TypedDict, total=False):
    """Region (a code) and period of a report as far as a person gave them."""

    region: str
    period: str


def report_fields(journal: Iterable[Correction], sha256: str) -> Given:
    """Region and period that people gave the report with this sha256, as far as they did."""
    given: Given = {}
    for entry in journal:
        if entry.sha256 == sha256 and not entry.undone:
            if entry.column == "region":
                given["region"] = entry.after
            elif entry.column == "period":
                given["period"] = entry.after
    return given


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
