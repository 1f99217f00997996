"""A rule of the user's own, to be filled in: it works as it is written, and passes its own examples."""

import re
from collections.abc import Iterable

from ftdata.errors import UsageError
from ftdata.rules.catalogue import named_by, rules

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_TEXT = '''r"""An answer that holds a word which should not be there.

## Why
Say here what becomes worse when a row is like that.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "TODO: write an answer."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: what belongs there is not known.

## Sources
- our own rule (2026)
"""

from collections.abc import Iterator

from ftdata.rules import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"


def marks(destination: object) -> tuple[str, ...]:
    """Words of which one stands in every row that this rule has something to say about; None for any row."""
    return ("TODO",)


def check_row(row: Row) -> Iterator[Finding]:
    """Report every answer that holds the word."""
    for turn in row.turns:
        for path, text in turn.texts() if turn.role == "assistant" else ():
            if "TODO" in text:
                yield Finding("the answer holds TODO; write it, or drop the row", path)
'''


def skeleton(name: str) -> str:
    """The text of a file for a rule.

    Raises:
        UsageError: The name is none, or another rule has it.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name[:60]!r} is no name for a rule; write small letters and hyphens, as in no-jokes")
    if any(rule.name == name for rule in rules().values()):
        raise UsageError(f"a rule is called {name!r} already")
    return _TEXT


def file_name(name: str, there: Iterable[str]) -> str:
    """The name of its file, with the first number that no file in the folder has.

    Args:
        name: The rule's.
        there: Names of the files in the folder.
    """
    taken = {named[0] for file in there if (named := named_by(file.removesuffix(".py")))}
    code = next(f"U{number:03}" for number in range(1, 1000) if f"U{number:03}" not in taken)
    return f"{code.lower()}_{name.replace('-', '_')}.py"
