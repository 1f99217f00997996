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
```jsonl bad
{"system": "Be brief.", "messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo.", "weight": 1}]}
```
```jsonl fixed
{"messages": [{"role":"system","content":"Be brief."},{"role":"user","content":"Capital of Norway?"},{"role":"assistant","content":"Oslo.","weight":1}]}
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
Keep the original file if you need what it says. A text under `system` becomes a system message, which is unsafe as well;
where there is one already, or it is no text, nothing is offered. Rows of nothing but `system` and plain messages are
Anthropic's format, which `convert` and `prepare` write as messages.

## Sources
- https://github.com/openai/openai-openapi/blob/9a72a42/openapi.yaml, FineTuneChatRequestInput (2025-05-20)
- https://community.openai.com/t/966285 (2024, seen on the live service)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.row import CONTEXT_LISTS, Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Json, Path, RemoveKey, SetValue

SEVERITY = "error"
SEES = "shape"

_SAFE = ("id", "metadata")  # they name a row and teach nothing
_SYSTEM = ("system",)
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
    yield from _extra(row, row.value, known, ())
    inner, inner_known = row.value.get("input"), row.destination.fact("input_keys")
    if inner_known and isinstance(inner, dict):
        yield from _extra(row, inner, inner_known, ("input",))


def _extra(row: Row, value: Mapping[str, object], known: list[str], path: Path) -> Iterator[Finding]:
    where = f"inside {path[-1]}" if path else "at the top level"
    for key in value:
        if key not in known:
            yield Finding(
                f"the key {shown(key)} is not taken {where} (provider: 'contains an extra "
                f'"{shown(key)[1:-1]}".\'); {_ADVICE.get(key, "take it out")}, the known ones are {", ".join(known)}',
                (*path, key),
                _moved(row) if (*path, key) == _SYSTEM else _removed((*path, key)),
            )


def _removed(path: Path) -> Fix:
    return Fix(f"remove the key {shown(path[-1])}", path[-1] in _SAFE, (RemoveKey(path),))


def _moved(row: Row) -> Fix | None:
    """Make a system message of a system prompt beside the conversation; None where it is no text, or there is one."""
    text = _text(row.value["system"])
    path = next((path for path in CONTEXT_LISTS if row.lists.get(path)), None)
    if text is None or path is None or any(turn.role in ("system", "developer") for turn in row.turns_at(path)):
        return None
    messages = [{"role": "system", "content": text}, *row.lists[path]]
    return Fix("move it into a system message", False, (SetValue(path, messages), RemoveKey(_SYSTEM)))


def _text(value: Json) -> str | None:
    """The text of a system prompt: a string, or a list of parts with text, as some services write it."""
    if isinstance(value, list) and all(isinstance(part, dict) and isinstance(part.get("text"), str) for part in value):
        value = "\n".join(part["text"] for part in value)
    return value if isinstance(value, str) and value.strip() else None
