r"""A prompt that is text where the answers are messages, or the other way round.

## Why
TRL puts prompt and answer together with `+`. A text and a list do not add up: `TypeError: can only concatenate`. Which
column tells it whether rows are conversations depends on the hash seed of the run, so the same rows may also end in
`AttributeError: 'list' object has no attribute 'endswith'`. Rows of UltraFeedback, whose prompt is text beside whole
conversations, are of this kind.

## Examples
```jsonl bad target=huggingface
{"prompt": "Hi", "chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}]}
```
```jsonl good target=huggingface
{"prompt": [{"role": "user", "content": "Hi"}], "chosen": [{"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "assistant", "content": "No."}]}
```

## Fix
None in the file itself. `ftdata prepare` and `ftdata convert --to chosen-rejected` write prompt and answers as messages.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/dpo_trainer.py, tokenize_fn, add_eos (2026-11-23)
- https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py, is_conversational (2026-11-27)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
METHODS = ("dpo", "reward")

_ANSWERS = ("chosen", "rejected")


def check_row(row: Row) -> Iterator[Finding]:
    """Compare the kinds of the prompt and the answers of the row as it stands in the file."""
    source = row.record.row
    if not row.destination.fact("one_form") or "prompt" not in source:
        return
    kinds = {key: type(source[key]) for key in ("prompt", *_ANSWERS) if key in source}
    if any(key not in kinds for key in _ANSWERS) or len(set(kinds.values())) == 1:
        return
    words = " and ".join(f"{key} is {_word(kind)}" for key, kind in kinds.items())
    yield Finding(
        f"{words}, which the trainer cannot add up (TypeError or AttributeError); ftdata prepare writes messages",
        ("prompt",),
    )


def _word(kind: type) -> str:
    words: dict[type, str] = {str: "text", list: "a list", dict: "one message"}
    return words.get(kind, kind.__name__)
