r"""Two messages in a row from the user, or two from the assistant.

## Why
Several chat templates and trainers require that user and assistant take turns and fail or merge the messages where
they do not. OpenAI and Azure accept it, so there it is only pointed out. Messages around tool calls are not meant.

## Examples
```jsonl bad target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Anyone?"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad target=azure
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "assistant", "content": "How can I help?"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}]}
```

## Fix
None: whether the messages belong together is for you to say.

## Sources
- https://github.com/togethercomputer/together-python, check_file: roles alternate (2026-11-23)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision, its example (2026-07-31)
"""

from collections.abc import Iterator
from itertools import groupby

from ftdata.rules.row import Row, Turn
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"

_SPEAKERS = ("user", "assistant")


def check_row(row: Row) -> Iterator[Finding]:
    """Find runs of messages by one speaker; one finding a run."""
    told = not row.sound or row.destination.fact("drops_unpaired_turns")  # then H001 tells
    for role, group in groupby(() if told else row.conversation, key=_speaker):
        run = list(group)
        if role in _SPEAKERS and len(run) > 1:
            yield Finding(
                f"{len(run)} messages in a row are from {role}; merge them, or check that one in between is not lost",
                run[1].path,
            )


def _speaker(turn: Turn) -> str | None:
    """Who speaks; the assistant calling a tool counts as neither speaker."""
    calls = turn.message.get("tool_calls") or turn.message.get("function_call")
    return None if calls else turn.role
