r"""A content part that the message's role cannot have, or that is not whole.

## Why
Content is text or a list of parts: text for everybody, images for the user, a refusal for the assistant. A part of
another type, or one without its text or address, makes the provider refuse the file. An image in an answer is V001.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "content": "Hi"}]}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": "https://example.com/cat.png"}]}, {"role": "assistant", "content": "A cat."}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": []}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, {"role": "assistant", "content": [{"type": "text", "text": "A cat."}]}]}
```

## Fix
None: what the part was meant to be is not known.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestMessage (2026-08-21)
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-vision (2026-07-31)
"""

from collections.abc import Iterator, Mapping, Sequence

from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Json

SEVERITY = "error"
SEES = "shape"

_TEXTS = ("text", "refusal")


def check_row(row: Row) -> Iterator[Finding]:
    """Look at every list of parts of a role for which the target says which parts it takes."""
    by_role: dict[str, list[str]] = row.destination.fact("content_parts", {})
    elsewhere = row.destination.fact("untrainable_parts", ())
    known = {kind for kinds in by_role.values() for kind in kinds}
    for turn in row.turns:
        if turn.role in by_role and isinstance(turn.message.get("content"), list):
            drawn = turn.role == "assistant" and "image_url" not in by_role["assistant"]
            yield from _look(turn, by_role[turn.role], known, (*elsewhere, "image_url") if drawn else elsewhere)


def _look(turn: Turn, allowed: Sequence[str], known: set[str], elsewhere: Sequence[str]) -> Iterator[Finding]:
    parts, path = turn.message["content"], (*turn.path, "content")
    if not parts:
        yield Finding("the content is an empty list; write text, or a list with at least one part", path)
    elif not allowed:
        yield Finding(f"a message of role {turn.role} takes text, not a list of parts; write the text alone", path)
    else:
        for index, part in enumerate(parts):
            wrong = _wrong(part, allowed, known, elsewhere)
            if wrong:
                takes = " and ".join(kind for kind in allowed if kind not in elsewhere)
                yield Finding(f"{wrong}; a message of role {turn.role} takes parts of type {takes}", (*path, index))


def _wrong(part: Json, allowed: Sequence[str], known: set[str], elsewhere: Sequence[str]) -> str:
    """Say what is wrong with a part, or nothing."""
    if not isinstance(part, dict):
        return f"the part is {shown(part)}, not an object with a type"
    kind = part.get("type")
    if not isinstance(kind, str):
        return "the part has no type"
    if kind in elsewhere:
        return ""
    if kind not in allowed:
        return f"the part has the {'' if kind in known else 'unknown '}type {shown(kind)}, which cannot stand here"
    if kind in _TEXTS and not isinstance(part.get(kind), str):
        return f"the {kind} part has no text under the key {kind!r}"
    return _wrong_image(part) if kind == "image_url" else ""


def _wrong_image(part: Mapping[str, Json]) -> str:
    image = part.get("image_url")
    if isinstance(image, dict) and isinstance(image.get("url"), str):
        return ""
    return 'the image part has no address; it stands in {"image_url": {"url": "..."}}'
