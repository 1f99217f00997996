r"""A byte-order mark at the beginning of the file.

## Why
UTF-8 needs no mark. Many JSON readers stop at it, and users of OpenAI saw such files refused with "Line 1 is not a
dictionary". Older Azure pages ask for a mark; jobs there succeed without one, and no sample file of theirs has it.

## Examples
```bytes bad target=openai
\xef\xbb\xbf{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```bytes bad target=any
\xef\xbb\xbf{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=openai
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: write the file without the mark. No row changes.

## Sources
- https://github.com/openai/openai-python/issues/426 (2023-05-01, seen on the live service)
- https://github.com/microsoft-foundry/fine-tuning (2026-11-23, none of 34 sample files has a mark)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "warning"

_FIX = Fix("write without the mark", True, ())


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report the mark, and what this destination makes of it where that is known."""
    if not summary.has("bom"):
        return
    if destination.fact("bom") == "accepted":
        trouble = "it is accepted here, but other readers stop at it"
    else:
        trouble = 'many readers stop at it (provider: "Line 1 is not a dictionary")'
    yield Finding(f"the file begins with a byte-order mark; {trouble}. Write it without the mark", fix=_FIX)
