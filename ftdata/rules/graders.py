"""Graders of reinforcement fine-tuning: their parts, and what they read from a row and from the answer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ftdata.rules.grade_function import taken_by
from ftdata.targets import Destination
from ftdata.types import Json, Path

ROW, ANSWER = "item", "sample"
"""The names under which a grader finds the fields of a row and the model's answer."""

_NO_FIELDS = frozenset(("messages", "tools", "functions", "parallel_tool_calls"))
_TEMPLATED = ("input", "reference")
_READS_BY_TEMPLATE = frozenset(("string_check", "text_similarity", "score_model", "label_model", "multi"))
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_STEP = re.compile(r"""\.([^\s.\[\]'"|]+)|\[([0-9]{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]""")
_INDEX = re.compile(r"[0-9]{1,9}\Z")


class Part(NamedTuple):
    """A grader, or one of those that a grader of type multi is made of.

    Attributes:
        path: Where it is in the grader that was given.
        grader: The object itself.
    """

    path: Path
    grader: Mapping[str, Json]


class Reference(NamedTuple):
    """Something that a grader reads.

    Attributes:
        written: How it is called there: ``item.answer``.
        space: Its first word; only ``item`` and ``sample`` mean something.
        steps: The way from there.
        code: Whether Python reads it, which may do without.
    """

    written: str
    space: str
    steps: Path
    code: bool = False


class _Missing:
    """What is found where nothing is."""


MISSING = _Missing()


def fields(row: Mapping[str, Json]) -> dict[str, Json]:
    """The fields of a row that are there for a grader: all but the conversation and its tools."""
    return {key: value for key, value in row.items() if key not in _NO_FIELDS}


def blank(value: Json) -> bool:
    """Whether a field says nothing: null, or text without a letter. An empty list may well be meant."""
    return value is None or (isinstance(value, str) and not value.strip())


def value_at(value: Json, steps: Path) -> Any:
    """What stands at the end of a way into a row; MISSING where it leads nowhere."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and 0 <= (index := _index(step)) < len(value):
            value = value[index]
        else:
            return MISSING
    return value


def _index(step: str | int) -> int:
    if isinstance(step, int):
        return step
    return int(step) if _INDEX.match(step) else -1


def parts(grader: Json) -> Iterator[Part]:
    """Yield the grader and those it is made of, as far as they are objects."""
    if not isinstance(grader, dict):
        return
    yield Part((), grader)
    inner = grader.get("graders") if grader.get("type") == "multi" else None
    listed = inner.items() if isinstance(inner, dict) else enumerate(inner if isinstance(inner, list) else ())
    for key, each in listed:
        if isinstance(each, dict):
            yield Part(("graders", key), each)


_last: list[tuple[object, tuple[Reference, ...]]] = []
"""What the grader reads that was asked about last; there is one for all rows."""


def references(destination: Destination) -> tuple[Reference, ...]:
    """Everything that the given grader reads, each once; nothing when none was given."""
    grader = destination.options.get("grader")
    if not _last or _last[0][0] is not grader:
        found = (each for part in parts(grader) for each in _read_by(part.grader))
        _last[:] = [(grader, tuple(dict.fromkeys(found)))]
    return _last[0][1]


def field_references(destination: Destination) -> list[Reference] | None:
    """What the given grader reads of a row's fields; None where none was given, or it may read anything."""
    kinds = [part.grader.get("type") for part in parts(destination.options.get("grader"))]
    if not kinds or not all(isinstance(kind, str) and kind in _READS_BY_TEMPLATE for kind in kinds):
        return None
    found = (each for each in references(destination) if each.space == ROW and each.steps)
    return [each for each in found if each.steps[0] not in _NO_FIELDS]


def _read_by(grader: Mapping[str, Json]) -> Iterator[Reference]:
    for text in (text for key in _TEMPLATED for text in _texts(grader.get(key))):
        for match in _TEMPLATE.finditer(text):
            reference = _reference(match[1].strip())
            if reference:
                yield reference
    source = grader.get("source")
    if grader.get("type") == "python" and isinstance(source, str):
        for key in taken_by(source):
            yield Reference(f"{ROW}.{key}", ROW, (key,), code=True)


def _texts(value: Json) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _reference(text: str) -> Reference | None:
    """Read what stands between the braces; None where it is no way to a value, but a formula or a filter."""
    name = _NAME.match(text)
    if name is None:
        return None
    steps: list[str | int] = []
    place = name.end()
    while place < len(text):
        step = _STEP.match(text, place)
        if step is None:
            return None
        key, index, single, double = step.groups()
        steps.append(int(index) if index else key or single or double or "")
        place = step.end()
    return Reference(text, name[0], tuple(steps))
