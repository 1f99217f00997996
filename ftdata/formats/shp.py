r"""Stanford Human Preferences: a post and two replies of which readers liked one better.

``labels`` is 1 where ``human_ref_A`` is preferred and 0 where ``human_ref_B`` is. The votes of the replies
(``score_A``, ``score_B``) become the scores of the answers. These rows are read, not written.

```json row
{"history": "How long do I boil an egg?", "human_ref_A": "Eight minutes.", "human_ref_B": "Try it.", "labels": 1, "score_A": 40, "score_B": 3}
```

```json row
{"post_id": "a1", "domain": "askbaking_test", "history": "Can I freeze dough?", "human_ref_A": "No idea.", "human_ref_B": "Yes, for a month.", "labels": 0}
```

Sources:
- https://huggingface.co/datasets/stanfordnlp/SHP (2023-02)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._labels import is_label
from ftdata.formats._prompt import require
from ftdata.types import ABSENT, Candidate, Example, Json, Message

NAME = "shp"
TITLE = "Stanford Human Preferences"
METHODS = ("dpo", "reward")
KEYS = ("human_ref_A", "human_ref_B")
render = None

_TEXTS = ("history", "human_ref_A", "human_ref_B")
_SCORES = ("score_A", "score_B")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a history and two replies."""
    if all(isinstance(row.get(key), str) for key in _TEXTS) and "labels" in row:
        return Match(5, "there are columns history, human_ref_A and human_ref_B")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the reply that was preferred comes first."""
    require(row, *_TEXTS, "labels")
    for key in _TEXTS:
        if not isinstance(row[key], str):
            raise FormatError((key,), "is not text")
    if not is_label(row["labels"]):
        raise FormatError(("labels",), "is neither 1 (reply A) nor 0 (reply B)")
    scored = all(isinstance(row.get(key), int | float) for key in _SCORES)
    answers = [
        Candidate([Message("assistant", row[key], origin=(key,))], score=row[score] if scored else ABSENT)
        for key, score in zip(_TEXTS[1:], _SCORES, strict=True)
    ]
    return Example(
        context=[Message("user", row["history"], origin=("history",))],
        candidates=answers if row["labels"] else answers[::-1],
        extras={key: value for key, value in row.items() if key not in (*_TEXTS, "labels")},
        format=NAME,
        style={"scores": [*_SCORES] if scored else []},
    )
