r"""More tools in a row than the destination takes.

## Why
The service has a limit for the tools of one request, and an example is read as one. Above it the file or the job is
refused.

## Examples
```jsonl bad fact=max_tools:1
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "wind"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "wind"}}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "wind"}}]}
```

## Fix
None: which tools the example can do without is not known.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/quotas-limits (2026-02-17)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, functions: maxItems 128 (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.calls import tool_lists
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "tools"
NEEDS = ("tools", "functions")


def check_row(row: Row) -> Iterator[Finding]:
    """Count the definitions in each list."""
    for path, listed in tool_lists(row).items():
        most = row.destination.fact(f"max_{path[-1]}")
        if most is not None and isinstance(listed, list) and len(listed) > most:
            yield Finding(
                f"the row declares {len(listed)} {path[-1]}, above the limit of {most}; leave out those it does not need",
                path,
            )
