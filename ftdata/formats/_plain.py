"""Saying a message as plain text, and stating what of it that leaves out."""

from collections.abc import Iterator, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Turns
from ftdata.formats._ready import field_of, lost_keys, weight_of
from ftdata.types import ABSENT, Json, Loss, Message

_PLAIN_KEYS = ("role", "content")
ROLES = ("user", "assistant", "system")
"""Roles of the short way over turns that are text and nothing else."""


def text_of(message: Message, name: str, losses: list[Loss]) -> Json:
    """The text of a message; null stays null.

    Args:
        message: The message.
        name: The format it is written in.
        losses: Gets what the text leaves out.

    Raises:
        FormatError: There is content, but no text in it.
    """
    content = message.content
    if content is None or isinstance(content, str):
        return content
    if content is ABSENT:
        losses.append(Loss(field_of(message, "content"), f"{name} has no turn without content; it became null"))
        return None
    parts = [part for part in content if isinstance(part, Mapping)]
    texts = [part["text"] for part in parts if part.get("type") == "text" and isinstance(part.get("text"), str)]
    if not texts:
        raise FormatError((*message.origin, "content"), f"holds no text, and {name} holds nothing else")
    losses += _part_losses(message, parts, name)
    return "\n".join(texts)


def lost_fields(
    message: Message, name: str, *, weight: bool = True, extras: bool = True, reasoning: bool = True
) -> Iterator[Loss]:
    """State the loss of what a message holds beside its role, its content and its calls.

    Args:
        message: The message.
        name: The format it is written in.
        weight: Whether the weight is lost.
        extras: Whether further keys are lost.
        reasoning: Whether what the assistant thought is lost.
    """
    if message.name is not ABSENT:
        yield Loss(field_of(message, "name"), f"{name} has no names")
    if message.weight is not ABSENT and weight:
        yield Loss(weight_of(message), f"{name} has no weights; every answer is trained on")
    if message.tool_call_id is not ABSENT:
        yield Loss(field_of(message, "tool_call_id"), f"{name} has no ids; results follow their calls")
    if message.reasoning is not ABSENT and reasoning:
        key = str(message.style.get("reasoning", "reasoning"))
        yield Loss(field_of(message, key), f"{name} has no place for reasoning")
    if message.role == "developer":
        yield Loss(field_of(message, "role"), f"{name} has no developer; it became system")
    if extras:
        yield from lost_keys(message, name)


def lost_calls(message: Message, name: str) -> Iterator[Loss]:
    """State the loss of what tool calls hold beside names and arguments."""
    for call in message.tool_calls or ():
        where = field_of(message, "function_call" if call.legacy else "tool_calls")
        if call.id is not None:
            yield Loss(f"{where}.id", f"{name} has no ids; results follow their calls")
        for key, value in (call.extras | call.function_extras).items():
            if (key, value) != ("type", "function"):
                yield Loss(f"{where}.{key}", f"{name} has no place for it")


def _part_losses(message: Message, parts: list[Mapping[str, Json]], name: str) -> Iterator[Loss]:
    where = field_of(message, "content")
    kinds = {str(part.get("type")) for part in parts} - {"text"}
    for kind in sorted(kinds):
        yield Loss(where, f"{name} holds text only; parts of type {kind[:60]!r} are left out")
    if any(set(part) - {"type", "text"} for part in parts if part.get("type") == "text"):
        yield Loss(where, f"{name} holds text only; further keys of text parts are left out")
    yield Loss(where, f"{name} has no parts; text parts are joined by a line break")


def plain_messages(row: Mapping[str, Json], key: str) -> Turns | None:
    """Read a row that holds nothing but messages of role and text under one key; None for any other."""
    messages = row.get(key)
    if not messages or messages.__class__ is not list or len(row) > 1:
        return None
    turns: Turns = []
    for message in messages:
        if message.__class__ is not dict or tuple(message) != _PLAIN_KEYS:
            return None
        role, text = message.values()
        if text.__class__ is not str or role not in ROLES:
            return None
        turns.append((role, text))
    return turns
