r"""A row that repeats another but for case, spacing or Unicode's compatibility forms.

## Why
"OSLO", "Oslo " and "Ｏｓｌｏ" teach the same. Such copies come from several exports of one source, and a search for equal
rows misses them.

## Examples
```jsonl bad compare=duplicates
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "capital  of Norway? "}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good compare=duplicates
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
```

## Fix
None here: `ftdata dedupe --normal` leaves such rows out.

## Sources
- https://www.unicode.org/reports/tr15/, compatibility composition NFKC (seen 2026-11-26)
- https://www.unicode.org/reports/tr21/tr21-5.html, case folding (2001-03-26)
"""

from collections.abc import Iterator

from ftdata.rules.link import NORMAL, Link
from ftdata.types import Finding

SEVERITY = "warning"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of rows of one side that share a normal form."""
    if link.level == NORMAL and link.role == "train":
        yield Finding(
            f"the same as {link.where} but for case, spacing or Unicode forms; `ftdata dedupe --normal` drops it"
        )
