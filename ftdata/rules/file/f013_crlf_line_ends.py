r"""Lines that end with CR LF.

## Why
Windows ends lines with CR LF. JSON readers take it, so this is for information; files that mix line ends make every
comparison between two versions noisy.

## Examples
```bytes bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}\r
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: end lines with LF. No row changes. It is done only when this rule is selected.

## Sources
- https://jsonlines.org (2026-11, CR LF is accepted because white space around values is ignored)
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Record

SEVERITY = "info"
ONCE = True

_FIX = Fix("end lines with LF", True, ())


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report a line that ends the Windows way."""
    for _defect in defects(record, "crlf"):
        yield Finding("the line ends with CR LF; readers accept that, LF is usual", fix=_FIX)
