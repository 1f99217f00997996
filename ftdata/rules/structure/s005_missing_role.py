r"""A message without a role.

## Why
The role is how the provider tells which kind of message it reads; without one the job fails with
"Discriminator 'role' is missing in value".

## Examples
```jsonl bad
{"messages": [{"content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": null, "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: who speaks is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
- The provider's message as users reported it from failed jobs (2024-02)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"

_QUOTE = "(provider: \"Discriminator 'role' is missing in value\")"


def check_row(row: Row) -> Iterator[Finding]:
    """Find messages whose role is absent, null or no string."""
    for turn in row.turns:
        if "role" not in turn.message:
            yield Finding(f"this message has no role {_QUOTE}; say who speaks", turn.path)
        elif turn.role is None:
            yield Finding(
                f"the role is {shown(turn.message['role'])}, not a name {_QUOTE}; say who speaks", (*turn.path, "role")
            )
