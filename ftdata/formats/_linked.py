"""Which call each result of a tool answers, for formats that name it by id or by name."""

from collections.abc import Iterable, Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.formats._ready import field_of
from ftdata.jsontext import parse
from ftdata.types import ABSENT, Json, Loss, Message, Path, ToolCall


def linked(messages: Sequence[Message]) -> list[Message]:
    """Give every call an id, and every result the id of its call and, in ``style["call"]``, its name.

    Results without an id answer the open calls in order; OpenAI's deprecated ``function_call`` is one of them.

    Raises:
        FormatError: A result answers no call, or somebody else than the assistant makes one.
    """
    ids = {call.id for message in messages for call in message.tool_calls or () if call.id}
    names: dict[str, str] = {}
    waiting: list[ToolCall] = []
    made = []
    for message in messages:
        if message.tool_calls:
            if message.role != "assistant":
                raise FormatError(message.origin, "makes tool calls and is not the assistant")
            waiting = [call._replace(id=call.id or _new_id(ids), legacy=False) for call in message.tool_calls]
            names |= {call.id: call.name for call in waiting if call.id}
            made.append(message._replace(tool_calls=list(waiting)))
        elif message.role in ("tool", "function"):
            made.append(_result(message, waiting, names))
        else:
            made.append(message)
    return made


def object_of(arguments: Json, path: Path) -> Json:
    """The arguments of a call as the object that they are.

    Raises:
        FormatError: They are none.
    """
    value, defects = (
        parse(arguments.encode("utf-8", "surrogatepass")) if isinstance(arguments, str) else (arguments, ())
    )
    if isinstance(arguments, str) and not arguments.strip():
        return {}
    if any(defect.fatal for defect in defects) or not isinstance(value, Mapping):
        raise FormatError(path, "calls a tool with arguments that are no JSON object")
    return value


def lost_of_calls(message: Message, name: str) -> Iterable[Loss]:
    """State the loss of what calls hold beside id, name and arguments."""
    for call in message.tool_calls or ():
        where = field_of(message, "function_call" if call.legacy else "tool_calls")
        for key, value in (call.extras | call.function_extras).items():
            if (key, value) != ("type", "function"):
                yield Loss(f"{where}.{key}", f"{name} has no place for it")


def _result(message: Message, waiting: list[ToolCall], names: Mapping[str, str]) -> Message:
    given = message.tool_call_id if isinstance(message.tool_call_id, str) else None
    position = next((place for place, call in enumerate(waiting) if _answers(message, given, call)), None)
    call = None if position is None else waiting.pop(position)
    identity = given or (call.id if call else None)
    if identity is None:
        raise FormatError(message.origin, "is the result of a tool that nobody called")
    spoken = message.name if isinstance(message.name, str) else names.get(identity)
    return message._replace(
        role="tool", tool_call_id=identity, name=ABSENT, style=message.style | {"call": spoken or ""}
    )


def _answers(message: Message, given: str | None, call: ToolCall) -> bool:
    if given is not None:
        return call.id == given
    return not isinstance(message.name, str) or message.name == call.name


def _new_id(ids: set[str]) -> str:
    number = len(ids) + 1
    while f"call_{number}" in ids:
        number += 1
    ids.add(f"call_{number}")
    return f"call_{number}"
