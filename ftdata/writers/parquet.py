"""Parquet, with the columns that ``to_dataset`` gives, and their features for ``datasets`` in its metadata."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from ftdata.types import Json, Loss
from ftdata.writers._columns import Columns, batches
from ftdata.writers._spool import Spool

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "parquet"
SUFFIXES = (".parquet",)

_GROUP = 64 << 20
"""Bytes of a row group, as columns."""


class _Table:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rows = Spool()
        self._number = 0
        self._keys: Counter[str] = Counter()
        self.losses: Counter[Loss] = Counter()

    def add(self, line: bytes) -> None:
        self._rows.add(line)
        self._number += 1

    def end(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = Columns(self._counted())
        schema = columns.features.arrow_schema
        with pq.ParquetWriter(self._stream, schema) as writer:
            for group in _groups(batches(self._rows, columns, schema)):
                writer.write_table(pa.Table.from_batches(group, schema))
        self._rows.close()
        for key, number in self._keys.items():
            if number < self._number:
                self.losses[Loss(key, "where a row has no such key, the table has null")] = self._number - number
        self._stream.flush()

    def _counted(self) -> Iterator[Mapping[str, Json]]:
        for row in self._rows:
            self._keys.update(row.keys())
            yield row


def _groups(found: "Iterator[pa.RecordBatch]") -> "Iterator[list[pa.RecordBatch]]":
    """Put batches together until they make a row group."""
    group: list[pa.RecordBatch] = []
    for batch in found:
        group.append(batch)
        if sum(each.nbytes for each in group) >= _GROUP:
            yield group
            group = []
    if group:
        yield group


def begin(stream: BinaryIO) -> _Table:
    """Begin a file."""
    return _Table(stream)
