r"""A model that the target's data does not know.

## Why
It may be new, or misspelt. Nothing is known about its methods, limits and dates, so nothing about it is checked.

## Examples
```jsonl bad model=gpt-4.1-mimi
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-4.1-mini-2025-04-14
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=anything target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: ftdata target NAME lists the models that are known.

## Sources
- ftdata's own rule (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"
NEEDS = ("model",)

_LIKE, _VERY_LIKE = 0.6, 0.9  # from the second on it is taken for a slip of the pen, and is a warning


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Report a name without data, where the target has data about models at all."""
    named, models = destination.model_name, destination.target.models
    if not named or not models or destination.model:
        return
    from difflib import get_close_matches

    known = [name for model in models.values() for name in (model.name, *model.aliases)]
    near = get_close_matches(named, known, n=1, cutoff=_LIKE)
    typo = bool(get_close_matches(named, known, n=1, cutoff=_VERY_LIKE))
    advice = f"did you mean {near[0]}?" if near else "what depends on the model is not checked"
    yield Finding(
        f"no model {named!r:.60} is known for {destination.target.title}; {advice}",
        severity="warning" if typo else None,
    )
