"""Where in the text of a JSON value a path points."""

import json
import re
import sys
from typing import NamedTuple

from ftdata.types import Path

_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"')  # no string goes on over the end of a line
_SCALAR = re.compile(rb"[^\s,\]}]++")
_TOKEN = re.compile(_STRING.pattern + rb'|\\.|[\[\]{}"]')  # an escape without a string: of one without an end
_CLOSING = {b"{": b"}", b"[": b"]"}


class Span(NamedTuple):
    """Byte positions of one object member or array element.

    Attributes:
        key_start: Where its key begins (its value, for an array element or the root).
        key_end: Where its key ends.
        start: Where its value begins.
        end: Where its value ends (exclusive).
    """

    key_start: int
    key_end: int
    start: int
    end: int


def members(raw: bytes, start: int) -> list[tuple[str | int, Span]]:
    """List the members of the object or the elements of the array that begins at ``start``."""
    found: list[tuple[str | int, Span]] = []
    position = skip_space(raw, start + 1)
    is_object = raw[start : start + 1] == b"{"
    while raw[position : position + 1] not in (b"}", b"]"):
        key_start = key_end = position
        step: str | int = len(found)
        if is_object:
            key_end = value_end(raw, position)
            step = _text(raw[position:key_end])
            position = skip_space(raw, skip_space(raw, key_end) + 1)
        end = value_end(raw, position)
        found.append((step, Span(key_start, key_end, position, end)))
        position = skip_space(raw, end)
        if raw[position : position + 1] == b",":
            position = skip_space(raw, position + 1)
    return found


def locate(raw: bytes, path: Path) -> Span | None:
    """Find the bytes of the value at ``path``.

    Args:
        raw: The text of a valid JSON value.
        path: Steps into it; empty for the value itself.

    Returns:
        Its span, or None when there is nothing at that path.
    """
    start = skip_space(raw, 0)
    span = Span(start, start, start, value_end(raw, start))
    for step in path:
        if raw[span.start : span.start + 1] not in (b"{", b"["):
            return None
        found = dict(members(raw, span.start)).get(step)
        if found is None:
            return None
        span = found
    return span


def skip_space(raw: bytes, position: int) -> int:
    """Return the first position from ``position`` on that is not JSON white space."""
    match = _SPACE.match(raw, position)
    return match.end() if match else position


def value_end(raw: bytes, start: int, stop: int = sys.maxsize, *, partial: bool = False) -> int:
    """Return where the value that begins at ``start`` ends, by its brackets and quotes alone.

    Args:
        raw: The text.
        start: Where the value begins.
        stop: Nothing beyond is looked at.
        partial: The text goes on behind ``raw``, so that a string on its last line may be closed only there.

    Raises:
        ValueError: It never ends, or nothing begins there.
    """
    first = raw[start : start + 1]
    if first == b'"':
        match = _STRING.match(raw, start)
    elif first in (b"{", b"["):
        return _bracket_end(raw, start, stop, partial=partial)
    else:
        match = _SCALAR.match(raw, start)
    if match is None:
        raise ValueError(f"no JSON value at byte {start}")
    return match.end()


def _bracket_end(raw: bytes, start: int, stop: int, *, partial: bool) -> int:
    awaited: list[bytes] = []
    for match in _TOKEN.finditer(raw, start, stop):
        token = match[0]
        if token in _CLOSING:
            awaited.append(_CLOSING[token])
        elif token in (b"}", b"]"):
            if token != awaited.pop():
                break
            if not awaited:
                return match.end()
        elif partial and token == b'"' and raw.find(b"\n", match.end()) < 0:
            break
    raise ValueError(f"the bracket at byte {start} is never closed")


def _text(raw: bytes) -> str:
    value: str = json.loads(raw)
    return value
