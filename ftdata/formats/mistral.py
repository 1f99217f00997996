r"""Rows of mistral-finetune: OpenAI's messages under stricter rules, and some keys of Mistral's own.

The conversation stands in ``messages`` or ``interactions``, a message's text in ``content`` or ``text``, the tools in
``tools`` or ``available_tools``; ``system_prompt`` is a system prompt. Rows without one of these words of Mistral's
are ``chat``. Rows that are written here keep its rules: ids of calls have nine letters or digits and are made anew where
they have not, arguments are JSON text, and every function has a description and parameters. mistral-finetune learns
only the last answer of a row that has tools.

```json row
{"interactions": [{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Hello!"}]}
```

```json row
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "Ab3dEf6hI", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "available_tools": [{"type": "function", "function": {"name": "weather", "description": "Tell the weather.", "parameters": {}}}]}
```

Sources:
- https://github.com/mistralai/mistral-finetune, finetune/data/tokenize.py and utils/validate_data.py (2026-11-26)
- https://docs.mistral.ai/guides/finetuning (2026-11-23)
"""  # noqa: E501

import re
from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns
from ftdata.formats._message import answer_start, parse_message
from ftdata.formats._ready import Finisher, parse_tools, trained_turns
from ftdata.formats._verbatim import as_read, remember
from ftdata.jsontext import dumps
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "mistral"
TITLE = "mistral-finetune's messages"
METHODS = ("sft",)
KEYS = ("messages", "interactions")
MARKS = ("interactions", "available_tools", "text")

_LISTS = ("messages", "interactions")
_TOOLS = ("tools", "available_tools")
_COLUMNS = ("system_prompt", *_TOOLS)
_ROLES = ("system", "user", "assistant", "tool")
_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag")
_ID = re.compile(r"[A-Za-z0-9]{9}\Z")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows of messages in which Mistral's own words occur."""
    key = _key(row)
    messages = row.get(key)
    if not isinstance(messages, list) or any(other in row for other in _OTHER_FORMATS):
        return None
    said = [message for message in messages if isinstance(message, Mapping) and "role" in message]
    if said and key == "interactions":
        return Match(4, "interactions is a list of objects with role")
    if said and "available_tools" in row:
        return Match(4, "there are messages and available_tools")
    if any(isinstance(message.get("text"), str) and "content" not in message for message in said):
        return Match(4, "a message has text instead of content")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation."""
    key = _key(row)
    if not isinstance(row.get(key), list) or not row[key]:
        raise FormatError((key,) if key in row else (), "is not a non-empty list of messages")
    tools = _TOOLS[1] if "available_tools" in row else _TOOLS[0]
    said = remember(_read(item, (key, index)) for index, item in enumerate(row[key]))
    messages = [*_prompt(row), *said]
    split = answer_start(messages)
    used = (key, tools, "system_prompt")
    return Example(
        context=messages[:split],
        candidates=[Candidate(messages[split:])] if split < len(messages) else [],
        tools=parse_tools({"tools": row.get(tools)}, ()),
        extras={name: value for name, value in row.items() if name not in used},
        format=NAME,
        style={"order": list(row), "key": key, "tools": tools, "columns": columns(row, _COLUMNS)},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer, as mistral-finetune demands it.

    Raises:
        FormatError: A turn has a role that Mistral does not know, or there are several system prompts.
    """
    if example.format == NAME:
        return _own(example)
    finisher = Finisher(example, NAME)
    losses: list[Loss] = []
    turns = [_known(turn, losses) for turn in trained_turns(example)]
    if sum(turn.role == "system" for turn in turns) > 1:
        raise FormatError((), f"has several system prompts, and {NAME} takes one")
    written: list[Any] = finisher.write(turns, ("messages",))
    _name_anew(written, losses)
    fields: dict[str, Json] = {"messages": written}
    tools = finisher.tools(("tools",)).get("tools")
    if tools:
        fields["tools"] = [_described(tool, losses) for tool in tools]
        losses += _untrained(turns)
    losses += [*finisher.losses, *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _key(row: Mapping[str, Json]) -> str:
    return next((key for key in _LISTS if key in row), _LISTS[0])


def _prompt(row: Mapping[str, Json]) -> list[Message]:
    text = row.get("system_prompt")
    if text is None or text == "":
        return []
    if not isinstance(text, str):
        raise FormatError(("system_prompt",), "is not text")
    return [Message("system", text, style={"column": True}, origin=("system_prompt",))]


def _read(item: Json, path: Path) -> Message:
    renamed = item
    if isinstance(item, Mapping) and isinstance(item.get("text"), str) and "content" not in item:
        renamed = {"content" if key == "text" else key: value for key, value in item.items()}
    message = parse_message(renamed, path)
    return message._replace(style=message.style | {"turns": [item]})


def _own(example: Example) -> Rendered:
    raw = own_columns(example, NAME)
    turns = example.turns
    column = turns.pop(0) if turns and turns[0].style.get("column") else None
    finisher = Finisher(example, NAME)
    key, tools = example.style["key"], example.style["tools"]
    written = finisher.write(turns, (key,))
    told = [(as_read(turn, own=True) or [new])[0] for turn, new in zip(turns, written, strict=True)]
    prompt = {"system_prompt": column.content if column else raw.get("system_prompt")}
    fields: dict[str, Json] = {key: told} | (prompt if "system_prompt" in raw or column else {})
    fields |= {tools: example.tools} if tools in raw or example.tools is not None else {}
    fields = ordered(fields | example.extras, example.style["order"])
    return Rendered(fields, second_answer(example, NAME), finisher.origins)


def _known(turn: Message, losses: list[Loss]) -> Message:
    if turn.role == "developer":
        losses.append(Loss("messages.role", f"{NAME} has no developer; it became system"))
        turn = turn._replace(role="system")
    if turn.role not in _ROLES or any(call.legacy for call in turn.tool_calls or ()):
        what = f"the role {turn.role[:60]!r}" if turn.role not in _ROLES else "a function_call"
        raise FormatError(turn.origin, f"has {what}, which {NAME} does not know")
    return turn


def _name_anew(written: list[dict[str, Any]], losses: list[Loss]) -> None:
    """Give calls ids that Mistral takes, and their results with them, and make their arguments text."""
    calls = [call for turn in written for call in turn.get("tool_calls") or ()]
    taken = {call["id"] for call in calls if isinstance(call.get("id"), str)}
    anew: dict[str, str] = {}
    for call in calls:
        arguments = call["function"].get("arguments")
        if not isinstance(arguments, str):
            call["function"] = call["function"] | {"arguments": dumps(arguments).decode()}
        if isinstance(call.get("id"), str) and not _ID.match(call["id"]):
            anew.setdefault(call["id"], _fresh(taken, len(anew)))
            call["id"] = anew[call["id"]]
    for turn in written:
        if isinstance(turn.get("tool_call_id"), str):
            turn["tool_call_id"] = anew.get(turn["tool_call_id"], turn["tool_call_id"])
    if anew:
        losses.append(Loss("messages.tool_calls.id", f"{NAME} takes nine letters or digits; other ids were made anew"))


def _fresh(taken: set[str], number: int) -> str:
    while (made := f"call{number + 1:05}") in taken:
        number += 1
    taken.add(made)
    return made


def _described(tool: Json, losses: list[Loss]) -> Json:
    function = tool.get("function") if isinstance(tool, Mapping) else None
    if not isinstance(tool, Mapping) or not isinstance(function, Mapping):
        raise FormatError(("tools",), "has a tool without a function")
    wanted: dict[str, Json] = {"description": "", "parameters": {}}
    missing = {key: value for key, value in wanted.items() if function.get(key) is None}
    reason = f"{NAME} demands it; an empty one was added"
    losses += [Loss(f"tools.function.{key}", reason) for key in missing]
    return {**tool, "function": {**function, **missing}} if missing else dict(tool)


def _untrained(turns: list[Message]) -> list[Loss]:
    answers = [turn for turn in turns[:-1] if turn.role == "assistant" and turn.weight != 0]
    reason = f"{NAME} learns only the last answer where there are tools"
    return [Loss("messages", reason)] if answers else []
