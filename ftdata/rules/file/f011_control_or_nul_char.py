r"""Control characters, or characters at which some readers end a line.

## Why
U+2028 and U+2029 are allowed in JSON, but readers built on "split at every line end" cut the row in two there.
NUL and other control characters are seldom meant: they are left over from a terminal, a PDF or a broken export.

## Examples
```bytes bad
{"messages": [{"role": "user", "content": "Hi\xe2\x80\xa8there"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi\u2028there"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!\u0000"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "What does \\u0000 mean?"}, {"role": "assistant", "content": "NUL.\n\tIt is zero."}]}
```

## Fix
Safe: write U+2028 and U+2029 as escapes; the text stays the same. Other control characters have to be looked at.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-7 (2017-12)
- https://docs.python.org/3/library/stdtypes.html#str.splitlines (2026-11)
"""

from collections.abc import Iterator

from ftdata.rules.defects import at_byte, defects, place, rewrite
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Record

SEVERITY = "warning"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report the first character of each of the two kinds."""
    for defect in defects(record, "line-separator", "control-character"):
        where = at_byte(record, defect)
        if defect.kind == "line-separator":
            message, fix = (
                f"{defect.detail}{where}: some readers end the line there; write it as an escape",
                _fix(record),
            )
        else:
            message, fix = f"control character {defect.detail}{where}; take it out unless it is meant", None
        yield Finding(message, fix=fix, location=place(record, defect))


def _fix(record: Record) -> Fix | None:
    if record.raw is None:
        return None
    raw = record.raw.replace(b"\xe2\x80\xa8", rb"\u2028").replace(b"\xe2\x80\xa9", rb"\u2029")
    return rewrite("write line separators as escapes", raw, safe=True)
