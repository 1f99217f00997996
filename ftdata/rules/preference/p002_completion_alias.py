r"""An answer under the name that only the specification uses.

## Why
OpenAI's specification of 2025 calls the answers preferred_completion and non_preferred_completion; every guide and
every service reads preferred_output and non_preferred_output.

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_completion": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl fixed
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

## Fix
Safe: rename the key, its value untouched.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTunePreferenceRequestInput (2025-05-20)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-direct-preference-optimization (2026-03-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, RenameKey

SEVERITY = "warning"
SEES = "shape"
METHODS = ("dpo",)

_NAMES = {"preferred_completion": "preferred_output", "non_preferred_completion": "non_preferred_output"}


def check_row(row: Row) -> Iterator[Finding]:
    """Find the aliases; one that stands beside the proper key is a key too many and has its own rule."""
    for alias, name in _NAMES.items() if row.destination.format == "preference" else ():
        if alias in row.value and name not in row.value:
            fix = Fix(f"rename {alias} to {name}", True, (RenameKey((alias,), name),))
            yield Finding(f"services read {name}, not {alias}; rename the key", (alias,), fix)
