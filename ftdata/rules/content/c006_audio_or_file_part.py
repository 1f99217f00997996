r"""An audio or file part.

## Why
The chat schema knows such parts, but no page lists a model that can be fine-tuned on them: training is on text and,
for some models, images.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Sum it up."}, {"type": "file", "file": {"file_id": "file-1"}}]}, {"role": "assistant", "content": "It is a bill."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "Sum up: 3 kg apples, 6 euros."}]}, {"role": "assistant", "content": "It is a bill."}]}
```

## Fix
None: put what the part says into text, or leave the row out.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestUserMessage (2026-08-21)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
NEEDS = ("audio", "type")


def check_row(row: Row) -> Iterator[Finding]:
    """Find parts of the types that the target cannot train on."""
    untrainable = row.destination.fact("untrainable_parts", ())
    for turn in row.turns if untrainable else ():
        if turn.role == "assistant" and turn.message.get("audio") and "input_audio" in untrainable:
            yield Finding("no model can be tuned on audio answers; write the answer as text", (*turn.path, "audio"))
        parts = turn.message.get("content")
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, dict) and part.get("type") in untrainable:
                yield Finding(
                    f"no model can be tuned on {part['type']} parts; put what it says into text or leave the row out",
                    (*turn.path, "content", index),
                )
