r"""A training conversation that does not end with the assistant.

## Why
What follows the last assistant message is never trained on, and OpenAI refuses the row:
"fine-tune expects the final message to be from assistant".

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Unsafe: drop what follows the last assistant message. It may be the start of a turn worth completing by hand.

## Sources
- https://github.com/kohhnagata/clone-factory-v1/issues/3 (2024-09, seen on the live service)
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "error"
SEES = "shape"
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find conversations whose last turn is somebody else's, where the target says that matters."""
    if not row.sound or row.destination.fact("last_role") != "assistant":
        return
    roles = [turn.role for turn in row.conversation]
    if roles[-1] == "assistant" or "assistant" not in roles:
        return
    tail = [turn.path for turn in reversed(row.conversation) if turn.index > _last_assistant(roles)]
    yield Finding(
        f'the last message is from {roles[-1]} (provider: "fine-tune expects the final message to be from '
        'assistant"); add the answer or drop what follows the last one',
        row.conversation[-1].path,
        Fix("drop what follows the last assistant message", False, tuple(RemoveKey(path) for path in tail)),
    )


def _last_assistant(roles: list[str | None]) -> int:
    return len(roles) - 1 - roles[::-1].index("assistant")
