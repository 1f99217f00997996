"""Writing JSON: compact UTF-8, numbers as they were read, safe on one line everywhere."""

import re
from typing import Any

import orjson

from ftdata.jsontext.numbers import ExactFloat, ExactInt
from ftdata.types import Json

_SPACE_OR_STRING = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")|[ \t\r\n]++', re.DOTALL)


def dumps(value: Json) -> bytes:
    """Write a value on one line.

    U+2028 and U+2029 are escaped, since some readers end a line there.

    Raises:
        TypeError: The value holds something that JSON cannot.
    """
    text = orjson.dumps(value, default=_other, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    if b"\xe2\x80" in text:
        text = text.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return text


def dumps_sorted(value: Json) -> bytes:
    """Write a value with its keys sorted, so that equal values have equal text."""
    option = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_SORT_KEYS
    return orjson.dumps(value, default=_other, option=option)


def compact(raw: bytes) -> bytes:
    """Put a pretty-printed value on one line, changing nothing but the white space between tokens."""
    return _SPACE_OR_STRING.sub(lambda match: match[1] or b"", raw)


def _other(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, ExactInt | ExactFloat):
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
