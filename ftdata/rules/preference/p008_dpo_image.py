r"""An image in a preference pair.

## Why
Preference training takes text only; the provider says so in its guide. Images are for supervised fine-tuning.

## Examples
```jsonl bad target=openai
{"input": {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}]}, "preferred_output": [{"role": "assistant", "content": "A cat."}], "non_preferred_output": [{"role": "assistant", "content": "A dog."}]}
```
```jsonl good target=openai
{"input": {"messages": [{"role": "user", "content": [{"type": "text", "text": "It purrs. What is it?"}]}]}, "preferred_output": [{"role": "assistant", "content": "A cat."}], "non_preferred_output": [{"role": "assistant", "content": "A dog."}]}
```

## Fix
None: say in words what the image shows, or leave the row out.

## Sources
- https://developers.openai.com/api/docs/guides/direct-preference-optimization (2026-03-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find image parts; audio and files, and parts that cannot stand where they are, have their own findings."""
    allowed = row.destination.fact("content_parts", {})
    for turn in row.turns if row.destination.fact("text_only") else ():
        parts = turn.message.get("content")
        if not isinstance(parts, list) or "image_url" not in allowed.get(turn.role, ("image_url",)):
            continue
        for index, part in enumerate(parts):
            if isinstance(part, dict) and part.get("type") == "image_url":
                yield Finding(
                    "preference training takes text only; say in words what the image shows, or leave the row out",
                    (*turn.path, "content", index),
                )
