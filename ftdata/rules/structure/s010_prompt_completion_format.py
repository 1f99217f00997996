r"""Prompts with completions where the destination takes conversations.

## Why
Prompt and completion are the legacy shape, for base models without roles. Chat models are trained on messages;
there the file is refused: "Unexpected file format, expected either prompt/completion pairs or chat messages."

## Examples
```jsonl bad method=sft
{"prompt": "What is the capital of Norway?", "completion": "Oslo."}
```
```jsonl good method=completion
{"prompt": "What is the capital of Norway?", "completion": "Oslo."}
```
```jsonl good target=any
{"prompt": "What is the capital of Norway?", "completion": "Oslo."}
```

## Fix
Safe: convert the file, which loses nothing. It makes another file, so a conversion does it and no fix in place.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- The provider's message as users reported it from failed jobs (recorded 2026-11-23)
"""

from collections.abc import Iterator

from ftdata import formats
from ftdata.rules import commands
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding, Fix

SEVERITY = "error"


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Find files of prompts and completions that are meant for a chat method."""
    taken = (destination.written, *destination.fact("also_takes", ()))
    if summary.format != "prompt-completion" or destination.format != "chat" or destination.fact("any_format"):
        return
    if "prompt-completion" in taken:
        return
    command = commands.convert(summary, destination)
    if (
        summary.readable
        and summary.container not in ("csv", "tsv")
        and destination.method in formats.get(summary.format).METHODS
    ):
        yield Finding(
            f'the rows are prompts with completions (provider: "expected chat messages"); convert them: {command}',
            fix=Fix(f"convert the file: {command}", True, ()),
        )
