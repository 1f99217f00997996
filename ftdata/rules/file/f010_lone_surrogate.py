r"""Half of a character, written as an escape.

## Why
Emoji and rare characters are escaped as two halves. A half alone, left by text that was cut at a fixed length, is no
character: it cannot be written as UTF-8, and tokenizers and strict readers refuse the row.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Nice \ud83d"}, {"role": "assistant", "content": "Thanks!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Nice \ufffd"}, {"role": "assistant", "content": "Thanks!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Nice \ud83d\ude00"}, {"role": "assistant", "content": "\\ud83d is half of it."}]}
```

## Fix
Unsafe: write U+FFFD, the sign for a lost character, in its place.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-8.2 (2017-12)
- https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken/core.py (2026-08-16, replaces halves before encoding)
"""

from collections.abc import Iterator

from ftdata.jsontext import replace_lone_surrogates
from ftdata.rules.defects import at_byte, defects, place, rewrite
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Report the first half that has no other half."""
    for defect in defects(record, "lone-surrogate"):
        raw = replace_lone_surrogates(record.raw or b"")
        yield Finding(
            f"half of a character (a lone surrogate){at_byte(record, defect)}, which UTF-8 cannot hold; "
            "restore the character or take it out",
            fix=rewrite("write U+FFFD for the lost character", raw, safe=False) if record.raw else None,
            location=place(record, defect),
        )
