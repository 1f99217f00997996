"""The blocks of Anthropic's messages, read as what they are in OpenAI's.

Source: https://docs.claude.com/en/api/messages (2026-11-26).
"""

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats._blocks import Assembler, call_of, text_part, url_part
from ftdata.types import ABSENT, Json, Message, Path


def read_block(block: Json, assembler: Assembler, path: Path) -> None:
    """Read one block; one of an unknown kind becomes a part as it is.

    Raises:
        FormatError: It has no type, or is malformed.
    """
    if not isinstance(block, Mapping) or not isinstance(block.get("type"), str):
        raise FormatError(path, "is not a block with a type")
    known = _READERS.get(block["type"])
    used = known(block, assembler, path) if known else ()
    if not used:
        assembler.part(dict(block))
        return
    assembler.further(block, used)


def read_text(block: Mapping[str, Any], assembler: Assembler, path: Path) -> tuple[str, ...]:
    """Read a block of text and name the keys that were used.

    Raises:
        FormatError: There is no text in it.
    """
    if not isinstance(block.get("text"), str):
        raise FormatError((*path, "text"), "is not text")
    assembler.part(text_part(block["text"]))
    return ("type", "text")


def _read_call(block: Mapping[str, Any], assembler: Assembler, path: Path) -> tuple[str, ...]:
    assembler.call(call_of(block.get("name"), block.get("input"), block.get("id"), path))
    return ("type", "id", "name", "input")


def _read_result(block: Mapping[str, Any], assembler: Assembler, path: Path) -> tuple[str, ...]:
    content = block.get("content", ABSENT)
    message = Message("tool", content, tool_call_id=block.get("tool_use_id", ABSENT), origin=path[:-2])
    if isinstance(content, list):
        inner = Assembler("user", path)
        for index, item in enumerate(content):
            read_block(item, inner, (*path, "content", index))
        message.content = inner.done()[0].content
        message.extras |= inner.done()[0].extras
    elif content is not ABSENT and not isinstance(content, str):
        raise FormatError((*path, "content"), "is neither text nor a list of blocks")
    message.extras |= {key: value for key, value in block.items() if key not in _RESULT_FIELDS}
    assembler.result(message)
    return tuple(block)


def _read_thought(block: Mapping[str, Any], assembler: Assembler, path: Path) -> tuple[str, ...]:
    if not isinstance(block.get("thinking"), str):
        raise FormatError((*path, "thinking"), "is not text")
    assembler.thought(block["thinking"])
    return ("type", "thinking")


def _read_redacted(block: Mapping[str, Any], assembler: Assembler, _: Path) -> tuple[str, ...]:
    assembler.further({"redacted_thinking": block.get("data")}, ())
    return ("type", "data")


def _read_image(block: Mapping[str, Any], assembler: Assembler, _: Path) -> tuple[str, ...]:
    """A picture by address or as data; none of a file that was uploaded, which stays as it is."""
    source = block.get("source")
    source = source if isinstance(source, Mapping) else {}
    if source.get("type") == "url" and isinstance(source.get("url"), str):
        url = source["url"]
    elif source.get("type") == "base64" and all(isinstance(source.get(key), str) for key in ("media_type", "data")):
        url = f"data:{source['media_type']};base64,{source['data']}"
    else:
        return ()
    assembler.part(url_part("image", url))
    return ("type", "source")


_RESULT_FIELDS = ("type", "tool_use_id", "content")
_READERS = {
    "text": read_text,
    "image": _read_image,
    "tool_use": _read_call,
    "tool_result": _read_result,
    "thinking": _read_thought,
    "redacted_thinking": _read_redacted,
}
