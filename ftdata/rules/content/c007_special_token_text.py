r"""Text that spells out a special token of the model.

## Why
Tokens such as <|endoftext|> steer the model from outside the text. OpenAI fails the job when one stands in a
message: "message contains an invalid token: <|fim_suffix|>"; a trainer that takes it may read a turn's end there.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!<|im_end|>"}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!<| im_end |>"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello! <|wave|>"}]}
```

## Fix
Unsafe: put spaces inside the token, so that it is plain text: <| im_end |>. Where the token was left over from a
chat template, take it out by hand.

## Sources
- https://github.com/johny-b/llmcomp/issues/59 (2026-02-12, seen on the live service)
- https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16)
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ftdata.rules.answers import written_texts
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Fix, SetValue

SEVERITY = "warning"
SEES = "texts"
ASKS = ("special_tokens",)
COST = "it searches every text for every special token of the destination; a row without any is skipped"


def marks(destination: Destination) -> Iterable[str]:
    """Every token is recognised by how it begins."""
    return {token[:2] for token in destination.fact("special_tokens", ())}


def check_row(row: Row) -> Iterator[Finding]:
    """Search all content and all arguments for the target's special tokens; one finding for each text."""
    tokens = tuple(row.destination.fact("special_tokens", ()))
    if not tokens:
        return
    pattern = _pattern(tokens)
    for path, text in written_texts(row):
        found = pattern.search(text)
        if found:
            token = found[0]
            yield Finding(
                f'the text holds the special token {shown(token)} (provider: "message contains an invalid token: {token}"); '
                "take it out or write it differently",
                path,
                Fix(f"put spaces inside {shown(token)}", False, (SetValue(path, pattern.sub(_spaced, text)),)),
            )


@cache
def _pattern(tokens: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(token) for token in tokens))


def _spaced(match: re.Match[str]) -> str:
    token = match[0]
    if token.startswith("<|") and token.endswith("|>"):
        return f"<| {token[2:-2]} |>"
    return f"{token[0]} {token[1:]}"
