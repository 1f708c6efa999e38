"""What a build has done so far: parts on disk, one a batch, so that it can be stopped and taken up again.

A part holds the rows of its reports, and which file and which version they come from, as Arrow files: they
are written once and read once, so nothing is gained by Parquet, which costs far more to write and to open.
Nothing of a spool is part of the corpus until the build is finished.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from orgreports import __version__, frames
from orgreports.dataset import province, schema
from orgreports.storage import write_file
from orgreports.tables import Parsed

SPOOL = ".build"
DETAILS = ("observations", "ledger", "terms")
NUMBER = "number"  # of its report among those of its province in the part; stands for the report's id
_PROVINCES = "provinces"  # in the metadata of a file: the codes of its record batches
_SUFFIX = ".arrow"


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


def form_of(table: str) -> pa.Schema:
    """The columns of a table in a part."""
    if table == "reports":
        return schema(table, "job")
    own = schema(table)
    return own.set(own.get_field_index("report"), pa.field(NUMBER, pa.int32()))


def pack(parsed: Sequence[tuple[str, Parsed]]) -> dict[str, bytes]:
    """The rows of some reports, each with its job key, as Arrow files, a record batch a province."""
    ordered = sorted(parsed, key=lambda pair: province(pair[1].region))
    groups = [(code, list(own)) for code, own in groupby(ordered, lambda pair: province(pair[1].region))]
    files = {"reports": {code: [(*item.report, job) for job, item in own] for code, own in groups}}
    for table in DETAILS:
        files[table] = {
            code: [(number, *row[1:]) for number, (_, item) in enumerate(own) for row in getattr(item, table)]
            for code, own in groups
        }
    return {table: _packed(form_of(table), by_province) for table, by_province in files.items()}


def _packed(form: pa.Schema, by_province: Mapping[str, list[Any]]) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    form = form.with_metadata({_PROVINCES: json.dumps(list(by_province))})
    with pa.ipc.new_file(sink, form, options=options) as writer:
        for rows in by_province.values():
            columns = zip(*rows, strict=True) if rows else [()] * len(form)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, form, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=form))
    content: bytes = sink.getvalue().to_pybytes()
    return content


class Spool:
    """The parts of the build that goes on in a data folder."""

    def __init__(self, folder: Path) -> None:
        """Open the spool of a data folder; parts of another version are taken away."""
        self.folder = folder / SPOOL / version()
        for path in (folder / SPOOL).glob("*"):
            if path.is_dir() and path != self.folder:
                shutil.rmtree(path, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._next = 1 + max(self.parts, default=-1)

    @property
    def parts(self) -> list[int]:
        """The numbers of the parts that are whole, in order."""
        return sorted(int(path.name.split("-")[0]) for path in self.folder.glob(f"[0-9]*-reports{_SUFFIX}"))

    def done(self) -> set[str]:
        """The job keys of the reports that need not be parsed again."""
        return {
            job
            for part in self.parts
            for _, batch in self._batches(part, "reports", ["job"])
            for job in batch["job"].to_pylist()
        }

    def provinces(self) -> list[str]:
        """The codes of the provinces that have reports, in order."""
        return sorted({code for part in self.parts for code, _ in self._batches(part, "reports", ["job"])})

    def put(self, part: Mapping[str, bytes]) -> None:
        """Keep a part; that of the reports last, since it says that the others are there."""
        for table in (*DETAILS, "reports"):
            write_file(self._path(self._next, table), part[table])
        self._next += 1

    def rows(
        self, part: int, table: str, code: str, columns: Sequence[str] | None = None
    ) -> pa.RecordBatch | None:
        """The rows of a province in a part; None where it has none of the province."""
        return next((batch for _, batch in self._batches(part, table, columns, code)), None)

    def parsed(self, ids: Mapping[str, str]) -> Iterator[Parsed]:
        """The reports of these jobs, whole, under the ids that go with them."""
        for part in self.parts:
            found: dict[str, list[Parsed]] = {}
            for code, batch in self._batches(part, "reports"):
                rows = zip(*(batch[name].to_pylist() for name in batch.schema.names), strict=True)
                found[code] = [Parsed((ids.get(row[-1], ""), *row[1:-1]), [], [], []) for row in rows]
            for table in DETAILS:
                for code, batch in self._batches(part, table):
                    columns = [batch[name].to_pylist() for name in batch.schema.names]
                    for number, *row in zip(*columns, strict=True):
                        item = found[code][number]
                        getattr(item, table).append((item.id, *row))
            yield from (item for own in found.values() for item in own if item.id)

    def clear(self) -> None:
        """Take the spool away; the build is finished."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _path(self, part: int, table: str) -> Path:
        return self.folder / f"{part:06d}-{table}{_SUFFIX}"

    def _batches(
        self, part: int, table: str, columns: Sequence[str] | None = None, only: str = ""
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The rows of a part by province, one after the other: to read all at once takes more memory."""
        form = form_of(table)
        fields = [form.get_field_index(name) for name in columns or form.names]
        options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=fields)
        with (
            pa.OSFile(str(self._path(part, table))) as file,
            pa.ipc.open_file(file, options=options) as reader,
        ):
            codes = json.loads(reader.schema.metadata[_PROVINCES.encode()])
            for number, code in enumerate(codes):
                if only in ("", code):
                    yield code, reader.get_batch(number)
