"""Tables: a header line, then a row a line; text as it is, everything else as its JSON text."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

from ftdata.jsontext import dumps
from ftdata.types import Json, Loss
from ftdata.writers._spool import Spool

_ENDING = r'[",;|\t\r\n\ufeff]'
_EMPTY = "null is an empty cell in a table, as an empty text is"
_TEXT = "a table holds text only; it is written as JSON text"
_ABSENT = "where a row has no such key, the table has an empty cell"


class Table:
    """A table in the making.

    Attributes:
        losses: What became text, or an empty cell, and in how many rows.
    """

    def __init__(self, stream: BinaryIO, delimiter: str) -> None:
        self._stream = stream
        self._delimiter = delimiter
        self._rows = Spool()
        self._names: dict[str, None] = {}
        self.losses: Counter[Loss] = Counter()

    def add(self, line: bytes) -> None:
        """Take in a row."""
        self._rows.add(line)

    def end(self) -> None:
        """Write the rows, whose columns are only now known."""
        for row in self._rows:
            self._names.update(dict.fromkeys(row))
        if self._names:
            self._write(self._names)
        for row in self._rows:
            self._write([self._cell(row, name) for name in self._names])
        self._rows.close()
        self._stream.flush()

    def _write(self, cells: Iterable[str]) -> None:
        line = self._delimiter.join(map(_quoted, cells))
        blank = not line.strip() and self._delimiter not in line  # which a reader would skip
        self._stream.write((f'"{line}"' if blank else line).encode() + b"\n")

    def _cell(self, row: Json, name: str) -> str:
        value = row.get(name)
        if isinstance(value, str):
            return value
        reason = _TEXT if value is not None else _EMPTY if name in row else _ABSENT
        self.losses[Loss(name, reason)] += 1
        return "" if value is None else dumps(value).decode()


def _quoted(cell: str) -> str:
    """A cell in quotes, where its characters would end it; the library leaves a lone CR without."""
    return '"' + cell.replace('"', '""') + '"' if re.search(_ENDING, cell) else cell
