r"""A row that stands twice among those held back for validation or for a test.

## Why
It counts double in every score. That changes little where it is rare, so this is information.

## Examples
```jsonl bad compare=validation.jsonl others=2
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "stockholm."}]}
```
```jsonl good compare=validation.jsonl others=2
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": "Stockholm."}]}
{"messages": [{"role": "user", "content": "Capital of Denmark?"}, {"role": "assistant", "content": "Copenhagen."}]}
```

## Fix
None here: `ftdata dedupe` leaves such rows out.

## Sources
- ftdata's own rule (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.rules.link import Link
from ftdata.types import Finding

SEVERITY = "info"


def check_link(link: Link) -> Iterator[Finding]:
    """Speak of copies among rows that are held back."""
    if link.within:
        yield Finding(f"the same as {link.where}, so it counts double in every score")
