r"""A conversation as JSON text in a cell, which the trainer reads as Python.

## Why
AutoTrain reads a text that holds a list of messages with Python's `ast.literal_eval`, which knows no `null`, `true` or
`false`: `ValueError: malformed node or string`. A list of messages that is a list, not text, needs no reading.

## Examples
```jsonl bad target=autotrain method=dpo
{"prompt": "Hi", "text": "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Hello!\", \"name\": null}]", "rejected_text": "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"No.\"}]"}
```
```jsonl good target=autotrain method=dpo
{"prompt": "Hi", "text": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected_text": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}]}
```

## Fix
None in the file itself. `ftdata prepare` writes lists.

## Sources
- https://github.com/huggingface/autotrain-advanced, 0.8.36, src/autotrain/trainers/clm/utils.py (2025-01)
"""

import re
from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
SEES = "texts"
ASKS = ("cells",)

_LIST = re.compile(r"\s*\[\s*\{")


def marks(destination: Destination) -> tuple[str, ...] | None:
    """Any row may have such a cell, where the target reads cells as Python."""
    return None if destination.fact("cells") == "python" else ()


def check_row(row: Row) -> Iterator[Finding]:
    """Find texts that are a list of objects in JSON and not in Python, in the row as it stands in the file."""
    if row.destination.fact("cells") != "python":
        return
    for key, value in row.record.row.items():
        if isinstance(value, str) and _LIST.match(value) and not _is_python(value):
            yield Finding(
                "the text holds a list that is not Python's (null, true, false?), as which the trainer reads it "
                "(ValueError: malformed node); write a list of messages",
                (key,),
            )


def _is_python(text: str) -> bool:
    import ast

    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
