r"""A question and several answers, each with a score of its own: UltraFeedback's completions, Stack Exchange's answers.

UltraFeedback has an ``instruction`` and ``completions`` with ``response`` and ``overall_score``, Stack Exchange's
preferences a ``question`` and ``answers`` with ``text`` and ``pm_score``. The answers become candidates, the best one
first. After it comes the best of those that are worse, because formats of pairs take the first two and two answers of
one score are no pair; equals of the best follow. Where all scores are the same, the first answer alone is read, and the
others are a loss. ``chosen-rejected`` takes the scores along.

UltraFeedback asked each model with a system prompt of its own (``custom_system_prompt``), which is not read: the pair
has to answer one and the same prompt.

These rows are read, not written.

```json row
{"source": "evol_instruct", "instruction": "What is 2 + 2?", "models": ["a", "b"], "completions": [{"model": "a", "response": "5", "overall_score": 2.0}, {"model": "b", "response": "4", "overall_score": 9.0, "fine-grained_score": 4.75}]}
```

```json row
{"qid": 7, "question": "How do I exit vim?", "answers": [{"answer_id": 1, "text": ":q", "pm_score": 5, "selected": true}, {"answer_id": 2, "text": "Never.", "pm_score": 0, "selected": false}]}
```

Sources:
- https://github.com/OpenBMB/UltraFeedback (2023-12)
- https://huggingface.co/datasets/HuggingFaceH4/stack-exchange-preferences (2023-03)
"""  # noqa: E501

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.types import Candidate, Example, Json, Message

NAME = "rated-answers"
TITLE = "Question and answers with scores"
METHODS = ("dpo", "reward")
KEYS = ("completions", "answers")
MARKS = ("overall_score", "pm_score")
render = None


class _Layout(NamedTuple):
    question: str
    answers: str
    text: str
    score: str


_LAYOUTS = (
    _Layout("instruction", "completions", "response", "overall_score"),
    _Layout("question", "answers", "text", "pm_score"),
)


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a question and a list of answers with scores."""
    layout = _layout(row)
    if not layout or not isinstance(row[layout.question], str):
        return None
    answers = row[layout.answers]
    if not isinstance(answers, list) or not answers or not all(_is_rated(each, layout) for each in answers):
        return None
    return Match(5, f"{layout.answers} is a list of objects with {layout.text} and {layout.score}")


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row; the answer of the highest score comes first."""
    layout = _layout(row)
    if not layout or not isinstance(row[layout.question], str):
        raise FormatError((), "has no question of text with a list of answers that have scores")
    answers = row[layout.answers]
    if not isinstance(answers, list) or not answers:
        raise FormatError((layout.answers,), "is not a list of at least one answer")
    for place, answer in enumerate(answers):
        if not _is_rated(answer, layout):
            raise FormatError((layout.answers, place), f"has no {layout.text} of text with a number in {layout.score}")
    places, equal = _order([answer[layout.score] for answer in answers])
    read = (layout.question, layout.answers)
    return Example(
        context=[Message("user", row[layout.question], origin=(layout.question,))],
        candidates=[_candidate(answers[place], place, layout) for place in places],
        extras={key: value for key, value in row.items() if key not in read}
        | ({layout.answers: [answers[place] for place in equal]} if equal else {}),
        format=NAME,
        style={"scores": [f"{layout.answers}.{layout.score}"]},
    )


def _layout(row: Mapping[str, Json]) -> _Layout | None:
    return next((each for each in _LAYOUTS if each.question in row and each.answers in row), None)


def _order(scores: Sequence[Any]) -> tuple[list[int], list[int]]:
    """Places of the answers, and those of answers that are left out because all are equally good."""
    places = sorted(range(len(scores)), key=lambda place: -scores[place])
    best, *others = places
    worse = [place for place in others if scores[place] < scores[best]]
    if others and not worse:
        return [best], others
    equals = [place for place in others if place not in worse]
    return [best, *worse[:1], *equals, *worse[1:]], []


def _candidate(answer: Mapping[str, Json], place: int, layout: _Layout) -> Candidate:
    said = Message("assistant", answer[layout.text], origin=(layout.answers, place, layout.text))
    more = {key: value for key, value in answer.items() if key != layout.text}
    return Candidate([said], extras=more, score=answer[layout.score])


def _is_rated(value: Json, layout: _Layout) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get(layout.text), str):
        return False
    return isinstance(value.get(layout.score), int | float) and not isinstance(value[layout.score], bool)
