r"""A conversation whose last answer is not trained on, while an earlier one is.

## Why
Usually the last answer is the one to learn and earlier ones have weight 0. The other way round the last turns are
paid for but only followed, never learnt; now and then that is meant.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!", "weight": 0}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 0}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!", "weight": 1}]}
```

## Fix
None: which answer is worth learning is for you to say.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput, weight (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.types import Finding

SEVERITY = "info"
SEES = "shape"
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find conversations whose last assistant message has weight 0 and another has not."""
    answers = [turn for turn in row.conversation if turn.role == "assistant"] if row.sound else []
    if answers and _skipped(answers[-1]) and not all(_skipped(turn) for turn in answers):
        yield Finding(
            "the last assistant message has weight 0, so only earlier ones are trained on; check that this is meant",
            (*answers[-1].path, "weight"),
        )


def _skipped(turn: Turn) -> bool:
    weight = turn.message.get("weight")
    return isinstance(weight, int | float) and not isinstance(weight, bool) and weight == 0
