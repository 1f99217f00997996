r"""A conversation whose assistant messages all have weight 0.

## Why
Weight 0 takes a message out of training. When that is every assistant message, the row is paid for and teaches
nothing.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 0}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hey.", "weight": 0}, {"role": "user", "content": "More politely?"}, {"role": "assistant", "content": "Hello!", "weight": 1}]}
```

## Fix
None: which answer is worth learning is for you to say.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput, weight (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find conversations with assistant messages of which none is trained on."""
    answers = [turn for turn in row.conversation if turn.role == "assistant"] if row.sound else []
    if answers and all(_skipped(turn) for turn in answers):
        yield Finding(
            "every assistant message has weight 0, so there is nothing to learn; give the ones to learn weight 1",
            ("messages",),
        )


def _skipped(turn: Turn) -> bool:
    weight = turn.message.get("weight")
    return isinstance(weight, int | float) and not isinstance(weight, bool) and weight == 0
