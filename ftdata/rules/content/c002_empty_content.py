r"""A message that says nothing: empty text or only white space.

## Why
An empty answer teaches the model to answer with nothing, which is an error where it is trained on. Elsewhere it
mostly means that a column was not filled; the provider's own check asks for content without blanks.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
{"messages": [{"role": "user", "content": "Capital of Sweden?"}, {"role": "assistant", "content": " \n"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Capital of Norway?"}, {"role": "assistant", "content": "Oslo."}]}
```
```jsonl bad
{"messages": [{"role": "system", "content": ""}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "content": "", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Unsafe: drop the row when the question or a trained answer is empty; take out an empty system prompt. The rest has
none: a tool may well return nothing.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/references/dataset-formats.md (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import OUTPUT_LISTS, Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import DropRow, Finding, Fix, Json, RemoveKey

SEVERITY = "warning"
SEES = "shape"


def check_row(row: Row) -> Iterator[Finding]:
    """Find blank content, unless the message carries something else."""
    for turn in row.turns:
        if _blank(turn.message.get("content")) and not turn.says_more and not _told_elsewhere(row, turn):
            trained = _trained(row, turn)
            said = "nothing is learned but to say nothing; write the answer" if trained else "write it or take it out"
            yield Finding(
                f"the content of this {shown(turn.role or 'message')} message is empty: {said}",
                (*turn.path, "content"),
                _fix(turn, trained=trained),
                "error" if trained else None,
            )


def _told_elsewhere(row: Row, turn: Turn) -> bool:
    """Whether an empty answer turns a good label into a bad one, which is worse (H002)."""
    good = row.value.get("label", row.value.get("kto_tag")) in (True, 1)
    return good and turn is row.turns[-1] and bool(row.destination.fact("empty_answer_is_bad"))


def _blank(content: Json) -> bool:
    if isinstance(content, list):
        return bool(content) and all(_blank(_text(part)) for part in content)
    return isinstance(content, str) and not content.strip()


def _text(part: Json) -> Json:
    return part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None


def _trained(row: Row, turn: Turn) -> bool:
    """Whether the message is an answer that the model learns."""
    if turn.role != "assistant":
        return False
    if row.destination.method == "dpo":
        return turn.path[:-1] in OUTPUT_LISTS
    return row.destination.method == "sft" and turn.message.get("weight") != 0


def _fix(turn: Turn, *, trained: bool) -> Fix | None:
    if trained or turn.role == "user":
        return Fix("drop the row", False, (DropRow(),))
    if turn.role in ("system", "developer"):
        return Fix("take out the empty message", False, (RemoveKey(turn.path),))
    return None
