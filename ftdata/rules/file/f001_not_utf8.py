r"""A row that is not UTF-8.

## Why
JSON is UTF-8, and no trainer guesses another encoding: the upload is refused, or letters turn into question marks.
The usual cause is a file saved as Windows-1252 by a spreadsheet or an editor.

## Examples
```bytes bad
{"messages": [{"role": "user", "content": "Un caf\xe9?"}, {"role": "assistant", "content": "Oui."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Un café?"}, {"role": "assistant", "content": "Oui."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Un café?"}, {"role": "assistant", "content": "Oui."}]}
```

## Fix
Unsafe: read the row as Windows-1252, offered only where every odd byte looks like a single letter or mark of it.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-8.1 (2017-12)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml (/files, 2026-08-21)
"""

import re
from collections.abc import Iterator

from ftdata.jsontext import parse
from ftdata.rules.defects import at_byte, defects, place, rewrite
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Record

SEVERITY = "error"

_ODD = re.compile(rb"[\x80-\xff]+")
_MARKS = "€‚„…‘’“”•–—™¡£§©«®°±²³´µ·¹º»¼½¾¿\u00a0"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the first byte that is not UTF-8."""
    for defect in defects(record, "not-utf8"):
        yield Finding(
            f"not UTF-8: {defect.detail}{at_byte(record, defect)}; save the file as UTF-8, "
            "e.g. iconv -f WINDOWS-1252 -t UTF-8 FILE",
            fix=_reread(record.raw or b""),
            location=place(record, defect),
        )


def _reread(raw: bytes) -> Fix | None:
    """Longer runs of odd bytes are words in another alphabet, or UTF-8 that was damaged."""
    if not all(_is_western(match[0]) for match in _ODD.finditer(raw)):
        return None
    text = raw.decode("cp1252").encode()
    row, faults = parse(text)
    if not isinstance(row, dict) or any(fault.fatal for fault in faults):
        return None
    return rewrite("read the row as Windows-1252", text, safe=False)


def _is_western(run: bytes) -> bool:
    try:
        text = run.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return len(text) <= 2 and all(mark.isalpha() or mark in _MARKS for mark in text)
