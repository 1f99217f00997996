r"""A question with a list of responses, none of them said to be better: natural_reasoning's rows.

Each response is an example of its own. ``reference_answer``, which the question's source gave, is for a grader and not
what the model is to say; it has no place beside an answer.

These rows are read, not written.

```json row
{"question": "What is 2 + 2?", "reference_answer": "4", "responses": [{"response_model": "a", "response": "4."}]}
```

```json row
{"question": "Name a colour.", "reference_answer": "", "responses": [{"response": "Blue."}]}
```

Sources:
- https://huggingface.co/datasets/facebook/natural_reasoning (2025-02)
"""

from collections.abc import Mapping
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.types import Candidate, Example, Json, Message

NAME = "question-responses"
TITLE = "Question and responses"
METHODS = ("sft",)
KEYS = ("responses",)
MARKS = ("response",)
render = None

_FIELDS = ("question", "responses")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a question and a list of objects with a response."""
    responses = row.get("responses")
    if not isinstance(row.get("question"), str) or not isinstance(responses, list) or not responses:
        return None
    if not all(_is_response(each) for each in responses) or "answers" in row:
        return None
    return Match(4, "responses is a list of objects with response")


def spread(row: dict[str, Json]) -> list[dict[str, Json]]:
    """A row for each response."""
    responses = row.get("responses")
    if not isinstance(responses, list) or len(responses) <= 1:
        return [row]
    return [row | {"responses": [response]} for response in responses]


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row of one response."""
    question, responses = (row.get(key) for key in _FIELDS)
    if not isinstance(question, str):
        raise FormatError(("question",), "is not text")
    if not isinstance(responses, list) or not responses or not _is_response(responses[0]):
        raise FormatError(("responses",), "is not a list of at least one object with a response of text")
    if len(responses) > 1:
        raise FormatError(("responses",), "holds several examples")
    told: Mapping[str, Any] = responses[0]
    said = Message("assistant", told["response"], origin=("responses", 0, "response"))
    return Example(
        context=[Message("user", question, origin=("question",))],
        candidates=[Candidate([said], extras={key: value for key, value in told.items() if key != "response"})],
        extras={key: value for key, value in row.items() if key not in _FIELDS},
        format=NAME,
    )


def _is_response(value: Json) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("response"), str)
