r"""More tokens in all epochs together than a job may have.

## Why
A service limits the tokens of a training file times its epochs, and refuses the job above that. From the size of a file
its tokens are known roughly: `ftdata estimate` counts them.

## Examples
```jsonl bad size=4000000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad size=30000000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=500000000
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good size=30000000000 target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: train for fewer epochs, or leave rows out.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
"""

from collections.abc import Iterator

from ftdata.rules.option import Option
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "warning"
ASKS = ("max_job_tokens",)

EPOCHS = Option("L008.epochs", 3, "how often the job goes over the file; three is what hosts mostly choose")

_USUAL, _MOST = 5, 16
"""Bytes of a row for each of its tokens: usually, and at the most that real files have."""


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Compare what the size of the file tells of its tokens with the most there may be."""
    most = destination.fact("max_job_tokens")
    if most is None or summary.size is None or summary.container != "jsonl" or summary.compression:
        return
    epochs = EPOCHS.of(destination)
    tokens = summary.size * epochs // _USUAL
    if tokens > most:
        sure = summary.size * epochs // _MOST > most
        yield Finding(
            f"about {summary.size // _USUAL:,} tokens (estimated from the size) times {epochs} epochs are above "
            f"{most:,}; train for fewer epochs, or leave rows out (`ftdata estimate` counts)",
            severity="error" if sure else None,
        )
