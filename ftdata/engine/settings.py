"""What the user asked for, as plain data that can be sent to another process."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from ftdata.config import read_bytes
from ftdata.errors import UsageError
from ftdata.jsontext import parse
from ftdata.types import Json, Severity

ENGINES = ("local", "ray")
"""Where the parts of large files are worked on: in processes of this machine, or on a Ray cluster."""

Progress = Callable[[int], object]
"""Called with the number of bytes (or rows, in memory) that were just finished."""


def no_progress(_: int) -> None:
    """Show nothing."""


class Settings(NamedTuple):
    """Options that the verbs share.

    Attributes:
        target: Name of the target.
        method: Training method, or None to tell it from the data.
        model: Model as the user names it, or None.
        format: Format of the rows, or None to tell it from the data.
        columns: What the user calls the columns of a table: canonical name to theirs, e.g. ``prompt: question``.
        system: A system prompt for rows that have none, or None.
        select: Patterns of the rules to run; empty for all.
        ignore: Patterns of the rules left out.
        severity: Grades the user gave, by code.
        workers: Processes for large files: 0 as many as there are cores.
        engine: One of ``ENGINES``.
        plugins: Files of rules of the user's own, see ``rules/plugins.py``.
        options: What rules are told, by name: thresholds such as ``Q006.share``, contents of files such as ``grader``.
        header: Whether the first line of a table names its columns.
        today: The day that dates are compared with, or None for the machine's.
    """

    target: str = "any"
    method: str | None = None
    model: str | None = None
    format: str | None = None
    columns: Mapping[str, str] = {}
    system: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    workers: int = 1
    engine: str = "local"
    plugins: tuple[str, ...] = ()
    options: Mapping[str, Any] = {}
    header: bool = True
    today: date | None = None


def read_given(path: str) -> Json:
    """Read a JSON file that the user gives to rules: a grader, a schema.

    Raises:
        UnreadableError: It cannot be read.
        UsageError: It is no JSON.
    """
    value, defects = parse(read_bytes(path))
    if fatal := [defect for defect in defects if defect.fatal]:
        raise UsageError(f"{path}: is not valid JSON: {fatal[0].detail}")
    return value
