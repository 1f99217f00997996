r"""Keys beside the rows of a JSON document.

## Why
In a document such as `{"data": [...], "version": 2}` the rows are what stands in `data`. What stands beside them belongs
to no row, so it is neither checked nor written, and whoever put it there may have expected that it is.

## Examples
```json bad file=train.json target=any
{
  "version": "2.0",
  "data": [
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
  ]
}
```
```json good file=train.json target=any
{
  "data": [
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
  ]
}
```

## Fix
None: keep what is needed elsewhere, or give it to every row.

## Sources
- ftdata's own rule: no provider reads such a document
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "info"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the keys."""
    for defect in defects(record, "beside-rows"):
        yield Finding(
            f"the document also holds {defect.detail} beside the rows, which is not part of any row and is left behind; "
            "keep it elsewhere if it is needed"
        )
