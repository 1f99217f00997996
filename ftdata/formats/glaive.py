r"""Glaive's function-calling rows (version 2): a system text with functions, and the whole chat as one text.

In the chat, ``USER:``, ``ASSISTANT:`` and ``FUNCTION RESPONSE:`` at the beginning of a line say who speaks; where no line
begins with ``ASSISTANT:``, paragraphs that begin with ``A:``, or these words on a single line, are taken for it. A call is
``<functioncall> {"name": "...", "arguments": '{...}'}``, its arguments in single quotes; one that cannot be read is an
error, since it would be trained on as text otherwise. ``<|endoftext|>`` after a turn and white space around it are not
part of it. The functions follow one another in the system text. That text, where it lists functions, says how to call
them: it has no place in other formats, which have tools of their own, and that is said where rows are converted. A
system text without functions is the system prompt.

Rows of this shape are read, and given back as they were; other formats are not written as Glaive.

```json row
{"system": "SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -\n{\"name\": \"weather\", \"parameters\": {\"type\": \"object\", \"properties\": {}}}", "chat": "USER: Weather in Oslo?\n\n\nASSISTANT: <functioncall> {\"name\": \"weather\", \"arguments\": '{\"city\": \"Oslo\"}'} <|endoftext|>\n\n\nFUNCTION RESPONSE: {\"degrees\": 4}\n\n\nASSISTANT: It is 4 degrees. <|endoftext|>"}
```

```json row
{"system": "SYSTEM: You are a helpful assistant.", "chat": "USER: Hi\n\n\nASSISTANT: Hello! <|endoftext|>\n\n\n"}
```

Sources:
- https://huggingface.co/datasets/glaiveai/glaive-function-calling-v2 (2026-11-23)
"""  # noqa: E501

import json
import re
from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._as_read import give_back
from ftdata.formats._columns import read_tools
from ftdata.formats._message import answer_start
from ftdata.jsontext import parse as read_json
from ftdata.types import ABSENT, Candidate, Example, Json, Message, Path, ToolCall

NAME = "glaive"
TITLE = "Glaive function calling"
METHODS = ("sft",)
CORPUS = True
KEYS = ("chat",)

_LINE = re.compile(r"^[ \t]*(USER|ASSISTANT|FUNCTION RESPONSE): ?", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:\A\s*+|(?<=\S)[ \t]*+\n[ \t]*+\n\s*+)(USER|A|FUNCTION RESPONSE): ?")
_WORD = re.compile(r"(?:\A|\s)(USER|ASSISTANT|FUNCTION RESPONSE): ?")
_ROLES = {"USER": "user", "ASSISTANT": "assistant", "A": "assistant", "FUNCTION RESPONSE": "tool"}
_END = "<|endoftext|>"
_CALL = "<functioncall>"
_QUOTED = re.compile(r"\{\s*\"name\"\s*:\s*(\"(?:[^\"\\]|\\.)*\")\s*,\s*\"arguments\"\s*:\s*'(.*)'\s*\}", re.DOTALL)
_BARE = re.compile(r"\{\s*\"name\"\s*:\s*(\"(?:[^\"\\]|\\.)*\")\s*,\s*\"arguments\"\s*:\s*(\{.*\})\s*\}", re.DOTALL)

_NAME = re.compile(r"\{\s*\"name\"\s*:\s*(\"(?:[^\"\\]|\\.)*\")()\s*\}", re.DOTALL)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a system text and a chat in which USER speaks."""
    chat, system = row.get("chat"), row.get("system")
    if not isinstance(chat, str) or not isinstance(system, str | None) or "system" not in row:
        return None
    return Match(5, "chat is a text in which USER: speaks") if chat.lstrip().startswith("USER:") else None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a chat, its calls and its functions."""
    chat = row.get("chat")
    if not isinstance(chat, str):
        raise FormatError(("chat",), "is not text")
    system, tools = _read_system(row)
    turns = [*([] if tools else system), *_turns(chat)]
    split = answer_start(turns)
    used = ("chat",) if tools else ("chat", "system")
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        tools=tools or None,
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style={"row": row},
    )


def render(example: Example) -> Rendered:
    """Give a row back as it was.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    return give_back(example, NAME, parse)


def _read_system(row: Mapping[str, Json]) -> tuple[list[Message], list[Json]]:
    """The system prompt, and the functions that it lists."""
    text = row.get("system")
    if text is None:
        return [], []
    if not isinstance(text, str):
        raise FormatError(("system",), "is not text")
    prompt = text.strip().removeprefix("SYSTEM:").strip()
    start = re.search(r"\{\s*\"name\"\s*:", prompt)
    return [Message("system", prompt, origin=("system",))] if prompt else [], _functions(
        prompt, start.start()
    ) if start else []


def _functions(text: str, place: int) -> list[Json]:
    """The functions in a text, one after the other, from a place on."""
    values: list[Json] = []
    while text[place:].strip():
        place = len(text) - len(text[place:].lstrip())
        try:
            _, end = json.JSONDecoder().raw_decode(text, place)
        except (ValueError, RecursionError):
            raise FormatError(("system",), f"lists a function that is not JSON: {text[place : place + 60]!r}") from None
        value, defects = read_json(text[place:end].encode("utf-8", "surrogatepass"))
        if any(defect.fatal for defect in defects):
            raise FormatError(("system",), f"lists a function that cannot be read: {defects[0].detail}"[:120])
        values.append(value)
        place = end
    return read_tools(values, ("system",)) or []


def _turns(chat: str) -> list[Message]:
    found = _speakers(chat)
    if not found or chat[: found[0].start()].strip():
        raise FormatError(("chat",), "does not begin with who speaks")
    ends = [*(match.start() for match in found[1:]), len(chat)]
    return [_turn(_ROLES[match[1]], chat[match.end() : end]) for match, end in zip(found, ends, strict=True)]


def _speakers(chat: str) -> list[re.Match[str]]:
    """Where somebody begins to speak: on lines, else in paragraphs, else on a single line."""
    ways = [list(way.finditer(chat)) for way in (_LINE, _PARAGRAPH, _WORD)]
    return next((way for way in ways if any(_ROLES[match[1]] == "assistant" for match in way)), ways[0])


def _turn(role: str, text: str) -> Message:
    said = text.strip().removesuffix(_END).strip()
    path: Path = ("chat",)
    if role != "assistant" or _CALL not in said:
        return Message(role, said, origin=path)
    before, *calls = said.split(_CALL)
    made = [_call(each.replace(_END, "").strip(), path) for each in calls]
    return Message(role, before.strip() or ABSENT, tool_calls=made, origin=path)


def _call(text: str, path: Path) -> ToolCall:
    """A call with its arguments in single quotes, as an object, or as JSON altogether."""
    text = text.removesuffix("</functioncall>").strip()
    found = _QUOTED.fullmatch(text) or _BARE.fullmatch(text) or _NAME.fullmatch(text)
    if not found:
        raise FormatError(path, f"has a call that cannot be read: {text[:60]!r}")
    name, defects = read_json(found[1].encode("utf-8", "surrogatepass"))
    arguments = found[2] if found.re is _BARE else found[2].replace("\\'", "'") or "{}"
    _, more = read_json(arguments.encode("utf-8", "surrogatepass"))
    if any(defect.fatal for defect in (*defects, *more)):
        raise FormatError(path, f"has a call whose arguments are not JSON: {arguments[:60]!r}")
    return ToolCall(str(name), arguments, extras={"type": "function"})
