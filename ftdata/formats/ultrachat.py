r"""UltraChat's dialogues: a list of bare texts, in which user and assistant speak in turn.

Who speaks is told by the place alone; the first is the user. The filtered UltraChat 200k has messages, and is read as
such.

```json row
{"id": "0", "data": ["Name a colour.", "Blue.", "Another one?", "Green."]}
```

```json row
{"data": ["Hi", "Hello!"]}
```

Sources:
- https://github.com/thunlp/UltraChat (2026-11-23)
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._message import answer_start
from ftdata.formats._plain import lost_fields, text_of
from ftdata.types import Candidate, Example, Json, Loss, Message

NAME = "ultrachat"
TITLE = "UltraChat dialogues"
METHODS = ("sft",)
KEYS = ("data",)

_ROLES = ("user", "assistant")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of two texts or more under data, and perhaps an id."""
    texts = row.get("data")
    if not isinstance(texts, list) or len(texts) < len(_ROLES) or not set(row) <= {"id", "data"}:
        return None
    if not all(isinstance(text, str) for text in texts):
        return None
    return Match(3, "data is a list of texts")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a dialogue; user and assistant speak in turn."""
    texts = row.get("data")
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise FormatError(("data",), "is not a list of texts")
    turns = [Message(_ROLES[place % 2], text, origin=("data", place)) for place, text in enumerate(texts)]
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        extras={key: value for key, value in row.items() if key != "data"},
        format=NAME,
        style={"order": list(row)},
    )


def render(example: Example) -> Rendered:
    """Write a dialogue.

    Raises:
        FormatError: It is not user and assistant in turn, has tool calls, or is a single turn.
    """
    turns = example.turns
    for place, turn in enumerate(turns):
        if turn.role != _ROLES[place % 2] or turn.tool_calls:
            raise FormatError(turn.origin, f"{NAME} holds only user and assistant in turn, without tool calls")
    if example.format != NAME and len(turns) < len(_ROLES):
        raise FormatError((), "is no dialogue, which begins with a question and its answer")
    losses: list[Loss] = []
    texts = [_text(turn, losses) for turn in turns]
    fields: dict[str, Json] = {"data": texts}
    if example.format == NAME:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [loss for turn in turns for loss in lost_fields(turn, NAME)]
    losses += [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    return Rendered(fields, tuple(dict.fromkeys([*losses, *second_answer(example, NAME), *lost(example, NAME)])))


def _text(turn: Message, losses: list[Loss]) -> str:
    text = text_of(turn, NAME, losses)
    if not isinstance(text, str):
        raise FormatError(turn.origin, f"has no text, and {NAME} holds nothing else")
    return text
