r"""More images in one example than the destination takes.

## Why
The limit differs from service to service (10 at OpenAI, 64 at Azure), so a file that trained in one place can fail,
or lose images without a word, in another.

## Examples
```jsonl bad target=openai method=sft
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Which one is a cat?"}, {"type": "image_url", "image_url": {"url": "https://example.com/1.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/2.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/3.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/4.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/5.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/6.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/7.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/8.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/9.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/10.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/11.png"}}]}, {"role": "assistant", "content": "The third."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Which one is a cat?"}, {"type": "image_url", "image_url": {"url": "https://example.com/1.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/2.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/3.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/4.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/5.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/6.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/7.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/8.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/9.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/10.png"}}, {"type": "image_url", "image_url": {"url": "https://example.com/11.png"}}]}, {"role": "assistant", "content": "The third."}]}
```
```jsonl good target=openai method=sft
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
None: split the example, or leave out the images that matter least.

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
    """Count the images of all messages but answers, which hold none."""
    most = row.destination.fact("max_images")
    if most is None:
        return
    paths = [path for turn, path, _ in image_parts(row) if turn.role != "assistant"]
    if len(paths) > most:
        yield Finding(
            f"the example has {len(paths)} images, and {most} is the most; split it or leave some out", paths[most]
        )
