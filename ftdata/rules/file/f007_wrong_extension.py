r"""A JSON Lines file whose name does not end in .jsonl.

## Why
The upload goes by the name: a file called train.json or train.txt is refused, whatever is in it.

## Examples
```jsonl bad file=train.json
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good file=train.jsonl
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good file=train.json target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: write the rows under a name that ends in .jsonl.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml (/files, 2026-08-21)
"""

import os
from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"

_NAMELESS = ("-", "<memory>")


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report another ending where the destination goes by it; a compressed file has its own rule."""
    if summary.container != "jsonl" or destination.fact("container") != "jsonl" or not summary.rows:
        return
    if summary.compression or summary.file in _NAMELESS or summary.file.lower().endswith(".jsonl"):
        return
    name = os.path.basename(summary.file)
    stem = os.path.splitext(name)[0]
    better = stem if stem.lower().endswith(".jsonl") else f"{stem}.jsonl"
    yield Finding(
        f"the name {name!r:.60} does not end in .jsonl, which uploads go by; call it {better!r:.60}",
        fix=Fix(f"write as {better}", True, ()),
    )
