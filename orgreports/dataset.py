"""The tables of a large corpus as Parquet, of which a comparison reads only what it needs.

``FOLDER/parquet-DIGEST/`` has ``reports.parquet``, and for each other table a file a province
(``observations/33.parquet``), in which figures stand by indicator and region. A pointer beside it says
which one holds, so that a new one takes the old one's place in one step.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from orgreports import frames
from orgreports.models import OrgreportsError
from orgreports.row_groups import GroupedFile
from orgreports.tables import POINTER, Parsed

if TYPE_CHECKING:
    import pandas as pd

ROW_GROUP = 5_000  # rows that are read or left out together: about an indicator of some regions
_ARROW = {"str": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}


def schema(table: str, *extra: str) -> pa.Schema:
    """The columns of one of ``frames.TABLES``, and further text columns."""
    fields = [pa.field(name, _ARROW[kind]) for name, kind in frames.TABLES[table].items()]
    return pa.schema(
        [*fields, *(pa.field(name, pa.string()) for name in extra if name not in frames.TABLES[table])]
    )


def province(region: str) -> str:
    """The first two digits of a code, which are its province's."""
    return region[:2]


class Dataset:
    """The Parquet tables of a folder, as they lie there; corrections are not applied."""

    def __init__(self, folder: Path) -> None:
        """``folder``: the one with ``reports.parquet``."""
        self.folder = folder
        self._opened: dict[Path, GroupedFile] = {}

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a report, in order; see ``frames.REPORT_TYPES``."""
        return _frame("reports", self._rows("reports", self.folder / "reports.parquet", {}))

    def rows(
        self,
        table: str,
        *,
        indicators: Collection[str] | None = None,
        regions: Collection[str] | None = None,
        reports: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """The rows of a table that belong to all that is given; only the files that can have some are read.

        Raises OrgreportsError for a damaged file.
        """
        given = {"indicator": indicators, "region": regions, "report": reports}
        wanted = {name: values for name, values in given.items() if values is not None}
        parts = [self._rows(table, path, wanted) for path in self._files(table, regions, reports)]
        return _frame(table, pa.concat_tables(parts) if parts else schema(table).empty_table())

    def parsed(self, sha256: Collection[str]) -> Iterator[Parsed]:
        """The reports with these sha256, as a folder of CSV tables would have them."""
        known = self.reports[self.reports["sha256"].isin(list(sha256))]
        for row in known.itertuples(index=False, name=None):
            name, region = row[0], row[1]
            parts = [
                self.rows(table, regions=[region], reports=[name]).itertuples(index=False, name=None)
                for table in ("observations", "ledger", "terms")
            ]
            yield Parsed(row, *map(list, parts))

    def _files(
        self, table: str, regions: Collection[str] | None, reports: Collection[str] | None
    ) -> list[Path]:
        known = self.reports
        if reports is not None:
            own = set(known.loc[known["report"].isin(list(reports)), "region"])
            regions = own if regions is None else own & set(regions)
        provinces = None if regions is None else {province(region) for region in regions}
        files = sorted((self.folder / table).glob("*.parquet"))
        return [path for path in files if provinces is None or path.stem in provinces]

    def _rows(self, table: str, path: Path, wanted: Mapping[str, Collection[str]]) -> pa.Table:
        try:
            file = self._opened.setdefault(path, GroupedFile(path, schema(table, "region")))
            return file.rows(wanted)
        except (OSError, pa.ArrowException, KeyError) as error:
            fault = str(error).splitlines()[0][:80]
            raise OrgreportsError(f"{path}: damaged table ({fault}): run orgreports build") from None


def _frame(table: str, arrow: pa.Table) -> pd.DataFrame:
    names = list(frames.TABLES[table])
    found = arrow.select(names).to_pandas().astype(dict(frames.TABLES[table]))
    if table == "observations":
        found = found.sort_values(["region", "report", "start", "end"], kind="stable", ignore_index=True)
    return found


def open_dataset(folder: Path) -> Dataset | None:
    """The data set that the pointer in ``folder`` names; None where there is no pointer.

    Raises OrgreportsError where the pointer is damaged.
    """
    path = folder / POINTER
    try:
        name = json.loads(path.read_text(encoding="utf-8"))["folder"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise OrgreportsError(f"{path}: damaged: run orgreports build") from None
    if Path(name).name != name or not (folder / name).is_dir():
        raise OrgreportsError(f"{path}: the tables it names are not there: run orgreports build")
    return Dataset(folder / name)


Pieces = Iterable[pa.Table]  # of a table that need not be in memory as a whole


def write_tables(folder: Path, reports: Pieces, parts: Iterable[tuple[str, str, Pieces]]) -> str:
    """Write a data set beside the one that holds; returns its name, to be put into the pointer.

    ``parts`` gives table, province and rows of the other tables, each with ``region`` beside the columns
    of its table; they are asked for when the reports are written. Reports stand by region and period,
    other rows by region, report and their order in it, observations by indicator before that.
    The same pieces give the same bytes and the same name.
    """
    new = folder / ".parquet.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    total = hashlib.sha256()
    total.update(_write(new / "reports.parquet", schema("reports"), reports))
    for table, code, rows in parts:
        (new / table).mkdir(exist_ok=True)
        total.update(_write(new / table / f"{code}.parquet", schema(table, "region"), rows))
        pa.default_memory_pool().release_unused()  # else the next province adds to this one's memory
    name = f"parquet-{total.hexdigest()[:16]}"
    if (folder / name).exists():  # the same content
        shutil.rmtree(new)
    else:
        new.rename(folder / name)
    return name


def pointer_bytes(name: str) -> bytes:
    """The content of the pointer to a data set."""
    return (json.dumps({"folder": name}) + "\n").encode()


def remove_others(folder: Path, name: str) -> None:
    """Take away the data sets that the pointer does not name."""
    for path in folder.glob("parquet-*"):
        if path.is_dir() and path.name != name:
            shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, form: pa.Schema, pieces: Pieces) -> bytes:
    """Write a table; returns the sha256 of the file."""
    with pq.ParquetWriter(path, form, compression="zstd", write_page_index=True) as writer:
        for rows in pieces:
            writer.write_table(rows, row_group_size=ROW_GROUP)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
