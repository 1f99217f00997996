r"""A row that does not have the shape of the other rows of its file.

## Why
The rows of this file are read as one format and converted for the destination. A row that has the format's keys but
not its kinds of values cannot be read, so it would be missing from what you train on.

## Examples
```jsonl bad target=any
{"instruction": "Name the capital of Norway.", "input": "", "output": "Oslo."}
{"instruction": "Name the capital of Sweden.", "input": "", "output": 7}
{"instruction": "Name the capital of Denmark.", "input": "", "output": "Copenhagen."}
```
```jsonl good target=any
{"instruction": "Name the capital of Norway.", "input": "", "output": "Oslo."}
```

## Fix
None: what the row was meant to say is not known.

## Sources
- ftdata: the formats are described with their sources in its documentation (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Pass on why the row could not be read as its file's format."""
    for defect in record.defects:
        if defect.kind in ("not-in-format", "no-turns"):
            yield Finding(f"the row does not fit, {defect.detail}; mend it or take it out")
