r"""OpenAI's preference rows: a prompt, the answer that was preferred and the one that was not, for DPO.

The shape that OpenAI, Azure, Together and Fireworks train on. Everything in ``input`` besides the messages and the
tools is carried as it is. OpenAI's specification of 2025 calls the answers ``preferred_completion`` and
``non_preferred_completion``; every guide and every service says ``preferred_output`` and ``non_preferred_output``.
Rows with the other names, or with one field missing, are recognised so that the fault can be named.

```json row
{"input": {"messages": [{"role": "user", "content": "What is 2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

```json row
{"input": {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Weather in Oslo?"}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": false}, "preferred_output": [{"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "non_preferred_output": [{"role": "assistant", "content": "Cold, I suppose."}]}
```

Sources:
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-direct-preference-optimization (2026-03-20)
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTunePreferenceRequestInput (2025-05-20)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._message import parse_messages
from ftdata.formats._ready import Finisher, parse_tools, tools_style
from ftdata.types import Candidate, Example, Json

NAME = "preference"
TITLE = "OpenAI preference pairs"
METHODS = ("dpo", "reward")
KEYS = ("input", "preferred_output", "non_preferred_output", "preferred_completion", "non_preferred_completion")

OUTPUTS = ("preferred_output", "non_preferred_output")
ALIASES = {"preferred_completion": "preferred_output", "non_preferred_completion": "non_preferred_output"}
_FIELDS = ("input", *OUTPUTS)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a preferred or a non-preferred answer, or with an input that holds messages."""
    seen = [key for key in (*OUTPUTS, *ALIASES) if key in row]
    if seen:
        return Match(3, f"there is a key {seen[0]}")
    value = row.get("input")
    if isinstance(value, Mapping) and isinstance(value.get("messages"), list):
        return Match(2, "input is an object with messages")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a pair; the preferred answer is the first candidate."""
    for key in _FIELDS:
        if key not in row:
            raise FormatError((), _missing(row, key))
    source = row["input"]
    if not isinstance(source, Mapping):
        raise FormatError(("input",), "is not an object with messages")
    return Example(
        context=parse_messages(source.get("messages"), ("input", "messages")),
        candidates=[Candidate(parse_messages(row[key], (key,))) for key in OUTPUTS],
        tools=parse_tools(source, ("input",)),
        options={key: value for key, value in source.items() if key not in ("messages", "tools")},
        extras={key: value for key, value in row.items() if key not in _FIELDS},
        format=NAME,
        style={"order": list(row), "input": list(source)} | tools_style(source),
    )


def render(example: Example) -> Rendered:
    """Write a pair.

    Raises:
        FormatError: The example does not have two answers, or nothing stands before them.
    """
    if len(example.candidates) < len(OUTPUTS):
        number = ("no answer", "one answer")[len(example.candidates)]
        raise FormatError((), f"has {number} where a preference pair has two")
    if not example.context:
        raise FormatError((), "has no messages before the answers")
    finisher = Finisher(example, NAME)
    source: dict[str, Json] = {"messages": finisher.write(example.context, ("input", "messages"))}
    source |= finisher.tools(("input", "tools")) | example.options
    fields: dict[str, Json] = {"input": source}
    for key, answer in zip(OUTPUTS, example.candidates, strict=False):
        fields[key] = finisher.branch(answer.messages, (key,))
    if example.format == NAME:
        fields["input"] = ordered(source, example.style.get("input", ()))
        fields = ordered(fields | example.extras, example.style.get("order", ()))
    losses = [*finisher.losses, *second_answer(example, NAME, len(OUTPUTS)), *lost(example, NAME, options=True)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _missing(row: Mapping[str, Json], key: str) -> str:
    """Why a field is not there: it has the name that only the specification uses, or it is missing."""
    alias = next((name for name, ours in ALIASES.items() if ours == key and name in row), None)
    return f"has the key {alias}, which services call {key}" if alias else f"has no key {key}"
