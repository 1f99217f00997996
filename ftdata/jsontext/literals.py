"""Proving a text sound without reading it a second time.

A text has no key twice exactly when it holds as many string literals as its value has keys and strings, since a
reader keeps one of two equal keys. Quotes that no backslash escapes come in pairs, a pair a literal.
"""

from collections.abc import Iterable
from typing import Any

from stringzilla import count, find

from ftdata.types import Json

_PLAIN = 10**15
"""Whole numbers below are read the same everywhere; greater ones may need their spelling."""


def prove(raw: bytes, value: Json, deepest: int) -> tuple[bool, bool]:
    """Look through a value beside the text that it was read from.

    Args:
        raw: A valid JSON text.
        value: Its value, of duplicate keys the last.
        deepest: Levels of nesting accepted.

    Returns:
        Whether no key stands twice in an object and nothing is nested too deep, and, if so, whether every number
        is written the way it would be written again.
    """
    literals, whole, exact = _literals_in_value(value, deepest)
    if literals != literals_in_text(raw):
        return False, False
    return True, exact and not (whole and find(raw, b"-0") >= 0)


def is_plain_object(text: str, value: dict[str, Json]) -> bool:
    """A quick yes to the same question for an object of texts, whole numbers, booleans and lists of texts."""
    literals, whole = len(value), False
    for item in value.values():
        kind = item.__class__
        if kind is str:
            literals += 1
        elif kind is int:
            whole = True
            if not -_PLAIN < item < _PLAIN:
                return False
        elif kind is list:
            if any(word.__class__ is not str for word in item):
                return False
            literals += len(item)
        elif kind is not bool and item is not None:
            return False
    if "\\\\" in text or (whole and "-0" in text):
        return False
    return 2 * literals == text.count('"') - text.count('\\"')


def literals_in_text(raw: bytes) -> int:
    """Count the string literals of a valid JSON text."""
    return int(count(raw, b'"') - escaped(raw, b'"')) // 2


def escaped(raw: bytes, letter: bytes) -> int:
    """Count the places where a letter is escaped: where an odd number of backslashes stands before it."""
    once = int(count(raw, b"\\" + letter))
    twice = once and int(count(raw, b"\\\\" + letter))
    if twice and find(raw, b"\\\\\\" + letter) >= 0:
        return int(count(raw.replace(b"\\\\", b""), b"\\" + letter))  # pairs of backslashes stand for themselves
    return once - twice


def _literals_in_value(value: Json, deepest: int) -> tuple[int, bool, bool]:
    """Count keys and strings, -1 when nested too deep; say whether there are whole numbers, and only plain ones."""
    literals, whole, exact = 0, False, True
    level: list[Any] = [value if value.__class__ in (dict, list) else [value]]
    while level:
        if not deepest:
            return -1, whole, exact
        deepest -= 1
        below: list[Json] = []
        for container in level:
            items: Iterable[Json] = container
            if container.__class__ is dict:
                literals += len(container)
                items = container.values()
            for item in items:
                kind = item.__class__
                if kind is str:
                    literals += 1
                elif kind is dict or kind is list:
                    below.append(item)
                elif kind is int:
                    whole = True
                    exact = exact and -_PLAIN < item < _PLAIN
                elif kind is float:
                    exact = False
        level = below
    return literals, whole, exact
