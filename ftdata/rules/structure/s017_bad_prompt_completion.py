r"""A prompt or completion that is missing, empty or no text, in data for a completion model.

## Why
ftdata's own rule. Completion models take exactly two strings a row. OpenAI's schema requires both, and Azure
answered rows without a usable prompt with "No valid json line found in file".

## Examples
```jsonl bad method=completion format=prompt-completion
{"prompt": "Once upon a time", "completion": 7}
```
```jsonl bad method=completion format=prompt-completion
{"prompt": "Once upon a time"}
```
```jsonl bad method=completion
{"prompt": "", "completion": " there was a fox."}
```
```jsonl good method=completion
{"prompt": "Once upon a time", "completion": " there was a fox."}
```

## Fix
None: the text has to come from somewhere.

## Sources
- https://github.com/openai/openai-openapi/blob/bf2a340/openapi.yaml, FineTuneCompletionRequestInput (2025-03-22)
- https://github.com/MicrosoftDocs/azure-docs/issues/107548 (2023, seen on the live service)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("completion",)

_SAID = '"No valid json line found in file"'


def check_row(row: Row) -> Iterator[Finding]:
    """Look for the two strings."""
    if row.destination.format != "prompt-completion":
        return
    for key in ("prompt", "completion"):
        value = row.value.get(key)
        if key not in row.value:
            yield Finding(f"the row has no {key} (provider: {_SAID}); add it or take the row out")
        elif not isinstance(value, str):
            yield Finding(f"{key} is {shown(value)}; it has to be a string", (key,))
        elif not value.strip():
            yield Finding(f"{key} is empty; write it or take the row out", (key,))
