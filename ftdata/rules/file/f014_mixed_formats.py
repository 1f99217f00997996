r"""A row in another format than the rest of the file.

## Why
A file is read as one format. A row in another one is refused ("Example 3 is missing key 'messages'") or trained on
in a way that nobody wanted.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
{"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello!"}], "non_preferred_output": [{"role": "assistant", "content": "What?"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
{"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye!"}]}
```

## Fix
None: put the rows of each format into a file of their own and convert them to one format.

## Sources
- https://community.openai.com/t/966285 (2024, seen on the live service)
- https://github.com/togethercomputer/together-python/blob/eba5e5f/src/together/utils/files.py (2025-12-23)
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the format that the row has instead."""
    for defect in defects(record, "other-format"):
        yield Finding(
            f"the row has the format {defect.detail}, unlike the rest of the file "
            '(provider: "is missing key"); keep each format in a file of its own and convert it'
        )
