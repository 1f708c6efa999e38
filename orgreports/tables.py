"""What a corpus keeps of each report, and how it lies in a folder: four CSV tables and a journal."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from orgreports import corrections, frames, rulebook
from orgreports.corrections import Correction
from orgreports.frames import Row
from orgreports.models import Candidate, OrgreportsError, Report

LONGEST_WORDS = 18  # characters of a heading or group
TITLE_GAP = "\u3000"  # between the halves of a title, as in print
JOURNAL, ORIGINALS = "corrections.csv", "originals"
POINTER = "parquet.json"  # which Parquet tables hold; see ``dataset``
_AT = {column: place for place, column in enumerate(frames.REPORT_COLUMNS)}
_ROW_AT = {column: place for place, column in enumerate(frames.OBSERVATION_COLUMNS)}


class Parsed(NamedTuple):
    """What a corpus keeps of one report: its row, and its rows of the other tables.

    Everything is plain, so that it can come from another process.
    """

    report: Row
    observations: list[Row]
    ledger: list[Row]
    terms: list[Row]

    @property
    def id(self) -> str:
        """The report's id."""
        return str(self.report[_AT["report"]])

    @property
    def sha256(self) -> str:
        """Of the bytes of its file."""
        return str(self.report[_AT["sha256"]])

    @property
    def region(self) -> str:
        """GB/T 2260 code."""
        return str(self.report[_AT["region"]])

    @property
    def period(self) -> str:
        """``2024``, or ``2012-2023``."""
        return frames.period_text(*self.report[_AT["period_start"] : _AT["period_end"] + 1])

    def renamed(self, report: str) -> Parsed:
        """The same under another id; the id is the first column of every table."""
        rows = ([(report, *row[1:]) for row in rows] for rows in self[1:])
        return Parsed((report, *self.report[1:]), *rows)


class Stored(NamedTuple):
    """The tables of a folder as they lie there, and the journal that is still to be applied."""

    parsed: tuple[Parsed, ...]
    journal: tuple[Correction, ...]


def doubt(report: Report) -> str:
    """Why a report cannot be kept yet: its region or period is not certain; empty where both are."""
    outline = report.outline
    for field, value, candidates in (
        ("region", outline.region, outline.regions),
        ("period", outline.period, outline.periods),
    ):
        if not value:
            found = ", ".join(f"{named(candidate)} ({candidate.reason})" for candidate in candidates[:3])
            return f"{field} is not certain: {f'perhaps {found}; ' if found else ''}give it with --{field}"
    return ""


def named(candidate: Candidate) -> str:
    """A candidate for a report's region with its name (武汉市 420100), one for its period as it is."""
    region = rulebook.regions().get(candidate.value)
    return f"{region.names['zh']} {candidate.value}" if region else candidate.value


def digest(report: Report) -> Parsed:
    """What the corpus keeps of a parsed report: facts, short quotes and words, but no sentence of it."""
    from orgreports.wording import count_terms

    counts = sorted(count_terms(report.repaired.text).items(), key=lambda pair: (-pair[1], pair[0]))
    row = list(frames.report_row(report))
    row[_AT["title"]] = str(row[_AT["title"]]).replace(" ", TITLE_GAP)
    return Parsed(
        tuple(row),
        [_shortened(row) for row in frames.observation_rows(report)],
        frames.ledger_rows(report),
        [(report.id, term, count) for term, count in counts],
    )


def _shortened(row: Row) -> Row:
    """Headings and groups can be clauses of the original, which must not be kept: the beginning will do."""
    cells = list(row)
    for place in (_ROW_AT["section"], _ROW_AT["group"]):
        if len(cells[place]) > LONGEST_WORDS:
            cells[place] = cells[place][: LONGEST_WORDS - 1] + "…"
    return tuple(cells)


def read_stored(folder: Path) -> Stored:
    """What lies in ``folder``; nothing where there is no such folder. Hold the lock.

    Raises OrgreportsError for a damaged table or journal.
    """
    rows = {table: frames.parse_csv(table, *_text(folder, table)) for table in frames.TABLES}
    reports = {row[0]: Parsed(row, [], [], []) for row in rows["reports"]}
    for table in ("observations", "ledger", "terms"):
        for row in rows[table]:
            if row[0] in reports:
                getattr(reports[row[0]], table).append(row)
    return Stored(tuple(reports.values()), read_journal(folder))


def read_journal(folder: Path) -> tuple[Correction, ...]:
    """The corrections of the folder; hold the lock. Raises OrgreportsError where they are damaged."""
    path = folder / JOURNAL
    journal = path.read_text(encoding="utf-8") if path.exists() else ""
    return corrections.parse_journal(journal, str(path))


def _text(folder: Path, table: str) -> tuple[str, str]:
    """The text of a table and its path; an empty table where there is no file."""
    path = folder / f"{table}.csv"
    try:
        return path.read_bytes().decode("utf-8"), str(path)
    except FileNotFoundError:
        return frames.csv_text(list(frames.TABLES[table]), []), str(path)
    except (OSError, UnicodeDecodeError) as error:
        cure = "restore it, or run orgreports build"
        raise OrgreportsError(f"{path}: cannot be read ({error}): {cure}") from None


def stored_files(stored: Stored) -> dict[str, bytes]:
    """The files of ``stored`` by name: the same content always gives the same bytes."""
    parsed = sorted(stored.parsed, key=order)
    rows: dict[str, list[Row]] = {
        "reports": [item.report for item in parsed],
        "observations": [row for item in parsed for row in item.observations],
        "ledger": [row for item in parsed for row in item.ledger],
        "terms": [row for item in parsed for row in item.terms],
    }
    files = {
        f"{table}.csv": frames.csv_text(list(types), rows[table]) for table, types in frames.TABLES.items()
    }
    if stored.journal:
        files[JOURNAL] = corrections.journal_text(stored.journal)
    return {name: text.encode() for name, text in files.items()}


def order(item: Parsed) -> tuple[str, str, str]:
    """Reports stand in the order of region, period and id."""
    return item.region, item.period, item.id


def corrected(stored: Stored, others: Collection[str] = ()) -> tuple[Parsed, ...]:
    """The reports as people corrected them, in order; ids follow corrected regions and periods.

    ``others`` are ids of reports elsewhere, which none of these gets.
    """
    taken = set(others)
    found = []
    for item in sorted((_corrected(item, stored.journal) for item in stored.parsed), key=order):
        name = free_id(item.id, taken)
        taken.add(name)
        found.append(item if name == item.id else item.renamed(name))
    return tuple(found)


def _corrected(item: Parsed, journal: Iterable[Correction]) -> Parsed:
    own = [entry for entry in journal if entry.sha256 == item.sha256]
    if not own:
        return item
    new = item._replace(
        report=corrections.apply_to_report(item.report, own),
        observations=corrections.apply_to_observations(item.observations, own),
    )
    if (new.region, new.period) == (item.region, item.period):
        return new
    return new._replace(observations=_moved(item, new)).renamed(report_id(new.region, new.period))


def _moved(old: Parsed, new: Parsed) -> list[Row]:
    """The observations in the new region; those of the report's own period are of the new one too."""
    periods = [item.report[_AT["period_start"] : _AT["period_end"] + 1] for item in (old, new)]
    region, first, last = (_ROW_AT[column] for column in ("region", "period_start", "period_end"))
    rows = []
    for row in new.observations:
        cells = list(row)
        cells[region] = new.region
        if row[first : last + 1] == periods[0]:
            cells[first : last + 1] = periods[1]
        rows.append(tuple(cells))
    return rows


def report_id(region: str, period: str) -> str:
    """``chengdu-2024``: the region's short English name and the period."""
    name = rulebook.slug(region) if region in rulebook.regions() else region
    return f"{name}-{period}"


def free_id(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or with ``-2``, ``-3`` … behind it where another report has it."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def original_name(sha256: str, name: str) -> str:
    """Where an original is kept in the data folder; nothing but the suffix comes from the user's name."""
    suffix = PurePath(name).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6
    return f"{ORIGINALS}/{sha256}{suffix if plain else ''}"


def fingerprint(folder: Path) -> str:
    """Differs whenever a table or the journal of the folder has been written anew."""
    marks = []
    for name in [f"{table}.csv" for table in frames.TABLES] + [JOURNAL, POINTER]:
        try:
            status = (folder / name).stat()
            marks.append(f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}")
        except OSError:
            marks.append("-")
    return "/".join(marks)
