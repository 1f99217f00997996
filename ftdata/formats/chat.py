r"""OpenAI's chat rows, one conversation each: for supervised fine-tuning and, with grader fields, for RFT.

The shape that OpenAI, Azure and most hosts train on. ``tools``, parts, weights, ids and the legacy ``functions``
are carried as they are. For reinforcement fine-tuning the conversation ends with the user, and any further
top-level key is a field for the grader.

```json row
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}]}
```

```json row
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

```json row
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
```

Sources:
- https://github.com/openai/openai-openapi, FineTuneChatRequestInput and FineTuneReinforcementRequestInput (2025-05-20)
- https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning (2026-03)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost
from ftdata.formats._message import parse_messages, render_message
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "chat"
TITLE = "OpenAI chat messages"
METHODS = ("sft", "rft")

OPTIONS = ("parallel_tool_calls", "functions", "response_format")
_OTHER_FORMATS = ("chosen", "rejected", "chosen_messages", "rejected_messages")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of messages that have a role."""
    messages = row.get("messages")
    if not isinstance(messages, list) or any(key in row for key in _OTHER_FORMATS):
        return None
    if any(isinstance(message, Mapping) and "role" in message for message in messages):
        return Match(3, "messages is a list of objects with role")
    return Match(2, "there is a key messages that holds a list")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the turns after the last prompt are the answer."""
    if "messages" not in row:
        raise FormatError((), "has no key messages")
    messages = parse_messages(row["messages"], ("messages",))
    tools = row.get("tools")
    if "tools" in row and not isinstance(tools, list):
        raise FormatError(("tools",), "is not a list")
    split = answer_start(messages)
    answer = [Candidate(messages[split:])] if split < len(messages) else []
    return Example(
        context=messages[:split],
        candidates=answer,
        tools=tools,
        options={key: row[key] for key in OPTIONS if key in row},
        extras={key: value for key, value in row.items() if key not in ("messages", "tools", *OPTIONS)},
        format=NAME,
        style={"order": list(row)},
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer."""
    fields: dict[str, Json] = {"messages": [render_message(message) for message in example.turns]}
    if example.tools is not None:
        fields["tools"] = example.tools
    fields |= example.options
    losses = [Loss("rejected answer", "chat holds one answer")] if len(example.candidates) > 1 else []
    if example.format == NAME:
        fields |= example.extras
    else:
        losses += lost(example, (), NAME)
    order = [key for key in example.style.get("order", ()) if key in fields]
    return Rendered({key: fields[key] for key in dict.fromkeys([*order, *fields])}, tuple(losses))


def answer_start(messages: list[Message]) -> int:
    """Index where the closing run of assistant turns begins; the length when the last turn is not one."""
    start = len(messages)
    while start and messages[start - 1].role == "assistant":
        start -= 1
    return start
