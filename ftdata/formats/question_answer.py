r"""Rows of a question and an answer under the names that question-answering and instruction sets give them.

The columns that hold the two are told by their names, and only where nothing else in the row could be meant: of several
columns that mean the same, such as ``answer`` and ``solution``, none is guessed, and the row counts as unknown until
``--columns`` says which. Known are:

- ``question`` or ``problem`` with ``answer``, ``response``, ``output`` or ``solution`` (GSM8K, MATH, OpenOrca)
- ``problem`` with ``generated_solution`` (OpenMathInstruct)
- ``instruction`` with ``context`` and ``response`` or ``output`` (Dolly), or with ``answer`` or ``target``
- ``prompt`` with ``response``, ``output`` or ``generation`` (metharme)
- ``input`` with ``target`` (Firefly), ``response`` or ``answer``
- ``query`` with ``answer`` or ``output``
- ``inputs`` and ``targets`` (FLAN, P3), ``input_text`` and ``output_text`` (Vertex AI), ``text_input`` and ``output``
  (Gemini API), ``message_1`` and ``message_2`` (CAMEL), ``INSTRUCTION`` and ``RESPONSE`` (OASST instructions),
  ``Instruction`` or ``Question`` and ``Response``

A column ``system`` or ``system_prompt`` is the system prompt. A text in ``context`` stands below the question, on a new
line, as LLaMA-Factory joins an instruction and its input. Rows are written with ``question`` and ``answer``.

```json row
{"question": "What is 2 + 2?", "answer": "4"}
```

```json row
{"instruction": "Who wrote it?", "context": "The Trial is a novel by Franz Kafka.", "response": "Franz Kafka.", "category": "closed_qa"}
```

```json row
{"id": "niv.1", "system_prompt": "Be brief.", "question": "Name a colour.", "response": "Blue."}
```

```json row
{"inputs": "Is the sky green? Answer:", "targets": "no", "task": "colours"}
```

Sources:
- https://github.com/modelscope/ms-swift, 4.6, swift/dataset/preprocessor/core.py, names of columns (2026-11-23)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, docs/dataset-formats/inst_tune.qmd (2026-11-23)
- https://huggingface.co/datasets/databricks/databricks-dolly-15k (2023-04)
- https://cloud.google.com/vertex-ai/generative-ai/docs/models/tune-text-models-supervised (2026-11-26)
"""  # noqa: E501

from collections.abc import Iterable, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._plain import lost_fields, text_of
from ftdata.formats._ready import field_of
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "question-answer"
TITLE = "Questions and answers in columns"
METHODS = ("sft",)
KEYS = (
    "answer",
    "response",
    "output",
    "solution",
    "target",
    "targets",
    "generation",
    "output_text",
    "message_2",
    "RESPONSE",
    "Response",
    "generated_solution",
)
MARKS = (
    ".question",
    ".problem",
    ".query",
    ".instruction",
    ".prompt",
    ".input",
    ".inputs",
    ".input_text",
    ".text_input",
    ".message_1",
    ".INSTRUCTION",
    ".Instruction",
    ".Question",
)

_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "question": ("answer", "response", "output", "solution"),
    "problem": ("answer", "response", "output", "solution", "generated_solution"),
    "query": ("answer", "output"),
    "instruction": ("answer", "target"),
    "prompt": ("response", "output", "generation"),
    "input": ("target", "response", "answer"),
    "inputs": ("targets",),
    "input_text": ("output_text",),
    "text_input": ("output",),
    "message_1": ("message_2",),
    "INSTRUCTION": ("RESPONSE",),
    "Instruction": ("Response",),
    "Question": ("Response",),
}
_CONTEXT = "context"
_WITH_CONTEXT = ("response", "output")
_SYSTEM = ("system", "system_prompt")
_WRITTEN = ("question", "answer")
_OTHER_FORMATS = (
    *("chosen", "rejected", "chosen_response", "rejected_response", "messages", "conversations", "conversation"),
    *("choices", "tools", "history", "image", "images", "video", "videos", "audio", "audios"),
    *("completion", "completions", "kto_tag", "instances"),
)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with one column that holds a question, and one that holds its answer."""
    found = _columns(row)
    if not found or any(key in row for key in _OTHER_FORMATS) or isinstance(row.get("label"), bool):
        return None
    if any(isinstance(row.get(key), list | dict) for key in (*found, _CONTEXT, *_SYSTEM)):
        return None
    return Match(2, f"there are columns {found[0]} and {found[1]}")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the answer is the one to learn."""
    found = _columns(row)
    if not found:
        raise FormatError(
            (), "has no columns of which one is the question and one the answer; name them with --columns"
        )
    question, answer = found
    used = [key for key in (question, answer, _CONTEXT, *_SYSTEM) if key in row]
    user = Message("user", _asked(row, question), origin=(question,))
    reply = Message("assistant", _text(row[answer], (answer,)), origin=(answer,))
    return Example(
        context=[*_read_system(row), user],
        candidates=[Candidate([reply])],
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style={"order": list(row), "columns": {key: row[key] for key in used}, "names": found},
    )


def render(example: Example) -> Rendered:
    """Write one question and its answer, perhaps with a system prompt.

    Raises:
        FormatError: There is more than that, or less.
    """
    system, question, answer = _exchange(example)
    own = example.format == NAME
    raw: Mapping[str, Json] = example.style["columns"] if own else {}
    names = example.style["names"] if own else _WRITTEN
    losses: list[Loss] = []
    fields = _question_columns(raw, names[0], text_of(question, NAME, losses))
    fields[names[1]] = text_of(answer, NAME, losses)
    fields |= _system_column(raw, system, losses)
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [loss for message in example.turns for loss in lost_fields(message, NAME)]
    losses += [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    losses += [*second_answer(example, NAME), *lost(example, NAME)]
    origins: dict[Path, Path] = {(names[0],): question.origin, (names[1],): answer.origin}
    return Rendered(fields, tuple(dict.fromkeys(losses)), origins)


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row of a question and its answer in text and nothing else."""
    if len(row) != len(_WRITTEN):
        return None
    question, answer = row
    if answer not in _ANSWERS.get(question, ()):
        return None
    texts = row[question], row[answer]
    if any(text.__class__ is not str for text in texts):
        return None
    return [("user", texts[0]), ("assistant", texts[1])]


def render_plain(turns: Turns) -> dict[str, Json] | None:
    """Write one question and its answer, perhaps with a system prompt."""
    roles = [role for role, _ in turns]
    if roles not in (["user", "assistant"], ["system", "user", "assistant"]):
        return None
    *before, question, answer = (text for _, text in turns)
    if "" in before:
        return None
    return dict(zip((*_WRITTEN, _SYSTEM[0]), (question, answer, *before), strict=False))


def _columns(row: Mapping[str, Json]) -> tuple[str, str] | None:
    """The columns of the question and the answer; None where there is none, or several could be meant."""
    questions = _meant(row, _ANSWERS)
    answers = _meant(row, KEYS)
    if len(questions) != 1 or len(answers) != 1:
        return None
    (question,), (answer,) = questions, answers
    context = question == "instruction" and _CONTEXT in row
    fit = answer in _ANSWERS[question] or (context and answer in _WITH_CONTEXT)
    return (question, answer) if fit and len(_meant(row, _SYSTEM)) < len(_SYSTEM) else None


def _meant(row: Mapping[str, Json], names: Iterable[str]) -> list[str]:
    """Those of some columns that a row has; of these, the ones that are not null where there are any."""
    there = [name for name in names if name in row]
    return [name for name in there if row[name] is not None] or there


def _text(value: Json, path: Path) -> Json:
    """A cell as content: text or null."""
    if value is None or isinstance(value, str):
        return value
    raise FormatError(path, "is not text")


def _asked(row: Mapping[str, Json], question: str) -> Json:
    """The user's turn: the question and, below it, its context."""
    cells = [_text(row.get(key), (key,)) for key in (question, _CONTEXT)]
    return "\n".join(filter(None, cells)) if cells[1] else cells[0]


def _read_system(row: Mapping[str, Json]) -> list[Message]:
    given = [(key, row[key]) for key in _SYSTEM if row.get(key) not in (None, "")]
    return [Message("system", _text(value, (key,)), origin=(key,)) for key, value in given]


def _exchange(example: Example) -> tuple[Message | None, Message, Message]:
    """The system prompt, the question and the answer."""
    turns = example.turns
    system = turns.pop(0) if turns and turns[0].role in ("system", "developer") else None
    if [turn.role for turn in turns] != ["user", "assistant"]:
        raise FormatError((), f"is not one question and its answer, and {NAME} holds nothing else")
    if any(turn.tool_calls for turn in turns):
        raise FormatError(turns[1].origin, f"calls tools, and {NAME} has no room for that")
    return system, turns[0], turns[1]


def _question_columns(raw: Mapping[str, Json], name: str, text: Json) -> dict[str, Json]:
    if raw and _asked(raw, name) == text:
        return {key: raw[key] for key in (name, _CONTEXT) if key in raw}
    return {name: text}


def _system_column(raw: Mapping[str, Json], system: Message | None, losses: list[Loss]) -> dict[str, Json]:
    given = {key: raw[key] for key in _SYSTEM if key in raw}
    if [message.content for message in _read_system(raw)] == ([system.content] if system else []):
        return given
    text = text_of(system, NAME, losses) if system else None
    if text:
        return {_SYSTEM[0]: text}
    if system:
        losses.append(Loss(field_of(system, "content"), "is empty, so there is no system prompt"))
    return {}
