r"""PKU-SafeRLHF's rows: a prompt, two replies, and which one people found better.

``better_response_id`` is 0 or 1. Which reply is safer (``safer_response_id``, ``is_response_0_safe`` and the like) has
no place in other formats.

These rows are read, not written.

```json row
{"prompt": "How do I boil an egg?", "response_0": "In hot water.", "response_1": "No idea.", "better_response_id": 0, "safer_response_id": 1}
```

```json row
{"prompt": "Name a colour.", "response_0": "Seven.", "response_1": "Blue.", "better_response_id": 1}
```

Sources:
- https://huggingface.co/datasets/PKU-Alignment/PKU-SafeRLHF (2026-11-27)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._prompt import require
from ftdata.types import Candidate, Example, Json, Message

NAME = "safe-rlhf"
TITLE = "PKU-SafeRLHF pairs"
METHODS = ("dpo", "reward")
KEYS = ("better_response_id",)
render = None

_TEXTS = ("prompt", "response_0", "response_1")
_LABEL = "better_response_id"


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt, two numbered responses and the better one's number."""
    if all(isinstance(row.get(key), str) for key in _TEXTS) and _LABEL in row:
        return Match(5, f"there are columns response_0, response_1 and {_LABEL}")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a pair; the better response is the first candidate."""
    require(row, *_TEXTS, _LABEL)
    for key in _TEXTS:
        if not isinstance(row[key], str):
            raise FormatError((key,), "is not text")
    if type(row[_LABEL]) is not int or row[_LABEL] not in (0, 1):
        raise FormatError((_LABEL,), "is neither 0 nor 1")
    answers = [Candidate([Message("assistant", row[key], origin=(key,))]) for key in _TEXTS[1:]]
    return Example(
        context=[Message("user", row["prompt"], origin=("prompt",))],
        candidates=answers[::-1] if row[_LABEL] else answers,
        extras={key: value for key, value in row.items() if key not in (*_TEXTS, _LABEL)},
        format=NAME,
    )
