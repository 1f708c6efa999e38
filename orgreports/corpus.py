"""The folder with the data: what was read from the reports, what people corrected, and the originals at hand.

Four tables (``reports.csv``, ``observations.csv``, ``ledger.csv``, ``terms.csv``) hold what the parser read,
``corrections.csv`` what people changed, and ``originals/`` a user's own copies of the reports, which stay
out of the repository. Tables are read together, corrections applied, and changed together, under a lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from orgreports import corrections, frames, tables
from orgreports.contents import Contents, read_contents
from orgreports.corrections import WHOLE, Correction, Place
from orgreports.models import OrgreportsError, Report
from orgreports.storage import locked, replace_files
from orgreports.tables import ORIGINALS, Parsed, Stored

if TYPE_CHECKING:
    import pandas as pd

CHECKOUT = Path(__file__).resolve().parent.parent
_START, _END = (frames.OBSERVATION_COLUMNS.index(column) for column in ("start", "end"))


def default_folder() -> Path:
    """Where the data lies: ORGREPORTS_DATA, else ``data/`` of the checkout, else ``data/`` here."""
    if chosen := os.environ.get("ORGREPORTS_DATA"):
        return Path(chosen)
    return (CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else Path()) / "data"


@dataclass(frozen=True)
class Selection:
    """A part of a corpus: all its reports, and the rows of chosen indicators, regions and reports."""

    _contents: Contents
    indicators: Collection[str] | None
    regions: Collection[str] | None
    only: Collection[str] | None  # ids of reports

    @property
    def reports(self) -> pd.DataFrame:
        """One row for every report of the corpus, chosen or not; see ``frames.REPORT_TYPES``."""
        return self._contents.reports

    @cached_property
    def observations(self) -> pd.DataFrame:
        """The chosen rows, in the order of reports and texts; see ``frames.OBSERVATION_TYPES``."""
        filters = {"indicators": self.indicators, "regions": self.regions, "reports": self.only}
        return self._contents.rows("observations", filters)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """How many numerals of each chosen report have which reason."""
        return self._contents.rows("ledger", {"regions": self.regions, "reports": self.only})

    @cached_property
    def terms(self) -> pd.DataFrame:
        """How often each word occurs in each chosen report."""
        return self._contents.rows("terms", {"regions": self.regions, "reports": self.only})


class Corpus:
    """The tables of a data folder, corrections applied; read when first asked for, and then kept.

    After a change through this object it shows the change; to see changes of others, make a new one
    (``version`` tells whether that is needed). A folder that does not exist yet is an empty corpus.
    """

    def __init__(
        self,
        folder: Path | str | None = None,
        originals: Iterable[Path | str] = (),
        *,
        read_only: bool = False,
    ) -> None:
        """``folder``: default as ``default_folder``. ``originals``: further folders with original files.

        ``read_only``: every call that would change something raises OrgreportsError.
        """
        self.read_only = read_only
        self.folder = Path(folder) if folder is not None else default_folder()
        self._original_folders = [self.folder / ORIGINALS, *map(Path, originals)]

    @property
    def version(self) -> str:
        """Differs whenever the folder's tables or corrections have been written anew."""
        return tables.fingerprint(self.folder)

    @cached_property
    def _contents(self) -> Contents:
        return read_contents(self.folder)

    @property
    def reports(self) -> pd.DataFrame:
        """One row a report, by region and period; see ``frames.REPORT_TYPES``."""
        return self._contents.reports

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row a quantity, in the order of reports and texts; see ``frames.OBSERVATION_TYPES``."""
        return self.select().observations

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """How many numerals of each report have which reason."""
        return self.select().ledger

    @cached_property
    def terms(self) -> pd.DataFrame:
        """How often each word occurs in each report."""
        return self.select().terms

    def select(
        self,
        indicators: Collection[str] | None = None,
        regions: Collection[str] | None = None,
        reports: Collection[str] | None = None,
    ) -> Selection:
        """A part of the corpus, of which only the rows that fit are read; None takes all.

        It can be compared like the corpus itself.
        """
        return Selection(self._contents, indicators, regions, reports)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The journal: every correction, the undone ones too, in the order in which they were made."""
        return self._contents.journal

    def original(self, report: str, parse: Callable[..., Report] | None = None) -> Report | None:
        """The report parsed from its original, where a file with its sha256 is at hand; else None.

        ``parse`` takes the place of ``pipeline.parse``: ``deadline.parse_within`` has a time limit.

        It shows what the parser reads; corrections are in ``observations``. Raises OrgreportsError for
        a report that the corpus does not have.
        """
        path = self.original_path(report)
        if path is None:
            return None
        from orgreports import pipeline

        fields = corrections.report_fields(self._contents.journal, self._contents.find(report).sha256)
        return (parse or pipeline.parse)(str(path), **fields)

    def original_path(self, report: str) -> Path | None:
        """Where the original of a report lies, found by its sha256; None where it is not at hand."""
        wanted = self._contents.find(report).sha256
        for path in (self.folder / ORIGINALS).glob(f"{wanted}*"):
            return path
        for folder in self._original_folders:
            for path in sorted(folder.glob("*")) if folder.is_dir() else ():
                if not path.name.startswith(".") and path.is_file() and tables.file_sha256(path) == wanted:
                    return path
        return None

    def add(
        self, report: Report, data: bytes | None = None, *, region: str = "", period: str = "", who: str = ""
    ) -> str:
        """Store a parsed report, and ``data``, its file, as an original; returns its id.

        ``region`` and ``period`` are given where a person chose them (``report`` is parsed with them); they
        are kept as corrections, so that they hold when it is parsed anew. A file that the corpus has
        is replaced. Raises OrgreportsError where region or period is not known, or nothing can be written.
        """
        if doubt := tables.doubt(report):
            raise OrgreportsError(f"{report.document.name}: {doubt}")
        new = tables.digest(report)
        files: dict[str, bytes | None] = {}
        if data is not None:
            files[tables.original_name(new.sha256, report.document.name)] = data
        given = {"region": region, "period": period}
        bulk = self._contents.bulk_ids(new.sha256)

        def change(stored: Stored) -> Stored:
            others = [item for item in stored.parsed if item.sha256 != new.sha256]
            taken = {item.id for item in others} | bulk
            named = new.renamed(tables.free_id(new.id, taken))
            journal = corrections.returned(stored.journal, new.sha256)
            known = corrections.report_fields(journal, new.sha256)
            for column, value in given.items():
                if value and known.get(column) != value:
                    journal = corrections.entered(journal, named.id, new.sha256, column, "", value, who)
            return Stored((*others, named), journal)

        self._change(change, files)
        return next(item.id for item in self._contents.held if item.sha256 == new.sha256)

    def remove(self, report: str) -> None:
        """Take a report out of the tables, and its original out of ``originals/``; corrections stay.

        Raises OrgreportsError for a report that the corpus does not have.
        """
        gone = self._contents.find(report)
        path = self.original_path(report)
        inside = path is not None and path.parent == self.folder / ORIGINALS
        files = {f"{ORIGINALS}/{path.name}": None} if path is not None and inside else {}
        is_bulk = self._contents.is_bulk(gone.sha256)

        def change(stored: Stored) -> Stored:
            kept = tuple(item for item in stored.parsed if item.sha256 != gone.sha256)
            entry = (gone.id, gone.sha256, corrections.REMOVED, gone.id, "", "")
            return Stored(kept, corrections.entered(stored.journal, *entry) if is_bulk else stored.journal)

        self._change(change, files)

    def correct(self, report: str, start: int, end: int, column: str, value: str, who: str = "") -> int:
        """Correct ``column`` of the figure at ``[start:end]`` of the raw text; returns the correction's id.

        ``column`` is one of ``corrections.OBSERVATION_FIELDS``; ``removed`` with any value takes the figure
        out. Raises OrgreportsError where there is no such figure, or the value cannot stand there.
        """
        corrections.check(column, value)
        item = self._contents.find(report)
        row = next((r for r in item.observations if (r[_START], r[_END]) == (start, end)), None)
        if row is None:
            raise OrgreportsError(f"{report}: no figure stands at {start}:{end}: choose one of its figures")
        cells = dict(zip(frames.OBSERVATION_COLUMNS, row, strict=True))
        before = frames.cell_text(cells.get(column, ""))
        return self._enter(item, column, before, value, who, Place(start, end, cells["quote"]))

    def correct_report(self, report: str, column: str, value: str, who: str = "") -> int:
        """Correct the ``region`` (code) or ``period`` (2012-2023) of a report; returns the correction's id.

        The id of the report follows it. Raises OrgreportsError for another column, or a value that cannot be.
        """
        if column not in corrections.REPORT_FIELDS:
            raise OrgreportsError(f"correction: a report has no {column!r} that can be corrected")
        corrections.check(column, value)
        item = self._contents.find(report)
        return self._enter(item, column, item.region if column == "region" else item.period, value, who)

    def undo(self, correction: int) -> None:
        """Undo a correction by its id; undoing one that is undone changes nothing.

        Raises OrgreportsError where there is none, or nothing is known to go back to.
        """
        entry = next((entry for entry in self.corrections if entry.id == correction), None)
        if entry is None:
            raise OrgreportsError(f"correction {correction}: there is none with this number")
        if entry.column in corrections.REPORT_FIELDS and not entry.before:
            raise OrgreportsError(
                f"correction {correction}: the {entry.column} was unknown before: correct it instead"
            )

        self._change(lambda stored: Stored(stored.parsed, corrections.undone(stored.journal, correction)))

    def _enter(
        self,
        item: Parsed,
        column: str,
        before: str,
        after: str,
        who: str,
        place: Place = WHOLE,
    ) -> int:
        def change(stored: Stored) -> Stored:
            journal = corrections.entered(
                stored.journal, item.id, item.sha256, column, before, after, who, place
            )
            return Stored(stored.parsed, journal)

        self._change(change)
        return self.corrections[-1].id

    def _change(
        self, change: Callable[[Stored], Stored], files: Mapping[str, bytes | None] | None = None
    ) -> None:
        """Read what is stored, change it, and store it, while no other process does."""
        if self.read_only:
            raise OrgreportsError(f"{self.folder.name}: open for reading only: sign in to change it")
        with locked(self.folder):
            replace_files(
                self.folder, {**(files or {}), **tables.stored_files(change(tables.read_stored(self.folder)))}
            )
        for name in ("_contents", "observations", "ledger", "terms"):
            self.__dict__.pop(name, None)
