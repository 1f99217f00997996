r"""A conversation without a single assistant message.

## Why
Training needs something to imitate. A row in which the assistant never speaks teaches nothing, and the
provider's own check counts it as an error.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "What is the capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```

## Fix
None: the answer has to be written by someone.

## Sources
- https://github.com/openai/openai-cookbook/blob/2e65270/examples/Chat_finetuning_data_prep.ipynb (2024-11-01)
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find conversations in which nobody has the role assistant."""
    if row.sound and all(turn.role != "assistant" for turn in row.conversation):
        yield Finding("no message is from the assistant, so there is nothing to learn; add the answer", ("messages",))
