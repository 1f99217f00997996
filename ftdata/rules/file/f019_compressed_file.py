r"""A compressed file where plain JSON Lines are asked for.

## Why
Uploads are read as they come. A file packed with gzip is not unpacked at the other end.

## Examples
```bytes bad file=train.jsonl.gz
\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabV\xcaM-.NLO-V\xb2R\x88\xaeV*\xca\xcfI\x05\xb2\x94J\x8bS\x8b\x94t\x14\x94\x92\xf3\xf3JR\xf3J@B\x1e\x99J\xb5:\x0a\x08%\x89\xc5\xc5\x99\xc5%\x89@I4u\xa999\xf9\x8aJ\xb5\xb1\xb5\x5c\x00f=B\xb1^\x00\x00\x00
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: write the rows unpacked. They stay as they are.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml (/files, 2026-08-21)
- ftdata's own rule: providers call it invalid JSON
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"

_TOOLS = {"gzip": "gunzip", "zstd": "zstd -d", "xz": "xz -d", "bzip2": "bzip2 -d"}
_FIX = Fix("write the rows unpacked", True, ())


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report compression where plain lines are asked for."""
    if summary.compression and destination.fact("container") == "jsonl":
        yield Finding(
            f"the file is compressed ({summary.compression}), and {destination.target.title} takes plain JSON Lines; "
            f"unpack it: {_TOOLS.get(summary.compression, summary.compression)} FILE",
            fix=_FIX,
        )
