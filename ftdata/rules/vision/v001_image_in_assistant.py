r"""An image in an answer.

## Why
Models that can be tuned on images look at them; none of them draws. The guides say that images cannot stand in
messages of the assistant, and a file with one is refused.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Draw a cat."}, {"role": "assistant", "content": [{"type": "text", "text": "Here it is."}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
None: put the image into a user message, or say in words what it shows.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.images import image_parts
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find images in answers, where the target says that answers hold none."""
    by_role = row.destination.fact("content_parts", {})
    if "image_url" in by_role.get("assistant", ("image_url",)):
        return
    for turn, path, _ in image_parts(row):
        if turn.role == "assistant":
            yield Finding("an answer cannot hold an image; move it to a user message or say what it shows", path)
