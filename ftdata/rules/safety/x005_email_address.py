r"""Email addresses of persons.

## Why
A tuned model can say what it was trained on, and an address leads to a person. Whether one is real cannot be told:
most addresses in training data were invented to fill a form, so this is information, once a file. Where the rows come
from customers, regrade it: `X005 = "warning"`. Addresses that can belong to nobody (example.com and its like) and those
of an office (support@, noreply@) are passed over.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Write to lena.hartwig@posteo.net, please."}, {"role": "assistant", "content": "Sent."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Write to [EMAIL], please."}, {"role": "assistant", "content": "Sent."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Write to lena@example.com and support@posteo.net, please."}, {"role": "assistant", "content": "Sent."}]}
```

## Fix
Unsafe: write [EMAIL] instead; like every fix of what is information only, it has to be chosen with --select X005.

## Sources
- ftdata (2026: of some forty addresses in published training sets, none could be told to be a person's)
- https://www.rfc-editor.org/rfc/rfc2606 (1999-06)
- https://www.rfc-editor.org/rfc/rfc2142 (1997-05)
"""

from collections.abc import Iterator

from ftdata.rules.masks import finding, noticed
from ftdata.rules.quick import may_hold_emails
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "info"
ONCE = True
SEES = "bytes"
HINTS = (b"@",)
COST = "it looks at what stands around every @; a row without one is skipped"

suspect = may_hold_emails


def check_row(row: Row) -> Iterator[Finding]:
    """Search all texts; one finding for a row."""
    texts = noticed(row, suspect)
    if not texts:
        return
    from ftdata.rules.emails import emails

    found = {path: (text, hits) for path, text in texts if (hits := emails(text))}
    if found:
        yield finding(found, "mask what belongs to a person")
