"""What a data folder holds when it is read: corrections applied, CSV and Parquet tables as one.

The reports of the CSV tables, and those of the Parquet tables that a person changed, are held as rows;
the others stay on disk until their rows are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from orgreports import frames, tables
from orgreports.corrections import REMOVED, Correction
from orgreports.models import OrgreportsError
from orgreports.storage import locked
from orgreports.tables import POINTER, Parsed, Stored

if TYPE_CHECKING:
    import pandas as pd

    from orgreports.dataset import Dataset

_COLUMNS = {"indicators": "indicator", "regions": "region", "reports": "report"}


@dataclass(frozen=True)
class Contents:
    """The reports of a folder. ``held`` are those in memory, in order; ``bulk`` has the others."""

    held: tuple[Parsed, ...]
    journal: tuple[Correction, ...]
    bulk: Dataset | None = None
    left_out: frozenset[str] = field(default_factory=frozenset)  # sha256 of those that ``bulk`` has in vain

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a report, by region and period; see ``frames.REPORT_TYPES``."""
        held = frames.frame("reports", (item.report for item in self.held))
        if self.bulk is None:
            return held
        known = self.bulk.reports
        both = _joined(known[~known["sha256"].isin(self.left_out)], held)
        return both.sort_values(["region", "period_start", "period_end", "report"], ignore_index=True)

    def rows(self, table: str, filters: Mapping[str, Collection[str] | None]) -> pd.DataFrame:
        """The rows of a table that fit all ``filters`` (indicators, regions, reports; None for all)."""
        kept = {_COLUMNS[name]: set(values) for name, values in filters.items() if values is not None}
        held = frames.frame(table, self._held_rows(table, kept))
        if self.bulk is None:
            return held
        bulk = self.bulk.rows(table, **filters)
        found = _joined(bulk[~bulk["report"].isin(self._left_out_ids)], held)
        if table == "observations":
            found = found.sort_values(["region", "report", "start", "end"], kind="stable", ignore_index=True)
        return found

    def _held_rows(self, table: str, kept: Mapping[str, Collection[str]]) -> Iterable[tuple[object, ...]]:
        own = {name: kept[name] for name in ("region", "report") if name in kept}
        place = frames.OBSERVATION_COLUMNS.index("indicator")
        for item in self.held:
            if item.region in own.get("region", {item.region}) and item.id in own.get("report", {item.id}):
                for row in getattr(item, table):
                    if "indicator" not in kept or row[place] in kept["indicator"]:
                        yield row

    @cached_property
    def _left_out_ids(self) -> list[str]:
        if self.bulk is None:
            return []
        known = self.bulk.reports
        return list(known.loc[known["sha256"].isin(self.left_out), "report"])

    def find(self, report: str) -> Parsed:
        """A report by its id. Raises OrgreportsError where there is none."""
        for item in self.held:
            if item.id == report:
                return item
        if self.bulk is not None:
            known = self.bulk.reports
            shas = known.loc[(known["report"] == report) & ~known["sha256"].isin(self.left_out), "sha256"]
            for item in self.bulk.parsed(shas):
                return item
        raise OrgreportsError(f"{report}: the corpus has no such report: see which it has on the first page")

    def bulk_ids(self, sha256: str) -> set[str]:
        """The ids in the Parquet tables, but for that of the report with this sha256."""
        if self.bulk is None:
            return set()
        known = self.bulk.reports
        return set(known.loc[known["sha256"] != sha256, "report"])

    def is_bulk(self, sha256: str) -> bool:
        """Whether the report lies in the Parquet tables, changed or not."""
        return self.bulk is not None and sha256 in set(self.bulk.reports["sha256"])


def read_contents(folder: Path) -> Contents:
    """What lies in a folder; nothing where it does not exist. Raises OrgreportsError for damaged tables."""
    with locked(folder, shared=True):
        stored = tables.read_stored(folder)
        bulk = None
        if (folder / POINTER).exists():
            from orgreports.dataset import open_dataset

            bulk = open_dataset(folder)
        if bulk is None:
            return Contents(tables.corrected(stored), stored.journal)
        _ = bulk.reports  # read while a build cannot take it away
    own = {item.sha256 for item in stored.parsed}
    removed = {entry.sha256 for entry in stored.journal if entry.column == REMOVED and not entry.undone}
    changed = {entry.sha256 for entry in stored.journal} - own - removed
    touched = tuple(bulk.parsed(changed))
    others = bulk.reports.loc[~bulk.reports["sha256"].isin(own | removed | changed), "report"]
    taken = set(others.to_numpy(dtype=object))  # text columns are slow to iterate
    held = tables.corrected(Stored((*stored.parsed, *touched), stored.journal), taken)
    return Contents(held, stored.journal, bulk, frozenset(own | removed | changed))


def _joined(bulk: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([bulk, held], ignore_index=True) if len(held) else bulk.reset_index(drop=True)
