r"""A key or token that gives access to something.

## Why
A tuned model can say what it was trained on, and whoever holds a key can use it. A key that stood in training data
counts as leaked. Looked for are keys with a mark of their issuer (AWS, GitHub, GitLab, OpenAI, Anthropic, Google,
Hugging Face, Slack, Stripe, Azure Storage, PyPI), private keys and signed web tokens. Passwords, and keys without such a
mark, are not found.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Why does AKIAQ3EGX7N5TJ2LWV6B not work?"}, {"role": "assistant", "content": "It has expired."}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Why does [SECRET] not work?"}, {"role": "assistant", "content": "It has expired."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "What does an AWS key look like?"}, {"role": "assistant", "content": "Like AKIAIOSFODNN7EXAMPLE; keep yours out of chats."}]}
```

## Fix
Unsafe: write [SECRET] instead. Withdraw the key at its issuer as well.

## Sources
- https://github.com/gitleaks/gitleaks/blob/b58d3f10/config/gitleaks.toml (2026-07-22)
- https://www.rfc-editor.org/rfc/rfc7519 (2015-05)
"""

from collections.abc import Iterator

from ftdata.rules.masks import finding, noticed
from ftdata.rules.quick import KEY_WORDS, may_hold_keys
from ftdata.rules.row import Row
from ftdata.types import Finding

SEVERITY = "warning"
SEES = "texts"
MARKS = KEY_WORDS

suspect = may_hold_keys


def check_row(row: Row) -> Iterator[Finding]:
    """Search all texts; one finding for a row."""
    texts = noticed(row, suspect)
    if not texts:
        return
    from ftdata.rules.secrets import secrets

    found = {path: (text, hits) for path, text in texts if (hits := secrets(text))}
    if found:
        yield finding(found, "withdraw it at its issuer and mask it here")
