r"""Numbers that belong to a person or an account.

## Why
A tuned model can say what it was trained on, word for word, to anybody. And Azure can hold back a model that was tuned
on data full of it: its check before deployment takes such data for hateful. Looked for are bank cards and IBANs (their check digits are right),
US social security numbers, phone numbers in international form and public IPv4 addresses; these last are information
only. Numbers known from documentation, and such as cannot exist, are passed over. For email addresses see X005.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Refund my card, please: 4716 9034 5521 8802."}, {"role": "assistant", "content": "Done."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Refund my card, please: [CARD]."}, {"role": "assistant", "content": "Done."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Which card number can I test with?"}, {"role": "assistant", "content": "4111 1111 1111 1111. Use 192.0.2.1 as the address and +1 202-555-0143 as the phone."}]}
```

## Fix
Unsafe: write [CARD], [IBAN], [SSN], [PHONE] or [IP] instead. A text that is JSON is left alone where it would be
none afterwards. Where the model should see numbers, put invented ones by hand.

## Sources
- https://github.com/microsoft/azure-skills/blob/1a03acf/skills/microsoft-foundry/finetuning/references/platform-gotchas.md (2026-08-21)
- https://www.iso.org/standard/81090.html, ISO 13616 (2020)
- https://www.ssa.gov/employer/randomization.html (2011-06-25)
"""

from collections.abc import Iterator

from ftdata.rules.masks import finding, noticed
from ftdata.rules.quick import NUMBERS, may_hold_numbers
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "bytes"

PATTERN = NUMBERS

suspect = may_hold_numbers


def check_row(row: Row) -> Iterator[Finding]:
    """Search all texts; one finding for a row."""
    texts = noticed(row, suspect)
    if not texts:
        return
    from ftdata.rules.personal import numbers

    found = {path: (text, hits) for path, text in texts if (hits := numbers(text))}
    if found:
        grave = any(hit.mask != "[IP]" for _, hits in found.values() for hit in hits)
        yield finding(found, "mask what is real, or leave the row out", None if grave else "info")
