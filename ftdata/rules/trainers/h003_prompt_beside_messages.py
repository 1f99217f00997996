r"""A key `prompt` beside the messages, which makes the trainer look for a completion.

## Why
TRL takes any row with a key `prompt` for prompt and completion, whatever else it holds. Rows of ultrachat_200k or
no_robots, with `prompt` and `messages`, end the training with `KeyError: 'completion'`; whether it gets that far depends
on the seed of Python's hashes.

## Examples
```jsonl bad target=huggingface
{"prompt": "Hi", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl fixed target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad target=huggingface
{"prompt": "Greetings", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any
{"prompt": "Hi", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
Safe where the prompt is what the user says first, so that nothing is lost: remove it. Otherwise unsafe.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/sft_trainer.py, tokenize_fn (2026-11-23)
- https://github.com/huggingface/trl/blob/v1.16.0/trl/data_utils.py, is_conversational (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding, Fix, RemoveKey

SEVERITY = "error"
SEES = "shape"
NEEDS = ("prompt",)
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows with both keys and no completion."""
    known = row.destination.fact("prompt_means_completion")
    if not known or not {"prompt", "messages"} <= row.value.keys() or "completion" in row.value:
        return
    first = next((turn.message.get("content") for turn in row.conversation if turn.role == "user"), None)
    fix = Fix("remove the key 'prompt'", first == row.value["prompt"], (RemoveKey(("prompt",)),))
    yield Finding(
        "the key 'prompt' beside the messages makes the trainer look for a completion: KeyError 'completion'; take it out",
        ("prompt",),
        fix,
    )
