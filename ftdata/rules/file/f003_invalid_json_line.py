r"""A line that is not valid JSON.

## Why
One such line is enough for the whole file to be refused: "Example 2 cannot be parsed. Error: line contains invalid
json". Readers that skip it train on fewer rows than you think.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant" "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"},]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Unsafe: leave out a comma before a closing bracket or after the value, or escape control characters in strings, where
that is all that is wrong. Anything else has to be mended by hand.

## Sources
- https://github.com/openai-php/client (test fixtures with the provider's answer, 2024)
- https://www.rfc-editor.org/rfc/rfc8259 (2017-12)
"""

from collections.abc import Iterator

from ftdata.jsontext import repair
from ftdata.rules.defects import at_byte, defects, place, rewrite
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Say where the text stops being JSON, and why."""
    for defect in defects(record, "invalid-json"):
        yield Finding(
            f"not valid JSON{at_byte(record, defect)}: {defect.detail} "
            '(provider: "cannot be parsed. Error: line contains invalid json"); mend the row or take it out',
            fix=_fix(record) if defect.fatal else None,
            location=place(record, defect),
        )


def _fix(record: Record) -> Fix | None:
    mended = repair(record.raw) if record.raw else None
    return rewrite(*mended, safe=False) if mended else None
