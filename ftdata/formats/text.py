r"""Rows of running text, for pretraining and for language modelling on text that is rendered already.

The text stands in a column ``text`` (TRL, Axolotl, mistral-finetune), ``content``, ``raw_content`` (RedPajama),
``message`` (dolma's samples), or ``response`` where that is the only one (ms-swift). Further columns are carried as
they are. Text in which a chat template has left its marks, such as ``<|im_start|>`` or ``[INST]``, is recognised
and the template named; it is never put into a turn, where the trainer would apply a template a second time. Rows in
which the turns can be told exactly have a format of their own, ``templated``.

Conversations are not written as text: which template joins them is for the model's tokenizer to say.

```json row
{"text": "The tide rises twice a day."}
```

```json row
{"content": "def add(a, b):\n    return a + b\n", "path": "add.py"}
```

```json row
{"text": "[INST] Name a colour. [/INST] Blue."}
```

Sources:
- https://huggingface.co/docs/trl/dataset_formats, TRL 1.16, language modeling (2026-11-23)
- https://github.com/allenai/dolma/blob/main/docs/data-format.md (2026-11-23)
- https://github.com/modelscope/ms-swift, 4.6, docs, pretraining rows (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered
from ftdata.formats._templates import template_of
from ftdata.types import Candidate, Example, Json, Message

NAME = "text"
TITLE = "Running text"
METHODS = ("pretrain",)
KINDS = ("text",)
KEYS = ("text", "content", "raw_content", "message", "response")

_COLUMNS = ("text", "content", "raw_content", "message")
_HALVES = frozenset(
    [
        "answer",
        "answers",
        "chosen",
        "completion",
        "completions",
        "conversation",
        "conversations",
        "from",
        "input",
        "instruction",
        "label",
        "labels",
        "messages",
        "output",
        "prompt",
        "query",
        "question",
        "rejected",
        "rejected_text",
        "response",
        "role",
        "summary",
        "target",
        "targets",
    ]
)
"""Columns beside which a text is half of something else."""


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a column of text and none that makes a question, an answer or a class of it."""
    key = _column(row)
    if not key or not isinstance(row.get(key), str) or not _HALVES.isdisjoint(row.keys() - {key}):
        return None
    if key == "message" and not all(isinstance(value, str) for value in row.values()):
        return None
    template = template_of(row[key])
    rendered = f", rendered with {template}" if template else ""
    return Match(1, f"there is a column {key} of text{rendered}")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; its text is the one answer."""
    key = _column(row)
    if not isinstance(row.get(key), str):
        raise FormatError((key,) if key else (), "is not text" if key else "has no column of text")
    template = template_of(row[key])
    return Example(
        context=[],
        candidates=[Candidate([Message("assistant", row[key], origin=(key,))])],
        extras={name: value for name, value in row.items() if name != key},
        format=NAME,
        style={"order": list(row), "key": key} | ({"template": template} if template else {}),
        kind="text",
    )


def render(example: Example) -> Rendered:
    """Write a text.

    Raises:
        FormatError: There is more than one text, or none.
    """
    turns = [turn for answer in example.candidates for turn in answer.messages]
    if example.context or len(turns) != 1 or not isinstance(turns[0].content, str):
        raise FormatError((), f"is a prompt, or more than one text, and {NAME} holds one text that is learned whole")
    key = example.style["key"] if example.format == NAME else "text"
    fields: dict[str, Json] = {key: turns[0].content}
    if example.format == NAME:
        fields = ordered(fields | example.extras, example.style["order"])
    return Rendered(fields, lost(example, NAME), {(key,): turns[0].origin})


def _column(row: Mapping[str, Json]) -> str:
    found = next((key for key in _COLUMNS if key in row), "")
    return found or ("response" if [*row] == ["response"] else "")
