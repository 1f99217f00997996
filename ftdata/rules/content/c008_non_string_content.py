r"""Content that is a number, a boolean or an object.

## Why
Content is text or a list of parts. A number (often a label that a spreadsheet left as it was) or an object (often
an answer in JSON that was not written out) is refused.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": 4}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Name the city as JSON."}, {"role": "assistant", "content": {"city": "Oslo"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Name the city as JSON."}, {"role": "assistant", "content": "{\"city\":\"Oslo\"}"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}
```

## Fix
Unsafe: write the value as JSON text. The model learns to answer in just these characters.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.jsontext import dumps
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "error"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Find content that is neither text, a list nor null."""
    for turn in row.turns:
        content = turn.message.get("content")
        if content is not None and not isinstance(content, str | list):
            path = (*turn.path, "content")
            yield Finding(
                f"the content is {shown(content)}, neither text nor a list of parts; write it as text",
                path,
                Fix("write the content as JSON text", False, (SetValue(path, dumps(content).decode()),)),
            )
