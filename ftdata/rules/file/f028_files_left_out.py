r"""Files in a directory that were not read.

## Why
Of a directory, the files are read whose endings are those of data. Another file may be a note, or it may be data that
lost its ending.

## Examples
```jsonl bad target=any beside=part-2.txt
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any beside=README.md
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: give data the ending of its kind, and keep other files elsewhere.

## Sources
- https://huggingface.co/docs/datasets/repository_structure (2026-11-24, data files are told by their endings)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "info"


def check_file(summary: FileSummary, _: Destination) -> Iterator[Finding]:
    """Name the files."""
    for defect in summary.defects:
        if defect.kind == "left-out":
            yield Finding(f"not read, since the ending is not one of a data file: {defect.detail}")
