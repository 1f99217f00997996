"""Parquet: one row group after the other, a batch of rows at a time, so that memory does not grow with the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from ftdata.errors import FtdataError, UnreadableError
from ftdata.loaders._columnar import BATCH, MOST, Table, slices
from ftdata.loaders.source import Source, open_bytes
from ftdata.types import Record

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

CONTAINERS = ("parquet",)

_PROBE = 8
_PAGES = 1 << 20


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row; its place is its number in the file, and in its row group.

    Raises:
        UnreadableError: The file is damaged or cut off, or a column has a type that JSON has no word for.
    """
    with _damage(source.name):
        file = _opened(source.stream)
        table = Table(source.name, file.schema_arrow)
        example = 1
        for group in source.groups or range(file.num_row_groups):
            row = 1
            for batch in _batches(file, group):
                yield from table.records(batch, example, f"row group {group + 1}", row)
                example, row = example + batch.num_rows, row + batch.num_rows
            _check(source.name, group, row - 1, file)


def group_sizes(file: str) -> list[int]:
    """Bytes of each row group, as the file holds them.

    Raises:
        UnreadableError: The file is damaged.
    """
    with _damage(file), open_bytes(file) as stream:
        found = _opened(stream).metadata
        groups = [found.row_group(number) for number in range(found.num_row_groups)]
        return [sum(each.column(at).total_compressed_size for at in range(each.num_columns)) for each in groups]


def _opened(stream: BinaryIO) -> "pq.ParquetFile":
    import pyarrow.parquet as pq

    return pq.ParquetFile(stream, buffer_size=_PAGES, pre_buffer=False)


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Say of a file that cannot be read that it is damaged.

    Raises:
        UnreadableError: It is.
    """
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, LookupError, MemoryError) as error:  # damage can look like anything
        if isinstance(error, FtdataError):
            raise
        first = str(error).strip().split("\n")[0]
        raise UnreadableError(f"{name}: the Parquet file is damaged or cut off ({first:.200}); get it again") from error


def _batches(file: "pq.ParquetFile", group: int) -> Iterator["pa.RecordBatch"]:
    """Read a row group, as many rows at once as its first few let one expect to be enough."""
    rows = file.metadata.row_group(group).num_rows
    probe = next(file.iter_batches(min(_PROBE, max(rows, 1)), row_groups=[group]), None)
    if probe is None:
        return
    size = max(min(MOST, BATCH * probe.num_rows // max(probe.nbytes, 1)), 1)
    for batch in file.iter_batches(size, row_groups=[group]):
        yield from slices(batch)


def _check(name: str, group: int, found: int, file: "pq.ParquetFile") -> None:
    promised = file.metadata.row_group(group).num_rows
    if found != promised:
        raise UnreadableError(
            f"{name}: row group {group + 1} has {found} rows where the file says {promised}; get it again"
        )
