"""Parquet files read by row group: only those that can have a wanted row, by their least and largest values.

Text is read as places in a dictionary, so that a row that is not wanted costs next to nothing. The values
are kept, some 500 bytes for 5,000 rows; what else a file says of itself is read each time, since it takes
ten times as much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Bounds = Sequence[tuple[str, str]]  # least and largest value of a text column, by row group
_ANY = ("", "\U0010ffff")  # where the file doesn't say them


class GroupedFile:
    """A Parquet file that stays as it is."""

    def __init__(self, path: Path, form: pa.Schema) -> None:
        """``form``: its columns. Nothing is read yet."""
        self._path, self._form = path, form
        self._texts = [field.name for field in form if pa.types.is_string(field.type)]
        self._bounds: dict[str, Bounds] = {}

    def rows(self, wanted: Mapping[str, Collection[str]]) -> pa.Table:
        """The rows that have one of the wanted values in each of these text columns.

        Raises OSError or ArrowException for a damaged file, and ArrowException or KeyError for one of
        other columns.
        """
        values = {name: sorted(some) for name, some in wanted.items()}
        if values and self._bounds.keys() >= values.keys() and not self._groups(values):
            return self._form.empty_table()
        with pq.ParquetFile(self._path, read_dictionary=self._texts) as file:
            for name in values.keys() - self._bounds.keys():
                self._bounds[name] = _bounds(file.metadata, name)
            rows = file.read_row_groups(self._groups(values)) if values else file.read()
        masks = [pc.is_in(rows[name], pa.array(some, pa.string())) for name, some in values.items()]
        if masks:
            rows = rows.filter(reduce(pc.and_, masks))  # once, since a filter copies every column
        return rows.select(self._form.names).cast(self._form)

    def _groups(self, values: Mapping[str, Sequence[str]]) -> list[int]:
        """The row groups that can have one of the values in each column."""
        found = [
            {number for number, bounds in enumerate(self._bounds[name]) if _meets(some, *bounds)}
            for name, some in values.items()
        ]
        return sorted(set.intersection(*found))


def _bounds(metadata: pq.FileMetaData, column: str) -> Bounds:
    place = metadata.schema.names.index(column) if column in metadata.schema.names else -1
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    said = [group.column(place).statistics if place >= 0 else None for group in groups]
    return [(one.min, one.max) if one is not None and one.has_min_max else _ANY for one in said]


def _meets(some: Sequence[str], least: str, largest: str) -> bool:
    """Whether one of the values, which are in order, lies between the two."""
    at = bisect_left(some, least)
    return at < len(some) and some[at] <= largest
