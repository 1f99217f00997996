"""JSON Lines: one value a line, lines ended by LF (and CR LF)."""

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from ftdata.jsontext import MAX_VALUES, is_crowded, loads, parse
from ftdata.loaders.source import MAX_LINE, Sieve, Skimmed, Source, open_bytes
from ftdata.types import Defect, Record

CONTAINERS = ("jsonl",)

_PULSE = 1 << 20
"""Bytes let through before their number is told, so that a progress display moves."""

_LONG = 1 << 19
"""Bytes of a row above which its values are counted before they are read."""

_BLANK = Defect("blank-line", "a blank line", fatal=False)
_CRLF = Defect("crlf", "CR LF", fatal=False)


def read(source: Source) -> Iterator[Record | Skimmed]:
    """Yield a record for every line, blank ones too; of lines that the source's sieve lets through, their number."""
    return _records(source.name, _Lines(source.stream), source.start, None, source.sieve)


def read_range(name: str, start: int, end: int) -> Iterator[Record]:
    """Yield the records of the lines that begin in the bytes ``[start, end)`` of an uncompressed UTF-8 file.

    Lines and examples are counted from the first of them; byte offsets from the beginning of the file.
    """
    return (record for record in skim_range(name, start, end, Sieve()) if isinstance(record, Record))


def skim_range(name: str, start: int, end: int, sieve: Sieve) -> Iterator[Record | Skimmed]:
    """Do the same, but of lines that the sieve lets through yield only their number."""
    with open_bytes(name) as stream:
        offset = start
        if start:
            stream.seek(start - 1)
            offset += _rest_of_line(stream, end - start + 1) - 1
        elif stream.read(3) == codecs.BOM_UTF8:
            offset = 3
        stream.seek(offset)
        yield from _records(name, _Lines(stream), offset, end, sieve)


class _Lines:
    """The lines of a stream, each cut off where it is too long."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines = iter(partial(stream.readline, MAX_LINE + 1), b"")

    def next(self) -> bytes:
        """Read a line with its end; nothing at the end of the file."""
        return next(self._lines, b"")

    def skim(self, accept: Callable[[bytes], bool], most: int) -> tuple[int, int, bytes | None]:
        """Read on over the lines that are accepted, until they have ``most`` bytes.

        Returns:
            Their number, their bytes, and the line that was not accepted: empty at the end of the file, None when
            there may be more to accept.
        """
        count = size = 0
        for line in self._lines:
            if not accept(line):
                return count, size, line
            count += 1
            size += len(line)
            if size >= most:
                return count, size, None
        return count, size, b""

    def whole(self, line: bytes) -> tuple[bytes, int]:
        """Read on to the end of a line that is too long; return what is kept of it, and its bytes in the file."""
        size = len(line)
        if size > MAX_LINE and not line.endswith(b"\n"):
            end, more = _skip(self._stream)
            return line[:MAX_LINE] + end, size + more
        return line, size


def _records(name: str, lines: _Lines, start: int | None, end: int | None, sieve: Sieve) -> Iterator[Record | Skimmed]:
    number = example = 0
    offset = start or 0
    while end is None or offset < end:
        line: bytes | None = None
        if sieve.accept:
            count, size, line = lines.skim(sieve.accept, _PULSE if end is None else min(_PULSE, end - offset))
            number, example, offset = number + count, example + count, offset + size
            if count:
                yield Skimmed(count, offset)
            if line is None:
                continue
        line, size = lines.whole(line or lines.next())
        if not line:
            return
        number += 1
        raw = line.removesuffix(b"\n").removesuffix(b"\r")
        end_of_line, line = line[len(raw) :], None  # a long line is not held twice
        record = _record(name, number, None if start is None else offset, raw, end_of_line)
        if record.example is not None:
            example += 1
            record.example = example
        offset += size
        yield record


def _record(name: str, number: int, offset: int | None, raw: bytes, end: bytes) -> Record:
    """Read a line; whether it is an example stands in its ``example``, its number does not."""
    defects = (_CRLF,) if end.startswith(b"\r") else ()
    if not raw.strip(b" \t\r"):
        return Record(name, number, offset, None, raw, None, (*defects, _BLANK), end)
    return _read_row(Record(name, number, offset, 0, raw, None, defects, end))


def _rest_of_line(stream: BinaryIO, most: int) -> int:
    """Read to the end of a line that began earlier, or over ``most`` bytes of it; return how much that was."""
    size = 0
    while size < most and (part := stream.readline(min(1 << 20, most - size))):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _skip(stream: BinaryIO) -> tuple[bytes, int]:
    """Read on to the end of a line that is too long, keeping nothing but its end and how much there was."""
    size = 0
    while part := stream.readline(1 << 20):
        size += len(part)
        if part.endswith(b"\n"):
            return b"\n", size
    return b"", size


def _read_row(record: Record) -> Record:
    raw = record.raw or b""
    if len(raw) >= MAX_LINE:
        record.raw, record.cut = raw[:1000], True
        record.defects += (Defect("line-too-long", f"longer than {MAX_LINE >> 20} MiB"),)
        return record
    if len(raw) > _LONG and is_crowded(raw):
        record.defects += (Defect("too-many-values", f"more than {MAX_VALUES:,} objects and lists"),)
        return record
    try:
        record.row = loads(raw)
    except ValueError:
        record.row, found = parse(raw)
        record.defects += found
    if not isinstance(record.row, dict) and not any(defect.fatal for defect in record.defects):
        record.defects += (Defect("not-object", type(record.row).__name__),)
        record.row = None
    return record
