r"""An answer of a pair that is made of several messages.

## Why
Some services compare exactly one message with one other: their schema says maxItems 1. A pair of whole dialogues is
refused there, while others take it.

## Examples
```jsonl bad target=openai
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "Let me see."}, {"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good target=openai
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good target=azure
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "Let me see."}, {"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

## Fix
None: which of the messages is the one that counts is not known. Earlier ones that both answers share belong into the
input.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTunePreferenceRequestInput (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import OUTPUT_LISTS, Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)
NEEDS = ("preferred_output", "non_preferred_output")


def check_row(row: Row) -> Iterator[Finding]:
    """Count the messages of every answer, where the target limits them."""
    most = row.destination.fact("max_output_messages")
    for path in OUTPUT_LISTS if most is not None else ():
        count = len(row.lists.get(path, ()))
        if count > most:
            yield Finding(
                f"{path[0]} has {count} messages, but only {most} can be compared; "
                "move those that both answers share into the input, and leave the rest out",
                path,
            )
