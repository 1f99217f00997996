r"""A training method that the target or the model does not offer.

## Why
Every model is tuned by some methods only. A job with another one is refused, and the rows would need another shape.

## Examples
```jsonl bad model=o4-mini-2025-04-16 method=sft
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-4.1-2025-04-14 method=sft
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: choose a method that is offered, or another model.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/concepts/fine-tune-supported-models (2026-10-06)
"""

from collections.abc import Iterator

from ftdata.rules.models import successors
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Look the method up, first at the target, then at the model."""
    target, model, method = destination.target, destination.model, destination.method
    if method not in target.methods:
        yield Finding(f"{target.title} does not offer {method}; it offers {', '.join(target.methods)}")
    elif model and method not in model.methods:
        yield Finding(f"{model.name} is tuned by {', '.join(model.methods)}, not by {method}{successors(destination)}")
