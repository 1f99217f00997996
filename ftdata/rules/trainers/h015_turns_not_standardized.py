r"""ShareGPT turns that the trainer's own standardizer refuses.

## Why
Unsloth's `standardize_sharegpt` takes turns of exactly two keys, both text, whose speakers are among a few words. It
looks at ten rows: a value among them that is no text ends it with a RuntimeError, a third key with an AssertionError (or
a RuntimeError, where other turns lack the key and the loader fills in null), and a speaker such as `tool` or
`observation` with a TypeError. A speaker that first comes later is a KeyError. So rows with calls cannot take this way.

## Examples
```jsonl bad target=unsloth
{"conversations": [{"from": "human", "value": "Weather?"}, {"from": "gpt", "value": "4 degrees.", "weight": 1}]}
```
```jsonl good target=unsloth
{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]}
```

## Fix
None in the file itself. `ftdata prepare` writes messages, for which no standardizer is needed.

## Sources
- https://github.com/unslothai/unsloth-zoo, 2026.10.9, dataset_utils.py, standardize_data_formats (2026-11-23)
- https://github.com/unslothai/unsloth/issues/1766 (2025, seen by users)
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Path

SEVERITY = "warning"
SEES = "texts"
ASKS = ("standardizer",)

_COLUMN = "conversations"
_TURN = 2
_LOOKS_AT = 10


def marks(destination: Destination) -> tuple[str, ...] | None:
    """Any row may have such turns in its file, where the target has a standardizer."""
    return None if destination.fact("standardizer") else ()


def check_row(row: Row) -> Iterator[Finding]:
    """Find the first turn that it would refuse, in the row as it stands in the file."""
    aliases = row.destination.fact("standardizer")
    turns = row.record.row.get(_COLUMN) if aliases else None
    known = {word for words in (aliases or {}).values() for word in words}
    early = (row.record.location.example or 1) <= _LOOKS_AT
    for number, turn in enumerate(turns if isinstance(turns, list) else ()):
        if isinstance(turn, dict) and "from" in turn and (said := _fault(turn, known, early)):
            path: Path = (_COLUMN, number)
            yield Finding(f"standardize_sharegpt fails here: {said}; ftdata prepare writes messages instead", path)
            return


def _fault(turn: Mapping[str, Any], known: set[str], early: bool) -> str:
    if early and not all(isinstance(value, str) for value in turn.values()):
        return "a value of the turn is no text (RuntimeError)"
    if len(turn) != _TURN:
        return f"the turn has {len(turn)} keys, not 2 (AssertionError, or RuntimeError where other turns lack one)"
    if not isinstance(turn["from"], str) or turn["from"].strip().casefold() not in known:
        return f"it knows no speaker {shown(turn['from'])} ({'TypeError' if early else 'KeyError'})"
    return ""
