"""Calls as Python writes them, ``[name(a=1, b="x"), other()]``; nothing is ever evaluated."""

import ast
import re
import warnings

from ftdata.errors import FormatError
from ftdata.jsontext import dumps, from_python
from ftdata.types import Path, ToolCall

_CALLS = re.compile(r"\s*\[\s*+[^\[\](){}=\"']++\(.*\)\s*\]\s*", re.DOTALL)
_HEAD = re.compile(r"\s*+([^()\[\]{}=,\"'\s][^()\[\]{}=,\"']*+)\(")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[()]", re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None}


def looks_like_calls(text: str) -> bool:
    """Whether a text is something in brackets that begins with a name and has its arguments in parentheses."""
    return _CALLS.fullmatch(text) is not None


def read_python_calls(text: str, path: Path) -> list[ToolCall]:
    """Read calls in brackets; a name may have blanks, arguments are given by name.

    Raises:
        FormatError: The text cannot be read as that.
    """
    inner = text.strip()[1:-1]
    calls = []
    place = 0
    while place < len(inner):
        head = _HEAD.match(inner, place)
        end = _closing(inner, head.end()) if head else None
        if head is None or end is None:
            raise FormatError(
                path, f"looks like calls in brackets and cannot be read from {inner[place : place + 40]!r} on"
            )
        calls.append(ToolCall(head[1].rstrip(), _arguments(inner[head.end() : end], path), extras={"type": "function"}))
        place = _after_comma(inner, end + 1, path)
    return calls


def _closing(text: str, start: int) -> int | None:
    """Where the parenthesis is closed that was opened before ``start``."""
    depth = 1
    for found in _QUOTED.finditer(text, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return None


def _after_comma(text: str, place: int, path: Path) -> int:
    rest = text[place:].lstrip()
    if not rest:
        return len(text)
    if not rest.startswith(","):
        raise FormatError(path, f"looks like calls in brackets and has {rest[:40]!r} after one")
    return len(text) - len(rest) + 1


def _arguments(text: str, path: Path) -> str:
    try:
        keywords = _keywords(text)
        named = {keyword.arg: from_python(ast.unparse(_JSON.visit(keyword.value)).encode()) for keyword in keywords}
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        keywords, named = [], {None: None}
    if None in named or len(named) < len(keywords):
        raise FormatError(path, f"calls a tool with arguments that cannot be read: {text[:60]!r}")
    return dumps(named).decode()


def _keywords(text: str) -> list[ast.keyword]:
    """The arguments by name; one that stands for any other is named None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in the data is no matter for the terminal
        tree = ast.parse(f"f({text})", mode="eval").body
    if not isinstance(tree, ast.Call) or tree.args:
        return [ast.keyword(None, ast.Constant(None))]
    return tree.keywords


class _JsonWords(ast.NodeTransformer):
    """Puts the values of JSON's words in their place."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Give the value of a word of JSON, and any other name as it is."""
        return ast.Constant(_WORDS[node.id]) if node.id in _WORDS else node


_JSON = _JsonWords()
