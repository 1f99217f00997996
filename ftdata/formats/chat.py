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
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._message import answer_start, parse_messages
from ftdata.formats._plain import plain_messages
from ftdata.formats._ready import Finisher, graded, parse_tools, tools_style, trained_turns
from ftdata.types import Candidate, Example, Json

NAME = "chat"
TITLE = "OpenAI chat messages"
METHODS = ("sft", "rft", "grpo")
KEYS = ("messages",)

OPTIONS = ("parallel_tool_calls", "functions", "response_format")
_OTHER_FORMATS = ("chosen", "rejected", "chosen_messages", "rejected_messages")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of messages that have a role."""
    messages = row.get("messages")
    if "messages" not in row or any(key in row for key in _OTHER_FORMATS):
        return None
    if not isinstance(messages, list):
        return Match(1, "there is a key messages")
    if any(isinstance(message, Mapping) and "role" in message for message in messages):
        return Match(3, "messages is a list of objects with role")
    return Match(2, "there is a key messages that holds a list")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a conversation; the turns after the last prompt are the answer."""
    if "messages" not in row:
        raise FormatError((), "has no key messages")
    messages = parse_messages(row["messages"], ("messages",))
    split = answer_start(messages)
    return Example(
        context=messages[:split],
        candidates=[Candidate(messages[split:])] if split < len(messages) else [],
        tools=parse_tools(row, ()),
        options={key: row[key] for key in OPTIONS if key in row},
        extras={key: value for key, value in row.items() if key not in ("messages", "tools", *OPTIONS)},
        format=NAME,
        style={"order": list(row)} | tools_style(row),
    )


def render(example: Example) -> Rendered:
    """Write the conversation with its first (preferred or only) answer.

    Earlier answers that the source does not train on get the weight 0 where they have none.
    """
    finisher = Finisher(example, NAME)
    fields: dict[str, Json] = {"messages": finisher.write(trained_turns(example), ("messages",))}
    fields |= finisher.tools(("tools",)) | example.options
    along = example.extras if example.format == NAME else graded(example, ("messages", "tools", *OPTIONS))
    fields |= along
    if example.format == NAME:
        fields = ordered(fields, example.style.get("order", ()))
    losses = [*finisher.losses, *second_answer(example, NAME), *lost(example, NAME, options=True, carried=along)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row that holds nothing but messages of role and text, in this order."""
    return plain_messages(row, "messages")


def render_plain(turns: Turns) -> dict[str, Json]:
    """Write turns of text."""
    return {"messages": [{"role": role, "content": text} for role, text in turns]}
