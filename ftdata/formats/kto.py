r"""TRL's unpaired preference rows: a prompt, one answer, and whether it is a good one, for KTO and BCO.

``prompt`` and ``completion`` are both text or both lists of messages; ``label`` is true or false, or 1 or 0. A pair of
another format becomes two rows, the preferred answer labelled true and the other one false. An answer labelled false
is never written as one to learn: formats without labels refuse the row.

```json row
{"prompt": "What is 2 + 2?", "completion": "4", "label": true}
```

```json row
{"prompt": [{"role": "user", "content": "What is 2 + 2?"}], "completion": [{"role": "assistant", "content": "5"}], "label": false}
```

Sources:
- https://huggingface.co/docs/trl/dataset_formats, TRL 1.16, unpaired preference (2026-11-23)
- https://huggingface.co/docs/trl/kto_trainer, TRL 1.16 (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._labels import assumed, is_label, label_of
from ftdata.formats._prompt import form_of, is_text, kind_of, read_cell, require, text_style, write_cell
from ftdata.formats._ready import Finisher
from ftdata.types import Candidate, Example, Json

NAME = "kto"
TITLE = "Prompt, answer and label"
METHODS = ("kto", "sft")
KINDS = ("chat", "text")
LABELS = True
PER_ANSWER = True
KEYS = ("label",)

_CELLS = ("prompt", "completion")
_FORMS = (["text", "text"], ["messages", "messages"])


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt, a completion, and a label that says yes or no."""
    if not is_label(row.get("label")) or not all(key in row for key in _CELLS):
        return None
    if [form_of(row[key]) for key in _CELLS] not in _FORMS:
        return None
    return Match(3, "there are columns prompt and completion, and a label that says yes or no")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its answer carries the label."""
    require(row, *_CELLS, "label")
    if not is_label(row["label"]):
        raise FormatError(("label",), "is neither true nor false")
    cells = [row[key] for key in _CELLS]
    forms = [form_of(cell) for cell in cells]
    if forms not in _FORMS:
        raise FormatError((), "has a prompt and a completion that are neither both text nor both lists of messages")
    style = text_style(*cells) if "text" in forms else {}
    used = () if style else ("tools",)
    return Example(
        context=read_cell(cells[0], "user", ("prompt",)),
        candidates=[Candidate(read_cell(cells[1], "assistant", ("completion",)), label=row["label"])],
        tools=read_tools(row.get("tools"), ("tools",)) if used else None,
        extras={key: value for key, value in row.items() if key not in (*_CELLS, "label", *used)},
        format=NAME,
        style={"order": list(row), "columns": columns(row, used), "answer_only": True, **style},
        kind=kind_of(style),
    )


def render(example: Example) -> Rendered:
    """Write a prompt, an answer and its label.

    Raises:
        FormatError: There is no answer, or nothing stands before it.
    """
    if not example.candidates:
        raise FormatError((), f"has no answer, and {NAME} says of an answer whether it is good")
    if not example.context:
        raise FormatError((), "has no prompt before the answer")
    finisher = Finisher(example, NAME)
    form = "text" if is_text(example) else "messages"
    answer = example.candidates[0]
    sides = zip(_CELLS, (example.context, answer.messages), strict=True)
    fields: dict[str, Json] = {key: write_cell(finisher, side, (key,), form=form) for key, side in sides}
    raw = own_columns(example, NAME)
    fields |= {"label": label_of(answer)}
    fields |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    if example.format == NAME:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*finisher.losses, *assumed(example, NAME), *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)
