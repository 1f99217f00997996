r"""A row that breaks the schema that you gave for rows.

## Why
What your pipeline promises of its rows, that each has an id, that a label is one of five, no service checks and no other
rule knows. A JSON Schema of your own does, and is held against every row as it stands in the file.

## Examples
```jsonl bad target=any set=row-schema:{"properties":{"label":{"enum":["good","bad"]}},"required":["label"]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "label": "god"}
```
```jsonl bad set=row-schema:{"properties":{"messages":{"items":{"properties":{"content":{"maxLength":5}}}}}}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any set=row-schema:{"properties":{"label":{"enum":["good","bad"]}},"required":["label"]}
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "label": "good"}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: whether the row or the schema is wrong is not known. Give the schema with --row-schema. At most ten places of a row
are named, and no other document is fetched. Of formats, date, date-time, email, ipv4, ipv6, uri and uuid are checked.

## Sources
- https://json-schema.org/draft/2020-12/json-schema-validation (2022-06-16)
"""

from collections.abc import Iterable, Iterator

from ftdata.rules.row import Row
from ftdata.targets import Destination
from ftdata.types import Finding

SEVERITY = "error"
SEES = "texts"
ASKS = ("row-schema",)

_MOST = 10


def marks(destination: Destination) -> Iterable[str] | None:
    """With a schema, any row may break it."""
    return () if destination.options.get("row-schema") is None else None


def check_row(row: Row) -> Iterator[Finding]:
    """Hold the row as it stands in the file against the schema."""
    schema = row.destination.options.get("row-schema")
    if schema is None:
        return
    from ftdata.rules.schemas import breaches_of_own

    for path, what in breaches_of_own(schema, row.record.row, _MOST):
        yield Finding(f"the row breaks the row schema: {what}; correct the row or the schema", path)
