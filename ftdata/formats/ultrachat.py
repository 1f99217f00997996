r"""UltraChat's and LIMA's dialogues: a list of bare texts, in which user and assistant speak in turn.

Who speaks is told by the place alone; the first is the user. The list is ``data`` (UltraChat) or ``conversations``
(LIMA). The filtered UltraChat 200k has messages, and is read as
such.

```json row
{"id": "0", "data": ["Name a colour.", "Blue.", "Another one?", "Green."]}
```

```json row
{"data": ["Hi", "Hello!"]}
```

```json row
{"conversations": ["Name a colour.", "Blue."], "source": "stackexchange"}
```

Sources:
- https://github.com/thunlp/UltraChat (2026-11-23)
- https://huggingface.co/datasets/GAIR/lima (2023-06)
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
KEYS = ("data", "conversations")

_ROLES = ("user", "assistant")
_BESIDE = ("id", "source")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a list of two texts or more, and perhaps an id or a source."""
    key = _key(row)
    texts = row.get(key)
    if not isinstance(texts, list) or len(texts) < len(_ROLES) or not set(row) <= {key, *_BESIDE}:
        return None
    if not all(isinstance(text, str) for text in texts):
        return None
    return Match(3, f"{key} is a list of texts")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a dialogue; user and assistant speak in turn."""
    key = _key(row)
    texts = row.get(key)
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise FormatError((key,), "is not a list of texts")
    turns = [Message(_ROLES[place % 2], text, origin=(key, place)) for place, text in enumerate(texts)]
    split = answer_start(turns)
    return Example(
        context=turns[:split],
        candidates=[Candidate(turns[split:])] if split < len(turns) else [],
        extras={name: value for name, value in row.items() if name != key},
        format=NAME,
        style={"order": list(row), "key": key},
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
    own = example.format == NAME
    fields: dict[str, Json] = {example.style["key"] if own else KEYS[0]: texts}
    if own:
        fields = ordered(fields | example.extras, example.style["order"])
    losses += [loss for turn in turns for loss in lost_fields(turn, NAME)]
    losses += [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    return Rendered(fields, tuple(dict.fromkeys([*losses, *second_answer(example, NAME), *lost(example, NAME)])))


def _key(row: Mapping[str, Json]) -> str:
    return next((key for key in KEYS if key in row), KEYS[0])


def _text(turn: Message, losses: list[Loss]) -> str:
    text = text_of(turn, NAME, losses)
    if not isinstance(text, str):
        raise FormatError(turn.origin, f"has no text, and {NAME} holds nothing else")
    return text
