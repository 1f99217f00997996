"""A cheap proof that a row is so plain that no rule about rows can fire on it.

Most rows of a good file are plain: a list of messages, each with a known role and non-blank text, in an order
that every trainer takes. For them only the rules with ``ON_PLAIN`` and the Folds run. The proof must imply the
silence of every other row rule and of every defect of the row's text; a property test holds them to each other.
"""

from collections.abc import Callable

from ftdata.targets import Destination
from ftdata.types import Json, Record

_ROLES = ("system", "user", "assistant")
_SUSPECT = (b"\\u", b"<|", b"\xe2\x80", b" :", b"\t", b"\r")
"""Escapes, special tokens, U+2028, and white space before a colon, which would hide a key from the count below."""


def plain_check(destination: Destination) -> Callable[[Record], bool]:
    """Make the proof for a destination.

    Returns:
        A function that says True only when the record's row is plain. It proves nothing for rows without bytes.
    """
    roles = destination.fact("method_roles", _ROLES)
    usual = destination.method == "sft" and destination.format == "chat" and set(_ROLES) <= set(roles)
    if not usual or destination.fact("reserved_words"):
        return lambda _: False
    return is_plain


def is_plain(record: Record) -> bool:
    """Whether a chat row is plain: see the module's docstring."""
    raw, row = record.raw, record.row
    if raw is None or len(row) != 1:
        return False
    for mark in _SUSPECT:
        if mark in raw:
            return False
    messages = row.get("messages")
    if type(messages) is not list or not messages:
        return False
    return _no_key_twice(raw, 1 + 2 * len(messages)) and _plain_turns(messages)


def _no_key_twice(raw: bytes, keys: int) -> bool:
    """Whether the text has exactly so many keys: a quote and a colon close one, unless the quote is escaped."""
    closed = raw.count(b'":')
    return closed == keys or closed - raw.count(b'\\":') == keys


def _plain_turns(messages: list[Json]) -> bool:
    previous = "system"
    asked = False
    for message in messages:
        if type(message) is not dict or len(message) != 2:
            return False
        content, role = message.get("content"), message.get("role")
        if type(content) is not str or not content or content.isspace():
            return False
        if role == "user":
            if previous == "user":
                return False
            asked = True
        elif role == "assistant":
            if not asked or previous == "assistant":
                return False
        elif role != "system" or message is not messages[0]:
            return False
        previous = role
    return asked and previous == "assistant"
