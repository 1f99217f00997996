r"""A Git LFS pointer instead of the file.

## Why
The repository stores large files elsewhere and keeps a few lines of text in their place. What was downloaded is that
text, not the data.

## Examples
```jsonl bad
version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: fetch the data with git lfs pull.

## Sources
- https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md (2026-11)
- ftdata's own rule: no provider names it
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Say what the file is and how to get the data."""
    for _defect in defects(record, "lfs-pointer"):
        yield Finding("this is a Git LFS pointer, not the data it stands for; fetch that with: git lfs pull")
