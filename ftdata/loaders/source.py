"""Opening what the user names: a path, standard input, or rows in memory."""

import io
import math
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple, Self, cast

from ftdata.errors import FtdataError, UnreadableError, UsageError
from ftdata.loaders.packing import packed_with, unpacked
from ftdata.loaders.sniff import Sniffed, sniff
from ftdata.loaders.streams import Rejoined, Transcoded
from ftdata.types import Defect

HEAD = 1 << 16
BUFFER = 1 << 20
MAX_LINE = 64 << 20
"""Longest row accepted, in bytes. A longer line is rejected unread, so that memory stays bounded."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class Skimmed(NamedTuple):
    """Lines that a sieve let through.

    Attributes:
        lines: How many, each of them a row.
        offset: Byte offset of what follows them.
    """

    lines: int
    offset: int


Sift = Callable[[bytes], Iterator[tuple[int, int, bytes]]]
"""Goes over a block of whole lines: yields how many it lets through, their bytes, and the line after them that it does
not, which is empty at the end of the block."""


class Sieve:
    """Lets lines through unread: a loader of lines only counts those that ``sift`` lets through.

    Attributes:
        sift: What decides; None while every line is to become a record.
        asked: Whether a loader did ask it; the records that come then are those it did not let through.
    """

    __slots__ = ("asked", "sift")

    def __init__(self) -> None:
        self.sift: Sift | None = None
        self.asked = False


class Source:
    """An opened input.

    Attributes:
        name: As the user gave it.
        container: Which loader reads it.
        stream: Decompressed UTF-8 bytes, after a byte-order mark; empty for rows in memory.
        rows: The rows in memory, or None for a file.
        size: Bytes on disk, or None.
        compression: ``gzip``, ``zstd``, ``xz``, ``bzip2`` or empty.
        start: Byte offset of the first byte of ``stream``: 3 after a byte-order mark. None where the stream is
            not the file's own bytes, because its encoding is another.
        delimiter: Between the cells of a table.
        defects: What is wrong with the file as a whole.
        sieve: May be given its ``sift`` at any time.
        padded: Columns in which Arrow gave all objects the same keys, so that nulls stand where there was none.
        header: Whether the first line of a table names its columns; they are numbered from 0 where it does not.
        groups: Row groups of a Parquet file that are to be read, from 0; all where none is named.
    """

    __slots__ = (
        "compression",
        "container",
        "defects",
        "delimiter",
        "groups",
        "header",
        "name",
        "padded",
        "rows",
        "sieve",
        "size",
        "start",
        "stream",
    )

    def __init__(
        self,
        name: str,
        container: str,
        stream: BinaryIO,
        rows: Iterable[Any] | None = None,
        size: int | None = None,
        compression: str = "",
        start: int | None = 0,
        delimiter: str = ",",
        defects: tuple[Defect, ...] = (),
        sieve: Sieve | None = None,
        padded: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.container = container
        self.stream = stream
        self.rows = rows
        self.size = size
        self.compression = compression
        self.start = start
        self.delimiter = delimiter
        self.defects = defects
        self.sieve = Sieve() if sieve is None else sieve
        self.padded = padded
        self.header = True
        self.groups: tuple[int, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self.name != "-":
            self.stream.close()
        if isinstance(error, OSError) and not isinstance(error, FtdataError):
            raise _unreadable(self.name, error) from error


def open_source(source: object, *, header: bool = True) -> Source:
    """Open a path (``-`` for standard input), an iterable of dicts, a pandas DataFrame or a datasets.Dataset.

    Args:
        source: One file, or rows.
        header: Whether the first line of a table names its columns.

    Raises:
        UsageError: It is none of these, or a directory; or there is no table that could be without a header line.
        UnreadableError: The file is missing, not permitted, or of a kind that no loader reads.
    """
    if isinstance(source, str | os.PathLike):
        opened = _open_file(os.fspath(source))
        opened.header = header
        if not header and opened.container not in ("csv", "tsv"):
            opened.stream.close()
            raise UsageError(
                f"{opened.name}: only a table (CSV, TSV) can be without a header line; this is {opened.container}"
            )
        return opened
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        source = [_present(row) for row in source.to_dict("records")]
    if isinstance(source, Iterable) and not isinstance(source, bytes | dict):
        return Source(
            "<memory>", "memory", io.BytesIO(), rows=source, padded=_padded(getattr(source, "features", None))
        )
    raise UsageError(
        f"cannot read rows from {type(source).__name__}: give a path, an iterable of dicts, "
        "a pandas DataFrame or a datasets.Dataset"
    )


def _padded(features: Any) -> tuple[str, ...]:
    """Columns of a dataset that hold objects of fixed keys; none where its features are not known."""
    return tuple(name for name, feature in features.items() if _has_struct(feature)) if features else ()


def _has_struct(feature: Any) -> bool:
    if isinstance(feature, dict):
        return True
    inner = feature[0] if isinstance(feature, list) and feature else getattr(feature, "feature", None)
    return inner is not None and _has_struct(inner)


def _present(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a DataFrame, where a missing cell is NaN; JSON's word for it is null."""
    return {key: None if isinstance(cell, float) and math.isnan(cell) else cell for key, cell in row.items()}


def _open_file(name: str) -> Source:
    stream, size = (_standard_input(), None) if name == "-" else _open_path(name)
    try:
        return _look_inside(name, stream, size)
    except FtdataError:
        raise
    except OSError as error:
        raise _unreadable(name, error) from error


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise UnreadableError("-: standard input is closed")
    return sys.stdin.buffer


def _unreadable(name: str, error: BaseException) -> UnreadableError:
    return UnreadableError(f"{name}: cannot be read to its end: {getattr(error, 'strerror', None) or error}")


def open_bytes(name: str) -> BinaryIO:
    """Open a path, or a URL through fsspec, to read its bytes in large steps; it can be sought."""
    return _open_url(name) if is_url(name) else open(name, "rb", buffering=BUFFER)


def is_url(name: str) -> bool:
    """Whether a name is a URL such as ``s3://bucket/file.jsonl``, not a path."""
    return _SCHEME.match(name) is not None


def _open_url(name: str) -> BinaryIO:
    """Open a URL.

    Raises:
        OSError: It cannot be opened.
        UnreadableError: Nothing installed here knows this kind of URL.
    """
    import fsspec

    try:
        return cast("BinaryIO", fsspec.open(name, "rb").open())
    except (ImportError, ValueError) as error:
        raise UnreadableError(f"{name}: cannot be opened: {error}") from error


def _open_path(name: str) -> tuple[BinaryIO, int | None]:
    if is_url(name):
        return _open_remote(name)
    try:
        status = os.stat(name)
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(f"{name}: is a directory; name the files in it")
        if stat.S_ISCHR(status.st_mode) and not _ends(name):
            raise UnreadableError(f"{name}: is a device, not a file")
        return open(name, "rb", buffering=BUFFER), status.st_size if stat.S_ISREG(status.st_mode) else None
    except (OSError, ValueError) as error:
        if isinstance(error, FtdataError):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableError(f"{name}: cannot be opened: {reason}") from error


def _open_remote(name: str) -> tuple[BinaryIO, int | None]:
    try:
        stream = _open_url(name)
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be opened: {error.strerror or error}") from error
    return stream, getattr(stream, "size", None)


def _ends(name: str) -> bool:
    """Whether a device gives an end of file: the empty one, and terminals."""
    with open(name, "rb", buffering=0) as device:
        return name == os.devnull or device.isatty()


def _look_inside(name: str, stream: BinaryIO, size: int | None) -> Source:
    head = stream.read(HEAD)
    compression = packed_with(head)
    stream = _back_to_start(head, stream)
    if compression:
        stream = unpacked(compression, stream, size)
        head = _read_head(stream)
        stream = _rejoin(head, stream)
    found: Sniffed = sniff(name, head)
    unreadable = found.unreadable or _out_of_reach(found.container, compression, stream)
    if unreadable:
        stream.close()
        raise UnreadableError(f"{name}: {unreadable}")
    stream.read(found.bom)
    start: int | None = found.bom
    if found.encoding != "utf-8":
        start, stream = None, io.BufferedReader(Transcoded(stream, found.encoding), BUFFER)
    return Source(name, found.container, stream, None, size, compression, start, found.delimiter, found.defects)


def _out_of_reach(container: str, compression: str, stream: BinaryIO) -> str:
    """Why a file whose parts stand in no order cannot be read as it is given; empty where it can."""
    if container not in ("parquet", "arrow"):
        return ""
    if compression:
        return f"this is a {container.title()} file packed with {compression}; unpack it first"
    return "" if stream.seekable() else f"a {container.title()} file is read from its end; give a file, not a pipe"


def _read_head(stream: BinaryIO) -> bytes:
    """Read the first bytes of a stream that may give fewer than it is asked for."""
    head = b""
    while len(head) < HEAD and (part := stream.read(HEAD - len(head))):
        head += part
    return head


def _back_to_start(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Give back what was read: by going back where that is possible, which costs nothing later."""
    if not stream.seekable():
        return _rejoin(head, stream)
    stream.seek(0)
    return stream


def _rejoin(head: bytes, stream: BinaryIO) -> BinaryIO:
    return io.BufferedReader(Rejoined(head, stream), BUFFER)
