r"""A row whose reference is empty.

## Why
The grader compares the answer with nothing: no try of the model can be right, or every one is. The row costs many
tries and teaches nothing, or the wrong thing.

## Examples
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4", "note": ""}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": " ", "note": ""}
```
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": null, "note": ""}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4", "note": "", "expected_calls": []}
```

## Fix
None: the reference has to be written, or the row left out. Without --grader it is not known which fields are read; then
only those are looked at whose name says that they hold a reference (answer, reference, solution), as a warning, and
null counts only where no field of the row holds anything.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_rft.py (2026-08-21)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.graders import ROW, blank, fields, references, value_at
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "shape"
METHODS = ("rft", "grpo")

_NAMES = ("answer", "reference", "ground_truth", "solution")


def check_row(row: Row) -> Iterator[Finding]:
    """Look at what the grader's templates read, or at the fields that are named like a reference."""
    given = fields(row.value)
    reads = [each for each in references(row.destination) if each.space == ROW and each.steps and not each.code]
    for read in reads:
        if read.steps[0] in given and blank(value_at(given, read.steps)):
            yield Finding(f"the grader reads {shown(read.written)}, which is empty here; fill it in", read.steps)
    if not reads:
        yield from _guessed(given)


def _guessed(given: Mapping[str, Json]) -> Iterator[Finding]:
    """Without knowing what is read: a field that is null may be one that is not used, where others are."""
    nothing = all(map(blank, given.values()))
    for name, value in given.items():
        named = any(word in name.lower() for word in _NAMES)
        if blank(value) and named and (nothing or value is not None):
            yield Finding(
                f"the field {shown(name)} is empty; fill it in, or leave the row out", (name,), None, "warning"
            )
