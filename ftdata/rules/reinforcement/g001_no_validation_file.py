r"""Reinforcement fine-tuning without validation data.

## Why
Such a job needs two files: what it is trained on, and what its progress is measured by. Without the second one it is
refused when it is started.

## Examples
```jsonl bad method=rft set=validation:false
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl good method=rft set=validation:true
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```

## Fix
None: let `ftdata prepare` hold rows back, which it does unless it is told `--validation 0`. Whether a file that is
judged alone has a companion is not known, so `validate` says nothing unless it is told: `--set validation=false`.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- https://platform.openai.com/docs/guides/reinforcement-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
METHODS = ("rft",)
NEEDS = ("validation",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Ask whether validation data is needed and known not to be there."""
    if destination.fact("needs_validation") and destination.options.get("validation") is False:
        yield Finding("a job of this method needs a validation file, and no row is held back for one; hold some back")
