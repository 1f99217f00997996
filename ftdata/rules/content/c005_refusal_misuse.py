r"""A refusal part together with other parts.

## Why
An assistant message is made of text parts, or of exactly one refusal part. Several refusals, or a refusal next to
text, fit neither, and the schema refuses them.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "How do I pick a lock?"}, {"role": "assistant", "content": [{"type": "text", "text": "Well."}, {"type": "refusal", "refusal": "I cannot help with that."}]}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I pick a lock?"}, {"role": "assistant", "content": [{"type": "refusal", "refusal": "I cannot help with that."}]}]}
```

## Fix
None: which of the parts was meant is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestAssistantMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("refusal",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find assistant messages whose parts are a refusal and something more, where the target knows refusals."""
    if "refusal" not in row.destination.fact("content_parts", {}).get("assistant", ()):
        return
    for turn in row.turns:
        parts = turn.message.get("content")
        if turn.role != "assistant" or not isinstance(parts, list) or len(parts) < 2:
            continue
        refusals = sum(isinstance(part, dict) and part.get("type") == "refusal" for part in parts)
        if refusals:
            beside = "several refusals" if refusals == len(parts) else "a refusal next to other parts"
            yield Finding(
                f"the content holds {beside}; keep one refusal part alone, or only text parts",
                (*turn.path, "content"),
            )
