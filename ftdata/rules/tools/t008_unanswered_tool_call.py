r"""A tool call whose result does not follow.

## Why
The model learns to go on as if it had the result, or to make one up. At use the chat API refuses such a conversation:
"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'." A row may
end on its calls, which is how calling is taught; it should not end with the results of some of them only.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees and rain."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo and Bergen?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bergen\"}"}}]}, {"role": "tool", "tool_call_id": "call_2", "content": "rain"}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees and rain."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: the result has to come from the tool.

## Sources
- https://github.com/microsoft-foundry/fine-tuning (samples of tool calls, measured by ftdata 2026-11-23)
- https://github.com/BloomLabsInc/genkit-plugins/issues/225 (2025-02-09, seen on the live chat API)
"""

from collections.abc import Iterator

from ftdata.rules.calls import Call, Exchange, dialogues, exchanges
from ftdata.rules.row import Row
from ftdata.rules.shown import listed
from ftdata.types import Finding, Path

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("tool_calls",)

_REFUSAL = "must be followed by tool messages responding to each 'tool_call_id'"


def check_row(row: Row) -> Iterator[Finding]:
    """Look at what follows each message with calls; a result that answers none of them has its own rule."""
    found: dict[Path, Finding] = {}
    for turns in dialogues(row) if row.sound else ():
        for exchange in exchanges(turns):
            unanswered = _unanswered(exchange)
            if unanswered and not (exchange.last and not exchange.answers):
                found.setdefault(unanswered[0].path, _finding(unanswered, end=exchange.last))
    yield from found.values()


def _unanswered(exchange: Exchange) -> list[Call]:
    """The calls without a result, paired by id where all have one, else by number."""
    ids, named = exchange.ids, exchange.named
    if not all(isinstance(identity, str) for identity in (*ids, *named)):
        return exchange.calls[len(named) :]
    if set(named) - set(ids):
        return []
    answered = set(named)
    return [call for call in exchange.calls if call.id not in answered]


def _finding(unanswered: list[Call], *, end: bool) -> Finding:
    names, path = listed(call.name for call in unanswered), unanswered[0].path
    if end:
        return Finding(f"the row ends with the results of other calls, but none of {names}; add it", path, None, "info")
    return Finding(
        f"the call of {names} gets no result before the conversation goes on (API: calls {_REFUSAL}); "
        "add the tool message right after the call, or take the call out",
        path,
    )
