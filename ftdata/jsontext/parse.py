"""Reading one JSON value: what it is, or what is wrong with its text."""

import json
import re
from itertools import islice
from typing import Any

from stringzilla import find

from ftdata.jsontext.diagnose import diagnose
from ftdata.jsontext.early import loads
from ftdata.jsontext.literals import prove
from ftdata.jsontext.numbers import HugeNumberError, read_float, read_int
from ftdata.jsontext.surrogates import lone_surrogate
from ftdata.types import Defect, Json

MAX_DEPTH = 200
"""Deepest nesting accepted: pydantic's parser and several loaders stop there too."""

MAX_VALUES = 30_000
"""Most objects and lists in a row; as Python values they take ten times the memory of their text."""

# patterns for what is seldom: re compiles them when they are first used
# A string without an end goes on to the end of the text: were it looked for again from each quotation mark within, the
# time would grow with the square of the length.
_BRACKETS = rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]'
_CONSTANT = rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|(-?Infinity|NaN)'
_CONTROL = re.compile(rb"\\u(?:000[0-7bBeEfF]|001[0-9a-fA-F]|007[fF]|00[89][0-9a-fA-F])")
_ESCAPE = rb"(?s)\\(?:[^u]|(u(?:000[0-7bBeEfF]|001[0-9a-fA-F]|007[fF]|00[89][0-9a-fA-F]))|u)"
_KEYS = rb'(?s)("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))(\s*+:)?|[\[\]{}]'
_RAW_SEPARATOR = (b"\xe2\x80\xa8", b"\xe2\x80\xa9")


class _DuplicateKeyError(ValueError):
    pass


class _NonFiniteError(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise _DuplicateKeyError
    return row


def _refuse_constant(text: str) -> None:
    raise _NonFiniteError(text)


_STRICT = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=read_int, parse_float=read_float, parse_constant=_refuse_constant
)
_EXACT = json.JSONDecoder(parse_int=read_int, parse_float=read_float, parse_constant=_refuse_constant)
"""The same for a text that is known to have no key twice, which costs less."""


def parse(raw: bytes) -> tuple[Json, tuple[Defect, ...]]:
    """Read one JSON value strictly and exactly.

    Args:
        raw: UTF-8 bytes of the value, white space around it allowed.

    Returns:
        The value and its defects. When one of them is fatal the value is None.
    """
    try:
        value = loads(raw)
    except json.JSONDecodeError as error:
        return _second_opinion(raw, error)
    return examine(raw, value)


def examine(raw: bytes, value: Json) -> tuple[Json, tuple[Defect, ...]]:
    """Look closer at a value that orjson accepted: depth, duplicate keys, numbers, odd characters.

    Returns:
        The value, read again exactly where needed, and its defects.
    """
    unique, exact = prove(raw, value, MAX_DEPTH)
    if not unique and _depth(raw) > MAX_DEPTH:
        return None, (Defect("too-deep", f"nested more than {MAX_DEPTH} levels deep"),)
    if not exact:
        value, defects = _read(raw, _EXACT if unique else _STRICT)
        if defects:
            return None, defects
    return value, _odd_characters(raw)


def is_crowded(raw: bytes) -> bool:
    """Whether a text holds more than ``MAX_VALUES`` objects and lists, those inside of strings not counted."""
    if raw.count(b"{") + raw.count(b"[") <= MAX_VALUES:
        return False
    opened = (match for match in re.finditer(_BRACKETS, raw) if match[0] in (b"{", b"["))
    return next(islice(opened, MAX_VALUES, None), None) is not None


def _read(raw: bytes, decoder: json.JSONDecoder) -> tuple[Json, tuple[Defect, ...]]:
    try:
        return decoder.decode(raw.decode()), ()
    except _DuplicateKeyError:
        return None, (_second_key(raw) or Defect("duplicate-key"),)
    except HugeNumberError as error:
        digits = str(error)
        return None, (Defect("huge-number", f"{len(digits)} digits", raw.find(digits.encode()) + 1),)
    except _NonFiniteError as error:
        place = next((match.start() + 1 for match in re.finditer(_CONSTANT, raw) if match[1]), None)
        return None, (Defect("nan", str(error), place),)


def _second_key(raw: bytes) -> Defect | None:
    """Find the key that stands in its object for the second time, first in the order of the text."""
    open_objects: list[set[str]] = []
    for match in re.finditer(_KEYS, raw):
        token = match[0]
        if token in (b"{", b"["):
            open_objects.append(set())
        elif token in (b"}", b"]"):
            open_objects.pop()
        elif match[2] is not None:
            key = json.loads(match[1])
            if key in open_objects[-1]:
                return Defect("duplicate-key", key[:60], match.start() + 1)
            open_objects[-1].add(key)
    return None


def _second_opinion(raw: bytes, error: json.JSONDecodeError) -> tuple[Json, tuple[Defect, ...]]:
    """Orjson refuses more than RFC 8259 does (1e999) and says little: ask the standard library, then explain."""
    if _depth(raw) > MAX_DEPTH:
        return None, (Defect("too-deep", f"nested more than {MAX_DEPTH} levels deep"),)
    try:
        value, defects = _read(raw, _STRICT)
    except ValueError:
        return None, (diagnose(raw, error),)
    if defects:
        return None, defects
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        place = lone_surrogate(raw)
        return None, (Defect("lone-surrogate", "half of a surrogate pair", None if place is None else place + 1),)
    return value, _odd_characters(raw)


def is_deep(raw: bytes) -> bool:
    """Whether a text is nested deeper than MAX_DEPTH, or looks so: what follows a row might not get to its bottom."""
    return _depth(raw) > MAX_DEPTH


def _depth(raw: bytes) -> int:
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for match in re.finditer(_BRACKETS, raw):
        byte = match[0]
        if byte in b"[{":
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    break
        elif byte in b"]}":
            depth -= 1
    return deepest


def _odd_characters(raw: bytes) -> tuple[Defect, ...]:
    if not raw.isascii():
        for separator in _RAW_SEPARATOR:
            if (place := find(raw, separator)) >= 0:
                return (Defect("line-separator", "U+2028 or U+2029", place + 1, fatal=False),)
    first = find(raw, b"\\u00")
    found = _CONTROL.search(raw, first) if first >= 0 else None
    if found and raw[found.start() - 1 : found.start()] == b"\\":  # an escaped backslash, or an escape after one
        found = next((match for match in re.finditer(_ESCAPE, raw) if match[1]), None)
    if found:
        return (Defect("control-character", found[0].decode(), found.start() + 1, fatal=False),)
    return ()
