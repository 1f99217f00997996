"""JSON documents: an array of rows, rows one after the other (pretty-printed or not), or ``{"data": [...]}``.

They are read through a window, so that memory holds one row and not the document. An object of columns of one length,
``{"prompt": ["a", "b"], "completion": ["c", "d"]}``, is held as one row would be.
"""

from collections.abc import Generator, Iterator
from typing import NamedTuple

from ftdata.jsontext import dumps, parse
from ftdata.loaders._window import TooLongError, Window
from ftdata.loaders.source import MAX_LINE, Source
from ftdata.types import Defect, Json, Record

CONTAINERS = ("json",)
WRAPPERS = ("data", "rows", "examples")

_ENDLESS = "a value that is never closed"
_OPEN = "the array is never closed"
_SEPARATOR = b", \t\r\n"
_KEPT = 1000
_FEW_COLUMNS = 2


class _Piece(NamedTuple):
    """One value of the document.

    Attributes:
        start: Its first byte.
        end: The byte after it.
        line: The line it begins on.
        fault: What is wrong with the document there, or empty.
        foreign: Whether it stands outside the array of rows.
        head: Its beginning, where it is longer than a row may be.
        beside: Keys beside the rows, when it is not a value but stands for them.
    """

    start: int
    end: int
    line: int
    fault: str = ""
    foreign: bool = False
    head: bytes = b""
    beside: str = ""


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row of the document, and one that is no row for what stands beside them."""
    text = Window(source.stream)
    example = 0
    for piece in _pieces(text):
        line = piece.line
        offset = None if source.start is None else piece.start + source.start
        if piece.beside:
            defect = Defect("beside-rows", piece.beside, fatal=False)
            yield Record(source.name, line, offset, None, b"", None, (defect,))
            continue
        example += 1
        if piece.head:
            defect = Defect("line-too-long", f"longer than {MAX_LINE >> 20} MiB")
            yield Record(source.name, line, offset, example, piece.head, None, (defect,), cut=True)
            continue
        raw = text.between(piece.start, piece.end)
        row, defects = _row(raw, piece)
        if example == 1 and _is_columns(row) and text.ends(text.skip_space(piece.end)):
            yield from _from_columns(Record(source.name, line, offset, 0, None, row, defects))
            return
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


def _is_columns(row: Json) -> bool:
    """Whether an object is a table: columns of one length, whose cells are no objects, as those of messages are."""
    if (
        not isinstance(row, dict)
        or len(row) < _FEW_COLUMNS
        or not all(isinstance(cells, list) for cells in row.values())
    ):
        return False
    lengths = {len(cells) for cells in row.values()}
    return (
        len(lengths) == 1
        and 0 not in lengths
        and not any(isinstance(cell, dict) for cells in row.values() for cell in cells)
    )


def _from_columns(table: Record) -> Iterator[Record]:
    """The rows of a table; each of them stands where the table begins."""
    for example, cells in enumerate(zip(*table.row.values(), strict=True), start=1):
        row = dict(zip(table.row, cells, strict=True))
        yield table._replace(example=example, raw=dumps(row), row=row)


def _pieces(text: Window) -> Iterator[_Piece]:
    start = text.skip_space(0)
    if text.at(start) == b"[":
        after, _ = yield from _array(text, start)
        yield from _rest(text, after, "something follows the array")
        return
    before = _members_before(text, start)
    if before is None:
        yield from _sequence(text, start)
        return
    names, array = before
    after, closed = yield from _array(text, array)
    yield from _wrapped_up(text, after, names, closed=closed)


def _rest(text: Window, position: int, fault: str) -> Iterator[_Piece]:
    """What stands behind the rows, of which the beginning is kept."""
    rest = text.skip_space(position)
    if not text.ends(rest):
        text.at(rest + _KEPT)
        yield _Piece(rest, text.trimmed(rest, rest + _KEPT), text.line(rest), fault, foreign=True)


def _members_before(text: Window, start: int) -> tuple[list[str], int] | None:
    """Look for the array of rows in the object that begins at ``start``.

    Returns:
        Names of the members before it, and where it begins; None when there is none.
    """
    names: list[str] = []
    position = text.skip_space(start + 1)
    try:
        while text.at(start) == b"{" and text.at(position) == b'"':
            name, position = _key(text, position)
            if (
                name in WRAPPERS
                and text.at(position) == b"["
                and text.at(text.skip_space(position + 1)) in (b"{", b"]")
            ):
                return names, position
            names.append(name)
            position = _next_member(text, text.value_end(position))
    except ValueError:
        return None
    return None


def _wrapped_up(text: Window, position: int, names: list[str], *, closed: bool) -> Iterator[_Piece]:
    """Read the members behind the array of rows, to the end of the object around it."""
    text.keep, line = position, text.line(position)
    try:
        following = _next_member(text, position)
        while text.at(following) == b'"':
            name, following = _key(text, following)
            names.append(name)
            following = _next_member(text, text.value_end(following))
            text.keep = following
    except TooLongError:
        yield _passed_over(text, text.keep, text.line(text.keep))
        return
    except ValueError:
        following = position
    if names:
        yield _Piece(
            position,
            position,
            line,
            beside=", ".join(f"{name!r:.40}" for name in names[:8]) + ", ..." * (len(names) > 8),
        )
    if text.at(following) != b"}":
        if not closed:  # which was said
            return
        yield _Piece(position, position, line, "the object around the rows is never closed", foreign=True)
    else:
        yield from _rest(text, following + 1, "something follows the object around the rows")


def _key(text: Window, position: int) -> tuple[str, int]:
    """Read a key; return it and where its value begins.

    Raises:
        ValueError: There is none.
    """
    end = text.value_end(position)
    name, defects = parse(text.between(position, end))
    colon = text.skip_space(end)
    if defects or not isinstance(name, str) or text.at(colon) != b":":
        raise ValueError("no key")
    return name, text.skip_space(colon + 1)


def _next_member(text: Window, position: int) -> int:
    """Where the next member of an object begins, or the object ends."""
    mark = text.skip_space(position)
    return text.skip_space(mark + 1) if text.at(mark) == b"," else mark


def _array(text: Window, start: int) -> Generator[_Piece, None, tuple[int, bool]]:
    """Yield the elements; return where the array ends, and whether it is closed there."""
    position = text.skip_space(start + 1)
    careful = False
    if text.at(position) == b"]":
        return position + 1, True
    if text.ends(position):
        yield _Piece(start, position, text.line(start), _OPEN, foreign=True)
    while not text.ends(position):
        text.keep = position
        piece = _element(text, position, careful=careful)
        careful = careful or piece.fault == _ENDLESS
        following = text.skip_space(piece.end)
        if text.at(following) not in (b",", b"]") and not piece.head:
            piece, following = _given_up(text, piece)
        closed, following, late = _after(text, following)
        yield piece._replace(fault=piece.fault or late)
        if closed:
            return following, True
        position = following
    return position, False


def _after(text: Window, mark: int) -> tuple[bool, int, str]:
    """Whether the array ends after an element, where to go on, and what is wrong there."""
    if text.at(mark) == b"]":
        return True, mark + 1, ""
    following = text.skip_space(mark + 1 if text.at(mark) == b"," else mark)
    if text.at(following) == b"]":
        return True, following + 1, "a comma before the closing bracket"
    return False, following, _OPEN if text.ends(following) else ""


def _sequence(text: Window, position: int) -> Iterator[_Piece]:
    careful = False
    while not text.ends(position):
        text.keep = position
        piece = _element(text, position, careful=careful)
        careful = careful or piece.fault == _ENDLESS
        following = text.skip_space(piece.end)
        if piece.end > position and text.at(following) == b",":
            piece = piece._replace(fault=piece.fault or "a comma after this row")
            following = text.skip_space(following + 1)
        yield piece
        position = following


def _element(text: Window, start: int, *, careful: bool) -> _Piece:
    """The value that begins at ``start``; a broken one ends where the next row seems to begin.

    After a first broken one (``careful``) nobody looks beyond that place, or the rest would be read for each row.
    """
    line = text.line(start)
    try:
        return _Piece(start, text.value_end(start, text.resume(start) if careful else None), line)
    except TooLongError:
        return _passed_over(text, start, line)
    except ValueError:
        head, end = text.between(start, start + _KEPT), text.resume(start)
        if end - start > MAX_LINE:
            return _Piece(start, end, line, head=head)
        return _Piece(start, text.trimmed(start, end), line, _ENDLESS)


def _passed_over(text: Window, start: int, line: int) -> _Piece:
    """A value too long for a row, of which only the beginning is kept."""
    head = text.between(start, start + _KEPT)
    return _Piece(start, text.resume(start), line, head=head)


def _given_up(text: Window, piece: _Piece) -> tuple[_Piece, int]:
    """Neither a comma nor the end follows: the element, and the place to go on."""
    start, end = piece.start, piece.end
    if piece.fault:
        return piece._replace(end=text.trimmed(start, end, _SEPARATOR)), end
    following = text.skip_space(end)
    if text.ends(following):
        return piece._replace(fault=_OPEN), following
    if text.at(following) == b"{":
        return piece._replace(fault="a comma is missing after this row"), following
    resumed = text.resume(start)
    return piece._replace(end=text.trimmed(start, resumed, _SEPARATOR), fault=_ENDLESS), resumed
