r"""A weight that is not the integer 0 or 1, or not on an assistant message.

## Why
A weight says whether an assistant message is trained on. The schema takes the integers 0 and 1 and nothing else, and
only where the assistant speaks.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1.0}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi", "weight": 0}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": true}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}]}
```

## Fix
Safe: write 1.0 as 1 and 0.0 as 0. Unsafe: remove a weight from a message that is not the assistant's, or one that is
null, since whoever wrote it may have meant another message. Text, true, false and other numbers are left to you.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, RemoveKey, SetValue

SEVERITY = "error"
SEES = "shape"
NEEDS = ("weight",)


def check_row(row: Row) -> Iterator[Finding]:
    """Look at every weight on a message of a known role."""
    allowed = row.destination.fact("weights")
    known = row.destination.fact("roles", ())
    for turn in row.turns if allowed else ():
        if "weight" in turn.message and turn.role in known:
            yield from _judge(turn, allowed)


def _judge(turn: Turn, allowed: list[int]) -> Iterator[Finding]:
    weight, path = turn.message["weight"], (*turn.path, "weight")
    remove = Fix("remove the weight", False, (RemoveKey(path),))
    if turn.role != "assistant":
        said = f"a {turn.role} message has a weight; only assistant messages are weighed, take it out"
        yield Finding(said, path, remove)
    elif weight is None:
        yield Finding("the weight is null; write 0 or 1, or take it out to train on the message", path, remove)
    elif isinstance(weight, float) and weight in allowed:
        whole = int(weight)
        fix = Fix(f"write the weight as {whole}", True, (SetValue(path, whole),))
        yield Finding(f"the weight is {shown(weight)}, not an integer; write {whole}", path, fix)
    elif isinstance(weight, bool) or weight not in allowed:
        yield Finding(f"the weight is {shown(weight)}; write the integer 0 (skip) or 1 (train)", path)
