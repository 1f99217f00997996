r"""A table (CSV or TSV) where JSON Lines are asked for.

## Why
The destination takes one JSON object a line and nothing else. A table has to be converted first.

## Examples
```csv bad file=train.csv method=completion
prompt,completion
The capital of Norway is, Oslo.
The capital of Sweden is, Stockholm.
```
```csv good file=train.csv target=any method=completion
prompt,completion
The capital of Norway is, Oslo.
The capital of Sweden is, Stockholm.
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: ftdata convert writes the rows as JSON Lines, every cell as the text it is.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml (/files, 2026-08-21)
- ftdata's own rule: providers call it invalid JSON
"""

from collections.abc import Iterator

from ftdata.rules import commands
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"

_FIX = Fix("convert the table", True, ())


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report a table where lines of JSON are asked for."""
    table = summary.container in ("csv", "tsv") or (not summary.has_lines and summary.container != "memory")
    if table and summary.rows and destination.fact("container") == "jsonl":
        name = summary.container.upper() if summary.has_lines else summary.container.title().partition("-")[0]
        yield Finding(
            f"the file is a table ({name}), and {destination.target.title} takes JSON Lines only; "
            f"convert it: {commands.convert(summary, destination)}",
            fix=_FIX,
        )
