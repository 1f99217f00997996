r"""Self-Instruct seed tasks: an instruction with one or more instances of input and output.

A row is one example for each of its instances. ``name``, ``is_classification`` and other keys have no place in other
formats, which is said where rows are converted. The user's turn is the instruction and, below it on a new line, the
instance's input, as for Alpaca rows.

```json row
{"id": "seed_task_0", "name": "colour", "instruction": "Name a colour.", "instances": [{"input": "", "output": "Blue."}], "is_classification": false}
```

```json row
{"instruction": "Add the numbers.", "instances": [{"input": "1 2", "output": "3"}]}
```

Sources:
- https://github.com/yizhongw/self-instruct, data/seed_tasks.jsonl (2026-11-23)
"""  # noqa: E501

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered, lost, ordered, second_answer
from ftdata.formats._plain import lost_fields, text_of
from ftdata.types import Candidate, Example, Json, Loss, Message, Path

NAME = "self-instruct"
TITLE = "Self-Instruct tasks"
METHODS = ("sft",)
KEYS = ("instances",)

_FIELDS = ("instruction", "instances")
_CELLS = ("input", "output")


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with an instruction and a list of instances that have an output."""
    instances = row.get("instances")
    if "instruction" not in row or not isinstance(instances, list):
        return None
    if not all(isinstance(each, Mapping) and "output" in each for each in instances):
        return None
    return Match(4, "there are an instruction and instances of it")


def spread(row: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    """A row for each instance."""
    instances = row.get("instances")
    if not isinstance(instances, list) or len(instances) < 2:
        return [row]
    return [{**row, "instances": [each]} for each in instances]


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row of one instance.

    Raises:
        FormatError: It has several, which ``spread`` parts, or none.
    """
    if "instruction" not in row:
        raise FormatError((), "has no instruction")
    instance = _only_instance(row)
    path: Path = ("instances", 0)
    user = Message("user", _asked(row, instance), origin=("instruction",))
    reply = Message("assistant", _text(instance.get("output"), (*path, "output")), origin=(*path, "output"))
    further = {f"instances.{key}": value for key, value in instance.items() if key not in _CELLS}
    return Example(
        context=[user],
        candidates=[Candidate([reply])],
        extras={key: value for key, value in row.items() if key not in _FIELDS} | further,
        format=NAME,
        style={"order": list(row), "columns": {key: row[key] for key in _FIELDS}},
    )


def render(example: Example) -> Rendered:
    """Write one question and its answer as an instruction with one instance.

    Raises:
        FormatError: There is more than that, or less.
    """
    turns = example.turns
    if [turn.role for turn in turns] != ["user", "assistant"] or turns[1].tool_calls:
        raise FormatError((), f"is not one question and its answer in text, and {NAME} holds nothing else")
    losses: list[Loss] = []
    question, answer = (text_of(turn, NAME, losses) for turn in turns)
    raw = example.style["columns"] if example.format == NAME else {}
    fields = _fields(raw, question, answer)
    if raw:
        order = example.style["order"]
        fields = ordered(fields | {key: value for key, value in example.extras.items() if key in order}, order)
    losses += [loss for message in turns for loss in lost_fields(message, NAME)]
    losses += [Loss("tools", f"{NAME} has no tools")] if example.tools else []
    return Rendered(fields, tuple(dict.fromkeys([*losses, *second_answer(example, NAME), *lost(example, NAME)])))


def _only_instance(row: Mapping[str, Json]) -> Mapping[str, Json]:
    instances = row.get("instances")
    if not isinstance(instances, list) or not instances or not all(isinstance(each, Mapping) for each in instances):
        raise FormatError(("instances",), "is not a list of input and output")
    if len(instances) > 1:
        raise FormatError(("instances",), "holds several examples")
    only: Mapping[str, Json] = instances[0]
    return only


def _text(value: Json, path: Path) -> Json:
    if value is None or isinstance(value, str):
        return value
    raise FormatError(path, "is not text")


def _asked(row: Mapping[str, Json], instance: Mapping[str, Json]) -> Json:
    instruction = _text(row["instruction"], ("instruction",))
    given = _text(instance.get("input"), ("instances", 0, "input"))
    return "\n".join(filter(None, (instruction, given))) if given else instruction


def _fields(raw: Mapping[str, Json], question: Json, answer: Json) -> dict[str, Json]:
    """The columns, as they were where nothing changed."""
    if raw:
        instance = raw["instances"][0]
        if _asked(raw, instance) == question and instance.get("output") == answer:
            return dict(raw)
    return {"instruction": question, "instances": [{"input": "", "output": answer}]}
