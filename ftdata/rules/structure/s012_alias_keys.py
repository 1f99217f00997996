r"""Rows in the shape of another trainer.

## Why
Alpaca's instruction and output, ShareGPT's conversations with from and value and their like are fine where the
trainer reads them. This destination reads one shape only and refuses the file; the content is all there, though.

## Examples
```jsonl bad
{"instruction": "Name the capital of Norway.", "input": "", "output": "Oslo."}
```
```jsonl bad
{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Name the capital of Norway."}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good target=any
{"instruction": "Name the capital of Norway.", "input": "", "output": "Oslo."}
```

## Fix
Safe: convert the file. It makes another file, so a conversion does it and no fix in place.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, the row schema of each method (2025-05-20)
- https://github.com/tatsu-lab/stanford_alpaca and https://github.com/lm-sys/FastChat for the other shapes (2026-11-23)
"""

from collections.abc import Iterator

from ftdata import formats
from ftdata.rules import commands
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Find files in a format from which the destination's can be made.

    Prompts with completions have their own rule, and so have tables.
    """
    goal, found = destination.written, summary.format
    if (
        goal is None
        or found is None
        or not summary.readable
        or summary.container in ("csv", "tsv")
        or destination.fact("any_format")
    ):
        return
    legacy = found == "prompt-completion" and goal == "chat"
    taken = (goal, *destination.fact("also_takes", ()))
    if found not in taken and not legacy and destination.method in formats.get(found).METHODS:
        command = commands.convert(summary, destination)
        yield Finding(
            f"the rows have the format {found}, the destination takes {goal}; convert them: {command}",
            fix=Fix(f"convert the file: {command}", True, ()),
        )
