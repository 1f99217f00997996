r"""Training data of which nothing is held back for validation.

## Why
A service measures the loss on validation data while it trains. Without any, the only figures are those of the rows that
the model is learning by heart, and nothing tells when it begins to do so.

## Examples
```jsonl bad method=sft set=validation:false
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good method=sft set=validation:true
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good method=sft
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```

## Fix
None: let `ftdata prepare` hold rows back, which it does unless it is told `--validation 0`. Whether a file that is
judged alone has a companion is not known, so `validate` says nothing unless it is told: `--set validation=false`. Where
a job cannot do without, that is an error (G001).

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning (2026-10-06)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
NEEDS = ("validation",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Say so where validation data is known not to be there, and is not needed."""
    if destination.options.get("validation") is False and not destination.fact("needs_validation"):
        yield Finding("no row is held back for validation, so only the loss on the training rows will be known")
