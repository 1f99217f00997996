"""Showing values of the data inside a message: cut short, and without what could be a secret."""

import re
from collections.abc import Iterable

from ftdata.types import Json

MOST = 60
"""Most characters of a value, or of a list of them, that a message shows."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{16,}")
_PART = re.compile(r"[A-Za-z0-9]+")
_PLAIN = re.compile(r"(?=.{1,24}\Z)(?:[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*)[0-9]{0,4}|[0-9]+[A-Za-z]{0,2}")
_LEFT, _MOST_MIXED = 4, 7


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
    """Keep only the beginning of a long run of mixed letters and digits, as keys and tokens are; names are kept.

    Names of models, tools and fields are words, numbers, and words with a number: ``gpt-4o-2024-08-06``, ``answer_2``.
    """
    run = match[0]
    mixed = sum(len(part) for part in _PART.findall(run) if not _PLAIN.fullmatch(part))
    is_name = mixed <= _MOST_MIXED or not any(map(str.isdigit, run)) or not any(map(str.isalpha, run))
    return run if is_name else f"{run[:_LEFT]}…"
