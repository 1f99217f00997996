"""Print today's figures of the source beside the goals of the project's style. Information only: always exits 0."""

import ast
import io
import json
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
LOADED = """
import sys
before = set(sys.modules)
import ftdata
after = [sys.modules[name] for name in set(sys.modules) - before]
files = {m.__name__: getattr(m, "__file__", None) or "" for m in after}
import json
print(json.dumps(files))
"""


def main() -> None:
    """Print one line a measure: name, figure, goal."""
    files = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "ftdata").rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in files.items()}
    for name, figure, goal in (*_functions(trees), *_files(files, trees), *_habits(files, trees), *_loaded()):
        sys.stdout.write(f"{name:<44} {figure:>14}   goal {goal}\n")


def _functions(trees) -> Iterator[tuple[str, object, str]]:
    found = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, FUNCTION)]
    lengths = sorted(map(_length, found))
    typed = sum(map(_typed, found))
    yield "functions", len(found), "-"
    yield "function length, median", statistics.median(lengths), "<= 7"
    yield "function length, 90th percentile", lengths[int(len(lengths) * 0.9)], "<= 20"
    yield "function length, longest", lengths[-1], "<= 40"
    yield "functions fully typed, %", round(100 * typed / len(found), 1), "100"


def _length(node) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    return node.end_lineno - node.lineno + 1 - _docstring(node)


def _docstring(node) -> int:
    first = node.body[0] if node.body else None
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return first.end_lineno - first.lineno + 1 if is_text else 0


def _typed(node) -> bool:
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return node.returns is not None and all(arg.annotation or arg.arg in ("self", "cls") for arg in named)


def _files(files, trees) -> Iterator[tuple[str, object, str]]:
    lengths = sorted(len(text.splitlines()) for text in files.values())
    rules = [len(text.splitlines()) for path, text in files.items() if path.parent.parent.name == "rules"]
    total = sum(lengths)
    documented = (*FUNCTION, ast.ClassDef, ast.Module)
    docs = sum(_docstring(n) for tree in trees.values() for n in ast.walk(tree) if isinstance(n, documented))
    yield "files", len(files), "-"
    yield "lines", total, "-"
    yield "file length, median", statistics.median(lengths), "<= 80"
    yield "file length, longest", lengths[-1], "<= 300"
    yield "rule file length, median", statistics.median(rules or [0]), "<= 60"
    yield "docstring lines, %", round(100 * docs / total, 1), "20 to 35"
    yield "comment lines, %", round(100 * sum(map(_comments, files.values())) / total, 1), "< 3"


def _comments(text: str) -> int:
    """Lines that hold nothing but a comment."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT and token.line.lstrip().startswith("#") for token in tokens)


def _habits(files, trees) -> Iterator[tuple[str, object, str]]:
    total = sum(len(text.splitlines()) for text in files.values())
    caught = [path.relative_to(ROOT).parts for path, tree in trees.items() for _ in _broad(tree)]
    silenced = sum(text.count("# type: ignore") + text.count("# noqa") for text in files.values())
    errors = ast.walk(trees[ROOT / "ftdata" / "errors.py"])
    yield "except Exception outside cli", sum(parts[1] != "cli" for parts in caught), "0"
    yield "type: ignore and noqa per 1000 lines", round(1000 * silenced / total, 2), "< 2"
    yield "TODO and FIXME", sum(text.count("TODO") + text.count("FIXME") for text in files.values()), "0"
    yield "exception classes", sum(isinstance(node, ast.ClassDef) for node in errors), "5"


def _broad(tree) -> Iterator[ast.ExceptHandler]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else set()
            if (not names or names & {"Exception", "BaseException"}) and not _raised_again(node):
                yield node


def _raised_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _loaded() -> Iterator[tuple[str, object, str]]:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    files = json.loads(done.stdout)
    yield "modules loaded by import ftdata", len(files), "<= 20"
    yield "third-party modules among them", sum("site-packages" in path for path in files.values()), "0"


if __name__ == "__main__":
    main()
