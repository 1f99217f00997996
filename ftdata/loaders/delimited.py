"""Tables: CSV and TSV with a header line. Every cell stays the text it is."""

import csv
import io
from collections.abc import Iterator

from ftdata.errors import UnreadableError
from ftdata.loaders.source import MAX_LINE, Source
from ftdata.types import Defect, Record

CONTAINERS = ("csv", "tsv")


def read(source: Source) -> Iterator[Record]:
    """Yield a record for every row below the header; its line is where the row begins."""
    csv.field_size_limit(MAX_LINE)
    text = io.TextIOWrapper(source.stream, "utf-8", errors="surrogateescape", newline="")
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
    header = _header(source, reader)
    example = 0
    while True:
        lines.taken.clear()
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            example += 1
            defect = Defect("ragged-row", f"not a row of a table: {error}")
            yield Record(source.name, line, None, example, lines.raw(), None, (defect,))
            continue
        if not cells:
            yield Record(source.name, line, None, None, b"", None, (Defect("blank-line", fatal=False),))
            continue
        example += 1
        row, defects = _row(header, cells)
        yield Record(source.name, line, None, example, None if row else lines.raw(), row, defects)


class _Lines:
    """The lines of a text, remembering those the current row was made of."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.taken.append(line)
        return line

    def raw(self) -> bytes:
        return "".join(self.taken).encode("utf-8", "surrogateescape").rstrip(b"\r\n")


def _header(source: Source, reader: "csv._reader") -> list[str]:  # type: ignore[name-defined]
    try:
        header: list[str] = next(reader, [])
    except csv.Error as error:
        raise UnreadableError(f"{source.name}:1: the header line is not a row of a table: {error}") from error
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise UnreadableError(f"{source.name}:1: two columns have the name {twice[0]!r}; rename one of them")
    return header


def _row(header: list[str], cells: list[str]) -> tuple[dict[str, str] | None, tuple[Defect, ...]]:
    if len(cells) != len(header):
        return None, (Defect("ragged-row", f"{len(cells)} cells where the header has {len(header)}"),)
    for name, cell in zip(header, cells, strict=True):
        if not cell.isascii() and any("\udc80" <= char <= "\udcff" for char in cell):
            return None, (Defect("not-utf8", f"column {name!r} holds bytes that are not UTF-8"),)
    return dict(zip(header, cells, strict=True)), ()
