"""JSON Lines: one value a line, lines ended by LF (and CR LF)."""

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import orjson

from ftdata.jsontext import parse
from ftdata.loaders.source import MAX_LINE, Source
from ftdata.types import Defect, Record

CONTAINERS = ("jsonl",)

_Line = tuple[bytes, int]  # its bytes, cut off where it is too long, and how many it has in the file
_BLANK = Defect("blank-line", "a blank line", fatal=False)
_CRLF = Defect("crlf", "CR LF", fatal=False)


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every line, blank ones too."""
    return _records(source.name, _lines(source.stream), source.start)


def read_range(name: str, start: int, end: int) -> Iterator[Record]:
    """Yield the records of the lines that begin in the bytes ``[start, end)`` of an uncompressed UTF-8 file.

    Lines and examples are counted from the first of them; byte offsets from the beginning of the file.
    """
    with open(name, "rb", buffering=1 << 20) as stream:
        offset = start
        if start:
            stream.seek(start - 1)
            offset += _rest_of_line(stream, end - start + 1) - 1
        elif stream.read(3) == codecs.BOM_UTF8:
            offset = 3
        stream.seek(offset)
        yield from _records(name, _lines_until(stream, offset, end), offset)


def _records(name: str, lines: Iterable[_Line], offset: int | None) -> Iterator[Record]:
    example = 0
    for number, (line, size) in enumerate(lines, start=1):
        raw = line.removesuffix(b"\n")
        defects: tuple[Defect, ...] = ()
        if raw.endswith(b"\r"):
            raw, defects = raw[:-1], (_CRLF,)
        end = line[len(raw) :]
        if not raw.strip(b" \t\r"):
            yield Record(name, number, offset, None, raw, None, (*defects, _BLANK), end)
        else:
            example += 1
            yield _read_row(Record(name, number, offset, example, raw, None, defects, end))
        if offset is not None:
            offset += size


def _rest_of_line(stream: BinaryIO, most: int) -> int:
    """Read to the end of a line that began earlier, or over ``most`` bytes of it; return how much that was."""
    size = 0
    while size < most and (part := stream.readline(min(1 << 20, most - size))):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _lines_until(stream: BinaryIO, offset: int, end: int) -> Iterator[_Line]:
    lines = _lines(stream)
    while offset < end and (line := next(lines, None)):
        offset += line[1]
        yield line


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    while line := stream.readline(MAX_LINE + 1):
        size = len(line)
        if size > MAX_LINE and not line.endswith(b"\n"):
            end, more = _skip(stream)
            line, size = line[:MAX_LINE] + end, size + more
        yield line, size


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
    try:
        record.row = orjson.loads(raw)
    except orjson.JSONDecodeError:
        record.row, found = parse(raw)
        record.defects += found
    if not isinstance(record.row, dict) and not any(defect.fatal for defect in record.defects):
        record.defects += (Defect("not-object", type(record.row).__name__),)
        record.row = None
    return record
