r"""Arguments of a call that are no JSON object.

## Why
The schema takes any string, but the model learns what it sees: calls whose arguments no program can read.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\""}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "What time is it?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "time", "arguments": ""}}]}], "tools": [{"type": "function", "function": {"name": "time"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "What time is it?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "time", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "time"}}]}
```

## Fix
None: what the call was meant to say is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionMessageToolCall (2026-08-21)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.accept import Accepts, always
from ftdata.rules.calls import calls, read_arguments
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Json

SEVERITY = "warning"
SEES = "calls"
NEEDS = ("tool_calls", "function_call")


def quiet(_function: Mapping[str, Json]) -> Accepts:
    """Nothing is found in arguments that are an object."""
    return always


def check_row(row: Row) -> Iterator[Finding]:
    """Read the arguments of every call that has them as text."""
    for call in calls(row):
        if not isinstance(call.arguments, str):
            continue
        arguments, why = read_arguments(call.arguments)
        if arguments is None:
            yield Finding(
                f"the arguments {shown(call.arguments)} are no JSON object ({why}); correct them",
                (*call.where, "arguments"),
            )
