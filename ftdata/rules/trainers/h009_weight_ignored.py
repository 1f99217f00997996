r"""A weight of 0 that the trainer does not look at.

## Why
OpenAI, Azure, Together and Mistral leave out of the training what has the weight 0. TRL, Unsloth, AutoTrain and
LLaMA-Factory read no weights: they would train on the very answers that somebody marked as not to be learned.

## Examples
```jsonl bad target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hm.", "weight": 0}, {"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=huggingface
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}]}
```
```jsonl good target=azure
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hm.", "weight": 0}, {"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None in the data. The script that `ftdata prepare --target huggingface` writes trains with a chat template that marks what
is learned by the weight (`ftdata.weighted_template`), which leaves these answers out. Elsewhere, put what comes before the
answer into a prompt (`ftdata convert --to prompt-completion`), or drop the row.

## Sources
- https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/sft_trainer.py: no weight is read (2026-11-23)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/src/llamafactory/data/processor/supervised.py (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("weight",)
METHODS = ("sft",)


def check_row(row: Row) -> Iterator[Finding]:
    """Find answers with the weight 0."""
    for turn in row.turns if row.destination.fact("weights_ignored") else ():
        if turn.role == "assistant" and turn.message.get("weight") == 0:
            yield Finding(
                "the trainer reads no weights, so it would train on this answer, whose weight is 0",
                (*turn.path, "weight"),
            )
