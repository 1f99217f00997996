r"""A pair without a prompt, of which the trainer finds the wrong one.

## Why
Where a pair has no prompt, TRL takes what both answers begin with: letter by letter in texts, so that the prompt may end
within a word ("The sky is bl" and "ue"); and one message too few where one side is the beginning of the other. Where
the sides differ from their first message on, the prompt is empty.

## Examples
```jsonl bad target=huggingface
{"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Bye!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=huggingface
{"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}]}
```

## Fix
None in the file itself. `ftdata prepare` writes the prompt apart, and compares whole messages.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py, extract_prompt (2026-11-23)
- https://github.com/huggingface/trl/pull/6498 and /pull/6960 (2026, closed unmerged)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find pairs without a prompt where the trainer's way to find it goes wrong."""
    source = row.record.row
    chosen, rejected = source.get("chosen"), source.get("rejected")
    if not row.destination.fact("one_form") or "prompt" in source or chosen is None or rejected is None:
        return
    said = _fault(chosen, rejected)
    if said:
        yield Finding(f"the pair has no prompt, and the trainer {said}; ftdata prepare writes it apart", ("chosen",))


def _fault(chosen: Json, rejected: Json) -> str:
    if not isinstance(chosen, list | str) or not isinstance(rejected, list | str):
        return ""  # rows of another format, which is told of the file
    if type(chosen) is not type(rejected):
        return "cannot compare the two answers"
    shared = _shared(chosen, rejected)
    if isinstance(chosen, str) and isinstance(rejected, str):
        word = shared and (chosen[shared - 1 : shared + 1].isalnum() or rejected[shared - 1 : shared + 1].isalnum())
        return f"ends the prompt within a word, at letter {shared}" if word else ""
    if shared == 0:
        return "finds an empty one: the two differ from their first message on"
    return (
        "leaves its last message out: one answer is the beginning of the other" if _is_start(chosen, rejected) else ""
    )


def _is_start(chosen: Json, rejected: Json) -> bool:
    return _shared(chosen, rejected) == min(len(chosen), len(rejected))


def _shared(chosen: Json, rejected: Json) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(chosen, rejected, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(chosen), len(rejected)))
