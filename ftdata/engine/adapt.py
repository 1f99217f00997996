"""Turning a record into a row of the destination's format."""

from collections.abc import Mapping
from dataclasses import dataclass

from ftdata import formats
from ftdata.engine.intake import renamed
from ftdata.errors import FormatError
from ftdata.types import Defect, Example, Json, Loss, Message, Path, Record, path_text


@dataclass(frozen=True, slots=True)
class Adapted:
    """A row in another format.

    Attributes:
        row: The row, or None when the record does not have its file's format.
        losses: What the new row could not hold.
        origins: Where each message was in the source row.
        defect: Why there is no row.
    """

    row: dict[str, Json] | None
    losses: tuple[Loss, ...] = ()
    origins: tuple[Path, ...] = ()
    defect: Defect | None = None


@dataclass(frozen=True, slots=True)
class Adapter:
    """From one format to another.

    Attributes:
        source: Name of the format the rows have.
        goal: Name of the format they are written in.
        columns: Canonical names of columns to the user's.
        system: A system prompt for examples that have none.
    """

    source: str
    goal: str
    columns: Mapping[str, str]
    system: str | None = None

    @property
    def idle(self) -> bool:
        """Whether rows stay as they are."""
        return self.source == self.goal and not self.columns and self.system is None

    def adapt(self, record: Record) -> Adapted:
        """Convert one readable record."""
        row = renamed(record.row, self.columns)
        try:
            example = with_system(formats.get(self.source).parse(row), self.system)
            rendered = formats.get(self.goal).render(example)
        except FormatError as error:
            where = f"{path_text(error.path)} " if error.path else ""
            return Adapted(None, defect=Defect("not-in-format", f"{self.source}: {where}{error.reason}"))
        origins = tuple(message.origin for message in example.turns)
        return Adapted(rendered.row, rendered.losses, origins)


def with_system(example: Example, system: str | None) -> Example:
    """Put a system prompt before an example that has none."""
    if system is None or any(message.role in ("system", "developer") for message in example.context):
        return example
    example.context = [Message("system", system), *example.context]
    return example
