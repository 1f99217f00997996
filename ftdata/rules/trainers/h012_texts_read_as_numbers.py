r"""A column of texts that all read as numbers, which the loader turns into numbers.

## Why
AutoTrain reads JSON Lines with pandas, which makes a column of numbers of texts that all read as such: `"007"` becomes 7,
`"1_0"` becomes 10. The trainer then fails on a number where it wants text, or learns another answer.

## Examples
```jsonl bad target=autotrain method=pretrain
{"text": "007"}
{"text": "42"}
```
```jsonl good target=autotrain method=pretrain
{"text": "007"}
{"text": "forty-two"}
```

## Fix
None: write at least one text of the column in words, or conversations as lists of messages, which stay as they are.

## Sources
- https://github.com/huggingface/autotrain-advanced, 0.8.36, src/autotrain/dataset.py (2025-01)
- https://pandas.pydata.org/docs/reference/api/pandas.read_json.html, dtype, and a run of pandas 3.1 (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "parts"
ASKS = ("numeric_texts",)

_MOST = 200


class Fold:
    """Follows the columns whose texts have all read as numbers so far."""

    def __init__(self, destination: Destination) -> None:
        self._asked = destination.fact("numeric_texts") == "numbers" and destination.format != "chat"
        self._numeric: dict[str, str] = {}
        self._others: set[str] = set()

    def add(self, row: Row) -> None:
        """Look at the columns of the next row as it stands in the file."""
        for key, value in row.record.row.items() if self._asked and len(self._others) < _MOST else ():
            if key in self._others or value is None:
                continue
            if _is_numeric(value):
                self._numeric.setdefault(key, value)
            else:
                self._others.add(key)
                self._numeric.pop(key, None)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:  # noqa: ARG002 - the finding is about the file
        """Take in what a part further down holds."""
        self._others |= later._others  # noqa: SLF001
        both = self._numeric | later._numeric  # noqa: SLF001
        self._numeric = {key: value for key, value in both.items() if key not in self._others}

    def findings(self) -> Iterator[Finding]:
        """Report each column that holds nothing but numbers."""
        for key, value in self._numeric.items():
            yield Finding(
                f"every text under {shown(key)} reads as a number, so the loader makes numbers of them: {shown(value)} "
                f"becomes {_number(value)}"
            )


def _is_numeric(value: Json) -> bool:
    if not isinstance(value, str):
        return False
    try:
        float(value)
    except ValueError:
        return False
    return True


def _number(text: str) -> str:
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)
