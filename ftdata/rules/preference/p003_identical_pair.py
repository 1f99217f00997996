r"""A pair whose two answers are the same.

## Why
Preference training learns from the difference between two answers. Here there is none: the row costs as much as any
other and teaches nothing.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
{"input": {"messages": [{"role": "user", "content": "2 + 3?"}]}, "preferred_output": [{"role": "assistant", "content": "5"}], "non_preferred_output": [{"content": "5", "role": "assistant"}]}
```
```jsonl fixed
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 3?"}]}, "preferred_output": [{"role": "assistant", "content": "5"}], "non_preferred_output": [{"role": "assistant", "content": "6"}]}
```

## Fix
Unsafe: drop the row. One of the answers may have been overwritten by mistake, and the right one still be found.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_dpo.py (2026-08-21)
- https://arxiv.org/abs/2305.18290, the loss of a pair (2023-05-29)
"""

from collections.abc import Iterator

from ftdata.rules.pairs import pair
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import DropRow, Finding, Fix

SEVERITY = "error"
SEES = "texts"
METHODS = ("dpo", "reward")
NEEDS = ("preferred_output",)


def marks(_: Destination) -> None:
    """Any two texts may be the same."""


def check_row(row: Row) -> Iterator[Finding]:
    """Compare the answers, whatever the order of their keys."""
    found = pair(row)
    if found and found.preferred == found.other:
        yield Finding(
            "both answers are the same, so there is nothing to prefer; write another one or drop the row",
            ("non_preferred_output",),
            Fix("drop the row", False, (DropRow(),)),
        )
