"""Changing a value's text: only the bytes an edit names change, the rest stays as written."""

from ftdata.jsontext.spans import Span, locate, members
from ftdata.jsontext.write import dumps
from ftdata.types import DropRow, Edit, Path, RemoveKey, RenameKey, ReplaceLine, SetValue


def patch(raw: bytes, edits: tuple[Edit, ...]) -> bytes | None:
    """Apply edits one after the other.

    Args:
        raw: The text of one row.
        edits: The changes; each sees what the ones before it left.

    Returns:
        The new text, or None when the row is dropped.

    Raises:
        KeyError: An edit names a path that is not there.
    """
    for edit in edits:
        if isinstance(edit, DropRow):
            return None
        raw = _apply(raw, edit)
    return raw


def _apply(raw: bytes, edit: ReplaceLine | SetValue | RemoveKey | RenameKey) -> bytes:
    if isinstance(edit, ReplaceLine):
        return edit.raw
    if isinstance(edit, SetValue):
        return _set(raw, edit)
    span = _found(raw, edit.path)
    if isinstance(edit, RenameKey):
        return raw[: span.key_start] + dumps(edit.key) + raw[span.key_end :]
    return _remove(raw, edit.path)


def _found(raw: bytes, path: Path) -> Span:
    span = locate(raw, path)
    if span is None:
        raise KeyError(path)
    return span


def _set(raw: bytes, edit: SetValue) -> bytes:
    span = locate(raw, edit.path)
    if span:
        return raw[: span.start] + dumps(edit.value) + raw[span.end :]
    parent = _found(raw, edit.path[:-1])
    siblings = members(raw, parent.start)
    at = siblings[-1][1].end if siblings else parent.start + 1
    key = b"" if isinstance(edit.path[-1], int) else dumps(edit.path[-1]) + b": "
    return raw[:at] + (b", " if siblings else b"") + key + dumps(edit.value) + raw[at:]


def _remove(raw: bytes, path: Path) -> bytes:
    parent = _found(raw, path[:-1])
    siblings = members(raw, parent.start)
    index = [step for step, _ in siblings].index(path[-1])
    span = siblings[index][1]
    if index + 1 < len(siblings):
        return raw[: span.key_start] + raw[siblings[index + 1][1].key_start :]
    start = siblings[index - 1][1].end if index else span.key_start
    return raw[:start] + raw[span.end :]
