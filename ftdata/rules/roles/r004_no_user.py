r"""A conversation in which no user speaks.

## Why
A model is asked by a user when it is put to work. Without a user message it learns to speak unasked, and some
checkers count the row as an error.

## Examples
```jsonl bad
{"messages": [{"role": "system", "content": "You know capitals."}, {"role": "assistant", "content": "Oslo is one."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Name a capital."}, {"role": "assistant", "content": "Oslo is one."}]}
```

## Fix
None: the question has to be written by someone.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
- https://github.com/openai/openai-cookbook/blob/2e65270/examples/Chat_finetuning_data_prep.ipynb (2024-11-01)
"""

from collections.abc import Iterator

from ftdata.rules.row import CONTEXT_LISTS, Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"
METHODS = ("sft", "dpo", "kto", "reward")


def check_row(row: Row) -> Iterator[Finding]:
    """Find contexts in which nobody has the role user."""
    if row.sound and row.conversation and all(turn.role != "user" for turn in row.conversation):
        path = next(path for path in CONTEXT_LISTS if path in row.lists)
        yield Finding("no message is from the user; add the question that is answered here", path)
