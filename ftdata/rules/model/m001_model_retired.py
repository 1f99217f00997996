r"""A model that is no longer there.

## Why
From the day of its retirement a model can be neither tuned nor used. The job is refused, however good the data is.

## Examples
```jsonl bad model=gpt-5-2025-08-07 method=rft today=2027-02-06
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
```
```jsonl good model=gpt-5-2025-08-07 method=rft today=2026-10-07
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
```

## Fix
None: choose another model.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/concepts/fine-tune-supported-models (2026-10-06)
- https://developers.openai.com/api/docs/deprecations (2026-11-10)
"""

from collections.abc import Iterator

from ftdata.rules.models import successors
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
NEEDS = ("model",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Compare the day of retirement with today."""
    model = destination.model
    if model and model.retires and model.retires <= destination.today:
        yield Finding(f"{model.name} was retired on {model.retires} and cannot be tuned{successors(destination)}")
