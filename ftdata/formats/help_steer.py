r"""HelpSteer's pairs: a prompt or a conversation, two responses, and how much people prefer one of them.

``overall_preference`` (HelpSteer3) or ``preference_strength`` (HelpSteer2) is a whole number from -3, the first response
is much better, to 3, the second one is; 0 says that they are about the same, so that row is refused. HelpSteer3 has the
conversation so far in ``context``, HelpSteer2 a text in ``prompt``. How strong the preference is, and what people said
of it, has no place in other formats. HelpSteer3's rows about edits are not read: their good and bad edits are such that
follow the feedback or do not, and not better and worse answers to the conversation.

These rows are read, not written.

```json row
{"domain": "general", "language": "english", "context": [{"role": "user", "content": "What is 2 + 2?"}], "response1": "4", "response2": "5", "overall_preference": -2, "individual_preference": [{"score": -2, "reasoning": "Four is right."}]}
```

```json row
{"prompt": "Name a colour.", "response_1": "Seven.", "response_2": "Blue.", "preference_strength": 3}
```

Sources:
- https://huggingface.co/datasets/nvidia/HelpSteer3 (2025-05)
- https://huggingface.co/datasets/nvidia/HelpSteer2 (2024-12)
"""  # noqa: E501

from collections.abc import Mapping
from typing import NamedTuple

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._prompt import is_messages, read_cell
from ftdata.types import Candidate, Example, Json, Message

NAME = "help-steer"
TITLE = "HelpSteer pairs"
METHODS = ("dpo", "reward")
KEYS = ("overall_preference", "preference_strength")
render = None

_PROMPTS = ("context", "prompt")
_STRONGEST = 3


class _Layout(NamedTuple):
    answers: tuple[str, str]
    preference: str


_LAYOUTS = (
    _Layout(("response1", "response2"), "overall_preference"),
    _Layout(("response_1", "response_2"), "preference_strength"),
)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt, two responses and the preference."""
    layout, prompt = _layout(row), row.get(_prompt(row))
    if not layout or not all(isinstance(row[key], str) for key in layout.answers):
        return None
    if not isinstance(prompt, str) and not is_messages(prompt):
        return None
    return Match(5, f"there are columns {layout.answers[0]}, {layout.answers[1]} and {layout.preference}")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a pair; the better response is the first candidate."""
    layout, prompt = _layout(row), _prompt(row)
    if not layout or prompt not in row:
        raise FormatError((), "has no prompt with two responses and a preference between them")
    for key in layout.answers:
        if not isinstance(row[key], str):
            raise FormatError((key,), "is not text")
    first, second = layout.answers
    better = [second, first] if _strength(row, layout.preference) > 0 else [first, second]
    return Example(
        context=read_cell(row[prompt], "user", (prompt,)),
        candidates=[Candidate([Message("assistant", row[key], origin=(key,))]) for key in better],
        extras={key: value for key, value in row.items() if key not in (prompt, *layout.answers)},
        format=NAME,
        style={"answer_only": True},
    )


def _layout(row: Mapping[str, Json]) -> _Layout | None:
    return next((each for each in _LAYOUTS if {*each.answers, each.preference} <= set(row)), None)


def _prompt(row: Mapping[str, Json]) -> str:
    return next((key for key in _PROMPTS if key in row), _PROMPTS[0])


def _strength(row: Mapping[str, Json], key: str) -> int:
    """How much the second response is better than the first, from -3 to 3.

    Raises:
        FormatError: It is no such number, or neither is better.
    """
    value = row[key]
    if type(value) is not int or abs(value) > _STRONGEST:
        raise FormatError((key,), f"is {str(value)[:60]!r}, and no whole number from -{_STRONGEST} to {_STRONGEST}")
    if not value:
        raise FormatError((key,), "is 0, so neither response is preferred")
    return value
