"""The Python of a grader as text: it is read, and never run."""

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

NAME = "grade"
"""What the function is called that scores an answer."""

_MOST = 1 << 18
"""Bytes above which a source is not looked into."""


class Source(NamedTuple):
    """A source that was read.

    Attributes:
        fault: Why it is no Python, or empty.
        named: Whether the name of the function means something at its top.
        function: The function; None where it is defined in another way than by def.
    """

    fault: str = ""
    named: bool = False
    function: "ast.FunctionDef | ast.AsyncFunctionDef | None" = None

    @property
    def is_async(self) -> bool:
        """Whether the function has to be awaited."""
        return self.function.__class__.__name__ == "AsyncFunctionDef"

    @property
    def names(self) -> list[str]:
        """The names of the arguments that the function takes by place."""
        taken = self.function.args if self.function else None
        return [each.arg for each in (*taken.posonlyargs, *taken.args)] if taken else []

    def takes(self, count: int) -> bool:
        """Whether the function can be called with so many arguments, all by place."""
        if self.function is None:
            return True
        taken = self.function.args
        needed = len(self.names) - len(taken.defaults)
        free = all(default is not None for default in taken.kw_defaults)
        return free and needed <= count and (taken.vararg is not None or count <= len(self.names))


def read(text: str) -> Source:
    """Read a source and look for its function."""
    import ast

    tree = _tree(text)
    if isinstance(tree, str):
        return Source(tree)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [each for each in tree.body if isinstance(each, functions) and each.name == NAME]
    return Source("", _is_named(tree), found[-1] if found else None)


def _tree(text: str) -> "ast.Module | str":
    import ast

    if len(text) > _MOST:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}"
    except (ValueError, RecursionError, MemoryError):
        return "it cannot be parsed"


def _is_named(tree: "ast.Module") -> bool:
    """Whether the name is bound at the top in another way: imported, assigned, or defined inside an if or a try."""
    import ast

    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found = name == NAME
            case ast.alias(name=name, asname=other):
                found = (other or name) in (NAME, "*")
            case _:
                found = isinstance(node, ast.Name) and node.id == NAME and isinstance(node.ctx, ast.Store)
                waiting.extend(ast.iter_child_nodes(node))
        if found:
            return True
    return False


def taken_by(text: str) -> Iterator[str]:
    """Yield the keys that the function takes out of its second argument, the row: ``item["key"]``, ``item.get("key")``.

    Nothing where the argument's name may stand for something else too.
    """
    import ast

    source = read(text)
    if source.function is None or len(source.names) < 2 or _is_rebound(source.function, source.names[1]):
        return
    for node in ast.walk(source.function):
        key = _key(node, source.names[1])
        if key is not None:
            yield key


def _is_rebound(function: "ast.AST", name: str) -> bool:
    import ast

    nodes = list(ast.walk(function))
    stored = any(
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load) for node in nodes
    )
    return stored or sum(isinstance(node, ast.arg) and node.arg == name for node in nodes) > 1


def _key(node: "ast.AST", name: str) -> str | None:
    import ast

    match node:
        case ast.Subscript(value=ast.Name(id=held), slice=ast.Constant(value=str(key)), ctx=ast.Load()):
            return key if held == name else None
        case ast.Call(func=ast.Attribute(value=ast.Name(id=held), attr="get"), args=[ast.Constant(value=str(key)), *_]):
            return key if held == name else None
    return None
