"""Preference rows as rules see them: two answers to one prompt."""

from typing import NamedTuple

from ftdata.rules.calls import calls_of
from ftdata.rules.row import OUTPUT_LISTS, Row
from ftdata.types import Json, Path


class Pair(NamedTuple):
    """The two answers of a row, each a list of messages that is not empty."""

    preferred: list[Json]
    other: list[Json]


def pair(row: Row) -> Pair | None:
    """The answers of a row, or None when one of them is missing or no such list: that has its own finding."""
    preferred, other = (row.lists.get(path) for path in OUTPUT_LISTS)
    return Pair(preferred, other) if preferred and other else None


def said(row: Row) -> tuple[str, str]:
    """What each of the two answers says: its texts and its calls, one a line."""
    preferred, other = OUTPUT_LISTS
    return _said(row, preferred), _said(row, other)


def _said(row: Row, path: Path) -> str:
    lines: list[str] = []
    for turn in row.turns_at(path):
        lines += (text for _, text in turn.texts())
        lines += (f"{call.name} {call.arguments}" for call in calls_of(turn))
    return "\n".join(lines)
