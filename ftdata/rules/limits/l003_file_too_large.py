r"""A file larger than the destination takes.

## Why
Above the limit the upload is refused. Some ways of uploading end earlier: a portal takes less than the API, and a
simple upload of a large file may fail without a word. On Azure jobs with files above 150 MB have ended with status 500.

## Examples
```jsonl bad size=600000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad size=120000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=90000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=600000000 target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: split the file, leave rows out, or upload it another way.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
- https://learn.microsoft.com/azure/foundry-classic/openai/how-to/fine-tuning-troubleshoot (2025-11-26)
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/large-file-uploads.md (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Severity

SEVERITY = "error"

_LIMITS: tuple[tuple[str, Severity], ...] = (
    ("max_file_bytes", "error"),
    ("portal_file_bytes", "warning"),
    ("multipart_file_bytes", "warning"),
)
_MIB = 1 << 20


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Name the highest limit that the file is above. What is not uploaded as it is has another size later."""
    if summary.size is None or summary.container != "jsonl" or summary.compression:
        return
    for name, severity in _LIMITS:
        limit = destination.fact(name)
        if limit is not None and summary.size > limit:
            yield Finding(
                f"the file has {summary.size / _MIB:,.0f} MiB, above {limit / _MIB:,.0f} MiB{_note(destination, name)}; "
                "split it, or choose a way of uploading that takes more",
                severity=severity,
            )
            return


def _note(destination: Destination, name: str) -> str:
    fact = destination.target.facts.get(name)
    return f" ({fact.note})" if fact and fact.note else ""
