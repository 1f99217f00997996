"""A cheap proof that a row is so plain that no rule about rows can fire on it.

Most rows of a good file are plain: a list of messages, each with a known role and non-blank text, in an order
that every trainer takes. For them only the rules with ``ON_PLAIN`` and the Folds run. The proof must imply the
silence of every other row rule; a property test holds the two against each other.
"""

from collections.abc import Callable, Mapping

from ftdata.targets import Destination
from ftdata.types import Record

_ROLES = ("system", "user", "assistant")


def plain_check(destination: Destination) -> Callable[[Record], bool]:
    """Make the proof for a destination.

    Returns:
        A function that says True only when the record's row is plain. It proves nothing for rows without bytes.
    """
    roles = destination.fact("method_roles", _ROLES)
    if destination.method != "sft" or destination.format != "chat" or not set(_ROLES) <= set(roles):
        return lambda _: False
    return is_plain


def is_plain(record: Record) -> bool:
    """Whether a chat row is plain: see the module's docstring."""
    raw, row = record.raw, record.row
    if raw is None or len(row) != 1 or b"\\u" in raw or b"<|" in raw or b"\xe2\x80" in raw:
        return False
    messages = row.get("messages")
    if type(messages) is not list or not messages:
        return False
    keys = 1 + 2 * len(messages)
    if raw.count(b'":') - raw.count(b'\\":') != keys or raw.count(b"[") + raw.count(b"{") > 150:
        return False
    return _plain_turns(messages)


def _plain_turns(messages: list[object]) -> bool:
    previous = "system"
    seen_user = False
    for index, message in enumerate(messages):
        if not isinstance(message, Mapping) or len(message) != 2:
            return False
        role, content = message.get("role"), message.get("content")
        if type(content) is not str or not content or content.isspace() or role not in _ROLES:
            return False
        if role == "system":
            if index:
                return False
        elif role == previous or (role == "assistant" and not seen_user):
            return False
        seen_user = seen_user or role == "user"
        previous = str(role)
    return seen_user and previous == "assistant"
