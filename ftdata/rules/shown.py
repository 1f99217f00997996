"""Showing values of the data inside a message: cut short, and without what could be a secret."""

import re
from collections.abc import Iterable

from ftdata.types import Json

MOST = 60
"""Most characters of a value, or of a list of them, that a message shows."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{16,}")
_LEFT = 4


def shown(value: Json) -> str:
    """Write a value in JSON's words for null and booleans, control characters escaped, cut to 60 characters."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _cut(repr(value[:MOST]) if isinstance(value, str) else repr(value))


def listed(values: Iterable[Json]) -> str:
    """Write several values, cut to 60 characters in all."""
    return _cut(", ".join(shown(value) for value in values))


def _cut(text: str) -> str:
    text = _TOKEN.sub(_masked, text)
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _masked(match: re.Match[str]) -> str:
    """Keep only the beginning of a long run of letters and digits, as keys and tokens are."""
    run = match[0]
    mixed = any(char.isdigit() for char in run) and any(char.isalpha() for char in run)
    return f"{run[:_LEFT]}…" if mixed else run
