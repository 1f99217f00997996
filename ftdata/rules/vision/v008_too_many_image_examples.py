r"""More examples with images in a file than the destination takes.

## Why
A training file has a limit of its own for examples that hold images, far below what fits into it otherwise.

## Examples
```jsonl bad set=V008.most:1
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/dog.png"}}]}, {"role": "assistant", "content": "A dog."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": "A cat."}]}
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/dog.png"}}]}, {"role": "assistant", "content": "A dog."}]}
```

## Fix
None: leave examples out, or train in several jobs, each on top of the last.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
- https://developers.openai.com/api/docs/guides/vision-fine-tuning (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.images import image_parts
from ftdata.rules.option import Option
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
SEES = "parts"
NEEDS = ("image_url",)

MOST = Option("V008.most", 0, "Rows with images a file may have at most; 0 leaves it to the destination")


class Fold:
    """Counts the rows that hold an image."""

    def __init__(self, destination: Destination) -> None:
        self._most = MOST.of(destination) or destination.fact("max_image_examples")
        self._rows = 0

    def add(self, row: Row) -> None:
        """Count the next row."""
        self._rows += self._most is not None and any(True for _ in image_parts(row))

    def merge(self, later: "Fold", lines: int, rows: int) -> None:  # noqa: ARG002
        """Add the count of a part further down."""
        self._rows += later._rows  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Compare the number with the limit."""
        if self._most is not None and self._rows > self._most:
            yield Finding(
                f"{self._rows:,} examples hold images, and {self._most:,} is the most for a file; leave some out"
            )
