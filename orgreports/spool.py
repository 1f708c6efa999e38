"""What a build has done so far: parts on disk, one a batch, so that it can be stopped and taken up again.

A part holds the rows of its reports, and which file and which version they come from. Nothing of a spool
is part of the corpus until the build is finished.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orgreports import __version__, frames
from orgreports.dataset import province, table_of
from orgreports.storage import write_file
from orgreports.tables import Parsed

SPOOL = ".build"
DETAILS = ("observations", "ledger", "terms")


@cache
def version() -> str:
    """Changes with everything that can change a result: the code, the rules, and the libraries' versions."""
    from importlib.metadata import version as installed

    total = hashlib.sha256(__version__.encode())
    here = Path(__file__).resolve().parent
    for path in sorted([*here.glob("*.py"), *(here / "rules").iterdir()]):
        total.update(path.name.encode() + path.read_bytes())
    for name in ("jieba", "opencc-python-reimplemented", "pyarrow"):
        total.update(installed(name).encode())
    return total.hexdigest()[:16]


def pack(parsed: Sequence[tuple[str, Parsed]]) -> dict[str, bytes]:
    """The rows of some reports as Parquet, a row group a province; every row with region and job key."""
    ordered = sorted(parsed, key=lambda pair: province(pair[1].region))
    tables = {"reports": table_of("reports", [(*item.report, job) for job, item in ordered], "job")}
    for table in DETAILS:
        extra = ("job",) if "region" in frames.TABLES[table] else ("region", "job")
        rows = [
            (*row, *(item.region, job)[-len(extra) :])
            for job, item in ordered
            for row in getattr(item, table)
        ]
        tables[table] = table_of(table, rows, *extra)
    return {name: _grouped(table) for name, table in tables.items()}


def _grouped(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    codes = pc.utf8_slice_codeunits(table["region"], 0, 2)
    with pq.ParquetWriter(buffer, table.schema, compression="zstd") as writer:
        for code in pc.unique(codes).to_pylist():
            writer.write_table(table.filter(pc.equal(codes, code)))
    return buffer.getvalue()


class Spool:
    """The parts of the build that goes on in a data folder."""

    def __init__(self, folder: Path) -> None:
        """Open the spool of a data folder; parts of another version are taken away."""
        self.folder = folder / SPOOL / version()
        for path in (folder / SPOOL).glob("*"):
            if path.is_dir() and path != self.folder:
                shutil.rmtree(path, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._next = 1 + max((int(path.name.split("-")[0]) for path in self._paths("reports")), default=-1)

    def done(self) -> set[str]:
        """The job keys of the reports that need not be parsed again."""
        return {
            job
            for path in self._paths("reports")
            for job in pq.read_table(path, columns=["job"])["job"].to_pylist()
        }

    def put(self, part: Mapping[str, bytes]) -> None:
        """Keep a part; that of the reports last, since it says that the others are there."""
        for table in (*DETAILS, "reports"):
            write_file(self.folder / f"{self._next:06d}-{table}.parquet", part[table])
        self._next += 1

    def reports(self, jobs: Iterable[str]) -> pa.Table:
        """The report rows of these jobs, each with its ``job``."""
        table = pa.concat_tables([pq.read_table(path) for path in self._paths("reports")])
        return table.filter(pc.is_in(table["job"], pa.array(list(jobs), pa.string())))

    def rows(self, table: str, code: str, names: Mapping[str, str]) -> pa.Table:
        """The rows of a province, of the reports in ``names``, which gives their ids by job."""
        jobs, ids = (pa.array(list(values), pa.string()) for values in (names, names.values()))
        groups = (group for path in self._paths(table) for group in _row_groups(path, code))
        return pa.concat_tables([_named(group, jobs, ids) for group in groups]).combine_chunks()

    def parsed(self, jobs: Iterable[str]) -> Iterator[tuple[str, Parsed]]:
        """The reports of these jobs, whole, each with its job."""
        reports = self.reports(jobs)
        rows = list(_tuples(reports, frames.REPORT_TYPES))
        found = {
            job: Parsed(row, [], [], []) for job, row in zip(reports["job"].to_pylist(), rows, strict=True)
        }
        for table in DETAILS:
            for path in self._paths(table):
                part = pq.read_table(path)
                for job, row in zip(
                    part["job"].to_pylist(), _tuples(part, frames.TABLES[table]), strict=True
                ):
                    if job in found:
                        getattr(found[job], table).append(row)
        yield from found.items()

    def clear(self) -> None:
        """Take the spool away; the build is finished."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _paths(self, table: str) -> list[Path]:
        """The files of a table, of parts that are whole."""
        ends = sorted(self.folder.glob("[0-9]*-reports.parquet"))
        return [path.with_name(path.name.replace("reports", table)) for path in ends]


def _named(rows: pa.Table, jobs: pa.Array, ids: pa.Array) -> pa.Table:
    """The rows of these jobs, with the ids of their reports."""
    rows = rows.filter(pc.is_in(rows["job"], jobs))
    own = ids.take(pc.index_in(rows["job"], jobs).combine_chunks())
    return rows.set_column(rows.schema.get_field_index("report"), "report", own).drop_columns("job")


def _row_groups(path: Path, code: str) -> Iterator[pa.Table]:
    """The row groups of a province in a part, one after the other: to scan all at once takes more memory."""
    with pq.ParquetFile(path) as file:
        place = file.schema_arrow.get_field_index("region")
        for number in range(file.num_row_groups):
            least = file.metadata.row_group(number).column(place).statistics.min
            if province(least) == code:
                yield file.read_row_group(number, use_threads=False)
        if not file.num_row_groups:
            yield file.schema_arrow.empty_table()


def _tuples(table: pa.Table, columns: Iterable[str]) -> Iterator[tuple[object, ...]]:
    return zip(*(table[name].to_pylist() for name in columns), strict=True)
