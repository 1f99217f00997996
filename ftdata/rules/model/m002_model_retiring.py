r"""A model that will be retired soon.

## Why
A tuned model goes when its base goes, or not long after. Three months is little time to tune, test and roll out, and
the work has to be done again on another model.

## Examples
```jsonl bad model=gpt-5-2025-08-07 method=rft today=2026-12-01
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
```
```jsonl good model=gpt-5-2025-08-07 method=rft today=2026-11-01
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
```

## Fix
None: choose another model, or go on knowing the day.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/concepts/fine-tune-supported-models (2026-10-06)
- https://developers.openai.com/api/docs/deprecations (2026-11-10)
"""

from collections.abc import Iterator

from ftdata.rules.models import successors
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
NEEDS = ("model",)

DAYS = 90
"""So long before its retirement a model is called retiring."""


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Count the days until retirement."""
    model = destination.model
    if model and model.retires:
        days = (model.retires - destination.today).days
        if 0 < days <= DAYS:
            yield Finding(f"{model.name} retires on {model.retires}, {_in_days(days)}{successors(destination)}")


def _in_days(days: int) -> str:
    return "tomorrow" if days == 1 else f"in {days} days"
