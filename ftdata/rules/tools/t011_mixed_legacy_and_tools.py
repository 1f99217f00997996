r"""Functions and tools in one row.

## Why
functions with function_call and tools with tool_calls are the old and the new way to say the same thing. A row
that uses both gives the model two ways to call, and a service knows no order between them.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "function_call": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: which of the two is right is not known.

## Sources
- ftdata, from the deprecation of functions in favour of tools (2026-11-23; no provider states what happens)
"""

from collections.abc import Iterator

from ftdata.rules.calls import tool_lists
from ftdata.rules.row import Row
from ftdata.types import Finding, Path

SEVERITY = "error"
SEES = "shape"
NEEDS = ("functions", "function_call", "function")


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows with something of the old form and something of the new."""
    old, new = _places(row, "functions", "function_call"), _places(row, "tools", "tool_calls")
    if old and new:
        yield Finding(
            f"the row has both {old[0][-1]} (legacy) and {new[0][-1]}; write all of it with tools and tool_calls",
            old[0],
        )


def _places(row: Row, declared: str, called: str) -> list[Path]:
    places = [path for path in tool_lists(row) if path[-1] == declared]
    places += [(*turn.path, called) for turn in row.turns if turn.message.get(called) is not None]
    legacy = called == "function_call"
    return places + [(*turn.path, "role") for turn in row.turns if legacy and turn.role == "function"]
