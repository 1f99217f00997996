r"""Blank lines in the file.

## Why
Some readers skip a blank line, others stop there or count it as an example, so that their line numbers disagree.
No provider says what it does, and no sample file of theirs has one.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}

{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: leave blank lines out. They hold nothing.

## Sources
- https://jsonlines.org (2026-11, each line is a JSON value)
- https://github.com/microsoft-foundry/fine-tuning (2026-11-23, no sample file has a blank line)
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import DropRow, Finding, Fix, Record

SEVERITY = "warning"
ONCE = True

_FIX = Fix("leave blank lines out", True, (DropRow(),))


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report a line without anything on it."""
    for _defect in defects(record, "blank-line"):
        yield Finding("blank line: readers disagree about what it means; leave it out", fix=_FIX)
