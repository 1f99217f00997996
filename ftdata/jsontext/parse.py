"""Reading one JSON value: what it is, or what is wrong with its text."""

import json
import re
from typing import Any

import orjson

from ftdata.jsontext.diagnose import diagnose
from ftdata.jsontext.numbers import HugeNumberError, read_float, read_int
from ftdata.jsontext.spans import members, skip_space
from ftdata.jsontext.surrogates import lone_surrogate
from ftdata.types import Defect, Json

MAX_DEPTH = 200
"""Deepest nesting accepted: pydantic's parser and several loaders stop there too."""

_NUMBERS = re.compile(rb"[0-9]{16}|[:\[,]\s*-?[0-9]+[.eE]|[:\[,]\s*-0")
_BRACKETS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_SPACED_COLON = re.compile(rb'"[ \t\r\n]+:')
_CONSTANT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(-?Infinity|NaN)', re.DOTALL)
_CONTROL = re.compile(rb"\\(?:[^u]|(u(?:000[0-7bBeEfF]|001[0-9a-fA-F]|007[fF]|00[89][0-9a-fA-F]))|u)", re.DOTALL)
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


def parse(raw: bytes) -> tuple[Json, tuple[Defect, ...]]:
    """Read one JSON value strictly and exactly.

    Args:
        raw: UTF-8 bytes of the value, white space around it allowed.

    Returns:
        The value and its defects. When one of them is fatal the value is None.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return _second_opinion(raw, error)
    return examine(raw, value)


def examine(raw: bytes, value: Json) -> tuple[Json, tuple[Defect, ...]]:
    """Look closer at a value that orjson accepted: depth, duplicate keys, numbers, odd characters.

    Returns:
        The value, read again exactly where needed, and its defects.
    """
    if _depth(raw) > MAX_DEPTH:
        return None, (Defect("too-deep", f"nested more than {MAX_DEPTH} levels deep"),)
    if _NUMBERS.search(raw) or _spaced_colon(raw) or b'\\\\":' in raw or _keys(raw) != _keys(orjson.dumps(value)):
        value, defects = _strict(raw)
        if defects:
            return None, defects
    return value, _odd_characters(raw)


def _strict(raw: bytes) -> tuple[Json, tuple[Defect, ...]]:
    try:
        return _STRICT.decode(raw.decode()), ()
    except _DuplicateKeyError:
        return None, (_second_key(raw, skip_space(raw, 0)) or Defect("duplicate-key"),)
    except HugeNumberError as error:
        digits = str(error)
        return None, (Defect("huge-number", f"{len(digits)} digits", raw.find(digits.encode()) + 1),)
    except _NonFiniteError as error:
        place = next((match.start() + 1 for match in _CONSTANT.finditer(raw) if match[1]), None)
        return None, (Defect("nan", str(error), place),)


def _second_key(raw: bytes, start: int) -> Defect | None:
    """Find the key that stands in its object for the second time, first in the order of the text."""
    seen: set[str | int] = set()
    for step, span in members(raw, start):
        if step in seen:
            return Defect("duplicate-key", str(step)[:60], span.key_start + 1)
        seen.add(step)
        if raw[span.start : span.start + 1] in (b"{", b"[") and (found := _second_key(raw, span.start)):
            return found
    return None


def _second_opinion(raw: bytes, error: orjson.JSONDecodeError) -> tuple[Json, tuple[Defect, ...]]:
    """Orjson refuses more than RFC 8259 does (1e999) and says little: ask the standard library, then explain."""
    if _depth(raw) > MAX_DEPTH:
        return None, (Defect("too-deep", f"nested more than {MAX_DEPTH} levels deep"),)
    try:
        value, defects = _strict(raw)
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


def _keys(raw: bytes) -> int:
    """How many ``":`` close a key; inside a string the quote would be escaped."""
    return raw.count(b'":') - raw.count(b'\\":')


def _spaced_colon(raw: bytes) -> bool:
    """Whether a key may stand apart from its colon, where ``_keys`` would not count it."""
    apart = b" :" in raw or b"\t:" in raw or b"\r:" in raw or b"\n:" in raw
    return apart and _SPACED_COLON.search(raw) is not None


def _depth(raw: bytes) -> int:
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for match in _BRACKETS.finditer(raw):
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
    for separator in _RAW_SEPARATOR:
        if separator in raw:
            return (Defect("line-separator", "U+2028 or U+2029", raw.index(separator) + 1, fatal=False),)
    if b"\\u00" in raw:
        for match in _CONTROL.finditer(raw):
            if match[1]:
                return (Defect("control-character", match[0].decode(), match.start() + 1, fatal=False),)
    return ()
