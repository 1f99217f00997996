r"""A level of detail that is none.

## Why
`detail` says how closely the model looks at an image: low, high or auto. Another word is against the schema, and the
file is refused. Without the key it is auto.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "medium"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "High"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "high"}}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png", "detail": "low"}}]}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
Safe: write a known word in small letters, and leave out a null, which means auto. For other words there is none.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessageContentPartImage (2026-08-21)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.images import images
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.types import Finding, Fix, Json, Path, RemoveKey, SetValue

SEVERITY = "error"
SEES = "shape"
NEEDS = ("image_url",)


def check_row(row: Row) -> Iterator[Finding]:
    """Hold every level of detail against those that the target knows."""
    known = row.destination.fact("image_details", ())
    for image in images(row) if known else ():
        if "detail" in image.holder and image.holder["detail"] not in known:
            value, place = image.holder["detail"], (*image.path, "image_url", "detail")
            said = f"the detail is {shown(value)}, not one of {listed(known)}; write one of them or leave it out"
            yield Finding(said, place, _fix(value, place, known))


def _fix(value: Json, place: Path, known: Sequence[str]) -> Fix | None:
    if value is None:
        return Fix("leave out the null", True, (RemoveKey(place),))
    word = value.strip().lower() if isinstance(value, str) else ""
    return Fix(f"write {word}", True, (SetValue(place, word),)) if word in known else None
