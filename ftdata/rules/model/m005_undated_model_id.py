r"""A model named without its date or version.

## Why
Jobs ask for the full id. The short name is refused with "The specified base model does not support fine-tuning", or
stands for another version next month.

## Examples
```jsonl bad model=gpt-4.1-mini
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-4.1-mini-2025-04-14
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=qwen3-32b
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: name the full id; no row is concerned.

## Sources
- https://learn.microsoft.com/answers/questions/2277206 (2025-05, seen on the live service)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding, Fix

SEVERITY = "warning"
NEEDS = ("model",)


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Report a name that is the beginning of the model's id."""
    model, named = destination.model, destination.model_name
    if model and named and model.name.lower().startswith(f"{named.lower()}-"):
        yield Finding(
            f"{named!r:.60} is no full model id "
            '(provider: "The specified base model does not support fine-tuning"); '
            f"name {model.name}",
            fix=Fix(f"name {model.name}", True, ()),
        )
