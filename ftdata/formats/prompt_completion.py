r"""Rows of a prompt and its completion, both text or both lists of messages.

The legacy shape of OpenAI's base models, of Bedrock and others (text), and TRL's prompt-completion type, whose
loss falls on the completion alone. A text column ``system`` is read as a system prompt. An example from another
format becomes text when it is one question and one answer in plain text and nothing else; any other becomes lists
of messages, which lose nothing. Text in which a template has left its marks never becomes a turn.

```json row
{"prompt": "What is 2 + 2?", "completion": "4"}
```

```json row
{"prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}], "completion": [{"role": "assistant", "content": "Hello!"}]}
```

Sources:
- https://github.com/openai/openai-openapi/blob/bf2a340/openapi.yaml, FineTuneCompletionRequestInput (2025-03-22)
- https://huggingface.co/docs/trl/dataset_formats, TRL 1.16 (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, Turns, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_system, read_tools, write_system, write_tools
from ftdata.formats._message import parse_messages, render_message
from ftdata.formats._prompt import kind_of, text_style
from ftdata.formats._ready import Finisher, field_of
from ftdata.formats._templates import MARKED, template_of
from ftdata.types import ABSENT, Candidate, Example, Json, Loss, Message, Path

NAME = "prompt-completion"
TITLE = "Prompt and completion"
METHODS = ("sft", "completion")
KINDS = ("chat", "text")
KEYS = ("prompt", "completion")

DOUBTS = MARKED
_FIELDS = ("prompt", "completion")
_OTHER_FORMATS = ("chosen", "rejected")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt and a completion that are text or lists."""
    if not all(key in row for key in _FIELDS) or any(key in row for key in _OTHER_FORMATS):
        return None
    if not all(isinstance(row[key], str | list | None) for key in _FIELDS):
        return Match(1, "there are columns prompt and completion, of other values than text")
    return Match(1 if "instruction" in row else 2, "there are columns prompt and completion")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the completion is the answer."""
    for key in _FIELDS:
        if key not in row:
            raise FormatError((), f"has no key {key}")
    is_text = all(isinstance(row[key], str | None) for key in _FIELDS)
    if not is_text and not all(isinstance(row[key], list) for key in _FIELDS):
        raise FormatError((), "has a prompt and a completion that are neither both text nor both lists of messages")
    prompt, answer = (_turns(row[key], role, (key,)) for key, role in zip(_FIELDS, ("user", "assistant"), strict=True))
    used = ("system",) if is_text else ("system", "tools")
    style = text_style(row["prompt"], row["completion"]) if is_text else {}
    return Example(
        context=[*read_system(row), *prompt],
        candidates=[Candidate(answer)],
        tools=None if is_text else read_tools(row.get("tools"), ("tools",)),
        extras={key: value for key, value in row.items() if key not in (*_FIELDS, *used)},
        format=NAME,
        style={"order": list(row), "columns": columns(row, used), "text": is_text, "answer_only": True} | style,
        kind=kind_of(style),
    )


def render(example: Example) -> Rendered:
    """Write a prompt and its completion.

    Raises:
        FormatError: There is no answer, or nothing stands before it.
    """
    if not example.candidates:
        raise FormatError((), "has no answer to complete the prompt with")
    if not example.context:
        raise FormatError((), "has no prompt before the answer")
    own = example.format == NAME
    is_text = example.style["text"] if own else _is_exchange(example)
    written = _as_text(example) if is_text else _as_messages(example)
    fields = written.row
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses = [*written.losses, *second_answer(example, NAME), *lost(example, NAME)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), written.origins)


def parse_plain(row: Mapping[str, Json]) -> Turns | None:
    """Read a row that holds nothing but a prompt and a completion in text."""
    if tuple(row) != _FIELDS:
        return None
    prompt, completion = row.values()
    if prompt.__class__ is not str or completion.__class__ is not str or template_of(prompt, completion):
        return None
    return [("user", prompt), ("assistant", completion)]


def render_plain(turns: Turns) -> dict[str, Json] | None:
    """Write one question and its answer as text, and one answer to several turns without another as messages."""
    *context, (last, answer) = turns
    if last != "assistant" or not context or any(role == "assistant" for role, _ in context):
        return None
    if len(context) == 1 and context[0][0] == "user":
        return {"prompt": context[0][1], "completion": answer}
    return {"prompt": _plain_messages(context), "completion": _plain_messages(turns[-1:])}


def _plain_messages(turns: Turns) -> list[Json]:
    return [{"role": role, "content": text} for role, text in turns]


def _turns(value: Json, role: str, path: Path) -> list[Message]:
    """A cell of text as one turn, or a list of messages."""
    return parse_messages(value, path) if isinstance(value, list) else [Message(role, value, origin=path)]


def _is_exchange(example: Example) -> bool:
    """Whether this is one question and one answer in plain text and nothing else."""
    turns = example.turns
    return (
        [turn.role for turn in turns] == ["user", "assistant"]
        and all(set(render_message(turn)) == {"role", "content"} for turn in turns)
        and all(isinstance(turn.content, str) for turn in turns)
        and not example.tools
    )


def _as_text(example: Example) -> Rendered:
    *before, question = example.context
    answer = example.candidates[0].messages[0]
    prompt = before[0].content if before else None
    system = write_system(own_columns(example, NAME), prompt if isinstance(prompt, str) else None)
    row = {"prompt": question.content, "completion": answer.content} | system
    return Rendered(row, (), {("prompt",): question.origin, ("completion",): answer.origin})


def _as_messages(example: Example) -> Rendered:
    finisher = Finisher(example, NAME)
    context = list(example.context)
    raw = own_columns(example, NAME)
    column = context.pop(0).content if context and context[0].style.get("column") and raw else None
    system = write_system(raw, column if isinstance(column, str) else None)
    row: dict[str, Json] = {"prompt": finisher.write(context, ("prompt",))}
    row |= {"completion": finisher.write(example.candidates[0].messages, ("completion",))} | system
    row |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    earlier = [] if raw or example.format == NAME else _untrained(example.context)
    return Rendered(row, (*finisher.losses, *earlier), finisher.origins)


def _untrained(context: list[Message]) -> list[Loss]:
    """Answers in the prompt, which the loss does not fall on."""
    answers = [turn for turn in context if turn.role == "assistant" and turn.weight in (ABSENT, 1)]
    reason = f"{NAME} trains on the completion alone, not on earlier answers"
    return [Loss(field_of(turn, "")[:-1] or "context", reason) for turn in answers[:1]]
