r"""Rows in a format to whose system prompts the trainer adds words.

## Why
LLaMA-Factory reads OpenAI's messages with `formatting: openai`, and puts "detailed thinking off" into every row without
tools: behind the system prompt, or as one where there is none. Nothing tells so. With `formatting: sharegpt` it adds
nothing.

## Examples
```jsonl bad target=llama-factory
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=llama-factory
{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}], "system": "Be brief."}
```

## Fix
None in the file itself. `ftdata prepare` writes ShareGPT turns.

## Sources
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/src/llamafactory/data/converter.py, OpenAIDatasetConverter (2026-11-23), and a run
"""

from collections.abc import Iterator

from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import FileSummary, Finding

SEVERITY = "info"
ASKS = ("appends_to_system",)


def check_file(summary: FileSummary, destination: Destination) -> Iterator[Finding]:
    """Report a file of chat rows, where the target adds something to their system prompts."""
    words = destination.fact("appends_to_system")
    if words and summary.format == "chat" and summary.readable:
        yield Finding(
            f"as it stands, the trainer puts {shown(words)} into the system prompt of every row without tools; ftdata "
            "prepare writes turns to which it adds nothing"
        )
