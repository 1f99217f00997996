r"""Arguments of a call that are not a string.

## Why
The API sends and expects the arguments as a string that holds JSON. An object in its place is how some trainers
keep them, but here the file is refused. Malformed calls have also ended jobs with nothing but "The job failed due to an
internal error".

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Oslo", "days": 1.50}}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\":\"Oslo\",\"days\":1.50}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": null}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"days\": 1.50}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe: write the object as JSON text, its keys and numbers as they are. Null, numbers and booleans have none.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionMessageToolCall (2026-08-21)
- https://community.openai.com/t/415162, on the internal error (2023-10, seen on the live service)
"""

from collections.abc import Iterator

from ftdata.jsontext import dumps
from ftdata.rules.calls import calls
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "error"
SEES = "shape"
NEEDS = ("tool_calls", "function_call")


def check_row(row: Row) -> Iterator[Finding]:
    """Find arguments of another type, where the target wants a string."""
    if row.destination.fact("tool_arguments") != "string":
        return
    for call in calls(row):
        if "arguments" not in call.function or isinstance(call.arguments, str):
            continue
        path, fix = (*call.where, "arguments"), None
        if isinstance(call.arguments, dict | list):
            text = dumps(call.arguments).decode()
            fix = Fix("write the arguments as JSON text", True, (SetValue(path, text),))
        yield Finding(
            f"the arguments are {shown(call.arguments)}, not a string (malformed calls have ended jobs with the provider's "
            '"The job failed due to an internal error"); write them as JSON text',
            path,
            fix,
        )
