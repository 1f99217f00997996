r"""A message whose content is null.

## Why
Null is allowed where an assistant message calls a tool, refuses or holds audio, and for a legacy function's
result. Anywhere else the schema wants text, and the file is refused.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": null}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": null}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I pick a lock?"}, {"role": "assistant", "content": null, "refusal": "I cannot help with that."}]}
```

## Fix
None: the content has to come from somewhere. Null beside a tool call needs no fix.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Find null where the schema does not allow it; whose role is not known is not judged."""
    for turn in row.turns:
        null = turn.message.get("content", "") is None
        if null and turn.role not in (None, "function") and not turn.says_more:
            more = " or a tool call" if turn.role == "assistant" else ""
            yield Finding(
                f"the content of this {shown(turn.role)} message is null; write what it says{more}",
                (*turn.path, "content"),
            )
