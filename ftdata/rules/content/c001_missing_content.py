r"""A message without content.

## Why
Every message needs the key content; only an assistant message that calls a tool, refuses or holds audio may do
without. What is said under another name (text, value) is lost or makes the provider refuse the file.

## Examples
```jsonl bad
{"messages": [{"role": "user"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "weight": 1}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: the content has to come from somewhere.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, RenameKey

SEVERITY = "error"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Find messages without the key; whose role is not known is not judged."""
    for turn in row.turns:
        if turn.role is None or "content" in turn.message or turn.says_more:
            continue
        if "text" in turn.message:
            rename = Fix("call the key text content", False, (RenameKey((*turn.path, "text"), "content"),))
            yield Finding("what the message says stands under text; call that key content", turn.path, rename)
            continue
        more = " or a tool call" if turn.role == "assistant" else ""
        yield Finding(f"this {shown(turn.role)} message has no content; add what it says{more}", turn.path)
