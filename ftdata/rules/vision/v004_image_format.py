r"""An image that the destination cannot read: of another format, of other colours, or damaged.

## Why
JPEG, PNG and WEBP in RGB or RGBA are taken. Anything else is skipped in training without a word, and so is an image
that is cut off, so that the model learns to answer questions about images it never saw. What an image is, is told from
its bytes, not from its name.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODdhAQABAIEAAAAAAAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODdhAQABAIEAAAAAAAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="}}]}, {"role": "assistant", "content": "A dot."}]}
```

## Fix
None: convert the image, e.g. with Pillow: `Image.open(path).convert("RGB").save("x.png")`. Images behind an address are
not fetched, so nothing is said of them; of an image in the row the headers are read. For images in files see V011.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.image_data import Data, inspect, unfit
from ftdata.rules.images import images, scheme
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Look at the images that stand in the row; an address that cannot be decoded has its own finding."""
    for image in images(row):
        data = inspect(image.url) if scheme(image.url) == "data" else Data()
        if wrong := unfit(data, row.destination):
            yield Finding(f"the image {wrong}", image.place)
