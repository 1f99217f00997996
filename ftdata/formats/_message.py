"""OpenAI's message object, which several formats are made of.

Source: https://github.com/openai/openai-openapi, ChatCompletionRequestMessage (2026-08-21).
"""

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import ordered
from ftdata.types import ABSENT, Json, Message, Path, ToolCall

_FIELDS = ("role", "content", "tool_calls", "function_call", "tool_call_id", "name", "weight")
_MARKS = ("tool_call_id", "name", "weight")
_CALLS = ("tool_calls", "function_call")
_SIMPLE_FIELDS = frozenset(_FIELDS).difference(_CALLS)
REASONING = ("reasoning_content", "reasoning", "thinking")
"""Keys under which trainers look for what the assistant thought, the commonest first.

Source: https://github.com/huggingface/transformers, 5.23, chat templates read all three (2026-11-23).
"""


def parse_messages(value: Json, path: Path) -> list[Message]:
    """Read a non-empty list of messages.

    Raises:
        FormatError: It is no such list, or a message in it is malformed.
    """
    if not isinstance(value, list) or not value:
        raise FormatError(path, "is not a non-empty list of messages")
    return [parse_message(item, (*path, index)) for index, item in enumerate(value)]


def parse_message(value: Json, path: Path) -> Message:
    """Read one message; what has no field in Message stays in its extras.

    Raises:
        FormatError: It is no object with a role, or its content or calls are malformed.
    """
    if not isinstance(value, Mapping):
        raise FormatError(path, "is not an object")
    if not isinstance(value.get("role"), str):
        raise FormatError((*path, "role"), "is not a string")
    style: dict[str, Json] = {"order": list(value)}
    extras = _extras(value)
    key = next((key for key in REASONING if isinstance(extras.get(key), str)), None) if extras else None
    if key:
        style["reasoning"] = key
    return Message(
        role=value["role"],
        content=_content(value, path),
        tool_calls=_calls(value, path),
        tool_call_id=value.get("tool_call_id", ABSENT),
        name=value.get("name", ABSENT),
        weight=value.get("weight", ABSENT),
        extras=extras,
        style=style,
        origin=path,
        reasoning=extras.pop(key) if key else ABSENT,
    )


def render_message(message: Message) -> dict[str, Json]:
    """Write a message, its keys in the order they were read."""
    fields: dict[str, Any] = {"role": message.role}
    if message.content is not ABSENT:
        fields["content"] = message.content
    if message.tool_calls is not None:
        fields |= _render_calls(message)
    for key in _MARKS:
        value = getattr(message, key)
        if value is not ABSENT:
            fields[key] = value
    if message.reasoning is not ABSENT:
        fields[message.style.get("reasoning", REASONING[0])] = message.reasoning
    return ordered(fields | message.extras, message.style.get("order", ()))


def answer_start(messages: list[Message]) -> int:
    """Index where the closing run of assistant turns begins; the length when the last turn is not one."""
    start = len(messages)
    while start and messages[start - 1].role == "assistant":
        start -= 1
    return start


def _content(value: Mapping[str, Json], path: Path) -> Any:
    content = value.get("content", ABSENT)
    if content is ABSENT or content is None or isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, Mapping) for part in content):
        return content
    raise FormatError((*path, "content"), "is neither text, null nor a list of parts")


def _extras(value: Mapping[str, Json]) -> dict[str, Json]:
    if value.keys() <= _SIMPLE_FIELDS:
        return {}
    return {key: item for key, item in value.items() if key not in _FIELDS or _is_null_call(key, item)}


def _is_null_call(key: str, value: Json) -> bool:
    """Whether this is a column of calls that a table had to fill; it says nothing and is kept as it is."""
    return key in _CALLS and value is None


def _calls(value: Mapping[str, Json], path: Path) -> list[ToolCall] | None:
    calls: list[ToolCall] | None = None
    if value.get("tool_calls") is not None:
        if not isinstance(value["tool_calls"], list):
            raise FormatError((*path, "tool_calls"), "is not a list")
        calls = [_call(item, (*path, "tool_calls", i)) for i, item in enumerate(value["tool_calls"])]
    if value.get("function_call") is not None:
        calls = [*(calls or ()), _legacy_call(value["function_call"], (*path, "function_call"))]
    return calls


def _call(value: Json, path: Path) -> ToolCall:
    if not isinstance(value, Mapping) or not isinstance(value.get("function"), Mapping):
        raise FormatError(path, "is not an object with a function")
    call = _legacy_call(value["function"], (*path, "function"))
    identity = value.get("id")
    if "id" in value and not isinstance(identity, str):
        raise FormatError((*path, "id"), "is not a string")
    call.id, call.legacy = identity, False
    call.extras = {key: item for key, item in value.items() if key not in ("id", "function")}
    call.style["order"] = list(value)
    return call


def _legacy_call(value: Json, path: Path) -> ToolCall:
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str) or "arguments" not in value:
        raise FormatError(path, "is not an object with name and arguments")
    rest = {key: item for key, item in value.items() if key not in ("name", "arguments")}
    style = {"function": list(value)}
    return ToolCall(value["name"], value["arguments"], legacy=True, function_extras=rest, style=style)


def _render_calls(message: Message) -> dict[str, Json]:
    calls = message.tool_calls or []
    modern = [_render_call(call) for call in calls if not call.legacy]
    legacy = [_render_function(call) for call in calls if call.legacy]
    empty = "tool_calls" in message.style.get("order", ()) and "tool_calls" not in message.extras
    written: dict[str, Json] = {"tool_calls": modern} if modern or not legacy or empty else {}
    return written | {"function_call": legacy[0]} if legacy else written


def _render_call(call: ToolCall) -> dict[str, Json]:
    identity = {} if call.id is None else {"id": call.id}
    fields = identity | call.extras | {"function": _render_function(call)}
    return ordered(fields, call.style.get("order", ()))


def _render_function(call: ToolCall) -> dict[str, Json]:
    fields = {"name": call.name, "arguments": call.arguments} | call.function_extras
    return ordered(fields, call.style.get("function", ()))
