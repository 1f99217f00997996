"""Every pattern in ftdata, how it is used, and texts made to keep it busy."""

import ast
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import ftdata

FUNCTIONS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_AT_ONCE = {"match", "fullmatch"}
_OURS = ("matrix", "page", "catalogue", "plugins", "skeleton", "option")
"""Modules that read the program's own files, not data."""

_BY_ITEM = ("_PATTERNS",)
"""Collections of patterns that are matched at one place each."""

_SHORT = ("_QUOTE",)
"""Patterns that read our own messages, in which data is cut."""


class Use(NamedTuple):
    """A pattern where it is used.

    Attributes:
        place: Module and name or line.
        pattern: The pattern.
        anchored: Whether it is tried at one place of the text only.
    """

    place: str
    pattern: re.Pattern[Any]
    anchored: bool


def uses() -> list[Use]:
    """All patterns of all modules; those that are made of what is not known before a run are left out."""
    found: dict[tuple[Any, int, bool], Use] = {}
    for module in _modules():
        for use in (*_compiled(module), *_called(module)):
            found.setdefault((use.pattern.pattern, use.pattern.flags, use.anchored), use)
    return list(found.values())


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(ftdata.__path__, "ftdata."):
        if not info.name.endswith("__main__") and info.name.rpartition(".")[2] not in _OURS:
            yield importlib.import_module(info.name)


def _compiled(module: Any) -> Iterator[Use]:
    """The patterns that stand in the names of a module."""
    text = _source(module)
    for name, value in vars(module).items():
        if name in _SHORT:
            continue
        for pattern in _patterns_in(value):
            methods = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", text)) & set(FUNCTIONS)
            anchored = name in _BY_ITEM or (bool(methods) and methods <= _AT_ONCE)
            yield Use(f"{module.__name__}.{name}", pattern, anchored)


def _patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(_patterns_in, value.values()))
    elif isinstance(value, tuple | list):
        yield from itertools.chain.from_iterable(map(_patterns_in, value))


def _called(module: Any) -> Iterator[Use]:
    """The patterns that are handed to functions of ``re``, where they are made of the names of the module."""
    tree = ast.parse(_source(module))
    named = [node for node in tree.body if isinstance(node, ast.Assign)]
    known = {each for node in named for each in ast.walk(node)}  # what _compiled finds under its name
    for node in ast.walk(tree):
        if node in known:
            continue
        function = getattr(node, "func", None)
        if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
            continue
        if function.value.id == "re" and function.attr in (*FUNCTIONS, "compile"):
            pattern = _evaluated(node, module)
            if pattern is not None:
                yield Use(f"{module.__name__}:{node.lineno}", pattern, function.attr in _AT_ONCE)


def _evaluated(call: Any, module: Any) -> re.Pattern[Any] | None:
    at = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(call.func.attr, 2)
    flags = [word.value for word in call.keywords if word.arg == "flags"] + call.args[at : at + 1]
    try:
        text, number = (_value(each, module) for each in (call.args[0], flags[0] if flags else ast.Constant(0)))
    except NameError:
        return None
    return re.compile(text, number)


def _value(node: ast.expr, module: Any) -> Any:
    return eval(ast.unparse(node), vars(module))


def _source(module: Any) -> str:
    with open(module.__file__, encoding="utf-8") as file:
        return file.read()


def pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Beginnings and pieces to repeat: for each repetition in a pattern, what leads to it and what it takes."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    found = dict.fromkeys(_repeats(tree, ""))
    pieces = list(dict.fromkeys(piece for _, piece in found))
    found |= dict.fromkeys(("", a + b) for a, b in itertools.permutations(pieces[:6], 2))
    found |= dict.fromkeys(("", _sample(tree)[:cut]) for cut in range(1, min(len(_sample(tree)), 40)))
    return [pair for pair in found if pair[1]][:60]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    for op, argument in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            piece = _sample(argument[2])
            yield before, piece
            yield "", before + piece
            yield from _repeats(argument[2], before)
        for inner in _inner(op, argument):
            yield from _repeats(inner, before)
        before += _one(op, argument)


def _inner(op: Any, argument: Any) -> list[Any]:
    if op is ops.SUBPATTERN:
        return [argument[3]]
    if op is ops.BRANCH:
        return list(argument[1])
    if op is ops.ATOMIC_GROUP:
        return [argument]
    return []


def _sample(tree: Any) -> str:
    """A short text that a pattern takes, more or less."""
    return "".join(_one(op, argument) for op, argument in tree)


def _one(op: Any, argument: Any) -> str:
    if op is ops.LITERAL:
        return chr(argument)
    if op is ops.NOT_LITERAL:
        return "a" if argument != ord("a") else "b"
    if op is ops.ANY:
        return "a"
    if op is ops.IN:
        return _member(argument)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _sample(argument[2]) * max(argument[0], 1)
    inner = _inner(op, argument)
    return _sample(inner[0]) if inner else ""


def _member(choices: Any) -> str:
    """A character of a class."""
    if choices and choices[0][0] is ops.NEGATE:
        taken = re.compile("[" + "".join(map(_class, choices[1:])) + "]")
        return next((char for char in "a1 .-_\n\"'<{\\é" if not taken.match(char)), "\u4e00")
    kind, value = choices[0]
    if kind is ops.LITERAL:
        return chr(value)
    if kind is ops.RANGE:
        return chr(value[0])
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a"}.get(str(value), "a")


def _class(choice: Any) -> str:
    kind, value = choice
    if kind is ops.LITERAL:
        return re.escape(chr(value))
    if kind is ops.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
    names |= {"CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W"}
    return names[str(value)]
