r"""An answer that is meant as JSON, but is none, or breaks the schema that was asked for.

## Why
A program reads such answers. The model learns the missing bracket, the quotes of Python or the wrong field as readily as
all the rest, and then fails where it matters. Few providers look into answers, so nobody else will say so.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815, as JSON."}, {"role": "assistant", "content": "{\"name\": \"Ada Lovelace\", \"born\": 1815,}"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815, as JSON."}, {"role": "assistant", "content": "{'name': 'Ada Lovelace', 'born': 1815}"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815, as JSON."}, {"role": "assistant", "content": "{\"name\": \"Ada Lovelace\", \"born\":"}]}
```
```jsonl bad set=answer-schema:{"type":"object","required":["born"],"properties":{"born":{"type":"integer"}}}
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815, as JSON."}, {"role": "assistant", "content": "{\"name\": \"Ada Lovelace\", \"born\": \"1815\"}"}]}
```
```jsonl bad target=any
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815."}, {"role": "assistant", "content": "She was born in 1815."}], "response_format": {"type": "json_object"}}
```
```jsonl good
{"messages": [{"role": "user", "content": "Ada Lovelace, born 1815, as JSON."}, {"role": "assistant", "content": "{\"name\": \"Ada Lovelace\", \"born\": 1815}"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "How do I write a set in mathematics?"}, {"role": "assistant", "content": "{x : x > 0} is the set of all positive x, and [0, 1) is an interval {half open}"}]}
```

## Fix
None: what the answer was meant to be is not known. Without a schema only what begins as JSON does, with {"key": or
[{"key":, and ends with a bracket or breaks off is looked at; prose, code and JSON with prose around it are not. With
--answer-schema, or a response_format on the row, every answer has to be JSON that keeps to it; breaking your own schema
is an error. When nine answers in ten are like that, it is said once for the file.

## Sources
- https://platform.openai.com/docs/guides/structured-outputs (2026-11-23)
- ftdata, for what looks like JSON (2026-11-23)
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from stringzilla import find

from ftdata.rules.answers import learned_texts, learned_turns
from ftdata.rules.calls import read_json
from ftdata.rules.row import Row
from ftdata.rules.shown import shown
from ftdata.targets import Destination
from ftdata.types import Finding, Json, Path, Severity

SEVERITY = "warning"
SEES = "bytes"
COST = "it matches the beginning of every answer; a row with no answer that opens with a brace and a quote is skipped"

_MOST = 5
_ASKED = ("json_object", "json_schema")
_BEGINS = re.compile(r"""[\[\s]*\{\s*("(?:[^"\\\n]|\\.){0,200}"|'[^'\n]{0,200}')\s*:""")
_HEADS = HINTS = (b'"{', b'"[')
_ASSISTANT = re.compile(rb'"role": ?"assistant"')
_CONTENTS = tuple(b'"content":%b%b' % (space, head) for space in (b"", b" ") for head in _HEADS)


def marks(destination: Destination) -> Iterable[str] | None:
    """With a schema for answers, any row may hold one that breaks it."""
    return () if destination.options.get("answer-schema") is None else None


def suspect(raw: bytes) -> bool:
    """Whether a message of the assistant begins like JSON and is none."""
    if not _may_begin(raw):
        return False
    from ftdata.rules.glance import REFUSED

    try:
        messages = _decoder()(raw).messages
        texts = [bytes(message.content) for message in messages if message.role == "assistant"]
        return any(text[:2] in _HEADS and _flaw(json.loads(text)) for text in texts)
    except (*REFUSED, ValueError):
        return True


def _may_begin(raw: bytes) -> bool:
    """Whether a message begins like JSON whose role, where roles stand first, is the assistant's."""
    sure = find(raw, b',"role"') < 0 and find(raw, b', "role"') < 0
    for content in _CONTENTS:
        place = find(raw, content)
        while place >= 0:
            role = raw.rfind(b'"role"', 0, place) if sure else -1
            if role < 0 or _ASSISTANT.match(raw, role):
                return True
            place = find(raw, content, place + 1)
    return False


def check_row(row: Row) -> Iterator[Finding]:
    """Look at every answer that is trained on, apart from words beside a tool call."""
    schema = row.destination.options.get("answer-schema")
    asked = row.value.get("response_format")
    wanted = isinstance(asked, dict) and asked.get("type") in _ASKED
    for path, text in _answers(row):
        if not text.strip():
            continue
        if schema is None and not wanted:
            why = _flaw(text)
            if why:
                yield Finding(f"the answer looks like JSON, but is none ({why}); correct it", path)
        else:
            yield from _held_against(text, path, schema, asked if wanted else None)


def _answers(row: Row) -> Iterator[tuple[Path, str]]:
    if row.destination.format == "prompt-completion":
        yield from learned_texts(row)
        return
    for turn in learned_turns(row):
        texts = [] if turn.says_more else list(turn.texts())
        yield from texts if len(texts) == 1 else ()


def _held_against(text: str, path: Path, schema: Json, asked: Json) -> Iterator[Finding]:
    """Read an answer and hold it against the user's schema, and against the one that the row itself asks for."""
    from ftdata.rules.schemas import breaches, breaches_of_own, said, schema_in

    value, why = read_json(text)
    grade: Severity | None = None if schema is None else "error"
    if why:
        hint = "it stands in a code fence" if text.lstrip().startswith("```") else why
        yield Finding(f"the answer has to be JSON, but is none ({hint}); correct it", path, None, grade)
        return
    if schema is not None:
        for _, what in breaches_of_own(schema_in(schema), value, _MOST):
            said_so = f"the answer breaks the answer schema: {what}; correct the answer or the schema"
            yield Finding(said_so, path, None, grade)
    own = schema_in(asked)
    if asked is not None and asked["type"] == "json_object" and not isinstance(value, dict):
        yield Finding(f"the answer is {shown(value)}, but the response_format asks for an object; correct it", path)
    elif asked is not None and asked["type"] == "json_schema" and isinstance(own, dict):
        for breach in breaches(own, value, _MOST):
            yield Finding(f"the answer breaks the row's response_format: {said(breach)}; correct one of them", path)


def _flaw(text: str) -> str:
    """Why a text that is clearly meant as JSON is none; nothing for any other text, and for several values in lines."""
    begins = _BEGINS.match(text) if text[:1] in ("{", "[") else None
    if begins is None:
        return ""
    _, why = read_json(text)
    if not why or not _is_all(text.strip()) or _is_lines(text):
        return ""
    return "its keys stand in single quotes, as in Python" if begins[1][0] == "'" else why


def _is_all(text: str) -> bool:
    """Whether the JSON is all there is: it ends with a bracket or breaks off, and no prose follows a whole value."""
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        return text[-1] in "}]" or error.pos >= len(text) or error.msg.startswith("Unterminated string")
    except RecursionError:
        return True
    return not text[end:].strip("}], \t\r\n")


def _is_lines(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and not any(read_json(line)[1] for line in lines)


@cache
def _decoder() -> Any:
    """Make what reads who says what, and leaves what is said unread."""
    import msgspec

    class Message(msgspec.Struct):
        role: str = ""
        content: msgspec.Raw = msgspec.Raw(b"")

    class Messages(msgspec.Struct):
        messages: list[Message]

    return msgspec.json.Decoder(Messages).decode
