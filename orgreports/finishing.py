"""The end of a build: the parts of its spool become the tables of the corpus, in one step.

A small corpus is CSV, which people can read and compare; a large one is Parquet. Either replaces what
the folder had before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from orgreports import dataset, tables
from orgreports.dataset import province
from orgreports.spool import DETAILS, Spool
from orgreports.storage import locked, replace_files
from orgreports.tables import POINTER, Parsed, Stored

PARQUET_FROM = 1000  # reports: from there on CSV would be slow to load


def finish(folder: Path, spool: Spool, jobs: Mapping[str, object]) -> tuple[str, ...]:
    """Make the tables of ``folder`` from what the spool has of these jobs; returns the reports' ids.

    An empty spool changes nothing. Raises OrgreportsError where nothing can be written.
    """
    done = spool.done() & jobs.keys()
    if not done:
        return ()
    reports = spool.reports(done)
    names = _names(reports)
    if len(names) < PARQUET_FROM:
        _finish_csv(folder, [item.renamed(names[job]) for job, item in spool.parsed(done)])
    else:
        _finish_parquet(folder, spool, reports, names)
    return tuple(names.values())


def _names(reports: pa.Table) -> dict[str, str]:
    """The id of each report by its job, in the order of the reports; the order of arrival does not matter.

    A second report of a region and period gets ``-2``.
    """
    taken: set[str] = set()
    names = {}
    columns = (
        reports[name].to_pylist()
        for name in ("region", "period_start", "period_end", "report", "sha256", "job")
    )
    for *_, wanted, _, job in sorted(zip(*columns, strict=True)):
        names[job] = tables.free_id(wanted, taken)
        taken.add(names[job])
    return names


def _finish_csv(folder: Path, parsed: list[Parsed]) -> None:
    with locked(folder):
        stored = Stored(tuple(parsed), tables.read_journal(folder))
        replace_files(folder, {**tables.stored_files(stored), POINTER: None})
        dataset.remove_others(folder, "")


def _finish_parquet(folder: Path, spool: Spool, reports: pa.Table, names: Mapping[str, str]) -> None:
    place = {job: number for number, job in enumerate(reports["job"].to_pylist())}
    ordered = reports.take([place[job] for job in names]).drop_columns("job")
    ordered = ordered.set_column(0, "report", pa.array(names.values(), pa.string()))
    by_province: dict[str, dict[str, str]] = {}
    for (job, name), region in zip(names.items(), ordered["region"].to_pylist(), strict=True):
        by_province.setdefault(province(region), {})[job] = name

    def parts() -> Iterator[tuple[str, str, pa.Table]]:
        for code, own in sorted(by_province.items()):
            for table in DETAILS:
                yield table, code, spool.rows(table, code, own)

    name = dataset.write_tables(folder, ordered, parts())
    with locked(folder):
        empty = tables.stored_files(Stored((), tables.read_journal(folder)))
        replace_files(folder, {**empty, POINTER: dataset.pointer_bytes(name)})
        dataset.remove_others(folder, name)
