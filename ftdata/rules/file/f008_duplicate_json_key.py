r"""An object with the same key twice.

## Why
JSON does not say which of the two values counts. Python takes the last, other readers take the first or refuse the
row, so the model may be trained on another text than the one you see.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "content": "Hi!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: which value was meant is for someone to say.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-4 (2017-12)
- ftdata's own decision: an error, never the last value in silence
"""

from collections.abc import Iterator

from ftdata.rules.defects import at_byte, defects, place
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the key and where it stands again."""
    for defect in defects(record, "duplicate-key"):
        yield Finding(
            f"the key {shown(defect.detail)} stands twice in one object, again{at_byte(record, defect)}; "
            "readers disagree about which value counts, so keep one",
            location=place(record, defect),
        )
