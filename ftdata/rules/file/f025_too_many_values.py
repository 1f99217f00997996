r"""A row with more objects and lists than fit a training example.

## Why
A row is held in memory, where many small objects take ten times the room of their text. No destination
takes a conversation of that size; it mostly is a whole file that was written as one row.

## Examples
```jsonl bad max_values=6
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "[[[]]]"}, {"role": "assistant", "content": "Three empty lists."}]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}, {"role": "user", "content": "One more"}, {"role": "assistant", "content": "Yes?"}]}
```
```jsonl good max_values=6
{"messages": [{"role": "user", "content": "{{{{{{{{{"}, {"role": "assistant", "content": "Many braces."}]}
```

## Fix
None: write one conversation a row.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17, an example has at most 2,048 messages)
- ftdata's own rule: the limit of 30,000 is its own
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report a row whose values were counted and not read."""
    for defect in defects(record, "too-many-values"):
        yield Finding(f"the row has {defect.detail} and was not read; write one conversation a row")
