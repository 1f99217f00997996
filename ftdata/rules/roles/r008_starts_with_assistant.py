r"""A conversation that the assistant opens.

## Why
Many chat templates expect the user to speak first, after the instructions, and fail or drop the opening otherwise.
At work the model is always asked first.

## Examples
```jsonl bad
{"messages": [{"role": "assistant", "content": "How can I help?"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: take the greeting out, or write the question before it.

## Sources
- https://github.com/togethercomputer/together-python, check_file: the first message is system or user (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"

_INSTRUCTING = ("system", "developer")


def check_row(row: Row) -> Iterator[Finding]:
    """Find assistant messages before all others. A conversation without any user is reported elsewhere."""
    if not row.sound or all(turn.role != "user" for turn in row.conversation):
        return
    if row.destination.fact("drops_unpaired_turns"):  # then H001 tells
        return
    first = next(turn for turn in row.conversation if turn.role not in _INSTRUCTING)
    if first.role == "assistant":
        yield Finding(
            "the assistant speaks before any user; take the opening out or put the question before it", first.path
        )
