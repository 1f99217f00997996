r"""A tool message that does not say which call it answers.

## Why
A result is paired with its call by tool_call_id alone; the schema requires it, as text.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city": "Oslo"}}}]}, {"role": "tool", "name": "weather", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: with several calls, which one was meant is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestToolMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.calls import strict
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("tool",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find tool messages without an id, where the target pairs by id."""
    for turn in row.turns if strict(row) else ():
        if turn.role != "tool":
            continue
        if "tool_call_id" not in turn.message:
            yield Finding("this tool message has no tool_call_id; write the id of the call it answers", turn.path)
        elif not isinstance(turn.message["tool_call_id"], str):
            yield Finding(
                f"tool_call_id is {shown(turn.message['tool_call_id'])}; write the id of the call it answers, as text",
                (*turn.path, "tool_call_id"),
            )
