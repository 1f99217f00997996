r"""A role that the trainer refuses in rows with images.

## Why
TRL prepares conversations with images itself, and knows `system`, `user`, `assistant` and `tool` there: any other role
raises `ValueError: Invalid role in message: developer`, whatever the model's template would make of it.

## Examples
```jsonl bad target=huggingface
{"messages": [{"role": "developer", "content": [{"type": "text", "text": "Be brief."}]}, {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}, {"type": "text", "text": "What is it?"}]}, {"role": "assistant", "content": [{"type": "text", "text": "A cat."}]}]}
```
```jsonl fixed target=huggingface
{"messages": [{"role": "system", "content": [{"type": "text", "text": "Be brief."}]}, {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}, {"type": "text", "text": "What is it?"}]}, {"role": "assistant", "content": [{"type": "text", "text": "A cat."}]}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Unsafe: write `system` for `developer`, which says the same to most models.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py, prepare_multimodal_messages (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "error"
SEES = "shape"
ASKS = ("multimodal_roles",)

_PICTURES = ("image", "image_url", "video", "video_url")


def check_row(row: Row) -> Iterator[Finding]:
    """Find such roles where any message holds an image."""
    known = row.destination.fact("multimodal_roles")
    if not known or not any(map(_pictured, row.turns)):
        return
    for turn in row.turns:
        if turn.role and turn.role not in known:
            path = (*turn.path, "role")
            fix = Fix("write 'system' for 'developer'", False, (SetValue(path, "system"),))
            yield Finding(
                f"the trainer raises for the role {shown(turn.role)} in rows with images; use one of {', '.join(known)}",
                path,
                fix if turn.role == "developer" else None,
            )


def _pictured(turn: Turn) -> bool:
    content = turn.message.get("content")
    parts = content if isinstance(content, list) else ()
    return any(isinstance(part, dict) and part.get("type") in _PICTURES for part in parts)
