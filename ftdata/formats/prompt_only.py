r"""TRL's prompt-only rows: a prompt that the model answers in training, for GRPO, RLOO and online methods.

``prompt`` is text or a list of messages. Every other column is carried: TRL hands it to the functions that give the
reward, as Azure hands it to a grader, so an ``answer`` or ``solution`` goes along between this format and chat rows
that end with the user. ``tools`` is a list or its JSON text. A prompt that a template has rendered already is
recognised, and never becomes a turn.

```json row
{"prompt": "What is 2 + 2?", "answer": "4"}
```

```json row
{"prompt": [{"role": "system", "content": "Think first."}, {"role": "user", "content": "What is 2 + 2?"}], "solution": "$4$", "level": 1}
```

```json row
{"prompt": "<|im_start|>user\nMake 24 of 4, 6.<|im_end|>\n<|im_start|>assistant\n<think>", "target": 24, "nums": [4, 6]}
```

Sources:
- https://huggingface.co/docs/trl/dataset_formats, TRL 1.16, prompt-only (2026-11-23)
- https://huggingface.co/docs/trl/grpo_trainer, TRL 1.16, reward functions (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._prompt import form_of, is_messages, is_text, kind_of, read_cell, require, text_style, write_cell
from ftdata.formats._ready import Finisher, field_of, graded
from ftdata.formats._templates import template_of
from ftdata.types import Example, Json, Loss

NAME = "prompt-only"
TITLE = "Prompts without answers"
METHODS = ("grpo", "rft")
KINDS = ("chat", "text")
KEYS = ("prompt",)

_ANSWERED = frozenset(
    [
        "answers",
        "chat",
        "chosen",
        "completion",
        "completion_a",
        "completions",
        "conversation",
        "conversations",
        "generation",
        "generations",
        "input_ids",
        "instruction",
        "messages",
        "output",
        "outputs",
        "rejected",
        "response",
        "responses",
        "text",
        "winner",
    ]
)
"""Columns that hold an answer, or the conversation that the prompt is taken from."""


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt and no column that answers it."""
    value = row.get("prompt")
    if not _ANSWERED.isdisjoint(row):
        return None
    if is_messages(value):
        return Match(3, "prompt is a list of objects with role, and nothing answers it")
    if not isinstance(value, str):
        return None
    template = template_of(value)
    rendered = f", rendered with {template}" if template else ""
    return Match(1, f"there is a column prompt of text{rendered}, and none that answers it")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a prompt; the further columns are what a reward is worked out from."""
    require(row, "prompt")
    prompt = row["prompt"]
    if form_of(prompt) == "message":
        raise FormatError(("prompt",), "is neither text nor a list of messages")
    style = text_style(prompt) if form_of(prompt) == "text" else {}
    used = () if style else ("tools",)
    return Example(
        context=read_cell(prompt, "user", ("prompt",)),
        tools=read_tools(row.get("tools"), ("tools",)) if used else None,
        extras={key: value for key, value in row.items() if key not in ("prompt", *used)},
        format=NAME,
        style={"order": list(row), "columns": columns(row, used), **style},
        kind=kind_of(style),
    )


def render(example: Example) -> Rendered:
    """Write a prompt. Answers are left out, and stated as lost.

    Raises:
        FormatError: There is no prompt.
    """
    if not example.context:
        raise FormatError((), "has no prompt")
    finisher = Finisher(example, NAME)
    form = "text" if is_text(example) else "messages"
    raw = own_columns(example, NAME)
    fields: dict[str, Json] = {"prompt": write_cell(finisher, example.context, ("prompt",), form=form)}
    fields |= write_tools(raw, example.tools) if "tools" in raw else finisher.tools(("tools",))
    along = example.extras if example.format == NAME else graded(example, ("prompt", "tools"))
    fields |= along
    if example.format == NAME:
        fields = ordered(fields, example.style["order"])
    losses = [*finisher.losses, *_answers(example), *lost(example, NAME, carried=along)]
    return Rendered(fields, tuple(dict.fromkeys(losses)), finisher.origins)


def _answers(example: Example) -> list[Loss]:
    reason = f"{NAME} holds no answers; the model makes its own"
    return [Loss(field_of(turn, "")[:-1] or "answer", reason) for each in example.candidates for turn in each.messages]
