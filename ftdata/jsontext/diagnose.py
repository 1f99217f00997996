"""Why a line is not JSON, in words that lead to the cure."""

import ast
import re
from typing import Protocol

from ftdata.types import Defect

_PYTHON = re.compile(rb"\s*[{\[(]\s*['\"{\[]|\s*\{\}")
_PYTHON_MARKS = re.compile(rb"[{,]\s*'|:\s*'|\b(?:None|True|False)\b")
_TRAILING_COMMA = re.compile(rb",\s*[}\]]\s*\Z")
_MAX_PYTHON = 1_000_000


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
    column = len(text[: error.pos].encode()) + 1
    return Defect("invalid-json", _cause(raw, text, error), column)


def is_python(raw: bytes) -> bool:
    """Whether the line is the repr of a Python dict or list. Nothing in it is executed."""
    if len(raw) > _MAX_PYTHON or not _PYTHON.match(raw) or not _PYTHON_MARKS.search(raw):
        return False
    try:
        return isinstance(ast.literal_eval(raw.decode().strip()), dict | list)
    except (ValueError, SyntaxError, MemoryError, RecursionError, UnicodeDecodeError):
        return False


def _cause(raw: bytes, text: str, error: _ParseError) -> str:
    end = len(text.rstrip())
    rest = text[error.pos : error.pos + 1]
    if error.pos >= end:
        return "the text ends in the middle of the value"
    if _TRAILING_COMMA.search(raw[: error.pos + 1]):
        return "a comma before the closing bracket"
    if "trailing" in error.msg or "Extra data" in error.msg or "unexpected content" in error.msg:
        return "something follows the value: two values on one line, or a stray character"
    if rest and ord(rest) < 0x20:
        return "a control character stands unescaped in a string"
    if text.lstrip().startswith(("//", "#", "/*")):
        return "a comment; JSON has none"
    return error.msg.split(":")[0]
