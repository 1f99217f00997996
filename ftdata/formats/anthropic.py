r"""Anthropic's Messages rows: a system prompt beside the messages, whose content is text or a list of blocks.

The shape that Claude's API takes and that Claude models are fine-tuned on at Amazon Bedrock: there ``system`` and
``messages`` of plain text. Results of tools stand in the user's messages; each becomes a message of its own in
OpenAI's shape, and the text beside it the user's next message. ``thinking`` blocks become the reasoning of the answer
they belong to. Signatures, redacted thoughts, ``cache_control`` and ``is_error`` have no place in other formats, which
is said where rows are converted. Blocks of other kinds are carried as they are.

Written are text and pictures (as data or by web address), calls and results. A system prompt has to stand first.
Reasoning becomes a ``thinking`` block without a signature, which the API does not accept as history; services that
train on it do not look at it.

```json row
{"system": "Be brief.", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

```json row
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": [{"type": "text", "text": "Let me look."}, {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Oslo"}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "4"}]}, {"role": "assistant", "content": "It is 4 degrees."}], "tools": [{"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}]}
```

Sources:
- https://docs.claude.com/en/api/messages (2026-11-26)
- https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html, Anthropic Claude 3 (2026-11-26)
"""  # noqa: E501

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns
from ftdata.formats._anthropic_blocks import read_block, read_text
from ftdata.formats._blocks import (
    Assembler,
    Block,
    Words,
    data_of,
    function_of,
    lost_of_function,
    schema_of,
    text_part,
    url_of,
)
from ftdata.formats._conversation import Conversation, parse_conversation, render_conversation
from ftdata.formats._linked import object_of
from ftdata.types import Example, Json, Loss, Message, Path, ToolCall

NAME = "anthropic"
TITLE = "Anthropic messages"
METHODS = ("sft",)
KEYS = ("messages",)
MARKS = (
    ".system",
    "tool_use",
    "tool_result",
    "thinking",
    "redacted_thinking",
    "cache_control",
    "source",
    "input_schema",
)

_ROLES = ("user", "assistant")
_PLAIN = ("system", "messages")
_PLAIN_KEYS = ("role", "content")
_BLOCKS = ("tool_use", "tool_result", "thinking", "redacted_thinking")
_MEDIA = ("image", "document")
_TOOL_FIELDS = ("name", "description", "input_schema", "strict", "type")
_OTHER_FORMATS = ("chosen", "rejected", "images", "videos", "audios", "schemaVersion", "rejected_response")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a system prompt beside plain messages, or with one of Anthropic's blocks or tools."""
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages or any(key in row for key in _OTHER_FORMATS):
        return None
    if not all(isinstance(entry, Mapping) and entry.get("role") in _ROLES for entry in messages):
        return None
    block = next((kind for entry in messages for kind in _kinds(entry.get("content"))), None)
    if block:
        return Match(5, f"messages have blocks of type {block}")
    tools = row.get("tools")
    if isinstance(tools, list) and any(isinstance(tool, Mapping) and "input_schema" in tool for tool in tools):
        return Match(5, "tools have an input_schema")
    if _is_system(row.get("system")) and all({*entry} == {"role", "content"} for entry in messages):
        return Match(4, "there is a system prompt beside messages of user and assistant")
    return None


def fits(row: Mapping[str, Json]) -> bool:
    """Rows of nothing but text without a system prompt, which look like those of a chat."""
    return parse_plain(row) is not None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the turns after the last prompt are the answer."""
    return parse_conversation(row, _LAYOUT)


def render(example: Example) -> Rendered:
    """Write a conversation with its first answer.

    Raises:
        FormatError: A system prompt stands after the first turn, or a part or call has no block.
    """
    return render_conversation(example, _LAYOUT)


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row that holds nothing but a system prompt, or none, and messages of role and text, in this order."""
    if tuple(row) not in (_PLAIN, _PLAIN[1:]):
        return None
    system, messages = row.get("system"), row["messages"]
    if not messages or messages.__class__ is not list:
        return None
    turns: Turns = []
    if "system" in row:
        if not system or system.__class__ is not str:
            return None
        turns.append(("system", system))
    for message in messages:
        if message.__class__ is not dict or tuple(message) != _PLAIN_KEYS:
            return None
        role, text = message.values()
        if text.__class__ is not str or role not in _ROLES:
            return None
        turns.append((role, text))
    return turns


def render_plain(turns: Turns) -> dict[str, Json] | None:
    """Write turns of text, a system prompt first or none."""
    system = turns[0][1] if turns and turns[0][0] == "system" else None
    said = turns if system is None else turns[1:]
    if system == "" or not said or any(role not in _ROLES for role, _ in said):
        return None
    before: dict[str, Json] = {} if system is None else {"system": system}
    return before | {"messages": [{"role": role, "content": text} for role, text in said]}


def _kinds(content: Json) -> list[str]:
    """The kinds of those blocks that no other format has."""
    blocks = content if isinstance(content, list) else []
    return [str(block["type"]) for block in blocks if isinstance(block, Mapping) and _is_own(block)]


def _is_own(block: Mapping[str, Any]) -> bool:
    kind = block.get("type")
    if kind in _MEDIA:
        return isinstance(block.get("source"), Mapping)
    return kind in _BLOCKS and (kind != "thinking" or isinstance(block.get("thinking"), str))


def _is_system(value: Json) -> bool:
    blocks = value if isinstance(value, list) and value else [None]
    return isinstance(value, str) or all(isinstance(block, Mapping) and block.get("type") == "text" for block in blocks)


def _read_system(row: Mapping[str, Json]) -> list[Message]:
    given = row.get("system")
    if given is None or given in ("", []):
        return []
    if not _is_system(given):
        raise FormatError(("system",), "is neither text nor a list of text blocks")
    assembler = Assembler("system", ("system",))
    for block in [text_part(given)] if isinstance(given, str) else given:
        assembler.further(block, read_text(block, assembler, ("system",)))
    return assembler.done()


def _read_entry(entry: Json, path: Path) -> list[Message]:
    if not isinstance(entry, Mapping) or entry.get("role") not in _ROLES:
        raise FormatError(path, "is not an object with the role user or assistant")
    content = entry.get("content")
    assembler = Assembler(entry["role"], path)
    if isinstance(content, str):
        assembler.part(text_part(content))
    elif isinstance(content, list):
        for index, block in enumerate(content):
            read_block(block, assembler, (*path, "content", index))
    else:
        raise FormatError((*path, "content"), "is neither text nor a list of blocks")
    assembler.further(entry, ("role", "content"))
    return assembler.done()


def _read_tools(row: Mapping[str, Json]) -> tuple[list[Json] | None, dict[str, Json]]:
    """The tools in OpenAI's shape, and what has no place there."""
    given = row.get("tools")
    if given is None:
        return None, {}
    if not isinstance(given, list):
        raise FormatError(("tools",), "is not a list")
    tools = [_read_tool(tool, ("tools", index)) for index, tool in enumerate(given)]
    beside = {f"tools.{key}": tool[key] for tool in given for key in tool if key not in _TOOL_FIELDS}
    return tools, beside


def _read_tool(tool: Json, path: Path) -> Json:
    if not isinstance(tool, Mapping) or not isinstance(tool.get("name"), str):
        raise FormatError(path, "is not a tool with a name")
    if not isinstance(tool.get("input_schema"), Mapping):
        raise FormatError(path, "has no input_schema: a tool that Anthropic runs itself is no function")
    names = {"name": "name", "description": "description", "input_schema": "parameters", "strict": "strict"}
    return {"type": "function", "function": {ours: tool[key] for key, ours in names.items() if key in tool}}


def _write_system(blocks: list[Block]) -> dict[str, Json]:
    """One text alone as text, several as blocks."""
    alone = len(blocks) == 1 and blocks[0].get("text")
    return {"system": blocks[0]["text"] if alone else blocks}


def _write_tool(tool: Json, path: Path, losses: list[Loss]) -> Json:
    function = function_of(tool, path, NAME)
    losses += lost_of_function(function, ("name", "description", "parameters", "strict"), NAME)
    named = {key: function[key] for key in ("name", "description") if key in function}
    strict = {"strict": function["strict"]} if "strict" in function else {}
    return named | {"input_schema": schema_of(function, NAME, losses)} | strict


def _write_media(part: Mapping[str, Any]) -> Block | None:
    url = url_of(part, "image") or ""
    data = data_of(url)
    if data:
        return {"type": "image", "source": {"type": "base64", "media_type": data[0], "data": data[1]}}
    web = url.startswith(("https://", "http://"))
    return {"type": "image", "source": {"type": "url", "url": url}} if web else None


def _write_call(call: ToolCall, path: Path) -> Block:
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": object_of(call.arguments, path)}


def _write_result(message: Message, blocks: list[Block]) -> Block:
    content: Any = message.content if isinstance(message.content, str) else blocks
    return {"type": "tool_result", "tool_use_id": message.tool_call_id} | ({"content": content} if content else {})


_WORDS = Words(
    NAME,
    roles={role: role for role in _ROLES},
    key="content",
    text=text_part,
    media=_write_media,
    call=_write_call,
    result=_write_result,
    thought=lambda text: {"type": "thinking", "thinking": text},
    bare=True,
)
_LAYOUT = Conversation(
    _WORDS,
    key="messages",
    system_keys=("system",),
    tool_keys=("tools",),
    read_entry=_read_entry,
    read_system=_read_system,
    read_tools=_read_tools,
    write_system=_write_system,
    write_tool=_write_tool,
    write_tools=lambda tools: {"tools": tools},
)
