r"""A tool message that answers no call before it.

## Why
A tool message names, in tool_call_id, the call whose result it is. With no such call earlier in the row the
conversation makes no sense, and the chat API refuses it.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_2", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: which call was meant is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestToolMessage (2026-08-21)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.calls import calls, calls_of
from ftdata.rules.row import OUTPUT_LISTS, Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("tool_call_id",)


def check_row(row: Row) -> Iterator[Finding]:
    """Follow the ids through the context and on through each answer; silent where a call has no id to go by."""
    if not row.sound or all(turn.role != "tool" for turn in row.turns):
        return
    if any(not isinstance(call.id, str) for call in calls(row) if not call.legacy):
        return
    seen: set[str] = set()
    yield from _orphans(row.conversation, seen)
    for path in OUTPUT_LISTS:
        yield from _orphans(tuple(row.turns_at(path)), set(seen))


def _orphans(turns: Sequence[Turn], seen: set[str]) -> Iterator[Finding]:
    for turn in turns:
        answered = turn.message.get("tool_call_id")
        if turn.role == "assistant":
            seen.update(call.id for call in calls_of(turn) if isinstance(call.id, str))
        elif turn.role == "tool" and isinstance(answered, str) and answered not in seen:
            yield Finding(
                f"no call before this tool message has the id {shown(answered)}; "
                "add the assistant's call, correct the id, or take the message out",
                (*turn.path, "tool_call_id"),
            )
