r"""A row of a table that does not fit its header.

## Why
With a cell too many or too few, every cell behind it lands in the wrong column. Readers that fill up or cut off the
row train on shifted text without a word.

## Examples
```csv bad file=train.csv target=any
instruction,output
Name the capital of Norway.,Oslo.
Name the capital of Sweden, please.,Stockholm.
```
```csv bad file=train.csv target=any
instruction,output
Name the capital of Norway.,"Oslo.
Name the capital of Sweden.,Stockholm.
```
```csv good file=train.csv target=any
instruction,output
Name the capital of Norway.,Oslo.
"Name the capital of Sweden, please.","Stockholm,
I think."
```

## Fix
None: where the extra cell belongs is not known. Put quotes around cells that hold the delimiter.

## Sources
- https://www.rfc-editor.org/rfc/rfc4180 (2005-10)
- ftdata's own rule: hosts take no tables
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Say how the row differs from the header, or what is wrong with its quotes."""
    for defect in defects(record, "ragged-row"):
        yield Finding(f"the row does not fit the table: {defect.detail}; put quotes around cells that need them")
