r"""A reinforcement prompt that does not end with the user.

## Why
In reinforcement fine-tuning the model writes the next message itself and a grader scores it. A row that already
holds the answer, or ends with anything but the user's turn, is refused.

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}], "answer": "4"}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl good target=any method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}], "answer": "4"}
```

## Fix
None: move the answer to a field of its own that the grader reads.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("rft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find prompts whose last message is somebody else's, where the target says that matters."""
    if not row.sound or row.destination.fact("last_role") != "user":
        return
    last = row.conversation[-1]
    if last.role != "user":
        yield Finding(
            f"the last message is from {last.role}, but the prompt has to end with the user; "
            "move the answer to a field for the grader",
            last.path,
        )
