"""Arrow IPC: files, and streams such as ``datasets`` writes; one record batch after the other."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from ftdata.errors import FtdataError, UnreadableError
from ftdata.loaders._columnar import Table, slices
from ftdata.loaders.source import Source
from ftdata.types import Record

if TYPE_CHECKING:
    import pyarrow as pa

CONTAINERS = ("arrow", "arrow-stream")

_END = b"\xff\xff\xff\xff\0\0\0\0"


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row; its place is its number in the file, and in its record batch.

    Raises:
        UnreadableError: The file is damaged or cut off, or a column has a type that JSON has no word for.
    """
    import pyarrow as pa

    try:
        yield from _records(source)
    except (pa.ArrowException, OSError, ValueError, LookupError, MemoryError) as error:  # damage can look like anything
        if isinstance(error, FtdataError):
            raise
        first = str(error).strip().split("\n")[0]
        raise UnreadableError(
            f"{source.name}: the Arrow file is damaged or cut off ({first:.200}); get it again"
        ) from error


def _records(source: Source) -> Iterator[Record]:
    table, example = None, 1
    for number, batch in enumerate(_file(source) if source.container == "arrow" else _stream(source), start=1):
        table = table or Table(source.name, batch.schema)
        row = 1
        for part in slices(_sound(source.name, number, batch)):
            yield from table.records(part, example, f"record batch {number}", row)
            example, row = example + part.num_rows, row + part.num_rows


def _file(source: Source) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    with pa.ipc.open_file(source.stream) as file:
        for number in range(file.num_record_batches):
            yield file.get_batch(number)


def _stream(source: Source) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    tail = _Tail(source.stream)
    with pa.ipc.open_stream(pa.PythonFile(cast("BinaryIO", tail), "r")) as stream:
        yield from stream
    if tail.last != _END:  # the library takes a stream that breaks off between two batches for a whole one
        raise UnreadableError(f"{source.name}: the Arrow stream has no end mark, so rows may be missing; get it again")
    if source.stream.read(1):
        raise UnreadableError(
            f"{source.name}: something follows the end of the Arrow stream; keep each in a file of its own"
        )


class _Tail(io.RawIOBase):
    """Passes bytes on and remembers the last ones."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.last = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read as the stream below does."""
        data = self._stream.read(size)
        self.last = (self.last + data[-len(_END) :])[-len(_END) :]
        return data


def _sound(name: str, number: int, batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """Make sure that no place in a batch points outside of it; text that is not UTF-8 is told row by row.

    Raises:
        UnreadableError: One does.
    """
    import pyarrow as pa

    for field, column in zip(batch.schema, batch.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error) and pa.types.is_string(field.type):
                column.view(pa.binary()).validate(full=True)
                continue
            raise UnreadableError(
                f"{name}: record batch {number}, column {field.name!r:.60} is damaged ({error!s:.200}); get it again"
            ) from error
    return batch
