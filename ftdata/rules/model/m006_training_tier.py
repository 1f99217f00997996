r"""A model that is tuned with one type of training only.

## Why
A job says which type of training it wants, and what it does not say has a default. Some models do not have the
default one: the job fails with "does not support fine-tuning with Standard TrainingType".

## Examples
```jsonl bad model=gpt-oss-20b
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-4.1-mini-2025-04-14
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good model=gpt-oss-20b target=any
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: name the type in the request for the job; no row is concerned.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/references/platform-gotchas.md (2026-08-21)
- https://learn.microsoft.com/azure/foundry/openai/concepts/fine-tune-supported-models (2026-10-06)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "info"


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Look the model up among those that need a certain type."""
    model = destination.model
    for kind, names in destination.fact("training_types", {}).items() if model else ():
        if model and model.name in names:
            yield Finding(
                f'{model.name} needs the training type {kind} (provider: "does not support fine-tuning with Standard '
                'TrainingType"); name it when you start the job'
            )
