"""Messages that are remembered as they were written, so that their own format writes them back the same."""

from collections.abc import Iterable, Sequence

from ftdata.jsontext import dumps
from ftdata.types import Json, Message


def remember(messages: Iterable[Message]) -> list[Message]:
    """Note what was read from ``style["turns"]``, the turns of the row that a message stands for."""
    found = list(messages)
    for message in found:
        message.style["read"] = message._replace(style={})
    return found


def as_read(message: Message, *, own: bool) -> list[Json] | None:
    """The turns that a message was read from, where it comes from the same format and was not changed since."""
    read = message.style.get("read") if own else None
    return message.style["turns"] if read is not None and read == message._replace(style={}) else None


def shared_start(chosen: Sequence[Message], rejected: Sequence[Message]) -> int:
    """How many messages two conversations begin with, written the same; either keeps its last message for itself.

    The answer begins with the first of a run of assistant turns.
    """
    both = [[dumps(message.style["turns"]) for message in side] for side in (chosen, rejected)]
    most = min(len(chosen), len(rejected)) - 1
    count = next((n for n in range(most) if both[0][n] != both[1][n]), max(most, 0))
    while count and chosen[count - 1].role == "assistant":
        count -= 1
    return count
