r"""A line that is nothing but a comment.

## Why
JSON has no comments, so providers refuse the file like any other that has a broken line ("line contains invalid json"),
and readers stop or skip. A row that was commented out by hand is the usual case.

## Examples
```jsonl bad
// from the second batch
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
# {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "See you!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "// Hello!"}]}
```

## Fix
Safe: leave the line out; nothing was to be learned from it. `prepare` puts it among the rejected rows, so that a row that
was commented out is not lost.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259 (2017-12)
- ftdata's own rule: providers call such a line invalid JSON
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import DropRow, Finding, Fix, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the line."""
    for _defect in defects(record, "comment"):
        yield Finding(
            'a comment, which JSON has none of (provider: "line contains invalid json"); leave the line out',
            fix=Fix("leave the comment out", True, (DropRow(),)),
        )
