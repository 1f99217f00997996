"""Why a line is not JSON, in words that lead to the cure."""

import re
from typing import Protocol

from ftdata.jsontext.python import is_python
from ftdata.types import Defect

# patterns for what is seldom: re compiles them when they are first used
_COMMENT = r"\s*(?://|#|/\*)"
_NOTHING_ELSE = r"\s*(?:(?://|#)[^\n]*|/\*(?:(?!\*/)[^\n])*\*/\s*)\Z"


class _ParseError(Protocol):
    msg: str
    pos: int


def diagnose(raw: bytes, error: _ParseError) -> Defect:
    """Turn a parser's refusal into a defect with its place and, where it shows, its cause.

    Args:
        raw: The bytes of the line.
        error: What the parser said; ``pos`` counts characters from 0.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as bad:
        return Defect("not-utf8", f"byte 0x{raw[bad.start]:02x} is not UTF-8", bad.start + 1)
    if is_python(raw):
        return Defect("python-literal", "a Python literal: single quotes, None, True or False")
    if re.match(_NOTHING_ELSE, text):
        return Defect("comment", "a comment; JSON has none")
    column = len(text[: error.pos].encode()) + 1
    return Defect("invalid-json", _cause(text, error), column)


def _cause(text: str, error: _ParseError) -> str:
    rest = text[error.pos :]
    if not rest.strip():
        return "the text ends in the middle of the value"
    if re.match(_COMMENT, text):
        return "a comment; JSON has none"
    if "trailing comma" in error.msg:
        return "a comma before the closing bracket"
    if "unexpected content" in error.msg:
        return "a comma after the value" if rest.strip() == "," else "something follows the value"
    if rest[0] < " ":
        return "a control character stands unescaped in a string"
    return error.msg.split(": line")[0]
