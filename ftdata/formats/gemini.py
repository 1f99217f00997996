r"""Google's Gemini contents, which Vertex AI fine-tunes on: entries of the roles user and model, made of parts.

``systemInstruction`` and the parts' names are read in both spellings, ``functionCall`` and ``function_call``. Calls have
no ids there: results follow their calls by name. A result that is an object with nothing but a text under ``output``
is that text; any other object is its JSON. Files are read as addresses; their ``mimeType`` and what Gemini alone has
(``thoughtSignature``, ``generationConfig``, tools that are no functions) have no place in other formats, which is
said where rows are converted. Types of a schema in capitals (``STRING``) become JSON Schema's own words.

```json row
{"systemInstruction": {"role": "system", "parts": [{"text": "Be brief."}]}, "contents": [{"role": "user", "parts": [{"text": "Hi"}]}, {"role": "model", "parts": [{"text": "Hello!"}]}]}
```

```json row
{"contents": [{"role": "user", "parts": [{"fileData": {"mimeType": "image/png", "fileUri": "gs://pictures/cat.png"}}, {"text": "What is it?"}]}, {"role": "model", "parts": [{"text": "A cat."}]}]}
```

```json row
{"contents": [{"role": "user", "parts": [{"text": "Weather in Oslo?"}]}, {"role": "model", "parts": [{"functionCall": {"name": "weather", "args": {"city": "Oslo"}}}]}, {"role": "user", "parts": [{"functionResponse": {"name": "weather", "response": {"output": "4"}}}]}, {"role": "model", "parts": [{"text": "It is 4 degrees."}]}], "tools": [{"functionDeclarations": [{"name": "weather", "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}}]}]}
```

Sources:
- https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning-prepare (2026-11-26)
- https://ai.google.dev/api/caching#Content and #FunctionResponse (2026-11-26)
"""  # noqa: E501

from collections.abc import Mapping
from mimetypes import guess_type
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
    simple,
    text_part,
    url_of,
    url_part,
)
from ftdata.formats._conversation import Conversation, parse_conversation, render_conversation
from ftdata.formats._linked import object_of
from ftdata.formats._schemas import plain_types
from ftdata.jsontext import dumps
from ftdata.jsontext import parse as read_json
from ftdata.types import Example, Json, Loss, Message, Path, ToolCall

NAME = "gemini"
TITLE = "Gemini contents"
METHODS = ("sft",)
KEYS = ("contents",)

_ROLES = {"user": "user", "model": "assistant", "function": "user", "tool": "user"}
_SYSTEM = ("systemInstruction", "system_instruction")
_DECLARATIONS = ("functionDeclarations", "function_declarations")
_MEDIA = ("image", "audio", "video")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with contents that are a list of objects with parts."""
    contents = row.get("contents")
    if not isinstance(contents, list):
        return None
    if any(isinstance(entry, Mapping) and "parts" in entry for entry in contents):
        return Match(5, "contents is a list of objects with parts")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the turns after the last prompt are the answer."""
    return parse_conversation(row, _LAYOUT)


def render(example: Example) -> Rendered:
    """Write a conversation with its first answer.

    Raises:
        FormatError: A system prompt stands after the first turn, or something has no part to say it.
    """
    return render_conversation(example, _LAYOUT)


def _either(value: Mapping[str, Any], camel: str) -> Any:
    """The value of a key in either spelling."""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in camel)
    return value.get(camel, value.get(snake))


def _read_system(row: Mapping[str, Json]) -> list[Message]:
    given = [(key, row[key]) for key in _SYSTEM if row.get(key) is not None]
    if not given:
        return []
    if len(given) > 1:
        raise FormatError((), f"has {given[0][0]} and {given[1][0]}")
    key, value = given[0]
    parts = value.get("parts") if isinstance(value, Mapping) else None
    if not isinstance(parts, list) or not all(isinstance(part, Mapping) and set(part) == {"text"} for part in parts):
        raise FormatError((key,), "is not an object with parts of text")
    if not all(isinstance(part["text"], str) for part in parts):
        raise FormatError((key, "parts"), "are not text")
    content: list[Json] = [text_part(part["text"]) for part in parts]
    return [Message("system", simple(content), origin=(key,))] if content else []


def _read_entry(entry: Json, path: Path) -> list[Message]:
    if not isinstance(entry, Mapping):
        raise FormatError(path, "is not an object")
    role = entry.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise FormatError((*path, "role"), f"is {str(role)[:60]!r} and neither user nor model")
    if not isinstance(entry.get("parts"), list):
        raise FormatError((*path, "parts"), "is not a list")
    assembler = Assembler(_ROLES[role], path)
    for index, part in enumerate(entry["parts"]):
        _read_part(part, assembler, (*path, "parts", index))
    assembler.further(entry, ("role", "parts"))
    return assembler.done()


def _read_part(part: Json, assembler: Assembler, path: Path) -> None:
    if not isinstance(part, Mapping):
        raise FormatError(path, "is not an object")
    if isinstance(part.get("text"), str):
        add = assembler.thought if part.get("thought") is True else lambda text: assembler.part(text_part(text))
        add(part["text"])
    elif isinstance(_either(part, "functionCall"), Mapping):
        assembler.call(_read_call(_either(part, "functionCall"), path))
    elif isinstance(_either(part, "functionResponse"), Mapping):
        assembler.result(_read_result(_either(part, "functionResponse"), path))
    elif not _read_media(part, assembler):
        assembler.part(dict(part))
        return
    assembler.further(part, _PART_KEYS)


_PART_KEYS = (
    *("text", "thought", "functionCall", "function_call", "functionResponse", "function_response"),
    *("inlineData", "inline_data", "fileData", "file_data"),
)


def _read_call(value: Mapping[str, Any], path: Path) -> ToolCall:
    arguments = {} if value.get("args") is None else value["args"]
    return call_of(value.get("name"), arguments, value.get("id"), path)


def _read_result(value: Mapping[str, Any], path: Path) -> Message:
    if not isinstance(value.get("name"), str) or not isinstance(value.get("response"), Mapping):
        raise FormatError(path, "is no result with a name and a response object")
    response = value["response"]
    alone = _is_output(response)
    message = Message(
        "tool", response["output"] if alone else dumps(response).decode(), name=value["name"], origin=path[:-2]
    )
    if isinstance(value.get("id"), str):
        message.tool_call_id = value["id"]
    return message


def _read_media(part: Mapping[str, Any], assembler: Assembler) -> bool:
    inline, file = _either(part, "inlineData"), _either(part, "fileData")
    held = inline if isinstance(inline, Mapping) else file if isinstance(file, Mapping) else {}
    mime = _either(held, "mimeType")
    kind = mime.split("/")[0] if isinstance(mime, str) else ""
    data, address = held.get("data"), _either(held, "fileUri")
    if kind not in _MEDIA or not isinstance(data if held is inline else address, str):
        return False
    assembler.part(url_part(kind, f"data:{mime};base64,{data}" if held is inline else address))
    if held is not inline:
        assembler.further({"mimeType": mime}, ())
    return True


def _read_tools(row: Mapping[str, Json]) -> tuple[list[Json] | None, dict[str, Json]]:
    """The functions in OpenAI's shape, and the tools that are none."""
    given = row.get("tools")
    if given is None:
        return None, {}
    if not isinstance(given, list) or not all(isinstance(tool, Mapping) for tool in given):
        raise FormatError(("tools",), "is not a list of objects")
    tools: list[Json] = []
    beside: dict[str, Json] = {}
    for index, tool in enumerate(given):
        for key, value in tool.items():
            if key in _DECLARATIONS and isinstance(value, list):
                tools += [_read_tool(each, ("tools", index, key, place)) for place, each in enumerate(value)]
            else:
                beside[f"tools.{key}"] = value
    return tools, beside


def _read_tool(value: Json, path: Path) -> Json:
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str):
        raise FormatError(path, "is no function with a name")
    schema = value.get("parameters")
    return {"type": "function", "function": dict(value) | ({"parameters": plain_types(schema)} if schema else {})}


def _write_tool(tool: Json, path: Path, losses: list[Loss]) -> Json:
    function = function_of(tool, path, NAME)
    known = ("name", "description", "parameters", "response")
    losses += lost_of_function(function, known, NAME)
    return {key: function[key] for key in known if key in function}


def _write_media(part: Mapping[str, Any]) -> Block | None:
    for kind in _MEDIA:
        url = url_of(part, kind)
        data = data_of(url) if url else None
        if data:
            return {"inlineData": {"mimeType": data[0], "data": data[1]}}
        mime = guess_type(url)[0] if url else None
        if mime and url and url.startswith(("gs://", "https://")):
            return {"fileData": {"mimeType": mime, "fileUri": url}}
    return None


def _write_call(call: ToolCall, path: Path) -> Block:
    return {"functionCall": {"name": call.name, "args": object_of(call.arguments, path)}}


def _write_result(message: Message, blocks: list[Block]) -> Block:
    name = message.style["call"]
    if not name:
        raise FormatError(message.origin, f"is the result of a call that is not there, and {NAME} tells them by name")
    if not all("text" in block for block in blocks):
        raise FormatError(
            (*message.origin, "content"), f"is a result of other things than text, which {NAME} has no room for"
        )
    text = "\n".join(block["text"] for block in blocks)
    return {"functionResponse": {"name": name, "response": _response(text)}}


def _response(text: str) -> Json:
    """The object that a result's text is, else an object that holds it."""
    value, defects = read_json(text.encode("utf-8", "surrogatepass"))
    usable = isinstance(value, dict) and not any(defect.fatal for defect in defects)
    itself = usable and dumps(value).decode() == text and not _is_output(value)
    return value if itself else {"output": text}


def _is_output(response: Mapping[str, Json]) -> bool:
    """Whether a response holds a text and nothing else."""
    return set(response) == {"output"} and isinstance(response["output"], str)


_WORDS = Words(
    NAME,
    roles={"user": "user", "assistant": "model"},
    key="parts",
    text=lambda text: {"text": text},
    media=_write_media,
    call=_write_call,
    result=_write_result,
    thought=lambda text: {"text": text, "thought": True},
    ids=False,
)
_LAYOUT = Conversation(
    _WORDS,
    key="contents",
    system_keys=_SYSTEM,
    tool_keys=("tools",),
    read_entry=_read_entry,
    read_system=_read_system,
    read_tools=_read_tools,
    write_system=lambda parts: {_SYSTEM[0]: {"parts": parts}},
    write_tool=_write_tool,
    write_tools=lambda tools: {"tools": [{_DECLARATIONS[0]: tools}]},
)
