r"""Amazon Bedrock's conversations (``bedrock-conversation-2024``), which Nova models are fine-tuned on.

The blocks of an entry are told by their key: ``text``, ``image``, ``video``, ``document``, ``toolUse``,
``toolResult``, ``reasoningContent``. The system prompt is a list of text blocks beside the messages; tools stand in
``toolConfig``. Pictures and videos are read as addresses, ``s3://`` ones included; documents and blocks of other kinds
are carried as they are. The version may be missing or be another one, such as ``tooluse-dataset-2024``. Signatures of thoughts, ``bucketOwner`` and the status of results have no place in other
formats, which is said where rows are converted.

```json row
{"schemaVersion": "bedrock-conversation-2024", "system": [{"text": "Be brief."}], "messages": [{"role": "user", "content": [{"text": "Hi"}]}, {"role": "assistant", "content": [{"text": "Hello!"}]}]}
```

```json row
{"schemaVersion": "bedrock-conversation-2024", "messages": [{"role": "user", "content": [{"text": "What is it?"}, {"image": {"format": "png", "source": {"s3Location": {"uri": "s3://pictures/cat.png", "bucketOwner": "111122223333"}}}}]}, {"role": "assistant", "content": [{"reasoningContent": {"reasoningText": {"text": "It has whiskers."}}}, {"text": "A cat."}]}]}
```

```json row
{"schemaVersion": "bedrock-conversation-2024", "messages": [{"role": "user", "content": [{"text": "Weather in Oslo?"}]}, {"role": "assistant", "content": [{"toolUse": {"toolUseId": "t1", "name": "weather", "input": {"city": "Oslo"}}}]}, {"role": "user", "content": [{"toolResult": {"toolUseId": "t1", "content": [{"text": "4"}]}}]}, {"role": "assistant", "content": [{"text": "It is 4 degrees."}]}], "toolConfig": {"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": {"type": "object", "properties": {"city": {"type": "string"}}}}}}]}}
```

Sources:
- https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html (2026-11-26)
- https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html (2026-11-26)
"""  # noqa: E501

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._blocks import (
    Assembler,
    Block,
    Words,
    call_of,
    data_of,
    function_of,
    lost_of_function,
    schema_of,
    simple,
    text_part,
    url_of,
    url_part,
)
from ftdata.formats._conversation import Conversation, parse_conversation, render_conversation
from ftdata.formats._linked import object_of
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Example, Json, Loss, Message, Path, ToolCall

NAME = "bedrock"
TITLE = "Amazon Bedrock conversations"
METHODS = ("sft",)
KEYS = ("messages",)
MARKS = (
    ".schemaVersion",
    "text",
    "image",
    "video",
    "document",
    "toolUse",
    "toolResult",
    "reasoningContent",
    "cachePoint",
)

_SCHEMA = "bedrock-conversation-2024"
_ROLES = ("user", "assistant")
_KINDS = MARKS[1:]


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with Bedrock's schema version, or with blocks that are told by their key and have no type."""
    messages = row.get("messages")
    version = row.get("schemaVersion")
    if isinstance(version, str) and version.startswith("bedrock-conversation") and "messages" in row:
        return Match(5, f"schemaVersion is {version[:40]}")
    if not isinstance(messages, list) or not messages:
        return None
    if all(isinstance(entry, Mapping) and _is_content(entry.get("content")) for entry in messages):
        return Match(4, "messages have blocks that are told by their key")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the turns after the last prompt are the answer."""
    return parse_conversation(row, _LAYOUT)


def render(example: Example) -> Rendered:
    """Write a conversation with its first answer.

    Raises:
        FormatError: A system prompt stands after the first turn, or a part or call has no block.
    """
    return render_conversation(example, _LAYOUT)


def _is_content(content: Json) -> bool:
    """Whether this is a list of blocks without type, each with one key that names its kind."""
    blocks = content if isinstance(content, list) else []
    return bool(blocks) and all(
        isinstance(block, Mapping) and len(block) == 1 and next(iter(block)) in _KINDS for block in blocks
    )


def _read_system(row: Mapping[str, Json]) -> list[Message]:
    given = row.get("system")
    if given is None or given == []:
        return []
    if isinstance(given, list) and all(
        isinstance(block, Mapping) and isinstance(block.get("text"), str) for block in given
    ):
        parts: list[Json] = [text_part(block["text"]) for block in given]
        return [Message("system", simple(parts), origin=("system",))]
    raise FormatError(("system",), "is not a list of text blocks")


def _read_entry(entry: Json, path: Path) -> list[Message]:
    if not isinstance(entry, Mapping) or entry.get("role") not in _ROLES:
        raise FormatError(path, "is not an object with the role user or assistant")
    content = entry.get("content")
    if not isinstance(content, list):
        raise FormatError((*path, "content"), "is not a list of blocks")
    assembler = Assembler(entry["role"], path)
    for index, block in enumerate(content):
        _read_block(block, assembler, (*path, "content", index))
    assembler.further(entry, ("role", "content"))
    return assembler.done()


def _read_block(block: Json, assembler: Assembler, path: Path) -> None:
    if not isinstance(block, Mapping) or not block:
        raise FormatError(path, "is not a block")
    for kind, value in block.items():
        known = _READERS.get(kind)
        if not known or not known(value, assembler, (*path, kind)):
            assembler.part({kind: value})


def _read_text(value: Json, assembler: Assembler, path: Path) -> bool:
    if not isinstance(value, str):
        raise FormatError(path, "is not text")
    assembler.part(text_part(value))
    return True


def _read_call(value: Json, assembler: Assembler, path: Path) -> bool:
    given = value if isinstance(value, Mapping) else {}
    assembler.call(call_of(given.get("name"), given.get("input"), given.get("toolUseId"), path))
    return True


def _read_result(value: Json, assembler: Assembler, path: Path) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("content"), list):
        raise FormatError(path, "is no result with a list of blocks")
    inner = Assembler("user", path)
    for index, block in enumerate(value["content"]):
        if isinstance(block, Mapping) and "json" in block:
            inner.part(text_part(dumps(block["json"]).decode()))
        else:
            _read_block(block, inner, (*path, "content", index))
    content = inner.done()[0].content
    extras = {key: item for key, item in value.items() if key not in ("toolUseId", "content")}
    assembler.result(
        Message("tool", content, tool_call_id=value.get("toolUseId", ABSENT), extras=extras, origin=path[:-3])
    )
    return True


def _read_thought(value: Json, assembler: Assembler, _: Path) -> bool:
    inner = value.get("reasoningText") if isinstance(value, Mapping) else None
    if not isinstance(inner, Mapping) or not isinstance(inner.get("text"), str):
        assembler.further({"reasoningContent": value}, ())
        return True
    assembler.thought(inner["text"])
    assembler.further(inner, ("text",))
    return True


def _read_media(value: Json, assembler: Assembler, path: Path) -> bool:
    """A picture or a video, as data or at an s3 address; none that is written otherwise, which stays as it is."""
    source = value.get("source") if isinstance(value, Mapping) else None
    kind, source = str(path[-1]), source if isinstance(source, Mapping) else {}
    place = source.get("s3Location")
    place = place if isinstance(place, Mapping) else {}
    if isinstance(source.get("bytes"), str) and isinstance(value.get("format"), str):
        assembler.part(url_part(kind, f"data:{kind}/{value['format']};base64,{source['bytes']}"))
        return True
    if not isinstance(place.get("uri"), str):
        return False
    assembler.part(url_part(kind, place["uri"]))
    assembler.further(place, ("uri",))
    return True


_READERS = {
    "text": _read_text,
    "toolUse": _read_call,
    "toolResult": _read_result,
    "reasoningContent": _read_thought,
    "image": _read_media,
    "video": _read_media,
}


def _read_tools(row: Mapping[str, Json]) -> tuple[list[Json] | None, dict[str, Json]]:
    """The tools in OpenAI's shape, and what has no place there."""
    config = row.get("toolConfig")
    if config is None:
        return None, {}
    if not isinstance(config, Mapping) or not isinstance(config.get("tools"), list):
        raise FormatError(("toolConfig",), "is not an object with a list of tools")
    tools = [_read_tool(tool, ("toolConfig", "tools", index)) for index, tool in enumerate(config["tools"])]
    return tools, {f"toolConfig.{key}": value for key, value in config.items() if key != "tools"}


def _read_tool(tool: Json, path: Path) -> Json:
    spec = tool.get("toolSpec") if isinstance(tool, Mapping) else None
    if not isinstance(spec, Mapping) or not isinstance(spec.get("name"), str):
        raise FormatError(path, "is no toolSpec with a name")
    schema = spec.get("inputSchema")
    if not isinstance(schema, Mapping) or not isinstance(schema.get("json"), Mapping):
        raise FormatError((*path, "toolSpec", "inputSchema"), "is not an object with a schema under json")
    further = {key: value for key, value in spec.items() if key != "inputSchema"}
    return {"type": "function", "function": further | {"parameters": schema["json"]}}


def _write_tool(tool: Json, path: Path, losses: list[Loss]) -> Json:
    function = function_of(tool, path, NAME)
    losses += lost_of_function(function, ("name", "description", "parameters"), NAME)
    named = {key: function[key] for key in ("name", "description") if key in function}
    return {"toolSpec": named | {"inputSchema": {"json": schema_of(function, NAME, losses)}}}


def _write_media(part: Mapping[str, Any]) -> Block | None:
    for kind in ("image", "video"):
        url = url_of(part, kind) or ""
        data = data_of(url)
        if data and data[0].startswith(f"{kind}/"):
            return {kind: {"format": data[0].split("/")[1], "source": {"bytes": data[1]}}}
        ending = url.rpartition(".")[2].lower()
        if url.startswith("s3://") and ending.isalnum():
            name = {"jpg": "jpeg", "3gp": "three_gp"}.get(ending, ending)
            return {kind: {"format": name, "source": {"s3Location": {"uri": url}}}}
    return None


def _write_call(call: ToolCall, path: Path) -> Block:
    return {"toolUse": {"toolUseId": call.id, "name": call.name, "input": object_of(call.arguments, path)}}


def _write_result(message: Message, blocks: list[Block]) -> Block:
    return {"toolResult": {"toolUseId": message.tool_call_id, "content": blocks or [{"text": ""}]}}


_WORDS = Words(
    NAME,
    roles={role: role for role in _ROLES},
    key="content",
    text=lambda text: {"text": text},
    media=_write_media,
    call=_write_call,
    result=_write_result,
    thought=lambda text: {"reasoningContent": {"reasoningText": {"text": text}}},
)
_LAYOUT = Conversation(
    _WORDS,
    key="messages",
    system_keys=("system",),
    tool_keys=("toolConfig",),
    read_entry=_read_entry,
    read_system=_read_system,
    read_tools=_read_tools,
    write_system=lambda blocks: {"system": blocks},
    write_tool=_write_tool,
    write_tools=lambda tools: {"toolConfig": {"tools": tools}},
    fixed={"schemaVersion": _SCHEMA},
)
