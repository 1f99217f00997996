"""Writing JSON: compact UTF-8, numbers as they were read, safe on one line everywhere."""

import re
from typing import Any

from stringzilla import find

from ftdata.jsontext.early import dump_text
from ftdata.jsontext.numbers import ExactFloat, ExactInt
from ftdata.types import Json

_SPACE_OR_STRING = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))|[ \t\r\n]++', re.DOTALL)

_INT64 = 1 << 63


def dumps(value: Json) -> bytes:
    """Write a value on one line.

    U+2028 and U+2029 are escaped, since some readers end a line there.

    Raises:
        TypeError: The value holds something that JSON cannot.
    """
    text = (dump_text(value) if value.__class__ is str else None) or _write(value)
    if not text.isascii() and (find(text, b"\xe2\x80\xa8") >= 0 or find(text, b"\xe2\x80\xa9") >= 0):
        text = text.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return text


def dumps_sorted(value: Json) -> bytes:
    """Write a value with its keys sorted, so that equal values have equal text."""
    return _write(value, keys_sorted=True)


def compact(raw: bytes) -> bytes:
    """Put a pretty-printed value on one line, changing nothing but the white space between tokens."""
    return _SPACE_OR_STRING.sub(lambda match: match[1] or b"", raw)


def _write(value: Json, *, keys_sorted: bool = False) -> bytes:
    import orjson

    option = orjson.OPT_PASSTHROUGH_SUBCLASS | (keys_sorted and orjson.OPT_SORT_KEYS)
    try:
        return orjson.dumps(value, default=_other, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_spelled(value), default=_other, option=option)


def _spelled(value: Json) -> Json:
    """Give integers beyond 64 bits, which orjson refuses, their spelling."""
    if isinstance(value, dict):
        return {key: _spelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool | ExactInt) and not -_INT64 <= value < 2 * _INT64:
        return ExactInt(str(value))
    return value


def _other(value: Any) -> Any:
    if isinstance(value, ExactInt | ExactFloat):
        import orjson

        return orjson.Fragment(value.text)
    plain: Any
    for plain in (str, int, float, dict, list):
        if isinstance(value, plain):
            return plain(value)
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return value.tolist()
    if isinstance(value, tuple | set):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not a JSON type")
