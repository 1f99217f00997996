r"""A row without a field that the grader reads.

## Why
A template such as {{item.answer}} is filled from the row. Where the row has no answer, the grader fails or compares
with nothing, every try of the model scores the same, and the job is paid for all the same. One of Microsoft's own
samples is like that.

## Examples
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.reference_answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}]}
```
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.truth.value}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "truth": {"value": "4"}}
{"messages": [{"role": "user", "content": "2 + 3?"}], "truth": {"number": "5"}}
```
```jsonl good method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.truth.values[0]}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "truth": {"values": ["4", "four"]}}
{"messages": [{"role": "user", "content": "2 + 3?"}], "truth": {"values": ["5"]}}
```

## Fix
None: the field has to be added to the rows, or named right in the grader. Give the grader with --grader; `prepare` then
rejects the rows without the field. What a Python grader reads is told by G010, once for the file.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- https://github.com/microsoft-foundry/fine-tuning, MedMCQ (6,150 rows without the field its grader reads, measured by ftdata 2026-11-23)
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from ftdata.rules.graders import MISSING, ROW, Reference, fields, references, value_at
from ftdata.rules.row import Row
from ftdata.rules.shown import listed, shown
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "shape"
METHODS = ("rft",)

_MOST = 8
"""Fields of the row that a message names."""


def check_row(row: Row) -> Iterator[Finding]:
    """Look up everything that the grader's templates read; Python may do without."""
    for read in references(row.destination):
        if read.space == ROW and read.steps and not read.code and value_at(row.value, read.steps) is MISSING:
            yield _missing(read, fields(row.value))


def _missing(read: Reference, given: Mapping[str, Json]) -> Finding:
    there = f"it has: {listed(islice(given, _MOST))}" if given else "it has no field beside the messages"
    advice = "add the field or correct the grader"
    if ROW in given:
        advice = f"put the fields beside messages, since those inside {ROW} are read as {ROW}.{ROW}"
    return Finding(f"the grader reads {shown(read.written)}, which this row does not have ({there}); {advice}")
