r"""Messages with parts beside messages of plain text, in one example.

## Why
Together takes an example with images only where every message of it is a list of parts, the system prompt and the answers
too: "Messages in the conversation must be either all in multimodal or all in text-only format."

## Examples
```jsonl bad target=any fact=uniform_content:true
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl fixed target=any fact=uniform_content:true
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}]}, {"role": "assistant", "content": [{"type":"text","text":"A cat."}]}]}
```
```jsonl good target=any fact=uniform_content:true
{"messages": [{"role": "user", "content": "What is it?"}, {"role": "assistant", "content": "A cat."}]}
```

## Fix
Safe: write the plain texts as a text part each, which is the same to the model.

## Sources
- https://github.com/togethercomputer/together-python/blob/eba5e5f/src/together/utils/files.py (2025-12-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "error"
SEES = "shape"
ASKS = ("uniform_content",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find such examples; one finding each, at the first plain text."""
    if not row.destination.fact("uniform_content"):
        return
    contents = [((*turn.path, "content"), turn.message.get("content")) for turn in row.turns]
    plain = [(path, text) for path, text in contents if isinstance(text, str)]
    if plain and any(isinstance(content, list) for _, content in contents):
        edits = tuple(SetValue(path, [{"type": "text", "text": text}]) for path, text in plain)
        yield Finding(
            "some messages are lists of parts and this one is plain text, which do not mix in one example; write parts",
            plain[0][0],
            Fix("write plain texts as parts", True, edits),
        )
