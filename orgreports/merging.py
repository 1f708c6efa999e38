"""The rows of a build's parts in the order of the corpus, so many at a time that memory stays flat.

Where a province has more rows than may be held at once, its parts are gone through several times: first for
the places of the rows in the order alone, then for the rows of one stretch of it after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from orgreports import rulebook
from orgreports.dataset import schema
from orgreports.spool import NUMBER, Spool, form_of

MOST = 100_000  # rows that are held at once, each some 200 bytes
_KEY = "key"  # where a row stands: by indicator, if it has one; then by report; then as in the report


class Province:
    """The rows of one province's reports in the parts of a build."""

    def __init__(self, spool: Spool, code: str, names: Mapping[str, tuple[str, str]]) -> None:
        """``names``: region and id of each report that is wanted, by its job."""
        self._spool, self._code = spool, code
        self._order = sorted(names, key=names.__getitem__)
        self._regions, self._ids = (
            pa.array([names[job][place] for job in self._order], pa.string()) for place in (0, 1)
        )

    def rows(self, table: str) -> Iterator[pa.Table]:
        """The rows of a table in order, in pieces; each with ``region``, and with the id of its report."""
        held, size = [], 0
        for piece in self._pieces(table):
            held.append(piece)
            size += piece.num_rows
            if size > MOST:
                break
        else:
            yield self._in_order(table, held)
            return
        held.clear()
        for low, high in pairwise(self._stretches(table)):
            yield self._in_order(table, self._pieces(table, low, high))

    @cached_property
    def _places(self) -> dict[int, pa.Array]:
        """For each part the places of its reports in the order; null for those that are not wanted."""
        place = {job: number for number, job in enumerate(self._order)}
        return {
            part: pa.array([place.get(job) for job in batch["job"].to_pylist()], pa.int64())
            for part, batch in self._spool.blocks("reports", self._code)
        }

    def _pieces(self, table: str, low: int = 0, high: int | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of each part, with their keys, as far as these are from ``low`` to before ``high``."""
        for part, batch in self._spool.blocks(table, self._code):
            key = self._keys(table, part, batch)
            batch = batch.append_column(_KEY, key)
            wanted = pc.is_valid(key)
            if high is not None:
                wanted = pc.and_kleene(wanted, pc.and_(pc.greater_equal(key, low), pc.less(key, high)))
            yield batch.filter(wanted)

    def _keys(self, table: str, part: int, batch: pa.RecordBatch) -> pa.Array:
        place = self._places[part].take(batch[NUMBER])
        if table != "observations":
            return place
        codes = pa.array(sorted(["", *rulebook.catalogue()]))
        indicator = pc.index_in(batch["indicator"], codes).cast(pa.int64())
        return pc.add(pc.multiply(indicator, len(self._order)), place)

    def _stretches(self, table: str) -> list[int]:
        """Keys that cut the order into stretches of about ``MOST`` rows."""
        blocks = self._spool.blocks(table, self._code)
        every = pa.concat_arrays([self._keys(table, *block).drop_null() for block in blocks]).sort()
        cuts = [every[at].as_py() for at in range(MOST, len(every), MOST)]
        return sorted({0, *cuts, every[-1].as_py() + 1})

    def _in_order(self, table: str, pieces: Iterable[pa.RecordBatch]) -> pa.Table:
        form = form_of(table).append(pa.field(_KEY, pa.int64()))
        rows = pa.Table.from_batches(pieces, form).combine_chunks()
        rows = rows.take(pc.sort_indices(rows[_KEY]))  # stable: within a report the rows are in order
        count = len(self._order)
        place = pc.subtract(rows[_KEY], pc.multiply(pc.divide(rows[_KEY], count), count)).combine_chunks()
        known = {"report": self._ids, "region": self._regions}
        form = schema(table, "region")
        return pa.Table.from_arrays(
            [known[name].take(place) if name in known else rows[name] for name in form.names], schema=form
        )
