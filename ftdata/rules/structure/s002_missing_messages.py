r"""A chat row without messages.

## Why
The conversation is the example. Without it there is nothing to train on, and the provider stops at
"Example 1 is missing key 'messages'."

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"topic": "capitals"}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```

## Fix
None: the conversation has to come from somewhere.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- The provider's message as users reported it from failed jobs (recorded 2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import listed
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows of a chat file that have no key messages."""
    if row.destination.format != "chat" or "messages" in row.value:
        return
    others = f", only {listed(row.value)}" if row.value else ""
    yield Finding(
        f"the row has no messages{others} (provider: \"is missing key 'messages'.\"); "
        "add the conversation or take the row out"
    )
