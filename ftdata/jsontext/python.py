"""Python literals: what ``str(dict)`` leaves in a file that should hold JSON. Read, never executed."""

import re
import warnings
from typing import TYPE_CHECKING

from ftdata.types import Json

if TYPE_CHECKING:
    import ast

# patterns for what is seldom: re compiles them when they are first used
_OPENING = rb"\s*[{\[(]\s*['\"{\[]|\s*\{\}"
_MARKS = rb"[{,]\s*'|:\s*'|\b(?:None|True|False)\b"
_MAX = 1_000_000
_PLAIN = (str, int, float, bool, type(None))


def is_python(raw: bytes) -> bool:
    """Whether the line is the repr of a Python dict or list."""
    if len(raw) > _MAX or not re.match(_OPENING, raw) or not re.search(_MARKS, raw):
        return False
    import ast

    try:
        return isinstance(ast.literal_eval(_tree(raw)), dict | list)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False


def from_python(raw: bytes) -> Json:
    """Read a Python literal made of dicts with string keys, lists, tuples, strings, numbers, booleans and None.

    Raises:
        ValueError: It is something else, has no exact JSON form, or a dict has a key twice.
    """
    return _value(_tree(raw))


def _tree(raw: bytes) -> "ast.expr":
    import ast

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in the data is no matter for the terminal
            return ast.parse(raw.decode().strip(), mode="eval").body
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _value(node: "ast.expr") -> Json:
    import ast

    if isinstance(node, ast.Constant) and isinstance(node.value, _PLAIN):
        return _finite(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -_value(node.operand)
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(element) for element in node.elts]
    if isinstance(node, ast.Dict):
        return _object(node)
    raise ValueError("no literal that JSON has a word for")


def _finite(value: Json) -> Json:
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        raise ValueError("a number that JSON cannot hold")
    return value


def _object(node: "ast.Dict") -> dict[str, Json]:
    keys = [getattr(key, "value", None) for key in node.keys]
    names = [key for key in keys if isinstance(key, str)]
    if len(set(names)) < len(keys):
        raise ValueError("a key that is no string, or one that stands twice")
    return dict(zip(names, map(_value, node.values), strict=True))
