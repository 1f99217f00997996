r"""A system message that is not the first message, or more than one.

## Why
Instructions that stand in the middle are dropped, moved or refused by many chat templates and trainers, so the
model is trained on another text than the one you see here. The same goes for the role developer.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "system", "content": "Be brief."}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: whether the instructions apply from the beginning is for you to say. If so, merge them into the first message.

## Sources
- https://github.com/togethercomputer/together-python, check_file: the first message is system or user (2026-11-23)
- https://docs.fireworks.ai/fine-tuning/fine-tuning-models (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"

_INSTRUCTING = ("system", "developer")


def check_row(row: Row) -> Iterator[Finding]:
    """Find the first system or developer message below the first message."""
    if not row.sound:
        return
    late = [turn for turn in row.conversation if turn.index and turn.role in _INSTRUCTING]
    if late:
        first = late[0]
        one = f"message {first.index + 1} has the role {first.role}"
        said = one if len(late) == 1 else f"{len(late)} system or developer messages do not come first"
        yield Finding(f"{said}; put all instructions into one message at the beginning", first.path)
