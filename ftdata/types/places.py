"""Where something is: a file, a line, an example and a path inside a JSON value."""

import re
from typing import Any, NamedTuple

Json = Any
"""A JSON value: None, bool, int, float, str, list of Json or dict of str to Json."""

Path = tuple[str | int, ...]
"""Steps into a JSON value: object keys and array indices, outermost first."""

_PLAIN_KEY = r"[A-Za-z_][A-Za-z0-9_-]*\Z"  # compiled by re when there is something to say


class Location(NamedTuple):
    """A place in an input.

    Attributes:
        file: Name of the file as the caller gave it; ``-`` is standard input, ``<memory>`` an object in memory.
        line: Physical line, counted by LF from 1. None for the whole file or for an object in memory.
        offset: Byte offset of the row in the decompressed file. None where rows have no bytes of their own.
        example: The provider's count: rows from 1, blank lines not counted. None for the whole file.
        section: Where in a file of several parts the row is: ``row group 2, row 17``. Empty in files of one piece.
    """

    file: str
    line: int | None = None
    offset: int | None = None
    example: int | None = None
    section: str = ""

    def shifted(self, lines: int, rows: int) -> "Location":
        """The same place, counted from further up the file."""
        return Location(
            self.file,
            None if self.line is None else self.line + lines,
            self.offset,
            None if self.example is None else self.example + rows,
            self.section,
        )

    def told(self, beside: str) -> str:
        """Name the row in a sentence about another file or row: ``line 5``, ``example 5 of other.jsonl``."""
        row = f"line {self.line}" if self.line else f"example {self.example}"
        return row if self.file == beside else f"{row} of {self.file}"


def path_text(path: Path) -> str:
    """Write a path the way people read it, e.g. ``messages[2].tool_calls[0].id``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.match(_PLAIN_KEY, step):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text
