r"""An image of more bytes than the destination takes.

## Why
A larger image is skipped in training without a word: the model then learns an answer to a question about an image
that it never saw. What counts are the bytes of the image, a quarter less than its base64 text has.

## Examples
```jsonl bad target=any fact=max_image_bytes:60
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```

## Fix
None: make the image smaller. No model looks at more than some two thousand pixels a side anyway.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.image_data import data_bytes
from ftdata.rules.images import images, scheme
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("image_url",)

_MIB = 1 << 20


def check_row(row: Row) -> Iterator[Finding]:
    """Measure the images that stand in the row itself; what an address leads to is not fetched."""
    most = row.destination.fact("max_image_bytes")
    if most is None:
        return
    for image in images(row):
        size = data_bytes(image.url) if scheme(image.url) == "data" else 0
        if size > most:
            yield Finding(
                f"the image has {size / _MIB:,.1f} MiB, above {most / _MIB:,.0f} MiB, and is skipped in training; "
                "make it smaller",
                image.place,
            )
