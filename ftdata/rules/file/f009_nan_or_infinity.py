r"""NaN or Infinity as a number.

## Why
JSON has no such numbers. Python writes and reads them all the same, so the file looks fine on your machine and is
refused elsewhere. They mostly come from empty cells of a data frame.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "score": NaN}
```
```jsonl good
{"messages": [{"role": "user", "content": "NaN"}, {"role": "assistant", "content": "Infinity"}]}
```

## Fix
None: whether null, a number or no key at all was meant is not known.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-6 (2017-12)
"""

from collections.abc import Iterator

from ftdata.rules.defects import at_byte, defects, place
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the word that is no number and where it stands."""
    for defect in defects(record, "nan"):
        yield Finding(
            f"{defect.detail}{at_byte(record, defect)} is not JSON; write null or a number, or leave the key out",
            location=place(record, defect),
        )
