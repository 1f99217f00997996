r"""A file that is one JSON document instead of JSON Lines.

## Why
The destination reads the file line by line and expects an object on every line. An array of rows, or objects spread
over several lines, is refused with "Line 1 is not a dictionary", although every row in it may be fine.

## Examples
```json bad
[
  {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]},
  {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
]
```
```json bad
{
  "messages": [
    {"role": "user", "content": "Hi"},
    {"role": "assistant", "content": "Hello!"}
  ]
}
```
```json bad target=any
[{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}]
```
```json good target=any file=train.json
[{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}]
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe: write every row on a line of its own. No value changes.

## Sources
- https://github.com/openai/openai-python/issues/426 (2023-05-01, seen on the live service)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml (/files, 2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules import commands
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"

_FIX = Fix("write one row a line", True, ())


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report a document where lines are asked for."""
    asked = destination.fact("container") == "jsonl"
    if summary.container == "json" and summary.rows and (asked or summary.file.lower().endswith((".jsonl", ".ndjson"))):
        foreign = summary.format not in (None, destination.format)
        repair = commands.convert(summary, destination) if foreign else commands.fix(summary)
        yield Finding(
            "the file is one JSON document, an array or pretty-printed rows, not one row a line "
            f'(provider: "Line 1 is not a dictionary"); write it as JSON Lines: {repair}',
            fix=_FIX,
            severity=None if asked else "warning",
        )
