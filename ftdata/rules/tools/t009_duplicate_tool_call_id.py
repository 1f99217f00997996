r"""A tool call id that stands for two calls.

## Why
Results are paired with calls by id. With one id for two calls, or two results for one, nobody can tell which belongs to
which; at use the chat API refuses it: "Duplicate value for 'tool_call_id' of 'call_1', in messages[7] and messages[8]."

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}, {"role": "user", "content": "And Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "rain"}, {"role": "assistant", "content": "Rain."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}, {"role": "user", "content": "And Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_2", "content": "rain"}, {"role": "assistant", "content": "Rain."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "tool", "tool_call_id": "call_1", "content": "rain"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "tool", "tool_call_id": "call_2", "content": "rain"}, {"role": "assistant", "content": "4 degrees and rain."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe: give the later call and the one result right after it a new id. Not offered where one message has the id twice and
it was answered, where a result stands elsewhere, or in the prompt of a pair.

## Sources
- https://github.com/agno-agi/agno/issues/5116 (2025-10, seen on the live chat API)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestToolMessage (2026-08-21)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from ftdata.rules.calls import Call, Exchange, call_ids, dialogues, exchanges, fresh_ids
from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Path, SetValue

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("tool_calls",)


def check_row(row: Row) -> Iterator[Finding]:
    """Follow the ids through each conversation of the row; one that has an id twice is never skimmed."""
    if not row.sound:
        return
    found: dict[Path, Finding] = {}
    fresh = fresh_ids(row, first=len({identity for _, identity in call_ids(row)}) + 1)
    for turns in dialogues(row):
        held = list(exchanges(turns))
        for finding in chain(_called_again(turns, held, fresh), _answered_again(held)):
            found.setdefault(finding.path, finding)
    yield from found.values()


def _called_again(turns: Sequence[Turn], held: list[Exchange], fresh: Iterator[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    clear = _clear(turns, held)
    for exchange in held:
        answers = {_text(turn.message.get("tool_call_id")): turn for turn in exchange.answers}
        for call in exchange.calls:
            identity = _text(call.id)
            if identity in seen:
                fix = _fix(call, answers.get(identity), fresh) if identity in clear else None
                said = f"an earlier call has the id {shown(identity)} too; give this one and its result another"
                yield Finding(said, (*call.path, "id"), fix)
            elif identity:
                seen.add(identity)


def _clear(turns: Sequence[Turn], held: list[Exchange]) -> set[str]:
    """The ids of which it is beyond doubt which result belongs to which call."""
    everywhere = Counter(_text(turn.message.get("tool_call_id")) for turn in turns if turn.role == "tool")
    placed: Counter[str] = Counter()
    doubtful = set()
    for exchange in held:
        named = Counter(map(_text, exchange.named))
        for identity, calls in Counter(map(_text, exchange.ids)).items():
            placed[identity] += named[identity]
            if calls > 1 or named[identity] > 1 or (named[identity] == 0 and not exchange.last):
                doubtful.add(identity)
    paired = {identity for identity, many in placed.items() if many == everywhere[identity]} - doubtful
    return paired | {identity for identity in placed if everywhere[identity] == 0}


def _text(identity: object) -> str:
    return identity if isinstance(identity, str) else ""


def _fix(call: Call, answer: Turn | None, fresh: Iterator[str]) -> Fix | None:
    """Renumber a call and its result; not in the prompt of a pair, which two answers may go on from."""
    new = next(fresh, None) if call.path[0] != "input" else None
    if new is None:
        return None
    edits = [SetValue((*call.path, "id"), new)]
    if answer:
        edits.append(SetValue((*answer.path, "tool_call_id"), new))
    return Fix(f"give the call and its result the id {new}", True, tuple(edits))


def _answered_again(held: list[Exchange]) -> Iterator[Finding]:
    for exchange in held:
        calls = Counter(map(_text, exchange.ids))
        answered: set[str] = set()
        for turn, identity in zip(exchange.answers, map(_text, exchange.named), strict=True):
            if identity in answered and calls[identity] == 1:
                said = f"the call {shown(identity)} has a result already; put both into one message, or correct the id"
                yield Finding(said, (*turn.path, "tool_call_id"))
            elif identity:
                answered.add(identity)
