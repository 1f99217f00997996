r"""A top-level key that the destination does not take.

## Why
Hosted trainers read a row strictly: one further key, even harmless metadata, and the job fails with
'Example 1 contains an extra "id".' Reinforcement fine-tuning is different, since its graders read any further key.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}], "id": 7}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}], "lang": "en"}
```
```jsonl good
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}], "id": 7}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "reference_answer": "Oslo"}
```

## Fix
Safe for `id` and `metadata`, which name a row and teach nothing; unsafe for any other key: remove it with its value.
Keep the original file if you need what it says.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- https://community.openai.com/t/966285 (2024, seen on the live service)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Path, RemoveKey

SEVERITY = "error"
SEES = "shape"

_SAFE = ("id", "metadata")  # they name a row and teach nothing
_ADVICE = {"system": "move it into a system message"}

_NEEDED = {
    "chat": ("messages",),
    "preference": ("input", "preferred_output", "non_preferred_output"),
    "prompt-completion": ("prompt", "completion"),
}


def check_row(row: Row) -> Iterator[Finding]:
    """Find keys beyond those the target knows. Where a needed key is missing, that alone is reported, elsewhere."""
    known = row.destination.fact("top_level_keys")
    needed = _NEEDED.get(row.destination.format or "", ())
    if not known or row.destination.fact("grader_fields") or any(key not in row.value for key in needed):
        return
    yield from _extra(row.value, known, ())
    inner, inner_known = row.value.get("input"), row.destination.fact("input_keys")
    if inner_known and isinstance(inner, dict):
        yield from _extra(inner, inner_known, ("input",))


def _extra(value: Mapping[str, object], known: list[str], path: Path) -> Iterator[Finding]:
    where = f"inside {path[-1]}" if path else "at the top level"
    for key in value:
        if key not in known:
            yield Finding(
                f"the key {shown(key)} is not taken {where} (provider: 'contains an extra "
                f'"{shown(key)[1:-1]}".\'); {_ADVICE.get(key, "take it out")}, the known ones are {", ".join(known)}',
                (*path, key),
                Fix(f"remove the key {shown(key)}", key in _SAFE, (RemoveKey((*path, key)),)),
            )
