"""Tables: CSV and TSV. Every cell stays the text it is. Without a header line columns are numbered from 0.

Quotes are read strictly. Where that fails, the row ends at its first line end, so that one stray quote spoils one
row and not the rest of the file; and a row between tabs is then taken as it stands, since most TSV is not quoted.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator

from ftdata.errors import UnreadableError
from ftdata.loaders.source import MAX_LINE, Source
from ftdata.types import Defect, Record

CONTAINERS = ("csv", "tsv")

_BLANK = Defect("blank-line", "a blank line", fatal=False)
_SKIP = 1 << 20
_KEPT = 1000


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row; its line is where the row begins."""
    csv.field_size_limit(MAX_LINE)
    text = io.TextIOWrapper(source.stream, "utf-8", errors="surrogateescape", newline="")
    try:
        yield from _records(source, _Lines(text))
    finally:
        if not source.stream.closed:
            text.detach()  # the stream is closed by who opened it


def _records(source: Source, lines: "_Lines") -> Iterator[Record]:
    rows = csv.reader(lines, delimiter=source.delimiter, strict=True)
    header: list[str] = []
    example = 0
    while lines.begin():
        cells, fault = _cells(lines, rows, source.delimiter, len(header))
        if fault is None and len(cells) < 2 and not lines.raw().strip():
            yield Record(source.name, lines.number, None, None, lines.raw(), None, (_BLANK,))
        elif not header and source.header:
            header = _header(source.name, lines.number, cells, fault)
        else:
            header = header or [str(number) for number in range(len(cells))]
            example += 1
            row, defects = (None, (fault,)) if fault else _row(header, cells)
            raw = None if row else lines.raw()
            yield Record(source.name, lines.number, None, example, raw, row, defects)


class _TooLongError(Exception):
    pass


class _Lines:
    """The lines of a text, remembering those the current row was made of.

    Attributes:
        number: Physical line where the current row begins, from 1.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._text.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self._taken.append(line)
        if len(line) > MAX_LINE and not line.endswith(("\n", "\r")):
            self._skip()
            raise _TooLongError
        return line

    def _skip(self) -> None:
        self._taken = [self._taken[-1][:_KEPT] + "\n"]
        while (part := self._text.readline(_SKIP)) and not part.endswith(("\n", "\r")):
            pass

    def begin(self) -> bool:
        """Begin the next row; False at the end of the text."""
        self.number += sum(line.count("\n") for line in self._taken)
        self._taken.clear()
        if not self._ahead and (line := self._text.readline(MAX_LINE + 1)):
            self._ahead.append(line)
        return bool(self._ahead)

    def end_at_first(self) -> bool:
        """End the row at its first line; what was read beyond is read again. Say whether there was anything."""
        beyond = self._taken[1:]
        self._ahead.extendleft(reversed(beyond))
        del self._taken[1:]
        return bool(beyond)

    def raw(self) -> bytes:
        """The bytes of the row without its line end."""
        return "".join(self._taken).encode("utf-8", "surrogateescape").rstrip(b"\r\n")


def _cells(lines: _Lines, rows: Iterator[list[str]], delimiter: str, width: int) -> tuple[list[str], Defect | None]:
    """Read a row of ``width`` cells (0: of any number)."""
    fault: Defect | None = None
    cells: list[str] = []
    try:
        cells = next(rows)
    except _TooLongError:
        return [], Defect("line-too-long", f"longer than {MAX_LINE >> 20} MiB")
    except csv.Error as error:
        fault = Defect("ragged-row", _cause(error, spans=lines.end_at_first()))
    if delimiter == "\t" and (fault or (len(cells) != width and b'"' in lines.raw())):
        literal = lines.raw().split(b"\n")[0].decode("utf-8", "surrogateescape").rstrip("\r").split("\t")
        if len(literal) == (width or len(literal)):
            lines.end_at_first()
            return literal, None
    return cells, fault


def _cause(error: csv.Error, *, spans: bool) -> str:
    if spans or "unexpected end" in str(error):
        return "a quote is opened and never closed"
    return "text follows a closing quote" if "expected after" in str(error) else str(error)


def _header(name: str, line: int, header: list[str], fault: Defect | None) -> list[str]:
    twice = sorted({column for column in header if header.count(column) > 1})
    if fault:
        raise UnreadableError(f"{name}:{line}: the header line is not a row of a table: {fault.detail}")
    if twice:
        raise UnreadableError(
            f"{name}:{line}: two columns have the name {twice[0]!r:.60}; rename one of them, "
            "or say --no-header if this is no header line but a row"
        )
    if not all(map(_is_utf8, header)):
        raise UnreadableError(f"{name}:{line}: the header line is not UTF-8; save the file as UTF-8, e.g. with iconv")
    return header


def _row(header: list[str], cells: list[str]) -> tuple[dict[str, str] | None, tuple[Defect, ...]]:
    if len(cells) != len(header):
        return None, (Defect("ragged-row", f"{len(cells)} cells where the header has {len(header)}"),)
    for name, cell in zip(header, cells, strict=True):
        if not _is_utf8(cell):
            return None, (Defect("not-utf8", f"column {name[:40]!r} holds bytes that are not UTF-8"),)
    return dict(zip(header, cells, strict=True)), ()


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\udc80" <= char <= "\udcff" for char in text)
