r"""Rows written as Python literals instead of JSON.

## Why
Writing str(row) instead of json.dumps(row) leaves single quotes, None, True and False, which no JSON reader takes.

## Examples
```jsonl bad
{'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hello!', 'name': None}]}
{'messages': [{'role': 'user', 'content': 'Bye'}, {'role': 'assistant', 'content': "It's time."}]}
```
```jsonl bad
{'messages': [{'role': 'user', 'content': 'Bye'}, {'role': 'assistant', 'content': "It's time."}]}
```
```jsonl fixed
{"messages":[{"role":"user","content":"Bye"},{"role":"assistant","content":"It's time."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Print None."}, {"role": "assistant", "content": "print({'a': None})"}]}
```

## Fix
Unsafe: read the literal without running anything and write it as JSON. A row that JSON cannot hold exactly is left.

## Sources
- https://docs.python.org/3/library/ast.html (2026-11)
- ftdata's own rule: providers call such a line invalid JSON
"""

from collections.abc import Iterator

from ftdata.jsontext import dumps, from_python
from ftdata.rules.defects import defects, rewrite
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, Record

SEVERITY = "error"
ONCE = True


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Name the mistake and the command that mends every such row."""
    for _defect in defects(record, "python-literal"):
        yield Finding(
            "a Python literal, not JSON (single quotes, None, True or False); write rows with json.dumps, "
            "or let ftdata rewrite them: ftdata fix --unsafe FILE -o OUT.jsonl",
            fix=_fix(record.raw or b""),
        )


def _fix(raw: bytes) -> Fix | None:
    try:
        text = dumps(from_python(raw))
    except (ValueError, TypeError):
        return None
    return rewrite("write the Python literal as JSON", text, safe=False)
