r"""A role that exists, but not in rows for this method.

## Why
The published row schemas list the roles of each method: supervised and preference rows have system but not
developer, reinforcement rows the other way round. What is not listed may be refused.

## Examples
```jsonl bad method=sft
{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed method=sft
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad method=rft
{"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl fixed method=rft
{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl good method=rft
{"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}], "answer": "4"}
```

## Fix
Unsafe: write system for developer, or developer for system, whichever the method lists. Other roles have no
counterpart.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- The same file, FineTunePreferenceRequestInput and FineTuneReinforcementRequestInput (2025-05-20)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "warning"
SEES = "shape"
ONCE = True

_OTHER = {"system": "developer", "developer": "system"}


def check_row(row: Row) -> Iterator[Finding]:
    """Compare known roles with those of the method. An unknown role is reported elsewhere."""
    listed = row.destination.fact("method_roles")
    known = row.destination.fact("roles", ())
    for turn in row.turns if listed else ():
        if turn.role in known and turn.role not in listed:
            yield _finding(turn, row.destination.method, listed)


def _finding(turn: Turn, method: str, listed: list[str]) -> Finding:
    path = (*turn.path, "role")
    said = f"the role {turn.role!r} is not listed for {method}"
    other = _OTHER.get(turn.role or "")
    if other not in listed:
        return Finding(f"{said}; use one of {', '.join(listed)}", path)
    fix = Fix(f"write {other!r} for the role {turn.role!r}", False, (SetValue(path, other),))
    return Finding(f"{said}; use {other!r}", path, fix)
