"""The end of a build: the parts of its spool become the tables of the corpus, in one step.

A small corpus is CSV, which people can read and compare; a large one is Parquet. Either replaces what
the folder had before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from orgreports import dataset, frames, tables
from orgreports.dataset import Pieces
from orgreports.frames import Row
from orgreports.merging import Province
from orgreports.spool import DETAILS, Spool, tuples
from orgreports.storage import locked, replace_files
from orgreports.tables import POINTER, Stored

PARQUET_FROM = 1000  # reports: from there on CSV would be slow to load
_ORDER = ("region", "period_start", "period_end", "report", "sha256")
_AT = [frames.REPORT_COLUMNS.index(column) for column in _ORDER]


def finish(folder: Path, spool: Spool, jobs: Mapping[str, object]) -> tuple[str, ...]:
    """Make the tables of ``folder`` from what the spool has of these jobs; returns the reports' ids.

    An empty spool changes nothing. Raises OrgreportsError where nothing can be written.
    """
    done = spool.done() & jobs.keys()
    if not done:
        return ()
    if len(done) < PARQUET_FROM:
        return _finish_csv(folder, spool, done)
    return _finish_parquet(folder, spool, done)


def _reports(spool: Spool, code: str, jobs: Collection[str]) -> list[Row]:
    """The report rows of a province's jobs, each with its job; no order of arrival changes their order."""
    rows = (row for _, batch in spool.blocks("reports", code) for row in tuples(batch))
    return sorted((row for row in rows if row[-1] in jobs), key=_order)


def _order(row: Row) -> Row:
    return (*(row[at] for at in _AT), row[-1])


def _named(rows: list[Row], taken: set[str]) -> list[Row]:
    """The rows with the ids that the reports get: a second one of a region and period gets ``-2``."""
    named = []
    for row in rows:
        name = tables.free_id(row[0], taken)
        taken.add(name)
        named.append((name, *row[1:]))
    return named


def _finish_csv(folder: Path, spool: Spool, jobs: Collection[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    rows = [row for code in spool.provinces() for row in _named(_reports(spool, code, jobs), taken)]
    parsed = tuple(spool.parsed({row[-1]: row[0] for row in rows}))
    with locked(folder):
        stored = Stored(parsed, tables.read_journal(folder))
        replace_files(folder, {**tables.stored_files(stored), POINTER: None})
        dataset.remove_others(folder, "")
    return tuple(row[0] for row in rows)


def _finish_parquet(folder: Path, spool: Spool, jobs: Collection[str]) -> tuple[str, ...]:
    names: list[str] = []
    provinces: dict[str, Province] = {}

    def reports() -> Iterator[pa.Table]:
        """Province by province, whose reports get their names by it."""
        taken: set[str] = set()
        for code in spool.provinces():
            if not (rows := _named(_reports(spool, code, jobs), taken)):
                continue  # all of them are of files that are not given any more
            names.extend(row[0] for row in rows)
            provinces[code] = Province(spool, code, {row[-1]: (row[1], row[0]) for row in rows})
            form = dataset.schema("reports")
            columns = list(zip(*rows, strict=True))[: len(form)]
            yield pa.table([pa.array(c, f.type) for c, f in zip(columns, form, strict=True)], schema=form)

    def parts() -> Iterator[tuple[str, str, Pieces]]:
        for code in list(provinces):
            own = provinces.pop(code)
            for table in DETAILS:
                yield table, code, own.rows(table)

    name = dataset.write_tables(folder, reports(), parts())
    with locked(folder):
        empty = tables.stored_files(Stored((), tables.read_journal(folder)))
        replace_files(folder, {**empty, POINTER: dataset.pointer_bytes(name)})
        dataset.remove_others(folder, name)
    return tuple(names)
