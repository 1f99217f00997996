r"""Two answers side by side, a and b, and which of them won.

Each side is a text (``completion_a``, ``response_a``) with the prompt in ``prompt`` or ``question``, or a whole
conversation (``conversation_a``), as in Chatbot Arena's votes; the messages that both conversations begin with are the
prompt. ``winner`` is ``a`` or ``b``, also as ``model_a`` or ``completion_b``. A tie prefers neither answer, so that row
is refused. These rows are read, not written.

```json row
{"prompt": "What is 2 + 2?", "completion_a": "4", "completion_b": "5", "winner": "a"}
```

```json row
{"model_a": "x", "model_b": "y", "winner": "model_b", "conversation_a": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "No."}], "conversation_b": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

Sources:
- https://huggingface.co/datasets/lmsys/chatbot_arena_conversations (2023-07)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._prompt import form_of, is_messages, read_cell, shared
from ftdata.types import Candidate, Example, Json

NAME = "arena"
TITLE = "Answers a and b, and a winner"
METHODS = ("dpo", "reward")
KEYS = ("winner",)
render = None

_SIDES = ("conversation", "completion", "response", "answer")
_PROMPTS = ("prompt", "question")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a winner and two sides of the same name."""
    if not isinstance(row.get("winner"), str):
        return None
    side = _side(row)
    both = [row.get(f"{side}_{letter}") for letter in "ab"]
    if side and (all(isinstance(each, str) for each in both) or all(is_messages(each) for each in both)):
        return Match(4, f"there are columns {side}_a, {side}_b and winner")
    return None


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the winner comes first."""
    side = _side(row)
    if not side:
        raise FormatError((), "has no two answers such as completion_a and completion_b")
    keys = [f"{side}_{letter}" for letter in "ab"]
    forms = {form_of(row[key]) for key in keys}
    if len(forms) != 1 or "message" in forms:
        raise FormatError((), f"has a {keys[0]} and a {keys[1]} that are neither both text nor both lists of messages")
    won = _winner(row.get("winner"), side)
    turns = [read_cell(row[key], "assistant", (key,)) for key in keys]
    prompt = next((key for key in _PROMPTS if key in row), "") if "text" in forms else ""
    count = shared(*(row[key] for key in keys)) if "messages" in forms else 0
    answers = [Candidate(side[count:]) for side in turns]
    return Example(
        context=read_cell(row[prompt], "user", (prompt,)) if prompt else turns[0][:count],
        candidates=answers if won == "a" else answers[::-1],
        extras={key: value for key, value in row.items() if key not in (prompt, *keys, "winner")},
        format=NAME,
        style={"answer_only": bool(prompt)},
    )


def _side(row: Mapping[str, Json]) -> str:
    return next((side for side in _SIDES if all(f"{side}_{letter}" in row for letter in "ab")), "")


def _winner(value: Json, side: str) -> str:
    """Who won, ``a`` or ``b``.

    Raises:
        FormatError: Neither did, or the word is not known.
    """
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word.startswith("tie"):
        raise FormatError(("winner",), "is a tie, so neither answer is preferred")
    letter = word[-1:]
    if letter not in ("a", "b") or word not in (letter, f"model_{letter}", f"{side}_{letter}"):
        raise FormatError(("winner",), f"is {str(value)[:60]!r}, which is neither a nor b")
    return letter
