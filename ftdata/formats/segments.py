r"""Axolotl's rows of segments: pieces of text, each of which is learned or not.

Axolotl's type ``input_output`` joins the pieces as they are, without a template, and computes the loss on those whose
``label`` is true. Other formats hold the text and not which pieces of it are learned, which is stated as a loss unless
all are.

```json row
{"segments": [{"label": false, "text": "<s>Question: 2 + 2?\nAnswer:"}, {"label": true, "text": " 4</s>"}]}
```

```json row
{"segments": [{"label": true, "text": "The tide rises twice a day."}], "source": "almanac"}
```

Sources:
- https://docs.axolotl.ai/docs/dataset-formats/template_free.html (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.types import Candidate, Example, Json, Message

NAME = "segments"
TITLE = "Axolotl's segments of text"
METHODS = ("pretrain",)
KINDS = ("text",)
KEYS = ("segments",)

_FIELDS = {"label", "text"}


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of objects of label and text."""
    segments = row.get("segments")
    if isinstance(segments, list) and any(isinstance(each, Mapping) and set(each) >= _FIELDS for each in segments):
        return Match(4, "segments is a list of objects with label and text")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its pieces are joined as they are."""
    segments = row.get("segments")
    if not isinstance(segments, list) or not segments:
        raise FormatError(("segments",) if "segments" in row else (), "is not a non-empty list of segments")
    for index, each in enumerate(segments):
        if not isinstance(each, Mapping) or not _is_segment(each):
            raise FormatError(("segments", index), "is not an object with text and a label that is true or false")
    learned = all(each["label"] and set(each) == _FIELDS for each in segments)
    text = "".join(each["text"] for each in segments)
    extras = {key: value for key, value in row.items() if key != "segments" or not learned}
    return Example(
        context=[],
        candidates=[Candidate([Message("assistant", text, origin=("segments",))])],
        extras=extras,
        format=NAME,
        style={"order": list(row), "segments": segments, "text": text},
        kind="text",
    )


def render(example: Example) -> Rendered:
    """Write a text, all of which is learned.

    Raises:
        FormatError: It is no text of one piece.
    """
    if example.context or not example.candidates:
        raise FormatError((), f"is a prompt of rendered text, and {NAME} would be told which piece of it is learned")
    text: Json = example.candidates[0].messages[0].content
    if not isinstance(text, str):
        raise FormatError((), f"holds no text, and {NAME} holds nothing else")
    fields: dict[str, Json] = {"segments": [{"label": True, "text": text}]}
    if example.format == NAME:
        kept = {"segments": example.style["segments"]} if example.style["text"] == text else fields
        fields = ordered(example.extras | kept, example.style["order"])
    return Rendered(fields, (*second_answer(example, NAME), *lost(example, NAME)))


def _is_segment(value: Mapping[str, Json]) -> bool:
    return isinstance(value.get("text"), str) and isinstance(value.get("label"), bool)
