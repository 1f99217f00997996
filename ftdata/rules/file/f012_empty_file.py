r"""A file without any row.

## Why
There is nothing to train on. The export probably failed, or a filter took everything out.

## Examples
```jsonl bad
```
```json bad
[]
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: the rows have to come from somewhere.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning (2026-03-19, at least 10 examples)
"""

from collections.abc import Iterator

from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "error"


def check_file(summary: FileSummary, _: Destination) -> Iterator[Finding]:
    """Report a file in which no line holds anything, or a table with nothing below its header."""
    if not summary.rows:
        yield Finding("there is no row in the file, so there is nothing to train on; look at how it was made")
