r"""A name of a speaker with characters that are refused, or a function message without the name of its function.

## Why
The provider refuses some names: "Invalid 'messages[1].name': string does not match pattern." Earlier it took letters,
digits, underscores and hyphens only; white space and <|\/> have always been refused, and only these are reported. In
a message of the legacy role function the name says which function answers, so it has to be there.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi", "name": "Ada Lovelace"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi", "name": "Ada_Lovelace"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Hi", "name": "Ada Lovelace"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: which name is meant is for you to say.

## Sources
- https://github.com/jekalmin/extended_openai_conversation/issues/251 (2024-08-08, seen on the live service)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestFunctionMessage (2026-08-21)
"""

import re
from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("name", "function")

_NAME = re.compile(r"[^\s<|\\/>]{1,64}")


def check_row(row: Row) -> Iterator[Finding]:
    """Look at names where the target publishes which messages have one, and for the function's everywhere."""
    by_role = row.destination.fact("message_keys", {})
    for turn in row.turns:
        if turn.role == "function" and "name" not in turn.message:
            yield Finding("a function message needs the name of its function; add it", turn.path, severity="error")
        elif "name" in turn.message and "name" in by_role.get(turn.role, ()):
            yield from _judge(turn)


def _judge(turn: Turn) -> Iterator[Finding]:
    name = turn.message["name"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield Finding(
            f'the name is {shown(name)} (provider: "string does not match pattern"); '
            "use 1 to 64 characters without spaces and <|\\/>, or take it out",
            (*turn.path, "name"),
        )
