r"""A file in UTF-16 or UTF-32.

## Why
JSON Lines are UTF-8. PowerShell's redirection and "Unicode text" from spreadsheets write UTF-16, in which a trainer
finds a zero byte after every letter.

## Examples
```bytes bad
\xff\xfe{\0"\0m\0e\0s\0s\0a\0g\0e\0s\0"\0:\0[\0{\0"\0r\0o\0l\0e\0"\0:\0"\0u\0s\0e\0r\0"\0,\0"\0c\0o\0n\0t\0e\0n\0t\0"\0:\0"\0H\0i\0"\0}\0,\0{\0"\0r\0o\0l\0e\0"\0:\0"\0a\0s\0s\0i\0s\0t\0a\0n\0t\0"\0,\0"\0c\0o\0n\0t\0e\0n\0t\0"\0:\0"\0Y\0o\0"\0}\0]\0}\0
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: write the rows as UTF-8. No character changes.

## Sources
- https://www.rfc-editor.org/rfc/rfc8259#section-8.1 (2017-12)
- ftdata's own rule: providers call it invalid JSON
"""

from collections.abc import Iterator

from ftdata.rules import commands
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "warning"

_FIX = Fix("write as UTF-8", True, ())


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Name the encoding once; it is an error where the destination says how it wants its files."""
    for defect in summary.defects:
        if defect.kind == "other-encoding":
            yield Finding(
                f"the file is {defect.detail}, not UTF-8; save it as UTF-8 with iconv -f {defect.detail} -t UTF-8, "
                f"or convert it: {commands.convert(summary, destination)}",
                fix=_FIX,
                severity="error" if destination.fact("container") else None,
            )
