r"""A column of texts that all look like dates, which the loader turns into timestamps.

## Why
`datasets` reads a column of JSON whose every value is a date, such as `2024-01-01`, as timestamps. The trainer then gets
`datetime` objects where it wants text, and fails; written out again they are numbers. A set that teaches to find dates
has such completions.

## Examples
```jsonl bad target=huggingface method=completion
{"prompt": "When did it open?", "completion": "2024-01-01"}
{"prompt": "And when did it close?", "completion": "2024-03-31"}
```
```jsonl good target=huggingface method=completion
{"prompt": "When did it open?", "completion": "2024-01-01"}
{"prompt": "And when did it close?", "completion": "It never did."}
```

## Fix
None in the file: load it with explicit features (`ftdata prepare --huggingface` writes them), or write whole sentences.

## Sources
- https://github.com/huggingface/datasets/issues/2799 (2021) and a run of datasets 5.2 (2026-11-26)
"""

import re
from collections.abc import Iterator

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "parts"
ASKS = ("dated_texts",)

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?::?\d\d(?::?\d\d)?)?Z?)?")
_MOST = 200


class Fold:
    """Follows the columns whose texts have all been dates so far."""

    def __init__(self, destination: Destination) -> None:
        asked = destination.fact("dated_texts") == "timestamps" and destination.format != "chat"
        self._dated: dict[str, str] = {}
        self._others: set[str] = set()
        self._asked = asked

    def add(self, row: Row) -> None:
        """Look at the columns of the next row as it stands in the file."""
        for key, value in row.record.row.items() if self._asked and len(self._others) < _MOST else ():
            if key in self._others or value is None:
                continue
            if _is_date(value):
                self._dated.setdefault(key, value)
            else:
                self._others.add(key)
                self._dated.pop(key, None)

    def merge(self, later: "Fold", lines: int, rows: int) -> None:  # noqa: ARG002 - the finding is about the file
        """Take in what a part further down holds."""
        self._others |= later._others  # noqa: SLF001
        both = self._dated | later._dated  # noqa: SLF001
        self._dated = {key: value for key, value in both.items() if key not in self._others}

    def findings(self) -> Iterator[Finding]:
        """Report each column that holds nothing but dates."""
        for key, value in self._dated.items():
            yield Finding(
                f"every text under {shown(key)} looks like a date ({shown(value)}), so the loader makes timestamps of them; "
                "load the file with explicit features"
            )


def _is_date(value: Json) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None
