r"""Facts about the target that were last checked long ago.

## Why
Limits, models and dates of hosted services change within weeks. After half a year some of what is checked here will
be out of date.

## Examples
```jsonl bad today=2028-06-01
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good today=2026-11-23
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good today=2028-06-01 target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: update ftdata, and look at the provider's pages for what matters to you.

## Sources
- ftdata's own rule (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.targets import STALE_DAYS, Destination
from ftdata.types import Finding

SEVERITY = "warning"


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Count the days since the target's facts were checked."""
    as_of = destination.target.as_of
    if as_of is None:
        return
    age = (destination.today - as_of).days
    if age > STALE_DAYS:
        yield Finding(
            f"what is known about {destination.target.title} was checked on {as_of}, {age} days ago; "
            "update ftdata, or see the provider's pages for changes"
        )
