"""JSON documents: an array of rows, rows one after the other (pretty-printed or not), or ``{"data": [...]}``.

The document is held in memory; JSON Lines are not.
"""

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

from ftdata.jsontext import members, parse, skip_space, value_end
from ftdata.loaders.source import Source
from ftdata.types import Defect, Json, Record

CONTAINERS = ("json",)
WRAPPERS = ("data", "rows", "examples")

_ENDLESS = "a value that is never closed"
_OPEN = "the array is never closed"
_INDENT = re.compile(rb"[ \t]*")
_SEPARATOR = b", \t\r\n"


class _Piece(NamedTuple):
    """One value of the document.

    Attributes:
        start: Its first byte.
        end: The byte after it.
        fault: What is wrong with the document there, or empty.
        foreign: Whether it stands outside the array of rows.
    """

    start: int
    end: int
    fault: str = ""
    foreign: bool = False


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row of the document."""
    text = source.stream.read()
    line, seen = 1, 0
    for example, piece in enumerate(_pieces(text), start=1):
        line += text.count(b"\n", seen, piece.start)
        seen = piece.start
        raw = text[piece.start : piece.end]
        row, defects = _row(raw, piece)
        offset = None if source.start is None else piece.start + source.start
        yield Record(source.name, line, offset, example, raw, row, defects)


def _row(raw: bytes, piece: _Piece) -> tuple[Json, tuple[Defect, ...]]:
    """Read a row; a fault of the document around it does not make a sound row unreadable."""
    if piece.foreign:
        return None, (Defect("invalid-json", piece.fault, 1),)
    row, defects = parse(raw)
    if any(defect.fatal for defect in defects):
        return None, defects
    if not isinstance(row, dict):
        row, defects = None, (Defect("not-object", type(row).__name__),)
    if piece.fault:
        defects = (*defects, Defect("invalid-json", piece.fault, len(raw), fatal=False))
    return row, defects


def _pieces(text: bytes) -> Iterator[_Piece]:
    start = skip_space(text, 0)
    array = start if text[start : start + 1] == b"[" else _wrapped(text, start)
    if array is None:
        yield from _sequence(text, start)
        return
    after = yield from _array(text, array)
    if array == start and (rest := skip_space(text, after)) < len(text):
        yield _Piece(rest, rest + len(text[rest:].rstrip()), "something follows the array", foreign=True)


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
    careful = False
    if text[position : position + 1] == b"]":
        return position + 1
    if position == len(text):
        yield _Piece(start, position, _OPEN, foreign=True)
    while position < len(text):
        end, fault = _element(text, position, careful=careful)
        careful = careful or fault == _ENDLESS
        following = skip_space(text, end)
        if text[following : following + 1] not in (b",", b"]"):
            end, fault, following = _given_up(text, position, end, fault)
        closed, following, late = _after(text, following)
        yield _Piece(position, end, fault or late)
        if closed:
            return following
        position = following
    return len(text)


def _after(text: bytes, mark: int) -> tuple[bool, int, str]:
    """Whether the array ends after an element, where to go on, and what is wrong there."""
    if text[mark : mark + 1] == b"]":
        return True, mark + 1, ""
    following = skip_space(text, mark + 1 if text[mark : mark + 1] == b"," else mark)
    if text[following : following + 1] == b"]":
        return True, following + 1, "a comma before the closing bracket"
    return False, following, _OPEN if following == len(text) else ""


def _sequence(text: bytes, position: int) -> Iterator[_Piece]:
    careful = False
    while position < len(text):
        end, fault = _element(text, position, careful=careful)
        careful = careful or fault == _ENDLESS
        following = skip_space(text, end)
        if end > position and text[following : following + 1] == b",":
            fault = fault or "a comma after this row"
            following = skip_space(text, following + 1)
        yield _Piece(position, end, fault)
        position = following


def _element(text: bytes, start: int, *, careful: bool) -> tuple[int, str]:
    """Where the value ends that begins at ``start``; a broken one ends where the next row seems to begin.

    After a first broken one (``careful``) nobody looks beyond that place, or the rest would be read for each row.
    """
    try:
        return value_end(text, start, _resume(text, start) if careful else len(text)), ""
    except ValueError:
        return start + len(text[start : _resume(text, start)].rstrip()), _ENDLESS


def _given_up(text: bytes, start: int, end: int, fault: str) -> tuple[int, str, int]:
    """Neither a comma nor the end follows: end, fault and the place to go on."""
    if fault:
        return len(text[:end].rstrip(_SEPARATOR)), fault, end
    following = skip_space(text, end)
    if following == len(text):
        return end, _OPEN, following
    if text[following : following + 1] == b"{":
        return end, "a comma is missing after this row", following
    resumed = _resume(text, start)
    return len(text[:resumed].rstrip(_SEPARATOR)), _ENDLESS, resumed


def _resume(text: bytes, start: int) -> int:
    """Where the next line begins its value at the same depth of indentation; the end of the text without one."""
    begin = text.rfind(b"\n", 0, start) + 1
    indent = _INDENT.match(text, begin)
    if indent is None or indent.end() != start:
        return len(text)
    following = text.find(b"\n" + indent[0] + b"{", start)
    return len(text) if following < 0 else following + 1 + len(indent[0])
