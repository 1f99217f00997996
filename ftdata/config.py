"""The user's settings: ``ftdata.toml``, or ``[tool.ftdata]`` in ``pyproject.toml``. Data only; nothing in it runs."""

import os
import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from ftdata.errors import UnreadableError, UsageError
from ftdata.types import Severity

OWN_FILE = "ftdata.toml"
SHARED_FILE = "pyproject.toml"
_KEY = re.compile(rb"""(?m)\bftdata["']?\s*(?:=(?!=)|\.\s*["'\w-]+\s*[.=])|^\s*\[[^=\n]*ftdata|\\u0""")
"""What has to stand in a file that has such a table: the name as a key, or in a header; any key may be escaped."""


class Config(NamedTuple):
    """What a config file says; None where it says nothing. Its keys are these names with ``-`` for ``_``.

    Attributes:
        target: Name of the target.
        method: Training method.
        model: Model, as the user names it.
        format: Format of the rows.
        columns: Canonical names of columns to the user's.
        header: Whether the first line of a table names its columns.
        select: Patterns of the rules to run.
        ignore: Patterns of the rules left out, or a table of pattern and reason.
        severity: Grades by pattern.
        max_problems: Problems printed for each rule; 0 for all.
        workers: Processes for large files; 0 for as many as there are cores.
        engine: Where large files are worked on: ``local`` or ``ray``.
        show_info: Whether findings of severity info are listed.
        plugins: Files of rules, as seen from the config, or names of entry points.
        options: Options of rules: a table for each code.
        baseline: File of known problems, as seen from the config.
        grader: File of a grader, as seen from the config.
        answer_schema: File of a JSON Schema for answers, as seen from the config.
        row_schema: File of a JSON Schema for rows, as seen from the config.
        chat_template: File of a chat template or folder of a tokenizer, as seen from the config.
    """

    target: str | None = None
    method: str | None = None
    model: str | None = None
    format: str | None = None
    columns: dict[str, str] | None = None
    header: bool | None = None
    select: list[str] | None = None
    ignore: list[str] | dict[str, str] | None = None
    severity: dict[str, Severity] | None = None
    max_problems: int | None = None
    workers: int | None = None
    engine: Literal["local", "ray"] | None = None
    show_info: bool | None = None
    plugins: list[str] | None = None
    options: dict[str, dict[str, Any]] | None = None
    baseline: str | None = None
    grader: str | None = None
    answer_schema: str | None = None
    row_schema: str | None = None
    chat_template: str | None = None


_FILES = ("baseline", "grader", "answer_schema", "row_schema", "chat_template")
KINDS = {
    "columns": "a table of name = column",
    "header": "true or false",
    "select": "a list of codes or names",
    "ignore": "a list of codes or names, or a table of code = reason",
    "severity": 'a table of code = "error", "warning" or "info"',
    "max_problems": "a whole number, 0 or more",
    "workers": "a whole number, 0 or more",
    "engine": '"local" or "ray"',
    "show_info": "true or false",
    "plugins": "a list of files",
    "options": "a table of tables, as in options.Q006.share = 0.3",
}
"""What a key holds, in words; text where nothing is said."""


def load(path: str | None = None, start: str | os.PathLike[str] | None = None) -> Config:
    """Read the config.

    Args:
        path: A file named by the user; None looks for one.
        start: Where the search begins; None for the current directory.

    Raises:
        UnreadableError: The file cannot be read.
        UsageError: It is no TOML, or holds a key or value that is not known.
    """
    file = path or find(start)
    if file is None:
        return Config()
    table = _table(file, read_bytes(file))
    return Config() if table is None else _config(file, table)


def find(start: str | os.PathLike[str] | None = None) -> str | None:
    """Return the nearest config file from a directory upwards, or None. A directory with ``.git`` is the last."""
    try:
        first = os.fspath(start or os.getcwd())
    except OSError:  # the current directory was deleted
        return None
    for directory in _upwards(first):
        for name in (OWN_FILE, SHARED_FILE):
            file = os.path.join(directory, name)
            if os.path.isfile(file) and (name == OWN_FILE or _mentioned(file)):
                return file
        if os.path.exists(os.path.join(directory, ".git")):
            return None
    return None


def _upwards(directory: str) -> Iterator[str]:
    """Yield a directory and those it is in, the nearest first."""
    below = None
    while directory != below:
        yield directory
        below, directory = directory, os.path.dirname(directory)


def _mentioned(file: str) -> bool:
    """Whether a file that belongs to everybody has a table for ftdata. Most have none and are not parsed.

    Where it is only among the packages that a project needs, its name is a text, and neither a key nor in a header.
    """
    raw = read_bytes(file)
    return b"ftdata" in raw and bool(_KEY.search(raw)) and _table(file, raw) is not None


def read_bytes(file: str) -> bytes:
    """Read a file that the user names.

    Raises:
        UnreadableError: It cannot be read.
    """
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise UnreadableError(f"{file}: cannot be read: {error.strerror}") from error


def _table(file: str, raw: bytes) -> dict[str, Any] | None:
    """Return the table for ftdata; None when ``pyproject.toml`` has none."""
    import tomllib

    try:
        data: Any = tomllib.loads(raw.decode())
    except ValueError as error:
        raise UsageError(f"{file}: is not valid TOML: {error}") from error
    if os.path.basename(file) == SHARED_FILE:
        tool = data.get("tool", {})
        data = tool.get("ftdata") if isinstance(tool, dict) else None
    if data is not None and not isinstance(data, dict):
        raise UsageError(f"{file}: tool.ftdata has to be a table")
    return data


def _config(file: str, table: dict[str, Any]) -> Config:
    known = {name.replace("_", "-"): name for name in Config._fields}
    for key in table:
        if key not in known:
            raise UsageError(f"{file}: no key is called {key[:60]!r}{_meant(key, known)} there are: {', '.join(known)}")
    values = {known[key]: _checked(file, known[key], value) for key, value in table.items()}
    values |= {name: _beside(file, values[name]) for name in _FILES if name in values}
    if "plugins" in values:
        values["plugins"] = [_beside(file, name) if _is_path(name) else name for name in values["plugins"]]
    return Config(**values)


def _beside(file: str, name: str) -> str:
    """A file that the config names, which is beside it."""
    return os.path.join(os.path.dirname(file), name)


def _is_path(name: str) -> bool:
    return name.endswith(".py") or "/" in name or os.sep in name


def _checked(file: str, name: str, value: object) -> Any:
    """Return a value if it has the type of its field, whose annotation is the one description of it."""
    if not _fits(value, get_type_hints(Config)[name]) or (isinstance(value, int) and value < 0):
        raise _wrong(file, name, value)
    return value


def _fits(value: object, kind: Any) -> bool:
    """Whether a value of a TOML file is exactly of a type; True is no number."""
    if kind is Any:
        return True
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, each) for each in inside)
    if origin is Literal:
        return value in inside
    if origin is list:
        return isinstance(value, list) and all(_fits(item, inside[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(item, inside[1]) for item in value.values())
    return type(value) is kind


def _wrong(file: str, key: str, value: object) -> UsageError:
    shown = repr(value)
    given = shown if len(shown) <= 60 else shown[:59] + "…"
    return UsageError(f"{file}: {key.replace('_', '-')} has to be {KINDS.get(key, 'text in quotes')}, not {given}")


def _meant(key: str, known: dict[str, str]) -> str:
    import difflib

    close = difflib.get_close_matches(key.replace("_", "-"), known, n=1)
    return f"; did you mean {close[0]}? If not," if close else ";"
