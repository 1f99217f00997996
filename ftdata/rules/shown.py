"""Showing values of the data inside a message."""

from collections.abc import Iterable

from ftdata.types import Json

MOST = 60
"""Most characters of a value, or of a list of them, that a message shows."""


def shown(value: Json) -> str:
    """Write a value in JSON's words for null and booleans, control characters escaped, cut to 60 characters."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _cut(repr(value[:MOST]) if isinstance(value, str) else repr(value))


def listed(values: Iterable[Json]) -> str:
    """Write several values, cut to 60 characters in all."""
    return _cut(", ".join(shown(value) for value in values))


def _cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"
