r"""A line that is too long to be read.

## Why
A row is held in memory, so there is a limit: 64 MiB, far above what any destination takes. A longer line is mostly a
file without line ends, or several rows run together.

## Examples
```jsonl bad max_line=100
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello, how nice to see you!"}]}
{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello, how nice to see you!"}]}
```

## Fix
None: see how the file was made.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17, a message has at most 1,048,576 characters)
- ftdata's own rule: the limit is its own
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report a line that was skipped because of its length."""
    for defect in defects(record, "line-too-long"):
        yield Finding(f"the line is {defect.detail} and was not read; see whether line ends are missing")
