r"""Images for a model that cannot be tuned on them.

## Why
Few models are tuned on images, and being able to look at images in use does not make a model one of them. The job is
refused.

## Examples
```jsonl bad model=gpt-4.1-mini-2025-04-14
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good model=gpt-4.1-2025-04-14
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
None: choose another model, or say in words what the images show.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator
from datetime import date

from ftdata.rules.images import image_parts
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
ONCE = True
SEES = "shape"
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows with images when the model is known and takes none."""
    model = row.destination.model
    if model is None or model.vision:
        return
    path = next((path for turn, path, _ in image_parts(row) if turn.role != "assistant"), None)
    if path:
        yield Finding(f"{model.name} cannot be tuned on images{_instead(row.destination)}", path)


def _instead(destination: Destination) -> str:
    able = [model for model in destination.target.models.values() if model.vision]
    names = [
        model.name for model in able if destination.method in model.methods and not _gone(model.retires, destination)
    ]
    return f"; choose another: {', '.join(names)}" if names else "; leave the images out"


def _gone(retires: date | None, destination: Destination) -> bool:
    return retires is not None and retires <= destination.today
