"""JSON Lines: one value a line, lines ended by LF (and CR LF)."""

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ftdata.jsontext import MAX_VALUES, is_crowded, loads, parse
from ftdata.loaders.source import MAX_LINE, Sieve, Sift, Skimmed, Source, open_bytes
from ftdata.types import Defect, Record

CONTAINERS = ("jsonl",)

_PULSE = 1 << 20
"""Bytes let through before their number is told, so that a progress display moves."""

_BLOCK = 1 << 16
"""Bytes sifted at once; they stay in the cache of the processor, and memory for them costs nothing to get."""

_LONG = 1 << 19
"""Bytes of a row above which its values are counted before they are read."""

_BLANK = Defect("blank-line", "a blank line", fatal=False)
_CRLF = Defect("crlf", "CR LF", fatal=False)


def read(source: Source) -> Iterator[Record | Skimmed]:
    """Yield a record for every line, blank ones too; of lines that the source's sieve lets through, their number."""
    return _records(source.name, _Lines(source.stream), source.start, None, source.sieve)


def skim_range(name: str, start: int, end: int, sieve: Sieve) -> Iterator[Record | Skimmed]:
    """Yield the records of the lines that begin in the bytes ``[start, end)`` of an uncompressed UTF-8 file.

    Lines and examples are counted from the first of them; byte offsets from the beginning of the file. Of lines that
    the sieve lets through only their number is told.
    """
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
        self._ahead = b""

    def next(self) -> bytes:
        """Read a line with its end; nothing at the end of the file."""
        return self._stream.readline(MAX_LINE + 1)

    def sifted(self, sift: Sift, most: int) -> Iterator[tuple[int, int, bytes]]:
        """Read on for so many bytes, over lines that are let through.

        Yields:
            Their number, their bytes, and the line that was not let through: empty at the end.
        """
        count = size = 0
        while most > 0 and (block := self._block(min(most, _BLOCK))):
            most -= len(block)
            for more, length, line in sift(block):
                count, size = count + more, size + length
                if line:
                    yield count, size, line
                    count = size = 0
        yield count, size, b""

    def _block(self, most: int) -> bytes:
        """Read some whole lines: those that begin in so many bytes. A long one comes alone."""
        block, self._ahead = self._ahead or self._stream.read(most), b""
        if not block or block.endswith(b"\n") or len(block) > MAX_LINE:
            return block
        rest = self.next()
        if len(rest) <= _LONG:
            return block + rest
        cut = block.rfind(b"\n") + 1
        block, self._ahead = block[:cut], block[cut:] + rest
        return block or self._block(most)

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
        before = offset
        for count, size, line in _read(lines, sieve, _PULSE if end is None else min(_PULSE, end - offset)):
            number, example, offset = number + count, example + count, offset + size
            if count:
                yield Skimmed(count, offset)
            if not line:
                continue
            number += 1
            record, length = _next_record(name, number, None if start is None else offset, *lines.whole(line))
            del line  # a long line is not held twice
            if record.example is not None:
                example += 1
                record.example = example
            offset += length
            yield record
        if offset == before:
            return


def _next_record(name: str, number: int, offset: int | None, line: bytes, size: int) -> tuple[Record, int]:
    """Make the record of a line; return it with the bytes that the line has in the file."""
    raw = line.removesuffix(b"\n").removesuffix(b"\r")
    return _record(name, number, offset, raw, line[len(raw) :]), size


def _read(lines: _Lines, sieve: Sieve, most: int) -> Iterable[tuple[int, int, bytes]]:
    if sieve.sift is None:
        return ((0, 0, lines.next()),)
    sieve.asked = True
    return lines.sifted(sieve.sift, most)


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
