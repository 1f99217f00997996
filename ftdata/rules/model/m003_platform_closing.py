r"""A destination that stops taking fine-tuning jobs.

## Why
After the day named here no job can be started. Organisations that were cut off earlier can still upload a file and
are told only when they start the job: 403 training_not_available.

## Examples
```jsonl bad target=openai today=2026-11-23
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=azure today=2026-11-23
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: choose a destination that stays; the same rows often serve there.

## Sources
- https://developers.openai.com/api/docs/deprecations (2026-07-02)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
ASKS = ("closes",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Say until when jobs can be started; once that day has come it is an error."""
    closes = destination.fact("closes")
    if closes is None:
        return
    over = closes <= destination.today
    verb = "has taken no new fine-tuning jobs since" if over else "takes no new fine-tuning jobs from"
    yield Finding(
        f'{destination.target.title} {verb} {closes} (provider: "training_not_available"); '
        "choose another target: ftdata target lists them",
        severity="error" if over else None,
    )
