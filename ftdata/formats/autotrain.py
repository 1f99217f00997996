r"""Columns of AutoTrain's trainers for language models: ``text``, ``rejected_text`` and ``prompt``.

``text`` is the answer that was chosen, or a conversation; ``rejected_text`` the other one (reward, DPO, ORPO). A cell is
text, a list of messages, or the text of such a list: Python's, as AutoTrain reads it, or JSON. Where both cells are
conversations, the messages that both begin with are the prompt; AutoTrain takes it from there, too, and not from its
column ``prompt``, and keeps the last message of each side alone. Lists are written as lists, never as text of them: in
that ``null``, ``true`` and ``false`` break AutoTrain.

A file of texts alone has the format ``text``, conversations under ``messages`` are ``chat``, with
``column_mapping: {text_column: messages}``.

```json row
{"prompt": "What is 2 + 2?", "text": "4", "rejected_text": "5"}
```

```json row
{"text": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

```json row
{"text": "[{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hello!'}]", "rejected_text": "[{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'No.'}]"}
```

Sources:
- https://github.com/huggingface/autotrain-advanced/tree/main/src/autotrain/trainers/clm, 0.8.36 (2025-01)
- https://huggingface.co/docs/autotrain/llm_finetuning (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._message import answer_start
from ftdata.formats._prompt import is_messages, is_text, kind_of, read_cell, require, shared, text_style, write_cell
from ftdata.formats._ready import Finisher
from ftdata.jsontext import from_python
from ftdata.jsontext import parse as parse_json
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "autotrain"
TITLE = "AutoTrain's text columns"
METHODS = ("dpo", "reward", "sft")
KINDS = ("chat", "text")
KEYS = ("text", "rejected_text")

_CELLS = ("text", "rejected_text")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a text and a rejected text, or with a conversation in the column text."""
    if not isinstance(row.get("text"), str | list):
        return None
    if isinstance(row.get("rejected_text"), str | list):
        return Match(3, "there are columns text and rejected_text")
    if is_messages(_opened(row["text"])):
        return Match(3, "text is a list of objects with role, or the text of one")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the text is the preferred, or only, answer."""
    require(row, "text")
    keys = ["text"] if row.get("rejected_text") is None else [*_CELLS]
    cells = [_opened(row[key]) for key in keys]
    for key, cell in zip(keys, cells, strict=True):
        if not isinstance(cell, str | list):
            raise FormatError((key,), "is neither text nor a list of messages")
    if len({type(cell) for cell in cells}) > 1:
        raise FormatError((), "has a text and a rejected_text that are neither both text nor both conversations")
    sides = [read_cell(cell, "assistant", (key,)) for key, cell in zip(keys, cells, strict=True)]
    if isinstance(cells[0], str):
        return _texts(row, keys, sides)
    count = shared(*cells) if len(cells) > 1 else answer_start(sides[0])
    answers = [Candidate(side[count:]) for side in sides if side[count:]]
    return _example(row, keys, sides[0][:count], answers)


def render(example: Example) -> Rendered:
    """Write whole conversations, or texts that were texts; a pair has its prompt in a column as well.

    Raises:
        FormatError: There is no turn at all.
    """
    if not example.turns:
        raise FormatError((), "has no turns")
    finisher = Finisher(example, NAME)
    own = example.format == NAME
    answers = [answer.messages for answer in example.candidates[: len(_CELLS)]] or [[]]
    cells = example.style["cells"] if own and len(example.context) == example.style["count"] else None
    fields: dict[str, Json] = _cells(example, finisher, answers) if cells is None else dict(cells)
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    tools = [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    last = [] if own else _last_only(answers)
    losses = [*finisher.losses, *tools, *last, *second_answer(example, NAME, len(_CELLS)), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _texts(row: Mapping[str, Json], keys: list[str], sides: list[list[Message]]) -> Example:
    """Plain texts: two answers to the prompt in its column, or texts that hold it."""
    prompt = row.get("prompt")
    if not isinstance(prompt, str | None):
        raise FormatError(("prompt",), "is not text, as the answers are")
    style = text_style(prompt, *(row[key] for key in keys))
    context = [] if prompt is None else read_cell(prompt, "user", ("prompt",))
    example = _example(row, [*keys, *(["prompt"] if context else [])], context, [Candidate(side) for side in sides])
    return example._replace(style=example.style | style, kind=kind_of(style) if context else "text")


def _example(row: Mapping[str, Json], used: list[str], context: list[Message], answers: list[Candidate]) -> Example:
    cells = {key: value for key, value in row.items() if key in used}
    return Example(
        context=context,
        candidates=answers,
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style={"order": list(row), "cells": cells, "count": len(context)},
    )


def _cells(example: Example, finisher: Finisher, answers: list[list[Message]]) -> dict[str, Json]:
    form = "text" if is_text(example) else "messages"
    fields: dict[str, Json] = {}
    if example.context and len(example.candidates) > 1:
        fields["prompt"] = write_cell(finisher, example.context, ("prompt",), form=form)
    if form == "text" and example.context and not fields:
        form = "messages"  # AutoTrain has a column for the prompt in pairs alone
    for key, answer in zip(_CELLS, answers, strict=False):
        said = answer if form == "text" else [*example.context, *answer]
        fields[key] = write_cell(finisher, said, (key,), form=form)
    return fields


def _last_only(answers: list[list[Message]]) -> list[Loss]:
    """Turns of one of two answers that AutoTrain passes over."""
    long = len(answers) > 1 and any(len(answer) > 1 for answer in answers)
    return [Loss("text", f"{NAME} trains on the last message of each side alone")] if long else []


def _opened(cell: Json) -> Json:
    """A cell; for the text of a list of messages that list."""
    if not isinstance(cell, str) or not cell.lstrip().startswith("[{"):
        return cell
    raw = cell.encode("utf-8", "surrogatepass")
    value, defects = parse_json(raw)
    if not any(defect.fatal for defect in defects) and is_messages(value):
        return value
    try:
        value = from_python(raw)
    except (ValueError, TypeError):
        return cell
    return value if is_messages(value) else cell
