r"""A tool call id of a form that the destination does not take.

## Why
Some services and chat templates take only ids of their own form. Mistral's say: "Tool call id was call_1 but must be a-z,
A-Z, 0-9, with a length of 9." Where the destination says nothing about ids, any will do.

## Examples
```jsonl bad fact=tool_id_pattern:"[a-zA-Z0-9]{9}"
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl fixed fact=tool_id_pattern:"[a-zA-Z0-9]{9}"
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call00001", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call00001", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good fact=tool_id_pattern:"[a-zA-Z0-9]{9}"
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "a1B2c3D4e", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "a1B2c3D4e", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe: give the call and all results that name it the same new id, call00001 and so on. Not offered where no id that the
fix could make would fit.

## Sources
- https://github.com/anomalyco/opencode/issues/1680 (2025-08-07, seen on the live service)
- https://github.com/langchain-ai/langchain/pull/24668 (2024-07-25)
"""

import re
from collections.abc import Iterable, Iterator

from ftdata.rules.calls import call_ids, fresh_ids
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Path, SetValue

SEVERITY = "error"
SEES = "texts"
NEEDS = ("tool_calls", "tool_call_id")


def marks(destination: Destination) -> Iterable[str] | None:
    """Any row may have such an id, where a form is asked for."""
    return () if destination.fact("tool_id_pattern") is None else None


def check_row(row: Row) -> Iterator[Finding]:
    """Find ids of another form; each is one finding, at the first place where it stands."""
    pattern = row.destination.fact("tool_id_pattern")
    if pattern is None:
        return
    places: dict[str, list[Path]] = {}
    for path, identity in call_ids(row):
        if not re.fullmatch(pattern, identity):
            places.setdefault(identity, []).append(path)
    for (identity, paths), new in zip(places.items(), _new(row, len(places)), strict=True):
        edits = tuple(SetValue(path, new) for path in paths)
        fix = Fix(f"write {new} for {shown(identity)}", True, edits) if new else None
        said = f"the id {shown(identity)} does not fit {pattern}; give the call and its results another"
        yield Finding(said, paths[0], fix)


def _new(row: Row, many: int) -> list[str | None]:
    fresh = fresh_ids(row)
    return [next(fresh, None) for _ in range(many)]
