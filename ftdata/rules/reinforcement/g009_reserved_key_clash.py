r"""A field for the grader that is called like something the grader knows already.

## Why
A grader finds the row's fields under item and the model's answer under sample. A row that wraps its fields into an
object item is read as {{item.item.answer}}, not as {{item.answer}}; and a field sample is easily mistaken for the
answer.

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "item": {"answer": "4"}}
{"messages": [{"role": "user", "content": "2 + 3?"}], "item": {"answer": "5"}}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "answer": "5"}
```
```jsonl good method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.item.answer}}"}
{"messages": [{"role": "user", "content": "2 + 2?"}], "item": {"answer": "4"}}
```

## Fix
None: the grader has to change with the rows. With --grader nothing is said here: what it reads and does not find is told
by G003, and a field tools that holds no tools by T012.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- ftdata's own rule (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.graders import ANSWER, ROW, references
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"
METHODS = ("rft",)
NEEDS = ("item", "sample")
ONCE = True


def check_row(row: Row) -> Iterator[Finding]:
    """Look for the two names among the keys of the row; a grader that reads fields shows what is meant."""
    if any(each.space == ROW for each in references(row.destination)):
        return
    if isinstance(row.value.get(ROW), dict):
        yield Finding(
            "the fields stand inside an object item, so a grader has to read them as item.item; put them beside messages",
            (ROW,),
        )
    if ANSWER in row.value:
        yield Finding(
            "the field is called sample, which is what graders call the model's answer; give it another name", (ANSWER,)
        )
