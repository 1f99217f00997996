r"""Rows of an input and an output, and perhaps an image, as torchtune has them.

The image stands before the text, where torchtune puts it; a list in ``images`` is read too. Rows with an instruction
are Alpaca's.

```json row
{"input": "What is 2 + 2?", "output": "4"}
```

```json row
{"input": "What is it?", "output": "A cat.", "image": "cat.png"}
```

Sources:
- https://github.com/meta-pytorch/torchtune, 0.6.1, torchtune/data/_messages.py, InputOutputToMessages (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns
from ftdata.formats._media import COLUMNS, own_media
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._questions import read_text
from ftdata.formats._tags import Tagger, place_media, refuse_loose_tags
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "input-output"
TITLE = "Input and output"
METHODS = ("sft",)
KEYS = ("input",)
MARKS = ("output",)

_FIELDS = ("input", "output")
_OTHER_FORMATS = ("instruction", "messages", "conversations", "conversation", "prompt", "completion", "label", "text")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with an input and an output that are text."""
    if not all(isinstance(row.get(key), str) for key in _FIELDS) or any(key in row for key in _OTHER_FORMATS):
        return None
    return Match(2, "there are columns input and output")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row."""
    for key in _FIELDS:
        if key not in row:
            raise FormatError((), f"has no key {key}")
    roles = zip(_FIELDS, ("user", "assistant"), strict=True)
    said = [Message(role, read_text(row[key], (key,)), origin=(key,)) for key, role in roles]
    question, answer = place_media(said, own_media(row), implied=True)
    return Example(
        context=[question],
        candidates=[Candidate([answer])],
        extras={key: value for key, value in row.items() if key not in (*_FIELDS, *COLUMNS)},
        format=NAME,
        style={"order": list(row), "columns": columns(row, tuple(COLUMNS))},
    )


def render(example: Example) -> Rendered:
    """Write one question and its answer.

    Raises:
        FormatError: The turns are others than a user's and the assistant's.
    """
    turns = example.turns
    if [turn.role for turn in turns] != ["user", "assistant"] or any(turn.tool_calls for turn in turns):
        raise FormatError((), f"is not one question and its answer, and {NAME} holds nothing else")
    losses: list[Loss] = []
    tagger = Tagger(example, NAME, losses)
    tagged = [tagger.text_of(turn) for turn in turns]
    texts = [text_of(turn, NAME, losses) if text is None else text for turn, text in zip(turns, tagged, strict=True)]
    fields: dict[str, Json] = dict(zip(_FIELDS, texts, strict=True))
    if example.format == NAME:
        fields |= tagger.columns(own_media(own_columns(example, NAME)))
        fields = ordered(fields | example.extras, example.style["order"])
    else:
        refuse_loose_tags(turns, tagger)
        fields |= tagger.columns({})
    for turn in turns:
        losses += lost_fields(turn, NAME)
    if example.tools:
        losses.append(Loss("tools", f"{NAME} has no tools"))
    losses += [*second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))
