"""JSON documents: an array of rows, rows one after the other (pretty-printed or not), or ``{"data": [...]}``.

The document is held in memory; JSON Lines are not.
"""

from collections.abc import Generator, Iterator

from ftdata.jsontext import members, parse, skip_space, value_end
from ftdata.loaders.source import Source
from ftdata.types import Defect, Record

CONTAINERS = ("json",)
WRAPPERS = ("data", "rows", "examples")

_Piece = tuple[int, int, str]  # start, end, what is wrong with the document there


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row of the document."""
    text = source.stream.read()
    line, seen = 1, 0
    for example, (start, end, fault) in enumerate(_pieces(text), start=1):
        line += text.count(b"\n", seen, start)
        seen = start
        raw = text[start:end]
        row, defects = (None, (Defect("invalid-json", fault, 1),)) if fault else parse(raw)
        if not defects and not isinstance(row, dict):
            row, defects = None, (Defect("not-object", type(row).__name__),)
        yield Record(source.name, line, start + source.start, example, raw, row, defects)


def _pieces(text: bytes) -> Iterator[_Piece]:
    start = skip_space(text, 0)
    array = start if text[start : start + 1] == b"[" else _wrapped(text, start)
    if array is None:
        yield from _sequence(text, start)
        return
    after = yield from _array(text, array)
    if array == start and (rest := skip_space(text, after)) < len(text):
        yield rest, len(text), "something follows the array"


def _wrapped(text: bytes, start: int) -> int | None:
    """Where the array of rows inside ``{"data": [...]}`` begins, if this is such a document."""
    try:
        end = value_end(text, start)
        if skip_space(text, end) < len(text):
            return None
        for key, span in members(text, start):
            if key in WRAPPERS and text[span.start : span.start + 1] == b"[":
                return span.start
    except ValueError:
        return None
    return None


def _array(text: bytes, start: int) -> Generator[_Piece, None, int]:
    """Yield the elements; return where the array ends."""
    position = skip_space(text, start + 1)
    if text[position : position + 1] == b"]":
        return position + 1
    while True:
        try:
            end = value_end(text, position)
        except ValueError:
            yield position, len(text), "the array or a value in it is never closed"
            return len(text)
        yield position, end, ""
        position = skip_space(text, end)
        mark = text[position : position + 1]
        if mark == b"]":
            return position + 1
        if mark != b",":
            yield position, len(text), "expected a comma or the end of the array"
            return len(text)
        position = skip_space(text, position + 1)


def _sequence(text: bytes, position: int) -> Iterator[_Piece]:
    while position < len(text):
        try:
            end = value_end(text, position)
        except ValueError:
            yield position, len(text), "a value is never closed"
            return
        yield position, end, ""
        position = skip_space(text, end)
