r"""Alpaca rows whose answer has a label, good or bad, as LLaMA-Factory takes them for KTO.

An Alpaca row and beside it ``kto_tag``, which is true or false. An answer labelled false is never written as one to
learn: formats without labels refuse the row.

```json row
{"instruction": "Name a colour.", "input": "", "output": "Blue.", "kto_tag": true}
```

```json row
{"instruction": "Name a colour.", "output": "Seven.", "kto_tag": false, "system": "Be brief."}
```

Sources:
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md, KTO dataset (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, alpaca, ordered
from ftdata.formats._labels import assumed, label_of
from ftdata.types import ABSENT, Example, Json

NAME = "alpaca-kto"
TITLE = "Alpaca instructions with a label"
METHODS = ("kto", "sft")
LABELS = True
PER_ANSWER = True
KEYS = ("kto_tag",)
MARKS = (".instruction",)

_LABEL = "kto_tag"


def detect(row: Mapping[str, Json]) -> Match | None:
    """Alpaca rows with a label of true or false."""
    if not isinstance(row.get(_LABEL), bool) or not alpaca.detect(row):
        return None
    return Match(4, f"there are columns instruction and output, and {_LABEL} is true or false")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its answer carries the label."""
    if not isinstance(row.get(_LABEL), bool):
        raise FormatError((_LABEL,), "is neither true nor false")
    example = alpaca.parse({key: value for key, value in row.items() if key != _LABEL})
    answers = [answer._replace(label=row[_LABEL]) for answer in example.candidates]
    style = example.style | {"order": list(row), "label": _LABEL}
    return example._replace(candidates=answers, format=NAME, style=style)


def render(example: Example) -> Rendered:
    """Write the last question, its answer and the label of that; earlier pairs become history.

    Raises:
        FormatError: The turns are not a system prompt, then user and assistant in turn up to an answer.
    """
    if not example.candidates:
        raise FormatError((), f"has no answer, and {NAME} says of an answer whether it is good")
    own = example.format == NAME
    answers = [answer._replace(label=ABSENT) for answer in example.candidates]
    rendered = alpaca.write(example._replace(candidates=answers), NAME)
    row = rendered.row | {_LABEL: bool(label_of(example.candidates[0]))}
    losses = (*rendered.losses, *(() if own else assumed(example, NAME)))
    return Rendered(ordered(row, example.style["order"]) if own else row, losses, rendered.origins)
