"""OpenAI's message object, which several formats are made of.

Source: https://github.com/openai/openai-openapi, ChatCompletionRequestMessage (2026-08-21).
"""

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.types import ABSENT, Json, Message, Path, ToolCall

_FIELDS = ("role", "content", "tool_calls", "function_call", "tool_call_id", "name", "weight")


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
    return Message(
        role=value["role"],
        content=_content(value, path),
        tool_calls=_calls(value, path),
        tool_call_id=value.get("tool_call_id", ABSENT),
        name=value.get("name", ABSENT),
        weight=value.get("weight", ABSENT),
        extras={key: item for key, item in value.items() if key not in _FIELDS},
        style={"order": list(value)},
        origin=path,
    )


def render_message(message: Message) -> dict[str, Json]:
    """Write a message, its keys in the order they were read."""
    fields: dict[str, Any] = {"role": message.role, "content": message.content}
    fields["tool_calls"], fields["function_call"] = _render_calls(message)
    fields |= {"tool_call_id": message.tool_call_id, "name": message.name, "weight": message.weight}
    fields |= message.extras
    present = {key: value for key, value in fields.items() if value is not ABSENT}
    order = [key for key in message.style.get("order", ()) if key in present]
    return {key: present[key] for key in dict.fromkeys([*order, *present])}


def _content(value: Mapping[str, Json], path: Path) -> Any:  # noqa: ANN401
    content = value.get("content", ABSENT)
    if content is ABSENT or content is None or isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, Mapping) for part in content):
        return content
    raise FormatError((*path, "content"), "is neither text, null nor a list of parts")


def _calls(value: Mapping[str, Json], path: Path) -> list[ToolCall] | None:
    calls: list[ToolCall] | None = None
    if "tool_calls" in value:
        if not isinstance(value["tool_calls"], list):
            raise FormatError((*path, "tool_calls"), "is not a list")
        calls = [_call(item, (*path, "tool_calls", i)) for i, item in enumerate(value["tool_calls"])]
    if "function_call" in value:
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
    return call


def _legacy_call(value: Json, path: Path) -> ToolCall:
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str) or "arguments" not in value:
        raise FormatError(path, "is not an object with name and arguments")
    rest = {key: item for key, item in value.items() if key not in ("name", "arguments")}
    return ToolCall(value["name"], value["arguments"], legacy=True, function_extras=rest)


def _render_calls(message: Message) -> tuple[Any, Any]:
    if message.tool_calls is None:
        return ABSENT, ABSENT
    modern = [_render_call(call) for call in message.tool_calls if not call.legacy]
    legacy = [_render_function(call) for call in message.tool_calls if call.legacy]
    keep = modern or not legacy or "tool_calls" in message.style.get("order", ())
    return modern if keep else ABSENT, legacy[0] if legacy else ABSENT


def _render_call(call: ToolCall) -> dict[str, Json]:
    identity = {} if call.id is None else {"id": call.id}
    return identity | call.extras | {"function": _render_function(call)}


def _render_function(call: ToolCall) -> dict[str, Json]:
    return {"name": call.name, "arguments": call.arguments} | call.function_extras
