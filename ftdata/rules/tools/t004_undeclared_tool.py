r"""A call of a tool that the row does not declare.

## Why
The model is shown the declared tools and then learns to call another one: in use it will make up names. In
Microsoft's samples every called tool is declared in its row. Where a row declares none at all, the tools may be
meant to come at use, so that is a warning.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: the definition has to come from where the tool is.

## Sources
- https://github.com/microsoft-foundry/fine-tuning (samples of tool calls, measured by ftdata 2026-11-23)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.accept import Accepts, always
from ftdata.rules.calls import Call, calls, definitions, tool_lists
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "calls"
NEEDS = ("tool_calls", "function_call")


def quiet(_function: Mapping[str, Json]) -> Accepts:
    """Nothing is found in the call of a tool that has a definition."""
    return always


def check_row(row: Row) -> Iterator[Finding]:
    """Hold the names of all calls against the declared ones; silent where a definition cannot be read."""
    called = [call for call in calls(row) if call.name is not None]
    if not called:
        return
    lists = tool_lists(row)
    if not lists:
        yield _undeclared(called)
        return
    declared = [definition.name for definition in definitions(row)]
    entries = [len(listed) if isinstance(listed, list) else -1 for listed in lists.values()]
    if None in declared or min(entries) < 0 or sum(entries) > len(declared):
        return
    for call in called:
        if call.name not in declared:
            known = listed(declared) or "none"
            yield Finding(
                f"the tool {shown(call.name)} is not declared (declared: {known}); declare it or call another",
                (*call.where, "name"),
            )


def _undeclared(called: list[Call]) -> Finding:
    names = listed(dict.fromkeys(call.name for call in called))
    return Finding(
        f"tools are called ({names}) but none is declared in the row; add tools with their definitions",
        (*called[0].where, "name"),
        severity="warning",
    )
