r"""Harmony conversations, the messages of gpt-oss, as the package openai-harmony writes them.

What the assistant thinks stands in messages of the channel ``analysis``, calls in ``commentary`` with a recipient such as
``functions.weather``, answers in ``final``; a tool's message has the tool's name as its own. Instructions and tools are
in the developer's message. What follows each other up to a tool's or the user's turn becomes one message with its
thoughts, its text and its calls. Rows whose messages have ``thinking`` beside their content are ``chat``.

A system prompt of another format is written as the developer's instructions, since that is where gpt-oss looks for them.

```json row
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "Simple.", "channel": "analysis"}, {"role": "assistant", "content": "4", "channel": "final"}]}
```

```json row
{"messages": [{"role": "developer", "content": [{"type": "developer_content", "instructions": "Be brief.", "tools": {"functions": {"name": "functions", "tools": [{"name": "weather", "description": "Tell the weather.", "parameters": {"type": "object"}}]}}}]}, {"role": "user", "content": [{"type": "text", "text": "Weather in Oslo?"}]}, {"role": "assistant", "content": [{"type": "text", "text": "{\"city\": \"Oslo\"}"}], "channel": "commentary", "recipient": "functions.weather", "content_type": "<|constrain|>json"}, {"role": "tool", "name": "functions.weather", "content": [{"type": "text", "text": "4"}], "channel": "commentary", "recipient": "assistant"}, {"role": "assistant", "content": [{"type": "text", "text": "4 degrees."}], "channel": "final"}]}
```

Sources:
- https://github.com/openai/harmony, docs/format.md and python/openai_harmony/__init__.py, 0.0.8 (2026-11-26)
"""  # noqa: E501

from collections.abc import Iterable, Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._harmony import Sayer, gather, heard, read_turn
from ftdata.formats._message import answer_start
from ftdata.formats._verbatim import as_read, remember
from ftdata.types import Candidate, Example, Json

NAME = "harmony"
TITLE = "Harmony conversations (gpt-oss)"
METHODS = ("sft",)
KEYS = ("messages",)
MARKS = ("channel", "developer_content", "system_content")

_OTHER_FORMATS = ("chosen", "rejected", "label", "kto_tag")
_CONTENTS = ("developer_content", "system_content")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows of messages with a channel, or with harmony's contents of system or developer."""
    messages = row.get("messages")
    if not isinstance(messages, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    for message in messages:
        if not isinstance(message, Mapping) or "role" not in message:
            continue
        if isinstance(message.get("channel"), str):
            return Match(4, "a message has a channel")
        content = message.get("content")
        types = [part.get("type") for part in content if isinstance(part, Mapping)] if isinstance(content, list) else []
        kind = next((kind for kind in _CONTENTS if kind in types), None)
        if kind:
            return Match(4, f"a message has a part {kind}")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the closing turns of the assistant are the answer."""
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        raise FormatError(("messages",) if "messages" in row else (), "is not a non-empty list of messages")
    read = [read_turn(item, ("messages", index)) for index, item in enumerate(messages)]
    turns = remember(gather(heard(read)))
    split = answer_start(turns)
    tools = [tool for each in read for tool in each.tools]
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        tools=tools or None,
        extras={key: value for key, value in row.items() if key != "messages"},
        format=NAME,
        style={"order": list(row), "tools": tools},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer.

    Raises:
        FormatError: A turn has a role that harmony does not know, or a result answers no call.
    """
    own = example.format == NAME
    sayer = Sayer(example, NAME)
    fields: dict[str, Json] = {"messages": _messages(example, sayer, own=own)}
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*sayer.losses, *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _messages(example: Example, sayer: Sayer, *, own: bool) -> list[Json]:
    known = own and (example.tools or []) == example.style["tools"]
    turns = example.turns
    written: list[Json] = []
    if not known:
        written += sayer.opening(turns)
    for turn in turns:
        raw: Iterable[Any] | None = as_read(turn, own=known)
        written += sayer.say(turn) if raw is None else raw
    return written
