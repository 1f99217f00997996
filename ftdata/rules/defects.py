"""What a loader found wrong with a row's text, for the rules about how a file is written."""

from collections.abc import Iterator

from ftdata.jsontext import compact
from ftdata.types import Defect, Fix, Location, Record, ReplaceLine


def defects(record: Record, *kinds: str) -> Iterator[Defect]:
    """Yield a record's defects of these kinds."""
    return (defect for defect in record.defects if defect.kind in kinds)


def place(record: Record, defect: Defect) -> Location | None:
    """Where a defect stands, for a row that spans several lines; None where the row's own place says it."""
    if record.raw is None or defect.column is None or record.line is None:
        return None
    lines = record.raw.count(b"\n", 0, defect.column - 1)
    return record.location._replace(line=record.line + lines) if lines else None


def at_byte(record: Record, defect: Defect) -> str:
    """Say at which byte a defect stands, e.g. " at byte 7 of the row"; nothing when it has no single place."""
    if defect.column is None or record.raw is None:
        return ""
    before = record.raw.rfind(b"\n", 0, defect.column - 1) + 1
    return f" at byte {defect.column - before} of the {'line' if before else 'row'}"


def rewrite(title: str, raw: bytes, *, safe: bool) -> Fix:
    """The fix that writes other bytes for a row, on one line."""
    return Fix(title, safe, (ReplaceLine(compact(raw) if b"\n" in raw else raw),))
