"""What a loader hands on: one row with its place, or the reason why it cannot be read."""

from typing import NamedTuple

from ftdata.types.noun import Noun
from ftdata.types.places import Json, Location


class Defect(NamedTuple):
    """Something wrong with how a row or a file is written, before its meaning is looked at.

    Attributes:
        kind: What it is, e.g. ``invalid-json``; the file rules are keyed by it.
        detail: The reader's words about it, free of data from the file beyond 60 characters.
        column: Byte within the line where it is, from 1; None when it has no single place.
        fatal: Whether the row cannot be used because of it.
    """

    kind: str
    detail: str = ""
    column: int | None = None
    fatal: bool = True


class Part(NamedTuple):
    """Which of the examples in its row a record stands for.

    Attributes:
        number: From 0.
        whole: The row that holds them all.
        answer: Which of the example's answers it stands for, from 0; None where it stands for all of them.
    """

    number: int
    whole: Json
    answer: int | None = None


class Record(Noun):
    """A row as it was found.

    Attributes:
        file: Name of the file as the caller gave it.
        line: Physical line where the row begins, from 1; None in memory and in files without lines.
        offset: Byte offset of the row in the decompressed file; None in memory and in tables.
        example: Count of rows from 1, blank lines not counted; None for a blank line.
        raw: The bytes of the row without its line end; its JSON text where the file has no lines; None in memory.
        end: The line end as found: LF, CR LF, or nothing at the end of a file and outside JSON Lines.
        row: The JSON value; None when a fatal defect stands in the way.
        cut: Whether ``raw`` is only the beginning of what stands in the file.
        defects: What is wrong with the bytes, most important first.
        part: Which example of the row it is, where one row holds several.
        section: Where in a file of several parts the row is, see ``Location``.
    """

    __slots__ = ("cut", "defects", "end", "example", "file", "line", "offset", "part", "raw", "row", "section")

    def __init__(
        self,
        file: str,
        line: int | None,
        offset: int | None,
        example: int | None,
        raw: bytes | None,
        row: Json = None,
        defects: tuple[Defect, ...] = (),
        end: bytes = b"",
        cut: bool = False,
        part: Part | None = None,
        section: str = "",
    ) -> None:
        self.file = file
        self.line = line
        self.offset = offset
        self.example = example
        self.raw = raw
        self.row = row
        self.defects = defects
        self.end = end
        self.cut = cut
        self.part = part
        self.section = section

    @property
    def location(self) -> Location:
        """The place of the row."""
        return Location(self.file, self.line, self.offset, self.example, self.section)

    @property
    def readable(self) -> bool:
        """Whether there is a row to judge."""
        return self.row is not None
