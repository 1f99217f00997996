r"""A file for reinforcement fine-tuning whose rows hold nothing but the conversation.

## Why
A grader scores the model's answer against what the row says besides its messages: a reference answer, tests, a
rubric. Without any such field it can only look at the answer itself, so it scores every question alike.

## Examples
```jsonl bad method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}]}
{"messages": [{"role": "user", "content": "2 + 3?"}]}
```
```jsonl good method=rft
{"messages": [{"role": "user", "content": "2 + 2?"}], "reference_answer": "4"}
{"messages": [{"role": "user", "content": "2 + 3?"}], "reference_answer": "5"}
```
```jsonl good method=rft set=grader:{"type":"python","name":"short","source":"def\u0020grade(sample,item):pass"}
{"messages": [{"role": "user", "content": "Say hello in one word."}]}
```

## Fix
None: the answers have to come from somewhere. With --grader nothing is said here, since what it reads is known then.
Rows of which only some have a field are told by S011.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/scripts/validate/validate_rft.py (2026-08-21)
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.graders import fields
from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "keys"
METHODS = ("rft",)


class Fold:
    """Counts the rows, and knows whether one of them has a field for a grader."""

    def __init__(self, destination: Destination) -> None:
        self._asked = bool(destination.fact("grader_fields")) and destination.options.get("grader") is None
        self._rows = 0
        self._found = False

    def add(self, row: Row) -> None:
        """Look at the keys of the next row."""
        self._rows += 1
        self._found = self._found or bool(fields(row.value))

    def repeat(self, keys: Sequence[str], times: int) -> None:
        """Count rows with the keys of a row before them."""
        self._rows += times
        self._found = self._found or bool(fields(dict.fromkeys(keys)))

    def merge(self, later: "Fold", _lines: int, _rows: int) -> None:
        """Take in a part further down."""
        self._rows += later._rows  # noqa: SLF001
        self._found |= later._found  # noqa: SLF001

    def findings(self) -> Iterator[Finding]:
        """Say so when no row has one."""
        if self._asked and self._rows and not self._found:
            rows = "the row has" if self._rows == 1 else f"none of the {self._rows} rows has"
            no = "no" if self._rows == 1 else "a"
            yield Finding(
                f"{rows} {no} field for a grader beside the messages; add the reference answer, "
                "or whatever else tells a good answer from a bad one"
            )
