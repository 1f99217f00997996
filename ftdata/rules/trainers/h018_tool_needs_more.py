r"""A tool definition without something that the trainer asks for.

## Why
OpenAI's schema asks for the name of a function alone. Mistral's check of training files ends with an error for one that
has no description or no parameters.

## Examples
```jsonl bad target=any fact=tool_needs:["name","description","parameters"]
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "Cold."}], "tools": [{"type": "function", "function": {"name": "weather", "description": "Tell the weather."}}]}
```
```jsonl fixed target=any fact=tool_needs:["name","description","parameters"]
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "Cold."}], "tools": [{"type": "function", "function": {"name": "weather", "description": "Tell the weather.", "parameters": {"type":"object","properties":{}}}}]}
```
```jsonl good target=any fact=tool_needs:["name","description","parameters"]
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "Cold."}], "tools": [{"type": "function", "function": {"name": "weather", "description": "Tell the weather.", "parameters": {}}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "Cold."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe for the parameters: a function without any takes none, and an empty object says so. A description is for you to write.

## Sources
- https://github.com/mistralai/mistral-finetune/blob/1943535/utils/validate_data.py (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.calls import definitions
from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "error"
SEES = "tools"
NEEDS = ("tools", "functions")

_NONE = {"type": "object", "properties": {}}


def check_row(row: Row) -> Iterator[Finding]:
    """Find functions that lack a key; a missing name has its own finding."""
    needed = row.destination.fact("tool_needs", ())
    for definition in definitions(row) if needed else ():
        for key in needed:
            if key in definition.function or key == "name":
                continue
            path = (*definition.path, key)
            fix = Fix("declare no parameters", True, (SetValue(path, _NONE),)) if key == "parameters" else None
            yield Finding(f"the tool has no {key}, which the trainer asks for; write it", definition.path, fix)
