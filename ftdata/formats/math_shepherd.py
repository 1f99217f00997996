r"""Math-Shepherd's rows: a problem with its solution in steps, and the same text with a verdict after each step.

In ``input`` every step ends with the mark ``ки``; in ``label`` there is ``+`` (right) or ``-`` (wrong) in its place.
The problem reaches to ``Step 1:``. The two texts have to be the same but for the marks, and every step has to have a
verdict; other rows are refused.

```json row
{"input": "What is 2 + 3 * 4? Step 1: 3 * 4 = 12. ки\nStep 2: 2 + 12 = 15. ки", "label": "What is 2 + 3 * 4? Step 1: 3 * 4 = 12. +\nStep 2: 2 + 12 = 15. -", "task": "GSM8K"}
```

```json row
{"input": "What is 1 + 1? Step 1: 1 + 1 = 2. The answer is: 2 ки", "label": "What is 1 + 1? Step 1: 1 + 1 = 2. The answer is: 2 +", "task": "MATH"}
```

Sources:
- https://huggingface.co/datasets/peiyi9979/Math-Shepherd, README (2024-01)
- https://github.com/huggingface/trl/blob/main/examples/datasets/math_shepherd.py (2025-01)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._as_read import give_back
from ftdata.formats._prompt import require
from ftdata.formats._steps import answer_of
from ftdata.types import Example, Json, Message

NAME = "math-shepherd"
TITLE = "Math-Shepherd solutions with judged steps"
METHODS = ("stepwise",)
CORPUS = True
KEYS = ("label",)
MARKS = (".input",)

_MARK = "ки"
_FIRST = "Step 1:"
_VERDICTS = {"+": True, "-": False}


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with an input of text that marks its steps, and a label of text."""
    text, label = row.get("input"), row.get("label")
    if isinstance(text, str) and isinstance(label, str) and _MARK in text and _FIRST in text:
        return Match(5, f"input is text whose steps end with {_MARK}, and label is text")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its steps are one answer."""
    require(row, "input", "label")
    for key in ("input", "label"):
        if not isinstance(row[key], str):
            raise FormatError((key,), "is not text")
    pieces = row["input"].split(_MARK)
    problem, first, start = pieces[0].rpartition(_FIRST)
    if len(pieces) < 2 or not first:
        raise FormatError(("input",), f"has no {_FIRST!r} with {_MARK} behind it")
    if pieces[-1].strip():
        raise FormatError(("input",), f"ends with a step that has no {_MARK} behind it")
    verdicts = _verdicts(pieces, row["label"])
    steps = [step.strip() for step in (first + start, *pieces[1:-1])]
    return Example(
        context=[Message("user", problem.strip(), origin=("input",))],
        candidates=[answer_of(steps, verdicts, ("input",))],
        extras={key: value for key, value in row.items() if key not in ("input", "label")},
        format=NAME,
        style={"row": row, "steps": steps, "verdicts": verdicts, "label": "label"},
    )


def render(example: Example) -> Rendered:
    """Give a row back as it was.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    return give_back(example, NAME, parse)


def _verdicts(pieces: list[str], label: str) -> list[Json]:
    """What stands in the label where the input has a mark."""
    found: list[Json] = []
    rest = label
    for piece in pieces[:-1]:
        verdict = rest[len(piece) : len(piece) + 1]
        if not rest.startswith(piece) or verdict not in _VERDICTS:
            raise FormatError(("label",), "is not the text of input with + or - after each step")
        found.append(_VERDICTS[verdict])
        rest = rest[len(piece) + 1 :]
    if rest.strip():
        raise FormatError(("label",), "goes on where input has ended")
    return found
