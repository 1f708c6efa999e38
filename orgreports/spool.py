"""What a build has done so far: parts on disk, one a batch, so that it can be stopped and taken up again.

A part holds the rows of its reports, and which file and which version they come from: a line with the
lengths of its blocks, and the blocks, one a table and province, each a compressed message of Arrow's. They
are written once and read once or twice: Parquet would cost many times as much to write and to open. Nothing
of a spool is part of the corpus until the build is finished.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from orgreports import __version__
from orgreports.dataset import province, schema
from orgreports.frames import Row
from orgreports.storage import write_file
from orgreports.tables import Parsed

SPOOL = ".build"
DETAILS = ("observations", "ledger", "terms")
NUMBER = "number"  # of its report among those of its province in the part; stands for the report's id
_SUFFIX = ".part"
_ENTRY = 4  # numbers of an entry of the index
_CODEC = pa.Codec("zstd")


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


@cache
def form_of(table: str) -> pa.Schema:
    """The columns of a table in a part."""
    if table == "reports":
        return schema(table, "job")
    own = schema(table)
    return own.set(own.get_field_index("report"), pa.field(NUMBER, pa.int32()))


def pack(parsed: Sequence[tuple[str, Parsed]]) -> bytes:
    """The rows of some reports, each with its job key, as a part."""
    ordered = sorted(parsed, key=lambda pair: province(pair[1].region))
    head, blocks = [], list[bytes]()
    for code, group in groupby(ordered, lambda pair: province(pair[1].region)):
        own = list(group)
        rows: dict[str, list[Row]] = {"reports": [(*item.report, job) for job, item in own]}
        for table in DETAILS:
            rows[table] = [(n, *row[1:]) for n, (_, item) in enumerate(own) for row in getattr(item, table)]
        for table in rows:
            message = _batch(form_of(table), rows[table]).serialize()
            blocks.append(_CODEC.compress(message, asbytes=True))
            head.append((table, code, len(blocks[-1]), message.size))
    return b"".join([json.dumps(head).encode(), b"\n", *blocks])


def _batch(form: pa.Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [()] * len(form)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, form, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=form)


class Spool:
    """The parts of the build that goes on in a data folder."""

    def __init__(self, folder: Path) -> None:
        """Open the spool of a data folder; parts of another version are taken away."""
        self.folder = folder / SPOOL / version()
        for path in (folder / SPOOL).glob("*"):
            if path.is_dir() and path != self.folder:
                shutil.rmtree(path, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._next = 1 + max(self._parts(), default=-1)

    def done(self) -> set[str]:
        """The job keys of the reports that need not be parsed again."""
        return {
            job
            for code in self.provinces()
            for _, batch in self.blocks("reports", code)
            for job in batch["job"].to_pylist()
        }

    def provinces(self) -> list[str]:
        """The codes of the provinces that have reports, in order."""
        return sorted({code for _, code in self._index})

    def put(self, part: bytes) -> None:
        """Keep a part."""
        write_file(self.folder / f"{self._next:06d}{_SUFFIX}", part)
        self._next += 1
        self.__dict__.pop("_index", None)

    def blocks(self, table: str, code: str) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The rows of a province in each part, with the part's number; one after the other, to hold few."""
        entries = self._index.get((table, code), array("q"))
        for at in range(0, len(entries), _ENTRY):
            part, start, length, size = entries[at : at + _ENTRY]
            with (self.folder / f"{part:06d}{_SUFFIX}").open("rb") as file:
                file.seek(start)
                message = _CODEC.decompress(file.read(length), size)
            yield part, pa.ipc.read_record_batch(message, form_of(table))

    def parsed(self, ids: Mapping[str, str]) -> Iterator[Parsed]:
        """The reports of these jobs, whole, under the ids that go with them."""
        for code in self.provinces():
            found = {
                part: [Parsed((ids.get(row[-1], ""), *row[1:-1]), [], [], []) for row in tuples(batch)]
                for part, batch in self.blocks("reports", code)
            }
            for table in DETAILS:
                for part, batch in self.blocks(table, code):
                    for number, *row in tuples(batch):
                        item = found[part][number]
                        getattr(item, table).append((item.id, *row))
            yield from (item for own in found.values() for item in own if item.id)

    def clear(self) -> None:
        """Take the spool away; the build is finished."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _parts(self) -> list[int]:
        """The numbers of the parts, in order."""
        return sorted(int(path.stem) for path in self.folder.glob(f"[0-9]*{_SUFFIX}"))

    @cached_property
    def _index(self) -> dict[tuple[str, str], array[int]]:
        """For each table and province, one after the other: part, place, length and full size of a block."""
        index: dict[tuple[str, str], array[int]] = {}
        for part in self._parts():
            with (self.folder / f"{part:06d}{_SUFFIX}").open("rb") as file:
                head = json.loads(file.readline())
                at = file.tell()
            for table, code, length, size in head:
                index.setdefault((table, code), array("q")).extend((part, at, length, size))
                at += length
        return index


def tuples(batch: pa.RecordBatch) -> Iterator[Row]:
    """The rows, with plain values."""
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)
