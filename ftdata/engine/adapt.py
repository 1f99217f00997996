"""Turning a record into a row of the destination's format."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ftdata import formats
from ftdata.engine.intake import displaced, renamed
from ftdata.engine.spread import one_answer
from ftdata.errors import FormatError
from ftdata.jsontext import dumps, loads
from ftdata.loaders.padding import PADDING
from ftdata.types import Defect, Example, Json, Loss, Message, Path, Record, path_text

Shortcut = Callable[[dict[str, Json]], dict[str, Json] | None]
"""Gives the row in another format, without any loss; None for a row that has to take the long way."""


class Adapted(NamedTuple):
    """A row in another format.

    Attributes:
        row: The row, or None when the record does not have its file's format.
        losses: What the new row could not hold.
        origins: Where each place of the new row that holds a message was in the source row.
        defect: Why there is no row.
    """

    row: dict[str, Json] | None
    losses: tuple[Loss, ...] = ()
    origins: Mapping[Path, Path] = {}
    defect: Defect | None = None


class Adapter:
    """From one format to another.

    Attributes:
        source: Name of the format the rows have.
        goal: Name of the format they are written in.
        columns: Canonical names of columns to the user's.
        system: A system prompt for examples that have none.
        shortcut: The short way for rows of nothing but text, where there is one.
    """

    def __init__(self, source: str, goal: str, columns: Mapping[str, str], system: str | None = None) -> None:
        self.source = source
        self.goal = goal
        self.columns = columns
        self.system = system
        self.shortcut: Shortcut | None = None if columns else formats.shortcut(source, goal, system)

    @property
    def idle(self) -> bool:
        """Whether rows stay as they are."""
        return self.source == self.goal and not self.columns and self.system is None

    @property
    def rewrite(self) -> Callable[[bytes], bytes | None] | None:
        """Gives the text of a row of nothing but text in the other format; None where rows stay as they are."""
        return None if self.idle else self._rewritten

    @property
    def doubts(self) -> tuple[bytes, ...]:
        """Words in the text of a row that may make another row of it."""
        return () if self.idle else formats.doubts(self.source)

    def _rewritten(self, text: bytes) -> bytes | None:
        row = self.shortcut(loads(text)) if self.shortcut else None
        return None if row is None else dumps(row) + b"\n"

    def adapt(self, record: Record) -> Adapted:
        """Convert one readable record."""
        row = self.shortcut(record.row) if self.shortcut and record.part is None else None
        return self.take_long_way(record) if row is None else Adapted(row, origins=_LateOrigins(self, record))

    def take_long_way(self, record: Record) -> Adapted:
        """Convert one readable record, of whatever kind, through the canonical form."""
        row = renamed(record.row, self.columns)
        try:
            example = with_system(formats.get(self.source).parse(row), self.system)
            example = one_answer(example, record.part) if record.part else example
        except FormatError as error:
            return self._refused(self.source, error)
        try:
            rendered = formats.render(example, self.goal)
        except FormatError as error:
            kind = "not-in-format" if example.kind == "chat" else "no-turns"
            return self._refused(f"{self.source} as {self.goal}", error, kind)
        if not self.columns:
            return Adapted(rendered.row, rendered.losses, rendered.origins)
        losses = (*(Loss(key, "another column took its name") for key in displaced(record.row, self.columns)),)
        origins = {place: self._theirs(origin) for place, origin in rendered.origins.items()}
        return Adapted(rendered.row, losses + rendered.losses, origins)

    def _refused(self, what: str, error: FormatError, kind: str = "not-in-format") -> Adapted:
        where = f"{path_text(self._theirs(error.path))} " if error.path else ""
        return Adapted(None, defect=Defect(kind, f"{what}: {where}{error.reason}"))

    def _theirs(self, path: Path) -> Path:
        """A path into the row with renamed columns as one into the row of the file."""
        return (self.columns.get(str(path[0]), path[0]), *path[1:]) if path else path


class _LateOrigins(Mapping[Path, Path]):
    """Origins of a row that took the short way, found out when they are first asked for."""

    __slots__ = ("_adapter", "_found", "_record")

    def __init__(self, adapter: Adapter, record: Record) -> None:
        self._adapter = adapter
        self._record = record
        self._found: Mapping[Path, Path] | None = None

    def _all(self) -> Mapping[Path, Path]:
        if self._found is None:
            self._found = self._adapter.take_long_way(self._record).origins
        return self._found

    def __getitem__(self, place: Path) -> Path:
        return self._all()[place]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def padding(record: Record) -> tuple[Loss, ...]:
    """State the nulls that a record was read without, since a table had filled them in."""
    places = [defect.detail for defect in record.defects if defect.kind == PADDING]
    return tuple(Loss(place, "nulls that only filled a column of a table were left out") for place in places)


def with_system(example: Example, system: str | None) -> Example:
    """Put a system prompt before an example that has none."""
    if (
        system is None
        or example.kind != "chat"
        or any(message.role in ("system", "developer") for message in example.context)
    ):
        return example
    example.context = [Message("system", system), *example.context]
    return example
