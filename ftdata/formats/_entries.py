"""Lists in which one entry may hold several messages, such as results of tools beside a question.

The first message read from an entry remembers it, so that its own format gets back what nothing changed.
"""

from collections.abc import Callable, Sequence

from ftdata.errors import FormatError
from ftdata.types import Json, Message, Path

Read = Callable[[Json, Path], list[Message]]
"""Reads one entry, which stands at a path, as one message or more."""


def read_entries(value: Json, path: Path, read: Read) -> list[Message]:
    """Read a non-empty list of entries.

    Raises:
        FormatError: It is no such list, or an entry in it is malformed.
    """
    if not isinstance(value, list) or not value:
        raise FormatError(path, "is not a non-empty list of messages")
    return [message for index, entry in enumerate(value) for message in _remembered(entry, (*path, index), read)]


def write_entries(
    messages: Sequence[Message], read: Read | None, write: Callable[[Sequence[Message]], list[Json]]
) -> list[Json]:
    """Write messages: those of an entry that nothing changed as that entry, all others anew.

    Args:
        messages: The messages.
        read: What they were read with; None where they come from another format.
        write: Writes messages anew.
    """
    entries: list[Json] = []
    fresh: list[Message] = []
    start = 0
    while start < len(messages):
        count = _unchanged(messages, start, read) if read else 0
        if count:
            entries += [*(write(fresh) if fresh else ()), messages[start].style["entry"]]
            fresh = []
        else:
            fresh.append(messages[start])
        start += count or 1
    return entries + (write(fresh) if fresh else [])


def _remembered(entry: Json, path: Path, read: Read) -> list[Message]:
    messages = read(entry, path)
    messages[0].style["entry"] = entry
    return messages


def _unchanged(messages: Sequence[Message], start: int, read: Read) -> int:
    """How many messages from here on are what their entry was read as; 0 when something changed."""
    first = messages[start]
    if "entry" not in first.style:
        return 0
    was = _remembered(first.style["entry"], first.origin, read)
    return len(was) if list(messages[start : start + len(was)]) == was else 0
