"""What a rule finds, and what would mend it. Both are data."""

from typing import Literal, NamedTuple

from ftdata.types.places import Json, Location, Path

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class SetValue(NamedTuple):
    """Replace the value at ``path``, or add it when only its last key is missing."""

    path: Path
    value: Json


class RemoveKey(NamedTuple):
    """Remove the object key or array element at ``path``."""

    path: Path


class RenameKey(NamedTuple):
    """Give the object key at ``path`` another name, its value untouched."""

    path: Path
    key: str


class ReplaceLine(NamedTuple):
    """Write other bytes for the whole line (without its line end)."""

    raw: bytes


class DropRow(NamedTuple):
    """Leave the line out."""


Edit = SetValue | RemoveKey | RenameKey | ReplaceLine | DropRow


class Fix(NamedTuple):
    """How to mend a problem.

    Attributes:
        title: What it does, as a command: "rename 'human' to 'user'".
        safe: True when no training signal can change its meaning.
        edits: The changes, applied together or not at all.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """What a rule reports: the engine adds the code, the name and the place of the row.

    Attributes:
        message: What is wrong and what to do, one or two sentences.
        path: Where inside the row; empty for the row as a whole.
        fix: How to mend it, or None.
        severity: Overrides the rule's own; None keeps it.
        location: Overrides the row's place, for rules that look at whole files.
    """

    message: str
    path: Path = ()
    fix: Fix | None = None
    severity: Severity | None = None
    location: Location | None = None


class Problem(NamedTuple):
    """A finding with everything a report needs.

    Attributes:
        code: The rule's code, e.g. ``R002``.
        name: The rule's name, e.g. ``last-not-assistant``.
        severity: ``error`` (the destination refuses or loses it), ``warning`` (probably unwanted) or ``info``.
        message: What is wrong and what to do.
        location: File, line and example.
        path: Where inside the row.
        fix: How to mend it, or None.
        count: How many rows of the file share this finding, when it is reported once for all.
        row: A hash of the row's bytes, so that it is known again on another line; empty for what is no single row's.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    path: Path = ()
    fix: Fix | None = None
    count: int = 1  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    row: str = ""

    @property
    def fingerprint(self) -> str:
        """A hash that stays the same while the row does, wherever it stands in its file."""
        from xxhash import xxh3_64_hexdigest

        unplaced = "" if self.row else f"{self.location.example}\0{self.message}"
        said = (self.location.file, self.code, str(self.path), self.row, unplaced)
        return xxh3_64_hexdigest("\0".join(said).encode("utf-8", "surrogatepass"))

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """Order in every report: file, line (in memory: row; whole file first), code, row, path."""
        place = self.location
        row = place.example or 0
        return (place.file, row if place.line is None else place.line, self.code, row, str(self.path))
