r"""A grader that the service cannot run.

## Why
The grader is checked when the job starts, or fails on every answer once it runs: an operation that does not exist, a
formula that does not parse, Python without a function grade. Each try of the model then counts as wrong.

## Examples
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"neq","input":"{{sample.output_text}}","reference":"{{item.answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl bad method=rft set=grader:{"type":"python","name":"same","source":"def\u0020score(sample,item):\u0020return\u00201.0"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl bad method=rft set=grader:{"type":"multi","name":"all","graders":{"same":{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.answer}}"}},"calculate_output":"0.5*same+0.5*like"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```
```jsonl good method=rft set=grader:{"type":"multi","name":"all","graders":{"same":{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.answer}}"},"code":{"type":"python","name":"code","source":"def\u0020grade(sample,item):\u0020return\u00201.0"}},"calculate_output":"max(same,code)/2"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
```

## Fix
None: the grader has to be corrected. Python is read, never run; what it does with an answer is not checked. A name is
not asked for, since graders without one are known to run.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- https://developers.openai.com/api/docs/guides/graders (2026-11-06)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, GraderStringCheck and its like (2026-08-21)
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ftdata.rules.grade_function import NAME, Source, read
from ftdata.rules.graders import ANSWER, ROW, Part, parts, references
from ftdata.rules.shown import listed, shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json, Severity, path_text

SEVERITY = "error"
NEEDS = ("grader",)
METHODS = ("rft",)

_NEEDED: dict[str, dict[str, type | tuple[type, ...]]] = {
    "string_check": {"input": str, "reference": str, "operation": str},
    "text_similarity": {"input": str, "reference": str, "evaluation_metric": str},
    "score_model": {"model": str, "input": list},
    "label_model": {"model": str, "input": list, "labels": list, "passing_labels": list},
    "python": {"source": str},
    "multi": {"graders": (dict, list), "calculate_output": str},
    "endpoint": {"url": str},
}
_WORDS = {str: "a text", list: "a list", (dict, list): "an object of graders"}
_ROLES = ("system", "developer", "user", "assistant")
_UNIT = (0, 1)
_ARGUMENTS = 2
_LONGEST = 10_000
_VARIABLE = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


class _Fault(NamedTuple):
    """What is wrong, and how bad it is where that is not an error."""

    said: str
    severity: Severity | None = None


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Look at the grader and at each that it is made of, where the target says which graders there are."""
    grader = destination.options.get("grader")
    if grader is None or not destination.fact("grader_types"):
        return
    if not isinstance(grader, dict):
        yield Finding(f"the grader is {shown(grader)}; it has to be an object with a type")
    for part in parts(grader):
        where = f"the grader at {path_text(part.path):.60}" if part.path else "the grader"
        for fault in _faults(part, destination):
            yield Finding(f"{where} {fault.said}", severity=fault.severity)
    for fault in _stray(destination):
        yield Finding(fault.said, severity=fault.severity)


def _faults(part: Part, destination: Destination) -> Iterator[_Fault]:
    grader, kind = part.grader, part.grader.get("type")
    taken = destination.fact("grader_parts" if part.path else "grader_types", ())
    if not isinstance(kind, str) or kind not in taken:
        has = f"has the type {shown(kind)}" if "type" in grader else "has no type"
        yield _Fault(f"{has}; it has to be one of {', '.join(taken)}")
        return
    lacking = [key for key in _NEEDED.get(kind, ()) if key not in grader]
    if lacking:
        yield _Fault(f"has no {' and no '.join(lacking)}, which {kind} needs")
    for key, wanted in _NEEDED.get(kind, {}).items():
        if key in grader and not isinstance(grader[key], wanted):
            yield _Fault(f"has {shown(grader[key])} as {key}; it has to be {_WORDS[wanted]}")
            return
    if not lacking:
        yield from _CHECKS.get(kind, _nothing)(grader, destination)
        yield from _threshold(grader)


def _nothing(_: Mapping[str, Json], __: Destination) -> Iterator[_Fault]:
    yield from ()


def _string_check(grader: Mapping[str, Json], destination: Destination) -> Iterator[_Fault]:
    yield from _choice(grader, "operation", destination.fact("grader_operations"))


def _text_similarity(grader: Mapping[str, Json], destination: Destination) -> Iterator[_Fault]:
    yield from _choice(grader, "evaluation_metric", destination.fact("grader_metrics"))


def _choice(grader: Mapping[str, Json], key: str, known: list[str] | None) -> Iterator[_Fault]:
    if known and grader[key] not in known:
        yield _Fault(f"has the {key} {shown(grader[key])}; there are {', '.join(known)}")


def _score_model(grader: Mapping[str, Json], _: Destination) -> Iterator[_Fault]:
    yield from _messages(grader)
    if "range" in grader and _bounds(grader["range"]) is None:
        yield _Fault(f"has the range {shown(grader['range'])}; it has to be two numbers, the lower one first")


def _label_model(grader: Mapping[str, Json], _: Destination) -> Iterator[_Fault]:
    yield from _messages(grader)
    labels, passing = grader["labels"], grader["passing_labels"]
    strange = [label for label in passing if label not in labels]
    if strange or not passing:
        yield _Fault(f"has the passing_labels {shown(passing)}; they have to be some of its labels")


def _messages(grader: Mapping[str, Json]) -> Iterator[_Fault]:
    if not grader["input"]:
        yield _Fault("has no messages in its input, so its model is asked nothing")
    for message in grader["input"]:
        sound = isinstance(message, dict) and message.get("role") in _ROLES and message.get("content")
        if not sound:
            yield _Fault(f"has {shown(message)} in its input; a message has a role ({', '.join(_ROLES)}) and a content")
            return


def _python(grader: Mapping[str, Json], destination: Destination) -> Iterator[_Fault]:
    text, most = grader["source"], destination.fact("max_grader_bytes")
    size = len(text.encode("utf-8", "replace"))
    if most is not None and size > most:
        yield _Fault(f"has {size:,} bytes of Python, above {most:,}; shorten it")
        return
    source = read(text)
    if source.fault:
        yield _Fault(f"has a source that is no Python ({source.fault:.80})")
    elif not source.named:
        yield _Fault(f"has a source without a function {NAME}; define {NAME}(sample, item)")
    else:
        yield from _function(source)


def _function(source: Source) -> Iterator[_Fault]:
    if source.is_async:
        yield _Fault(f"defines {NAME} with async, so that it gives no number; leave async out")
    if not source.takes(_ARGUMENTS):
        yield _Fault(f"defines {NAME} with other than two arguments; it is called as {NAME}(sample, item)")


def _endpoint(grader: Mapping[str, Json], _: Destination) -> Iterator[_Fault]:
    if not grader["url"].startswith(("https://", "http://")):
        yield _Fault(f"has the url {shown(grader['url'])}, which is no address; it begins with https://")


def _multi(grader: Mapping[str, Json], destination: Destination) -> Iterator[_Fault]:
    inner = grader["graders"]
    if not inner:
        yield _Fault("combines no graders")
    names = list(inner) if isinstance(inner, dict) else []
    for key, each in inner.items() if isinstance(inner, dict) else enumerate(inner):
        if not isinstance(each, dict):
            yield _Fault(f"has {shown(each)} as graders.{key!s:.40}; it has to be a grader")
    yield from _formula(grader["calculate_output"], names, destination.fact("grader_functions"))


def _formula(text: str, names: list[str], functions: list[str] | None) -> Iterator[_Fault]:
    """Judge a formula; names are only known where every grader has one that can stand in it."""
    if len(text) > _LONGEST or not _parses(_VARIABLE.sub("x", text.strip()).replace("^", "**")):
        yield _Fault(f"has the calculate_output {shown(text)}, which is no formula")
        return
    nameable = names and functions is not None and all(_VARIABLE.fullmatch(name) for name in names)
    used = dict.fromkeys(_VARIABLE.findall(text))
    strange = [name for name in used if name not in names and name not in (functions or ())]
    if nameable and strange:
        yield _Fault(
            f"has {listed(strange)} in its calculate_output, which none of its graders is called ({listed(names)})"
        )


def _parses(formula: str) -> bool:
    import ast

    try:
        ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


_CHECKS: dict[str, Callable[[Mapping[str, Json], Destination], Iterator[_Fault]]] = {
    "string_check": _string_check,
    "text_similarity": _text_similarity,
    "score_model": _score_model,
    "label_model": _label_model,
    "python": _python,
    "multi": _multi,
    "endpoint": _endpoint,
}


def _threshold(grader: Mapping[str, Json]) -> Iterator[_Fault]:
    """Judge the score from which an answer passes, where the scores have known bounds."""
    threshold = grader.get("pass_threshold")
    if threshold is None:
        return
    if not _is_number(threshold):
        yield _Fault(f"has the pass_threshold {shown(threshold)}; it has to be a number")
        return
    kind = grader["type"]
    bounds = _bounds(grader.get("range", list(_UNIT))) if kind == "score_model" else _UNIT
    if kind not in ("string_check", "text_similarity", "score_model") or bounds is None:
        return
    low, high = bounds
    if not low < threshold <= high:
        result = "no answer passes" if threshold > high else "every answer passes"
        yield _Fault(f"scores from {low} to {high}, so with the pass_threshold {shown(threshold)} {result}", "warning")


def _bounds(value: Json) -> tuple[float, float] | None:
    """The lower and the upper bound of a range; None where it is none."""
    if not isinstance(value, list) or len(value) != len(_UNIT) or not all(map(_is_number, value)):
        return None
    low, high = value
    return (low, high) if low < high else None


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _stray(destination: Destination) -> Iterator[_Fault]:
    """Find templates that lead nowhere, whatever the rows hold."""
    known = destination.fact("grader_variables")
    for each in references(destination):
        named = shown(each.written)
        if each.space not in (ROW, ANSWER):
            yield _Fault(
                f"the grader reads {named}, which is neither of the row nor of the answer; begin with {ROW}. or {ANSWER}."
            )
        elif each.space == ANSWER and known and each.steps and each.steps[0] not in known:
            yield _Fault(f"the grader reads {named}; of an answer there is {', '.join(known)}", "warning")
