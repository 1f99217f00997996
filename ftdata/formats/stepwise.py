r"""TRL's stepwise rows: a prompt, the steps of one answer, and for each step whether it is right.

For process reward models. ``completions`` are the steps, ``labels`` their verdicts. In other formats the steps become
one answer, joined by a line break as TRL's trainer joins them, which is a good one when every step is; the verdicts on
steps have no place there.

```json row
{"prompt": "Which is larger, 9.11 or 9.9?", "completions": ["Compare 0.11 and 0.9.", "So 9.9 is larger."], "labels": [true, true]}
```

```json row
{"prompt": "2 + 3 * 4?", "completions": ["2 + 3 = 5", "5 * 4 = 20"], "labels": [false, true], "source": "example"}
```

Sources:
- https://huggingface.co/docs/trl/dataset_formats, stepwise supervision (2026-07)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, docs/dataset-formats, stepwise_supervised (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered
from ftdata.formats._prompt import require
from ftdata.formats._steps import answer_of, steps_of
from ftdata.types import Example, Json, Loss, Message, Path

NAME = "stepwise"
TITLE = "Answers judged step by step"
METHODS = ("stepwise",)
LABELS = True
KEYS = ("completions",)

_FIELDS = ("prompt", "completions", "labels")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt and as many labels as completions."""
    completions, labels = row.get("completions"), row.get("labels")
    if "prompt" in row and isinstance(completions, list) and isinstance(labels, list):
        return Match(3, "there are columns prompt, completions and labels, the last two of lists")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its steps are one answer."""
    require(row, *_FIELDS)
    if not isinstance(row["prompt"], str):
        raise FormatError(("prompt",), "is not text")
    steps, labels = row["completions"], row["labels"]
    _check(steps, str, "completions", "text")
    _check(labels, bool, "labels", "true or false")
    if len(steps) != len(labels):
        raise FormatError(("labels",), f"has {len(labels)} verdicts on {len(steps)} steps")
    return Example(
        context=[Message("user", row["prompt"], origin=("prompt",))],
        candidates=[answer_of(steps, labels, ("completions",))],
        extras={key: value for key, value in row.items() if key not in ("prompt", "completions")},
        format=NAME,
        style={"order": list(row), "steps": steps, "verdicts": labels, "label": "labels"},
    )


def render(example: Example) -> Rendered:
    """Write the steps of an answer with their verdicts.

    Raises:
        FormatError: The answer is not made of steps that were judged.
    """
    steps, verdicts = steps_of(example, NAME)
    prompt = example.context[-1].content if example.context else None
    if len(example.context) != 1 or not isinstance(prompt, str):
        raise FormatError((), f"has more than one prompt of text before the answer, and {NAME} holds one")
    fields: dict[str, Json] = {
        "prompt": prompt,
        "completions": steps,
        "labels": [mark in (True, 1) for mark in verdicts],
    }
    if example.format == NAME:
        return Rendered(ordered(fields | example.extras, example.style["order"]))
    where = str(example.style["label"])
    losses = [Loss(where, f"{NAME} takes the steps along and whether each is right, nothing else")]
    if any(type(mark) is not bool and mark not in (1, -1) for mark in verdicts):
        losses.append(Loss(where, f"{NAME} knows right and wrong only; a neutral step became wrong"))
    said = [loss for loss in lost(example, NAME) if loss.path != where]
    origins: dict[Path, Path] = {
        ("prompt",): example.context[0].origin,
        ("completions",): example.candidates[0].messages[0].origin,
    }
    return Rendered(fields, (*losses, *said), origins)


def _check(value: Json, kind: type, key: str, word: str) -> None:
    if not isinstance(value, list) or not value or not all(type(item) is kind for item in value):
        raise FormatError((key,), f"is not a list of at least one {word}")
