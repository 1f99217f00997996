r"""Messages that are not a list, or an empty one.

## Why
A conversation is a list of at least one message. Text, null, an object or an empty list is refused.

## Examples
```jsonl bad
{"messages": []}
```
```jsonl bad format=chat
{"messages": "user: Hi"}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: the conversation has to come from somewhere.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "shape"

_KINDS = {type(None): "null", str: "text", bool: "a boolean", dict: "a single object", list: "an empty list"}


def check_row(row: Row) -> Iterator[Finding]:
    """Look where the destination's format has its messages."""
    for path, value in _lists(row):
        if not isinstance(value, list) or not value:
            kind = _KINDS.get(type(value), "a number")
            yield Finding(f"{'.'.join(path)} is {kind}; it has to be a list of at least one message", path)


def _lists(row: Row) -> Iterator[tuple[tuple[str, ...], Json]]:
    if row.destination.format == "chat" and "messages" in row.value:
        yield ("messages",), row.value["messages"]
    inner = row.value.get("input")
    if row.destination.format == "preference" and isinstance(inner, dict) and "messages" in inner:
        yield ("input", "messages"), inner["messages"]
