r"""An HTML page instead of data.

## Why
A download that needed a login, or went to the page about a file instead of the file, leaves a web page under the
data's name.

## Examples
```jsonl bad
<!DOCTYPE html>
<html><head><title>Sign in</title></head></html>
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```

## Fix
None: download the file itself, often through a link called raw or download.

## Sources
- ftdata's own rule: no provider names it
"""

from collections.abc import Iterator

from ftdata.rules.defects import defects
from ftdata.targets import Destination
from ftdata.types import Finding, Record

SEVERITY = "error"


def check_record(record: Record, _: Destination) -> Iterator[Finding]:
    """Say what the file is and where the data may be."""
    for _defect in defects(record, "html-page"):
        yield Finding("this is a web page, not data: a sign-in or error page perhaps; download the file itself")
