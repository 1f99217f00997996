r"""Salesforce's xLAM rows: a query, the calls that answer it, and the tools, each of these two as JSON text.

Parameters of a tool are described by name, ``{"city": {"type": "str, optional", "description": "...", "default": ""}}``;
they become a JSON Schema, in which a parameter is required when it is neither called optional nor has a default. A type
that JSON Schema has no word for is kept as ``$comment``. Parameters that are a JSON Schema already, as other sets in
this shape have them, are taken as they are. Both columns may be lists instead of text. A row without any call teaches
nothing and is rejected.

Written is one question with the calls that answer it; parameters are then a JSON Schema.

```json row
{"id": 0, "query": "Weather in Oslo?", "answers": "[{\"name\": \"weather\", \"arguments\": {\"city\": \"Oslo\"}}]", "tools": "[{\"name\": \"weather\", \"description\": \"Tells the weather.\", \"parameters\": {\"city\": {\"type\": \"str\", \"description\": \"A city\"}, \"days\": {\"type\": \"int, optional\", \"default\": 1}}}]"}
```

```json row
{"query": "Weather in Oslo?", "answers": [{"name": "weather", "arguments": {"city": "Oslo"}}], "tools": [{"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}]}
```

Sources:
- https://huggingface.co/datasets/Salesforce/xlam-function-calling-60k (2026-11-23)
- https://github.com/SalesforceAIResearch/xLAM (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._blocks import function_of
from ftdata.formats._columns import read_tools
from ftdata.formats._functioncall import read_calls, write_calls
from ftdata.formats._linked import lost_of_calls
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._schemas import from_flat, is_flat
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Message, Path, ToolCall

NAME = "xlam"
TITLE = "xLAM function calls"
METHODS = ("sft",)
KEYS = ("answers",)

_FIELDS = ("query", "answers", "tools")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a query, and answers and tools as JSON text or lists."""
    if not all(key in row for key in _FIELDS) or not isinstance(row["query"], str):
        return None
    if not all(isinstance(row[key], str | list) for key in ("answers", "tools")):
        return None
    return Match(4, "there are a query, answers and tools")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its calls are the answer."""
    for key in _FIELDS:
        if key not in row:
            raise FormatError((), f"has no key {key}")
    if not isinstance(row["query"], str):
        raise FormatError(("query",), "is not text")
    calls = _read_calls(row["answers"])
    return Example(
        context=[Message("user", row["query"], origin=("query",))],
        candidates=[Candidate([Message("assistant", ABSENT, tool_calls=calls, origin=("answers",))])],
        tools=_read_tools(row["tools"]),
        extras={key: value for key, value in row.items() if key not in _FIELDS},
        format=NAME,
        style={"order": list(row), "columns": {key: row[key] for key in _FIELDS}},
    )


def render(example: Example) -> Rendered:
    """Write one question and the calls that answer it.

    Raises:
        FormatError: There is more than that, or less.
    """
    turns = example.turns
    if [turn.role for turn in turns] != ["user", "assistant"] or not turns[1].tool_calls:
        raise FormatError((), f"is not one question with calls that answer it, and {NAME} holds nothing else")
    question, answer = turns
    losses: list[Loss] = []
    raw = example.style["columns"] if example.format == NAME else {}
    fields: dict[str, Json] = {"query": _text(question, losses)}
    fields |= _answers(raw, answer.tool_calls or []) | _tools(raw, example.tools)
    if raw:
        fields = ordered(fields | example.extras, example.style["order"])
    else:
        losses += _lost(question, answer)
    losses += [*second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def _read_calls(value: Json) -> list[ToolCall]:
    text = dumps(value).decode() if isinstance(value, list) else value
    if isinstance(text, str) and text.strip() in ("", "[]"):
        raise FormatError(("answers",), "is empty: there is no call to learn")
    calls = read_calls(text, ("answers",))
    for call in calls:
        call.extras = {"type": "function"}
    return calls


def _read_tools(value: Json) -> list[Json] | None:
    tools = read_tools(value, ("tools",))
    return None if tools is None else [_described(tool) for tool in tools]


def _described(tool: Any) -> Json:
    """A tool whose parameters are a schema."""
    function = tool["function"]
    parameters = function.get("parameters")
    if not is_flat(parameters):
        return tool
    return {**tool, "function": {**function, "parameters": from_flat(parameters)}}


def _text(question: Message, losses: list[Loss]) -> str:
    text = text_of(question, NAME, losses)
    if not isinstance(text, str):
        raise FormatError(question.origin, "has no text")
    return text


def _answers(raw: Mapping[str, Json], calls: list[ToolCall]) -> dict[str, Json]:
    if raw and _read_calls(raw["answers"]) == calls:
        return {"answers": raw["answers"]}
    text = write_calls(calls)
    return {"answers": text if text.startswith("[") else f"[{text}]"}


def _tools(raw: Mapping[str, Json], tools: list[Json] | None) -> dict[str, Json]:
    if raw and _read_tools(raw["tools"]) == tools:
        return {"tools": raw["tools"]}
    bare = [_bare(tool, ("tools", place)) for place, tool in enumerate(tools or ())]
    return {"tools": dumps(bare).decode()}


def _bare(tool: Json, path: Path) -> Json:
    function = function_of(tool, path, NAME)
    if set(tool) - {"type", "function"}:
        raise FormatError(path, f"holds more than a function, and {NAME} has no room for that")
    if is_flat(function.get("parameters")):
        raise FormatError(path, f"has a schema that {NAME} would take for parameters by name")
    return dict(function)


def _lost(question: Message, answer: Message) -> list[Loss]:
    said = [*lost_fields(question, NAME), *lost_fields(answer, NAME), *lost_of_calls(answer, NAME)]
    if answer.content not in (ABSENT, None, ""):
        raise FormatError(answer.origin, f"says something beside its calls, and {NAME} has no room for that")
    if answer.content is not ABSENT:
        said.append(Loss("messages.content", f"{NAME} does not tell empty content beside calls from none"))
    if any(call.id for call in answer.tool_calls or ()):
        said.append(Loss("messages.tool_calls.id", f"{NAME} has no ids"))
    return said
