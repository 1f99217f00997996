r"""Labels that are all the same.

## Why
KTO weighs desirable answers against undesirable ones. Where all labels are alike there is nothing to weigh; what is
trained then is a poor kind of supervised fine-tuning, or its opposite.

## Examples
```jsonl bad target=huggingface method=kto
{"prompt": [{"role": "user", "content": "2 + 2?"}], "completion": [{"role": "assistant", "content": "4"}], "label": true}
{"prompt": [{"role": "user", "content": "2 + 3?"}], "completion": [{"role": "assistant", "content": "5"}], "label": true}
```
```jsonl good target=huggingface method=kto
{"prompt": [{"role": "user", "content": "2 + 2?"}], "completion": [{"role": "assistant", "content": "4"}], "label": true}
{"prompt": [{"role": "user", "content": "2 + 3?"}], "completion": [{"role": "assistant", "content": "6"}], "label": false}
```

## Fix
None: add answers of the other kind.

## Sources
- https://huggingface.co/docs/trl/kto_trainer, imbalanced datasets (2026-11-23)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "parts"
METHODS = ("kto",)


class Fold:
    """Counts the labels; merges in any order."""

    def __init__(self, destination: Destination) -> None:
        self._asked = bool(destination.fact("both_labels"))
        self._seen = {True: 0, False: 0}

    def add(self, row: Row) -> None:
        """Count the label of the next row."""
        label = row.value.get("label", row.value.get("kto_tag"))
        if label in (True, False):
            self._seen[bool(label)] += 1

    def merge(self, later: "Fold", lines: int, rows: int) -> None:  # noqa: ARG002 - counts have no places
        """Add the counts of another part."""
        for label, rows_with in later._seen.items():  # noqa: SLF001
            self._seen[label] += rows_with

    def findings(self) -> Iterator[Finding]:
        """Report a file whose labels are all alike."""
        good, bad = self._seen[True], self._seen[False]
        if self._asked and good + bad > 1 and not (good and bad):
            said = "true" if good else "false"
            yield Finding(
                f"all {good + bad} labels are {said}; without answers of the other kind there is nothing to weigh"
            )
