r"""PRM800K's rows: a problem and the steps of its solution, each with several candidates that people rated.

A rating is 1 (right), 0 (neither) or -1 (wrong). A row stands for as many answers as it has ways through: the
steps that were chosen up to some step, then one of the candidates there that were not chosen; and the chosen steps to
their end. Steps that a person wrote count as right. TRL's script for this set makes the same rows. Rows that were given
up or that were flagged as bad problems end where their steps end.

These rows are read, not written.

```json row
{"question": {"problem": "What is 2 + 3 * 4?"}, "label": {"steps": [{"completions": [{"text": "3 * 4 = 12.", "rating": 1}], "human_completion": null, "chosen_completion": 0}]}}
```

```json row
{"labeler": "a", "question": {"problem": "1 + 1?", "ground_truth_answer": "2"}, "label": {"steps": [{"completions": [{"text": "It is 3.", "rating": -1, "flagged": false}], "human_completion": null, "chosen_completion": 0}], "finish_reason": "found_error"}}
```

Sources:
- https://github.com/openai/prm800k, README, data format (2023-05)
- https://github.com/huggingface/trl/blob/main/examples/datasets/prm800k.py (2025-01)
"""  # noqa: E501

from collections.abc import Iterator, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match
from ftdata.formats._prompt import require
from ftdata.formats._steps import answer_of
from ftdata.types import Example, Json, Message, Path

NAME = "prm800k"
TITLE = "PRM800K solutions with rated steps"
METHODS = ("stepwise",)
KEYS = ("question",)
MARKS = ("steps",)
render = None


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a problem, and a label that holds steps."""
    question, label = row.get("question"), row.get("label")
    if isinstance(question, Mapping) and "problem" in question and isinstance(label, Mapping) and "steps" in label:
        return Match(5, "question is an object with a problem, and label one with steps")
    return None


def spread(row: dict[str, Json]) -> list[dict[str, Json]]:
    """Rows that hold one way through the steps each, the chosen one last."""
    return [{**row, "label": {**row["label"], "steps": steps}} for steps in _ways(_steps(row)) if steps]


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row with one way through its steps."""
    steps = _steps(row)
    if any(len(_candidates(step)) != 1 for step in steps) or not steps:
        raise FormatError(("label", "steps"), "holds several examples, or none")
    rated = [_candidates(step)[0] for step in steps]
    texts, ratings = [each["text"] for each in rated], [each.get("rating") for each in rated]
    problem = row["question"]["problem"]
    if not isinstance(problem, str):
        raise FormatError(("question", "problem"), "is not text")
    used = ("question",) if [*row["question"]] == ["problem"] else ()
    return Example(
        context=[Message("user", problem, origin=("question", "problem"))],
        candidates=[answer_of(texts, ratings, ("label", "steps"))],
        extras={key: value for key, value in row.items() if key not in used},
        format=NAME,
        style={"steps": texts, "verdicts": ratings, "label": "label"},
    )


def _ways(steps: list[dict[str, Json]]) -> Iterator[list[Json]]:
    past: list[Json] = []
    for step in steps:
        candidates, chosen = _candidates(step), _chosen(step)
        for number, candidate in enumerate(candidates):
            if number != chosen:
                yield [*past, _alone(candidate)]
        if chosen is None:
            break
        past = [*past, _alone(candidates[chosen])]
    yield past


def _alone(candidate: Json) -> dict[str, Json]:
    """A step with this candidate only."""
    return {"completions": [candidate], "human_completion": None, "chosen_completion": 0}


def _chosen(step: Mapping[str, Json]) -> int | None:
    """Number of the candidate that the next step follows; what a person wrote is the last one."""
    chosen = step.get("chosen_completion")
    if isinstance(chosen, int) and 0 <= chosen < len(step.get("completions") or ()):
        return chosen
    return len(_candidates(step)) - 1 if step.get("human_completion") else None


def _candidates(step: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The candidates of a step, the one that a person wrote last, rated as right."""
    written = step.get("human_completion")
    return [*(step.get("completions") or ()), *([{**written, "rating": 1}] if written else ())]


def _steps(row: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The steps of a row, checked.

    Raises:
        FormatError: One has no text, or no rating.
    """
    require(row, "question", "label")
    if not isinstance(row["question"], Mapping) or "problem" not in row["question"]:
        raise FormatError(("question",), "is not an object with a problem")
    label = row["label"]
    steps = label.get("steps") if isinstance(label, Mapping) else None
    if not isinstance(steps, list):
        raise FormatError(("label",), "is not an object with a list of steps")
    for number, step in enumerate(steps):
        _check(step, ("label", "steps", number))
    return steps


def _check(step: Json, path: Path) -> None:
    if not isinstance(step, Mapping) or not isinstance(step.get("completions"), list | None):
        raise FormatError(path, "is not an object with a list of completions")
    given = [*(step.get("completions") or ()), *([step["human_completion"]] if step.get("human_completion") else ())]
    if not all(isinstance(one, Mapping) and isinstance(one.get("text"), str) for one in given):
        raise FormatError(path, "has a completion without text")
    if not all(_is_rating(candidate.get("rating")) for candidate in _candidates(step)):
        raise FormatError(path, "has a completion whose rating is not 1, 0 or -1")


def _is_rating(value: Json) -> bool:
    return value is None or (type(value) is int and value in (1, 0, -1))
