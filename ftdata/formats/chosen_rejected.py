r"""TRL's preference rows: a chosen and a rejected answer, with the prompt in a column or at the head of both.

An answer is text, one message, or a list of messages. The prompt is in ``prompt`` (text or messages) or, for answers
of one message, in ``messages`` (Axolotl). Without one, the messages that both lists begin with are the prompt: compared
one by one, never within a text, and each side keeps at least its last message, also where one list is the beginning of
the other. A prompt that stands in its column and at the head of both answers, as in UltraFeedback's binarized set, is
the prompt once. Two texts without a prompt have no turns, and are only written as two texts. ``score_chosen`` and
``score_rejected`` are the scores of the answers; ``margin`` and other columns are carried.

```json row
{"prompt": "What is 2 + 2?", "chosen": "4", "rejected": "5"}
```

```json row
{"prompt": [{"role": "user", "content": "What is 2 + 2?"}], "chosen": [{"role": "assistant", "content": "4"}], "rejected": [{"role": "assistant", "content": "5"}], "margin": 1.5}
```

```json row
{"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}]}
```

```json row
{"prompt": "Hi", "prompt_id": "7", "chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}], "score_chosen": 8.5, "score_rejected": 2.0}
```

Sources:
- https://huggingface.co/docs/trl/dataset_formats, TRL 1.16, preference (2026-11-23)
- https://huggingface.co/datasets/HuggingFaceH4/ultrafeedback_binarized (2026-11-23)
- https://github.com/axolotl-ai-cloud/axolotl, 0.19, prompt_strategies/dpo/chat_template.py (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping
from typing import Any, NamedTuple

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._columns import columns, own_columns, read_tools, write_tools
from ftdata.formats._prompt import (
    begins_with,
    form_of,
    is_message,
    is_messages,
    is_text,
    kind_of,
    read_cell,
    require,
    shared,
    text_style,
    write_cell,
)
from ftdata.formats._ready import Finisher
from ftdata.jsontext import dumps
from ftdata.types import ABSENT, Candidate, Example, Json, Message

NAME = "chosen-rejected"
TITLE = "Chosen and rejected answers"
METHODS = ("dpo", "reward")
KINDS = ("chat", "text")
KEYS = ("chosen", "rejected")

ANSWERS = ("chosen", "rejected")
_SCORES = (("score_chosen", "score_rejected"), ("chosen_score", "rejected_score"), ("chosen_rating", "rejected_rating"))
_OTHER_FORMATS = frozenset(
    ["conversations", "conversation", "instruction", "question", "query", "input", "output", "response", "text"]
)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a chosen and a rejected answer that are text or made of messages."""
    if not all(key in row for key in ANSWERS):
        return None
    both = [row[key] for key in ANSWERS]
    if not _OTHER_FORMATS.isdisjoint(row):
        return _whole(both)
    if all(is_messages(value) for value in both):
        return Match(3, "chosen and rejected are lists of objects with role")
    if all(is_message(value) for value in both):
        return Match(3, "chosen and rejected are objects with role")
    if all(isinstance(value, str) for value in both):
        prompt = "and a prompt" if "prompt" in row else "without a prompt"
        return Match(3, f"chosen and rejected are text, {prompt}")
    return Match(1, "there are columns chosen and rejected")


def _whole(both: list[Any]) -> Match | None:
    """Two whole conversations, which say everything that another column of the row may say again (distilabel)."""
    if all(is_messages(side) and len(side) > 1 for side in both) and both[0][0] == both[1][0]:
        return Match(4, "chosen and rejected are whole conversations that begin alike")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a pair; the chosen answer is the first candidate."""
    require(row, *ANSWERS)
    form = form_of(row["chosen"])
    if form != form_of(row["rejected"]):
        raise FormatError((), "has a chosen and a rejected answer of different kinds: text, a message, or messages")
    head = _head(row, form)
    sides = [read_cell(row[key], "assistant", (key,)) for key in ANSWERS]
    told = head.key and not head.turns
    scores = next((pair for pair in _SCORES if all(_is_number(row.get(key)) for key in pair)), ())
    style = _style(row, form, head)
    used = {*ANSWERS, *filter(None, [head.key]), *style["columns"], *style["copies"]}
    return Example(
        context=read_cell(row[head.key], "user", (head.key,)) if told else sides[0][: head.turns],
        candidates=[
            Candidate(side[head.turns :], score=row[scores[number]] if scores else ABSENT)
            for number, side in enumerate(sides)
        ],
        tools=read_tools(row.get("tools"), ("tools",)) if "tools" in style["columns"] else None,
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style=style | {"scores": list(scores), "answer_only": bool(told)},
        kind="text" if form == "text" and not told else kind_of(style),
    )


def render(example: Example) -> Rendered:
    """Write a pair, its prompt in a column unless the row that was read had it elsewhere.

    Raises:
        FormatError: The example does not have two answers, or nothing stands before them.
    """
    if len(example.candidates) < len(ANSWERS):
        raise FormatError((), f"has {('no answer', 'one answer')[len(example.candidates)]} where {NAME} has two")
    own = example.format == NAME
    if not own and not example.context and example.kind == "chat":
        raise FormatError((), "has no messages before the answers")
    writer = _Writer(example)
    fields = writer.fields()
    if own:
        fields = ordered(fields | example.extras | example.style["copies"], example.style["order"])
    scored = {} if own else _scores(example)
    said = [loss for loss in lost(example, NAME) if not scored or loss.path not in example.style["scores"]]
    losses = [*writer.finisher.losses, *second_answer(example, NAME, len(ANSWERS)), *said]
    return Rendered(fields | scored, tuple(dict.fromkeys(losses)), writer.finisher.origins)


class _Head(NamedTuple):
    """Where the prompt is: in a column, at the head of both answers (so many messages of them), or in both."""

    key: str
    turns: int = 0


class _Writer:
    """Writes the three columns of a pair."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.finisher = Finisher(example, NAME)
        text = is_text(example)
        form = "text" if text else "messages"
        new = {"form": form, "head": form, "key": "prompt" if example.context else "", "count": 0}
        self.style: Mapping[str, Any] = example.style if example.format == NAME else new
        self.changed = self.style["count"] not in (0, len(example.context))

    def fields(self) -> dict[str, Json]:
        """The columns."""
        fields: dict[str, Json] = self._prompt()
        for key, answer in zip(ANSWERS, self.example.candidates, strict=False):
            fields[key] = self._side(key, answer.messages)
        raw = own_columns(self.example, NAME)
        tools = write_tools(raw, self.example.tools) if "tools" in raw else self.finisher.tools(("tools",))
        return fields | tools

    def _prompt(self) -> dict[str, Json]:
        key, context = self.style["key"], self.example.context
        if not key:
            return {}
        if self.style["count"] and not self.changed:
            return {key: self.style["heads"][key]}
        form = self.style["head"] if len(context) == 1 else "messages"
        if self.style["count"] and form == "text":
            return {key: self.style["heads"][key]}
        return {key: write_cell(self.finisher, context, (key,), form=form)}

    def _side(self, key: str, answer: list[Message]) -> Json:
        count = self.style["count"]
        if not count:
            return write_cell(self.finisher, answer, (key,), form=self.style["form"])
        written: list[Json] = self.finisher.branch([*self.example.context, *answer], (key,))
        if not self.changed:
            written[:count] = self.style["heads"][key]
        return written


def _head(row: Mapping[str, Json], form: str) -> _Head:
    """Find the prompt."""
    prompt = row.get("prompt")
    if form != "messages":
        beside = form == "message" and is_messages(row.get("messages"))
        return _Head("prompt" if prompt is not None else "messages" if beside else "")
    both = [row[key] for key in ANSWERS]
    alike = shared(*both)
    if isinstance(prompt, list):
        doubled = all(begins_with(side, prompt) for side in both) and bool(prompt)
        return _Head("prompt", len(prompt) if doubled else 0)
    replies = all(side and is_message(side[0]) and side[0]["role"] == "assistant" for side in both)
    if prompt is not None:
        doubled = any(is_message(turn) and turn.get("content") == prompt for turn in both[0][:alike])
        return _Head("prompt", alike) if doubled else _Head("prompt") if replies else _Head("", alike)
    return _Head("messages") if replies and is_messages(row.get("messages")) else _Head("", alike)


def _style(row: Mapping[str, Json], form: str, head: _Head) -> dict[str, Any]:
    """What to remember of how a pair is written."""
    key, count = head
    heads: dict[str, Json] = {name: row[name][:count] for name in ANSWERS} if count else {}
    if key and count:
        heads[key] = row[key]
    at_head = form_of(row[key]) if key else "messages"
    plain = form == "text" and (not key or at_head == "text")
    style: dict[str, Any] = text_style(row.get("prompt"), *(row[name] for name in ANSWERS)) if plain else {}
    copy = form == "messages" and key != "messages" and "messages" in row and row["messages"] is not None
    copy = copy and dumps(row["messages"]) == dumps(row["chosen"])
    return style | {
        "order": list(row),
        "form": form,
        "head": at_head,
        "key": key,
        "count": count,
        "heads": heads,
        "columns": {} if plain else columns(row, ("tools",)),
        "copies": {"messages": row["messages"]} if copy else {},
    }


def _scores(example: Example) -> dict[str, Json]:
    """The scores of both answers, where the source says which answer is better by them."""
    scores = [answer.score for answer in example.candidates[: len(ANSWERS)]]
    if not example.style.get("scores") or ABSENT in scores:
        return {}
    return dict(zip(_SCORES[0], scores, strict=True))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
