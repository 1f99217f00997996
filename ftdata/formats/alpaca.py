r"""Alpaca rows: an instruction, perhaps an input, and an output.

The shape of Stanford Alpaca and of most instruction sets on the Hub, with the columns that LLaMA-Factory and
ms-swift add: ``system``, and ``history`` with earlier question and answer pairs. ``response`` instead of ``output``
is read too. The user's turn is the instruction and, below it on a new line, the input, as LLaMA-Factory joins them;
no wrapper text is added. Rows with a column ``context`` (Dolly) are another format.

```json row
{"instruction": "Name a colour.", "input": "", "output": "Blue."}
```

```json row
{"instruction": "Translate to German.", "input": "Good day", "output": "Guten Tag", "system": "You translate.", "history": [["Hi", "Hallo"]]}
```

```json row
{"instruction": "Play a pirate.", "response": "Arr!"}
```

Sources:
- https://github.com/tatsu-lab/stanford_alpaca (2023-03)
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md (2026-11-23)
- https://github.com/teknium1/GPTeacher, column response (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, write_system
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._questions import history_column, question, question_columns, read_history, read_text
from ftdata.formats._ready import field_of
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "alpaca"
TITLE = "Alpaca instructions"
METHODS = ("sft",)
KEYS = ("instruction", "output", "response")

_COLUMNS = ("instruction", "input", "system", "history")
_ANSWERS = ("output", "response")
_PLAIN_COLUMNS = (
    ("instruction", "input", "output"),
    ("instruction", "output"),
    ("instruction", "input", "response"),
    ("instruction", "response"),
)
_OTHER_FORMATS = ("chosen", "rejected", "rejected_response", "context")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with an instruction and an output (or response) that are no lists or objects."""
    answer = _answer_key(row)
    if "instruction" not in row or not answer or any(key in row for key in _OTHER_FORMATS):
        return None
    if any(isinstance(row[key], list | dict) for key in ("instruction", answer)):
        return None
    return Match(2, f"there are columns instruction and {answer}")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; earlier pairs become earlier turns."""
    answer = _answer_key(row)
    if "instruction" not in row or not answer:
        raise FormatError((), "has no instruction" if answer else "has no output (or response)")
    ours = columns(row, _COLUMNS)
    asked = Message("user", question(ours), origin=("instruction",))
    reply = Message("assistant", read_text(row[answer], (answer,)), origin=(answer,))
    return Example(
        context=[*read_system(row), *read_history(row), asked],
        candidates=[Candidate([reply])],
        extras={key: value for key, value in row.items() if key not in (*_COLUMNS, answer)},
        format=NAME,
        style={"order": list(row), "columns": ours, "answer": answer},
    )


def render(example: Example) -> Rendered:
    """Write a conversation of user and assistant: its last pair in the columns, the earlier ones as history.

    Raises:
        FormatError: The turns are not a system prompt, then user and assistant in turn up to an answer.
    """
    return write(example, NAME)


def write(example: Example, name: str) -> Rendered:
    """Write the columns for the format ``name``, which has Alpaca's and may have more.

    Raises:
        FormatError: The turns are not a system prompt, then user and assistant in turn up to an answer.
    """
    system, turns = _turns(example, name)
    losses: list[Loss] = []
    texts = [text_of(message, name, losses) for message in turns]
    prompt = text_of(system, name, losses) if system else None
    raw = own_columns(example, name)
    fields = question_columns(raw, texts[-2])
    fields[example.style["answer"] if example.format == name else "output"] = texts[-1]
    fields |= write_system(raw, prompt) | history_column(raw, texts[:-2])
    if example.format == name:
        fields = ordered(fields | example.extras, example.style["order"])
    for message in [system, *turns] if system else turns:
        losses += lost_fields(message, name)
    if system and prompt is None:
        losses.append(Loss(field_of(system, "content"), "is empty, so there is no system prompt"))
    if example.tools:
        losses.append(Loss("tools", f"{name} has no tools"))
    losses += [*second_answer(example, name), *lost(example, name)]
    return Rendered(fields, tuple(dict.fromkeys(losses)))


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row of instruction, perhaps an input, and answer, all of them text."""
    if tuple(row) not in _PLAIN_COLUMNS:
        return None
    asked, *more, answer = row.values()
    if asked.__class__ is not str or answer.__class__ is not str:
        return None
    if more and more[0] != "":
        if more[0].__class__ is not str:
            return None
        asked = f"{asked}\n{more[0]}" if asked else more[0]
    return [("user", asked), ("assistant", answer)]


def render_plain(turns: Turns) -> dict[str, Json] | None:
    """Write turns of user and assistant up to an answer, perhaps after a system prompt."""
    system = turns[0][1] if turns[0][0] == "system" else None
    if system is not None:
        turns = turns[1:]
    if not turns or [role for role, _ in turns] != ["user", "assistant"] * (len(turns) // 2):
        return None
    texts = [text for _, text in turns]
    fields: dict[str, Json] = {"instruction": texts[-2], "input": "", "output": texts[-1]}
    return fields | write_system({}, system) | history_column({}, list(texts[:-2]))


def _answer_key(row: Mapping[str, Json]) -> str:
    return next((key for key in _ANSWERS if key in row), "")


def _turns(example: Example, name: str) -> tuple[Message | None, list[Message]]:
    """Part the system prompt from the turns and make sure that those alternate up to an answer."""
    turns = example.turns
    system = turns.pop(0) if turns and turns[0].role in ("system", "developer") else None
    for index, message in enumerate(turns):
        if message.tool_calls or message.role != ("user", "assistant")[index % 2]:
            raise FormatError(message.origin, f"{name} holds only user and assistant in turn, without tool calls")
    if not turns or len(turns) % 2:
        raise FormatError((), "does not end with an answer")
    return system, turns
