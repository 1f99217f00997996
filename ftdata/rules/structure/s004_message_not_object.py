r"""A message that is no object.

## Why
Every message says who speaks and what, as an object with a role. Bare text or a pair in a list is refused.

## Examples
```jsonl bad
{"messages": ["Hi", {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: who speaks is not known.

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
    """Look at every entry of every list of messages."""
    for path, messages in row.lists.items():
        for index, message in enumerate(messages):
            if not isinstance(message, dict):
                yield Finding(
                    f"this message is {shown(message)}, not an object; write it as "
                    '{"role": "user", "content": "..."} with the role it has',
                    (*path, index),
                )
