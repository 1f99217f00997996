r"""Images are skipped without a word when they show people or CAPTCHAs.

## Why
The service looks at every image before training and leaves out those with people, faces, children or CAPTCHAs. There is
no error: the job succeeds with fewer images. Whether an image shows any cannot be told here, so this is only a reminder
that such a file may train on less than it holds.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: look through the images, and after training compare the number of trained tokens with what you expect.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.images import images
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "info"
ONCE = True
SEES = "shape"
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Remind of it at rows with images."""
    skipped = row.destination.fact("skipped_images", ())
    if skipped and any(True for _ in images(row)):
        yield Finding(
            f"images that show {', '.join(skipped)} are skipped in training without a word, which cannot be checked here; "
            "look through them"
        )
