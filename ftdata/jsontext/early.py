"""Reading and writing before orjson is worth its import, which takes as long as reading some hundred rows.

The first texts go through the standard library, as long as both say the same of them; everything else through orjson.
"""

import json
import math
from json.encoder import encode_basestring
from typing import Any

from ftdata.types import Json

_DEEPEST = 200
_allowance = [1 << 18]
"""Bytes that the standard library still reads or writes."""


class _OtherwiseError(ValueError):
    """The two might not agree."""


def loads(raw: bytes) -> Json:
    """Read a value as orjson does: of duplicate keys the last, whole numbers beyond 64 bits as they come.

    Raises:
        ValueError: orjson refuses the text.
    """
    if len(raw) < _allowance[0]:
        _allowance[0] -= len(raw) + 1
        if b"\\ud" not in raw and b"\\uD" not in raw and raw.count(b"[") + raw.count(b"{") <= _DEEPEST:
            try:
                return _DECODER.decode(raw.decode())
            except ValueError:
                _allowance[0] = 0
    import orjson

    return orjson.loads(raw)


def dump_text(text: str) -> bytes | None:
    """Write a text as orjson does, or nothing when orjson should."""
    if len(text) >= _allowance[0]:
        return None
    _allowance[0] -= len(text) + 1
    try:
        return encode_basestring(text).encode()
    except UnicodeEncodeError:
        return None


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _OtherwiseError(text)
    return number


def _refuse(text: str) -> Any:
    raise _OtherwiseError(text)


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)
