r"""Arguments for the chat template that are no object.

## Why
TRL unpacks `chat_template_kwargs` of every row into the call of the template. null, which tables fill in for rows that
have none, is nothing to unpack: `TypeError: argument after ** must be a mapping, not NoneType`.

## Examples
```jsonl bad target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "chat_template_kwargs": null}
```
```jsonl fixed target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "chat_template_kwargs": {"enable_thinking": false}}
```

## Fix
Safe for null: remove the key. Another value is for you to mend.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py, apply_chat_template (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "error"
SEES = "shape"
NEEDS = ("chat_template_kwargs",)

_KEY = "chat_template_kwargs"


def check_row(row: Row) -> Iterator[Finding]:
    """Look at the key, where the target hands it to the template."""
    if not row.destination.fact("template_kwargs") or isinstance(row.value.get(_KEY, {}), dict):
        return
    value = row.value[_KEY]
    fix = Fix(f"remove the key {shown(_KEY)}", True, (RemoveKey((_KEY,)),)) if value is None else None
    yield Finding(f"{_KEY} is {shown(value)}, which the trainer unpacks (TypeError); write an object", (_KEY,), fix)
