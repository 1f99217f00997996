r"""Turns in an order for which the trainer leaves the whole row out.

## Why
LLaMA-Factory wants turns of user (or results of tools) and assistant (or calls) in strict alternation, an even number of
them. A row with another order becomes an empty one, and is dropped with nothing but a warning in the log: "Dropped
invalid example". The training goes on with fewer rows.

ShareGPT turns, which `ftdata prepare` writes for it, have room for one result behind a call or calls: of several the second
one is out of turn. Its reader of OpenAI's messages (`formatting: openai`) joins them into one turn.

## Examples
```jsonl bad target=any fact=drops_unpaired_turns:true
{"messages": [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Anyone?"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad target=any fact=drops_unpaired_turns:true
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}, {"role": "user", "content": "Bye"}]}
```
```jsonl bad target=any fact=drops_unpaired_turns:true
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}}, {"id": "b", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "a", "content": "4"}, {"role": "tool", "tool_call_id": "b", "content": "4"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good target=any fact=drops_unpaired_turns:true
{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl good target=any fact=drops_unpaired_turns:true
{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "a", "content": "4"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
None: merge the turns or write the one that is missing. Results of several calls go along as messages, with
`ftdata convert --to chat --for llama-factory`, or one call at a time.

## Sources
- https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/src/llamafactory/data/converter.py (2026-11-23), and a run (2026-11-26)
- https://github.com/hiyouga/LlamaFactory/issues/4249 and /issues/9600 (2026, seen by users)
"""

from collections.abc import Iterator, Sequence

from ftdata.rules.row import Row, Turn
from ftdata.types import Finding

SEVERITY = "error"
SEES = "shape"
ASKS = ("drops_unpaired_turns",)

_RESULTS = ("tool", "function")
_ASKING = ("user", *_RESULTS)


def check_row(row: Row) -> Iterator[Finding]:
    """Find the first turn that is not the next one's turn."""
    if not row.destination.fact("drops_unpaired_turns") or not row.sound:
        return
    turns = _turns(row)
    for number, turn in enumerate(turns):
        if (turn.role in _ASKING) != (number % 2 == 0):
            if turn.role in _RESULTS and turns[number - 1].role in _RESULTS:
                yield _finding("ShareGPT turns, which it is given, have room for one result at a time", turn)
                return
            due = "the assistant" if number % 2 else "the user"
            yield _finding(f"this turn is from {turn.role}, and it is {due}'s turn", turn)
            return
    answered = len(row.lists) > 1  # a pair brings its answers apart
    if turns and bool(len(turns) % 2) != answered:
        yield _finding(f"the last turn is from {turns[-1].role}, with an answer missing or one too many", turns[-1])


def _finding(said: str, turn: Turn) -> Finding:
    return Finding(f"the trainer drops this row with only a warning: {said}", turn.path)


def _turns(row: Row) -> Sequence[Turn]:
    """The turns after the instructions."""
    first = row.conversation[0] if row.conversation else None
    return row.conversation[1:] if first and first.role in ("system", "developer") else row.conversation
