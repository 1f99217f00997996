r"""A column with a name that the trainer keeps for itself.

## Why
AutoTrain copies the columns that it is told of to names of its own. A file that has one of these names already ends
the job: "autotrain_text is a reserved column name".

## Examples
```jsonl bad target=autotrain
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "autotrain_text": "Hi"}
```
```jsonl fixed target=autotrain
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=autotrain
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "text": "Hi"}
```

## Fix
Unsafe: remove the column, since it may hold what you mean to train on; then rename it by hand.

## Sources
- https://github.com/huggingface/autotrain-advanced, 0.8.36, src/autotrain/preprocessor/text.py (2025-01)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "error"
SEES = "shape"
ASKS = ("reserved_columns",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find keys with such names."""
    reserved = row.destination.fact("reserved_columns", ())
    for key in row.value if reserved else ():
        if key in reserved:
            fix = Fix(f"remove the key {shown(key)}", False, (RemoveKey((key,)),))
            yield Finding(
                f"the trainer keeps the name {shown(key)} for itself (ValueError); rename the column", (key,), fix
            )
