r"""A file that fills the room for fine-tuning files by itself.

## Why
A resource holds only so many bytes and so many files for fine-tuning, all jobs together. A file above the total does
not fit in whatever way it is uploaded, in one piece or in several.

## Examples
```jsonl bad size=1200000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=900000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=1200000000 target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: leave rows out, or ask for more room. Only the file at hand is counted: what the resource holds already is not
known here.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "info"
ASKS = ("resource_bytes", "resource_files")

_MIB = 1 << 20


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Compare the size with the room there is. What is not uploaded as it is has another size later."""
    room = destination.fact("resource_bytes")
    if room is None or summary.size is None or summary.container != "jsonl" or summary.compression:
        return
    if summary.size > room:
        files = destination.fact("resource_files")
        also = f" in {files} files at most" if files else ""
        yield Finding(
            f"the file has {summary.size / _MIB:,.0f} MiB, and a resource holds {room / _MIB:,.0f} MiB for fine-tuning"
            f"{also}; leave rows out, or ask for more room"
        )
