r"""Preference pairs in plain columns: a question, perhaps a system prompt, and two answers.

The shapes that Axolotl's DPO strategies read and LLaMA-Factory's ranked Alpaca rows: the question is in ``question``
(Intel), ``instruction`` (Argilla; with an ``input`` below it on a new line, LLaMA-Factory) or ``input`` (ICR), or in
``prompt`` beside a column ``system``; the answers are in ``chosen`` and ``rejected``, or ``chosen_response`` and
``rejected_response``, or ``response_chosen`` and ``response_rejected``. ``history`` holds
earlier pairs of question and answer.

```json row
{"system": "Be brief.", "question": "What is 2 + 2?", "chosen": "4", "rejected": "5"}
```

```json row
{"instruction": "Translate to German.", "input": "Good day", "chosen": "Guten Tag", "rejected": "Hallo Welt"}
```

```json row
{"system": "", "instruction": "Name a colour.", "chosen_response": "Blue.", "rejected_response": "Seven."}
```

Sources:
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, prompt_strategies/dpo/chatml.py, argilla, icr, intel (2026-11-23)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md, preference dataset (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, write_system
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._questions import history_column, question, question_columns, read_history, read_text
from ftdata.formats._ready import field_of
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "preference-columns"
TITLE = "Question and two answers in columns"
METHODS = ("dpo", "reward")
KEYS = ("chosen", "chosen_response", "response_chosen")

_ANSWERS = (
    ("chosen", "rejected"),
    ("chosen_response", "rejected_response"),
    ("response_chosen", "response_rejected"),
)
_QUESTIONS = ("question", "instruction", "input", "prompt")
_OURS = ("system", "history", "instruction", "input")
_OTHER_FORMATS = frozenset(["messages", "conversations", "conversation", "output", "response", "text"])


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with two answers of text and a column for the question."""
    answers, key = _answer_keys(row), _question_key(row)
    if not answers or not key or not _OTHER_FORMATS.isdisjoint(row):
        return None
    if not all(isinstance(row[name], str) for name in (*answers, key)):
        return None
    return Match(4, f"there are columns {key}, {answers[0]} and {answers[1]} of text")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a pair; the chosen answer is the first candidate."""
    answers, key = _answer_keys(row), _question_key(row)
    if not answers or not key:
        raise FormatError((), f"has no {'question' if answers else 'chosen and rejected answer'}")
    ours = columns(row, _OURS)
    joined = key == "instruction"
    text = question(ours) if joined else read_text(row[key], (key,))
    asked = Message("user", text, origin=(key,))
    replies = [Message("assistant", read_text(row[name], (name,)), origin=(name,)) for name in answers]
    used = {*answers, key, "system", "history", *(("input",) if joined else ())}
    return Example(
        context=[*read_system(row), *read_history(row), asked],
        candidates=[Candidate([reply]) for reply in replies],
        extras={name: value for name, value in row.items() if name not in used},
        format=NAME,
        style={"order": list(row), "columns": ours, "question": key, "answers": list(answers)},
    )


def render(example: Example) -> Rendered:
    """Write a question with two answers; earlier pairs become history.

    Raises:
        FormatError: There are not two answers of one turn each, or the turns before them are not a system prompt, then
            user and assistant in turn up to a question.
    """
    own = example.format == NAME
    answers = [answer.messages for answer in example.candidates[:2]]
    if [len(answer) for answer in answers] != [1, 1]:
        raise FormatError((), f"has no two answers of one turn each, which {NAME} is made of")
    context = list(example.context)
    system = context.pop(0) if context and context[0].role in ("system", "developer") else None
    _check(context, [answer[0] for answer in answers])
    losses: list[Loss] = []
    *earlier, last, one, other = [text_of(turn, NAME, losses) for turn in (*context, answers[0][0], answers[1][0])]
    prompt = text_of(system, NAME, losses) if system else None
    raw = own_columns(example, NAME)
    key = example.style["question"] if own else "question"
    fields = question_columns(raw, last) if key == "instruction" else {key: last}
    fields |= dict(zip(example.style["answers"] if own else _ANSWERS[0], (one, other), strict=True))
    fields |= write_system(raw, prompt) | history_column(raw, earlier)
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    for turn in (*([system] if system else ()), *context, answers[0][0], answers[1][0]):
        losses += lost_fields(turn, NAME)
    if system and prompt is None:
        losses.append(Loss(field_of(system, "content"), "is empty, so there is no system prompt"))
    tools = [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    losses += [*tools, *second_answer(example, NAME, 2), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), _origins(fields, context, answers))


def _check(context: list[Message], answers: list[Message]) -> None:
    wanted = ["user", "assistant"] * (len(context) // 2) + ["user"]
    for turn, role in zip([*context, *answers], [*wanted[: len(context)], "assistant", "assistant"], strict=False):
        if turn.role != role or turn.tool_calls:
            raise FormatError(turn.origin, f"is no word of user and assistant in turn, and {NAME} holds nothing else")
    if len(context) % 2 == 0:
        raise FormatError((), "has no question before the answers")


def _origins(fields: Mapping[str, Json], context: list[Message], answers: list[list[Message]]) -> dict[Path, Path]:
    keys = [next(key for key in _QUESTIONS if key in fields), *_answer_keys(fields)]
    turns = [context[-1], *(answer[0] for answer in answers)]
    return {(key,): turn.origin for key, turn in zip(keys, turns, strict=True)}


def _answer_keys(row: Mapping[str, Json]) -> tuple[str, ...]:
    return next((keys for keys in _ANSWERS if all(key in row for key in keys)), ())


def _question_key(row: Mapping[str, Json]) -> str:
    """The column of the question; a prompt counts beside a system prompt only, or beside answers with these names."""
    found = next((key for key in _QUESTIONS[:3] if key in row), "")
    beside = "system" in row or "chosen_response" in row
    return found or ("prompt" if beside and "prompt" in row else "")
