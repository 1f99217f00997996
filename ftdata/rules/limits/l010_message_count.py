r"""A conversation of more messages than the destination takes.

## Why
The service limits the messages of one request, and examples are requests. A conversation above it is refused; mostly
several were joined into one.

## Examples
```jsonl bad fact=max_messages:3
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```
```jsonl good fact=max_messages:3
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```

## Fix
None: where a conversation can be cut is not for a tool to decide.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
ASKS = ("max_messages",)


def check_row(row: Row) -> Iterator[Finding]:
    """Count the messages of every list."""
    most = row.destination.fact("max_messages")
    for path, messages in row.lists.items() if most is not None else ():
        if len(messages) > most:
            yield Finding(f"there are {len(messages):,} messages, above {most:,}; split the conversation", path)
