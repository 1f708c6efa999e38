"""Parquet files read by row group: only those that can have a wanted row, by their least and largest values.

Text is read as places in a dictionary, so that a row that is not wanted costs next to nothing. The values
are kept, some 500 bytes for 5,000 rows; what else a file says of itself is read each time, since it takes
ten times as much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Bounds = Mapping[str, tuple[str, str]]  # least and largest value of a text column, where the file says them


class GroupedFile:
    """A Parquet file that stays as it is."""

    def __init__(self, path: Path, form: pa.Schema, keys: Collection[str]) -> None:
        """``form``: its columns. ``keys``: those of text by which rows are chosen. Nothing is read yet."""
        self._path, self._form, self._keys = path, form, keys
        self._texts = [field.name for field in form if pa.types.is_string(field.type)]
        self._bounds: list[Bounds] = []

    def rows(self, wanted: Mapping[str, Collection[str]]) -> pa.Table:
        """The rows that have one of the wanted values in each of these keys.

        Raises OSError or ArrowException for a damaged file, and ArrowException for one of other columns.
        """
        values = {name: sorted(some) for name, some in wanted.items()}
        if self._bounds and not self._groups(values):
            return self._form.empty_table()
        with pq.ParquetFile(self._path, read_dictionary=self._texts) as file:
            self._bounds = self._bounds or _bounds(file.metadata, self._keys)
            rows = file.read_row_groups(self._groups(values))
        for name, some in values.items():
            rows = rows.filter(pc.is_in(rows[name], pa.array(some, pa.string())))
        return rows.select(self._form.names).cast(self._form)

    def _groups(self, values: Mapping[str, Sequence[str]]) -> list[int]:
        return [number for number, bounds in enumerate(self._bounds) if _may_have(bounds, values)]


def _bounds(metadata: pq.FileMetaData, columns: Collection[str]) -> list[Bounds]:
    """Those of each row group."""
    names = metadata.schema.names
    places = [(name, names.index(name)) for name in columns if name in names]
    found: list[Bounds] = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        said = ((name, group.column(place).statistics) for name, place in places)
        found.append({name: (one.min, one.max) for name, one in said if one is not None and one.has_min_max})
    return found


def _may_have(bounds: Bounds, values: Mapping[str, Sequence[str]]) -> bool:
    for name, some in values.items():
        least, largest = bounds.get(name, ("", "\U0010ffff"))
        at = bisect_left(some, least)
        if at == len(some) or some[at] > largest:
            return False
    return True
