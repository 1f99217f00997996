r"""A preference row without its prompt or one of its two answers.

## Why
A pair needs input with messages, and preferred_output and non_preferred_output as lists of messages. Without one of
them the job fails: "Example 1 is missing key 'input'."

## Examples
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}]}
```
```jsonl bad
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": "4", "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```
```jsonl good
{"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": [{"role": "assistant", "content": "4"}], "non_preferred_output": [{"role": "assistant", "content": "5"}]}
```

## Fix
None: the missing part has to come from somewhere.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-direct-preference-optimization (2026-03-20)
- The provider's message as users reported it from failed jobs (recorded 2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)

_ALIASES = {"preferred_output": "preferred_completion", "non_preferred_output": "non_preferred_completion"}


def check_row(row: Row) -> Iterator[Finding]:
    """Look for the three fields of a pair; an answer under its other name has its own rule."""
    if row.destination.format != "preference":
        return
    for key in ("input", *_ALIASES):
        if key not in row.value:
            if _ALIASES.get(key) not in row.value:
                quote = f"(provider: \"is missing key '{key}'.\")"
                yield Finding(f"the row has no {key} {quote}; add it or take the row out")
        elif key == "input":
            yield from _judge_input(row)
        elif not isinstance(row.value[key], list) or not row.value[key]:
            yield Finding(f"{key} is {shown(row.value[key])}; it has to be a list of at least one message", (key,))


def _judge_input(row: Row) -> Iterator[Finding]:
    value = row.value["input"]
    if not isinstance(value, dict):
        yield Finding(f'input is {shown(value)}; it has to be an object: {{"messages": [...]}}', ("input",))
    elif "messages" not in value:
        yield Finding('input has no messages; it has to be an object: {"messages": [...]}', ("input",))
