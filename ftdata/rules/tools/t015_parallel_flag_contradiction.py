r"""A parallel_tool_calls that the calls contradict, or that is neither true nor false.

## Why
With parallel_tool_calls: false the model is told to make one call at a time, and shown how it makes two. What it learns
from that is to take no notice of the flag. The schema takes true and false and nothing else.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": false}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": true}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": "no"}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": null}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}], "parallel_tool_calls": false}
```

## Fix
Unsafe: set it to true, since it may be the calls that are wrong. Safe: take out null, which means the same as no flag.
Other values have none.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- ftdata, for the contradiction (2026-11-23; no provider states what happens)
"""

from collections.abc import Iterator

from ftdata.rules.calls import dialogues, exchanges, strict
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Json, Path, RemoveKey, SetValue

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("parallel_tool_calls",)

_FLAG = "parallel_tool_calls"


def check_row(row: Row) -> Iterator[Finding]:
    """Look at the flag, which in a pair stands inside input; a further field of a row with a grader is none."""
    pair = row.destination.format == "preference"
    holder = row.value.get("input") if pair else row.value
    if not isinstance(holder, dict) or _FLAG not in holder or row.destination.fact("grader_fields"):
        return
    path: Path = ("input", _FLAG) if pair else (_FLAG,)
    if holder[_FLAG] is False:
        yield from _contradicted(row, path)
    elif holder[_FLAG] is not True and strict(row):
        yield _no_flag(holder[_FLAG], path)


def _contradicted(row: Row, path: Path) -> Iterator[Finding]:
    most = max((len(each.calls) for turns in dialogues(row) for each in exchanges(turns)), default=0)
    if most > 1:
        fix = Fix(f"set {_FLAG} to true", False, (SetValue(path, True),))
        yield Finding(
            f"{_FLAG} is false, but a message makes {most} calls; set it to true, or make one call a message", path, fix
        )


def _no_flag(value: Json, path: Path) -> Finding:
    if value is None:
        fix = Fix(f"take out {_FLAG}, which is null", True, (RemoveKey(path),))
        return Finding(f"{_FLAG} is null, not true or false; leave the key out", path, fix, "error")
    return Finding(f"{_FLAG} is {shown(value)}; write true or false, or leave it out", path, None, "error")
