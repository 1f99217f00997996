r"""A message with a key that its role does not have.

## Why
Message objects have a published set of keys. What is not in it, such as reasoning_content, an id or a time, is
ignored at best; at the top level of a row such keys are refused.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4", "reasoning_content": "Add."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "2 + 2?", "name": "Ada"}, {"role": "assistant", "content": "4", "weight": 1}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4", "reasoning_content": "Add."}]}
```

## Fix
Unsafe: remove the key with its value. Safe where the value is null, which says nothing.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "warning"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Compare the keys of every message of a known role with the target's."""
    by_role = row.destination.fact("message_keys", {})
    judged_elsewhere = ("weight",) if row.destination.fact("weights") else ()
    for turn in row.turns:
        known = by_role.get(turn.role)
        if known:
            yield from _extra(turn, (*known, *judged_elsewhere))


def _extra(turn: Turn, known: Sequence[str]) -> Iterator[Finding]:
    for key, value in turn.message.items():
        if key not in known and not (key == "text" and "content" not in turn.message):
            yield Finding(
                f"messages of role {turn.role} have no key {shown(key)}; take it out, it is not trained on and may be refused",
                (*turn.path, key),
                Fix(f"remove the key {shown(key)}", value is None, (RemoveKey((*turn.path, key)),)),
            )
