r"""A row that is JSON but no object.

## Why
Every row has to be an object, such as {"messages": [...]}. A list, a string or a number on a line is refused with
"Line 1 is not a dictionary".

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]
```
```jsonl bad
"Hello!"
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: which keys the values belong to is not known.

## Sources
- https://github.com/openai/openai-python/issues/426 (2023-05-01, seen on the live service)
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"

_JSON_WORDS = {
    "NoneType": "null",
    "bool": "a boolean",
    "float": "a number",
    "int": "a number",
    "list": "an array",
    "str": "a string",
}


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the kind of value that stands in the place of an object."""
    for defect in defects(record, "not-object"):
        found = _JSON_WORDS.get(defect.detail, defect.detail.removeprefix("Exact"))
        yield Finding(
            f'the row is {found}, not an object (provider: "is not a dictionary"); '
            'every row has to be an object such as {"messages": [...]}'
        )
