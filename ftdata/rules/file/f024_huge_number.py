r"""An integer of more digits than readers take.

## Why
ftdata's own rule. The row is valid JSON, but Python's json module fails on an integer of more than 4,300 digits, and
with it every trainer that reads the file in Python. Such a number is nearly always text that lost its quotes.

## Examples
```jsonl bad times=4301
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "n": 7…}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "n": 12345678901234567890123}
```

## Fix
None: whether quotes are missing or the number is wrong is not known.

## Sources
- https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation (2026-11-24)
"""

from collections.abc import Iterator

from ftdata.rules.defects import at_byte, defects, place
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Say how long the number is and where it stands."""
    for defect in defects(record, "huge-number"):
        yield Finding(
            f"a number of {defect.detail}{at_byte(record, defect)}, which Python readers refuse; "
            "write it as text, in quotes",
            location=place(record, defect),
        )
