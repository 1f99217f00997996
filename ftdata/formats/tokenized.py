r"""Rows of token ids, ready for a trainer: recognised, and never converted.

``input_ids``, perhaps with ``labels``, ``attention_mask``, ``completion_mask`` or ``assistant_masks``; for reward
models ``chosen_ids`` and ``rejected_ids``. What the numbers stand for is known to the tokenizer that made them alone,
so nothing can be said of the text, and no other format is made of it. Convert the rows that they were made from.

```json row
{"input_ids": [9906, 1917, 0], "attention_mask": [1, 1, 1], "labels": [-100, 1917, 0]}
```

```json row
{"chosen_ids": [9906, 1917], "rejected_ids": [9906, 0]}
```

Sources:
- https://huggingface.co/docs/trl/sft_trainer, TRL 1.16, pre-tokenized datasets (2026-11-23)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, docs/dataset-formats/tokenized.qmd (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.types import Candidate, Example, Json

NAME = "tokenized"
TITLE = "Token ids"
METHODS = ("pretrain", "sft", "dpo", "reward")
KEYS = ("input_ids", "chosen_ids", "chosen_input_ids")
render = None


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of whole numbers where token ids stand."""
    key = next((key for key in KEYS if _is_ids(row.get(key))), None)
    return Match(5, f"{key} is a list of whole numbers") if key else None


def parse(row: Mapping[str, Json]) -> Example:
    """Take a row as it is."""
    if not any(_is_ids(row.get(key)) for key in KEYS):
        raise FormatError((), f"has no list of token ids under {', '.join(KEYS)}")
    sides = 1 if "input_ids" in row else 2
    return Example([], [Candidate([]) for _ in range(sides)], extras=dict(row), format=NAME, kind="tokens")


def _is_ids(value: Json) -> bool:
    return isinstance(value, list) and all(type(item) is int for item in value)
