r"""A tool call that lacks one of its parts.

## Why
A call is an object with an id, the type "function" and a function with name and arguments; a message has at least
one call or no key tool_calls at all. The provider refuses anything else.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}, "type": "function"}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "tool_calls": null}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```
```jsonl good target=any
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"function": {"name": "weather", "arguments": {"city": "Oslo"}}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
```

## Fix
Safe: add the missing type, since there is only one; take out tool_calls that is null or empty. A missing id, name
or function has none.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionMessageToolCall (2026-08-21)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.calls import strict
from ftdata.rules.row import Row, Turn
from ftdata.rules.shown import shown
from ftdata.types import Finding, Fix, Json, Path, RemoveKey, SetValue

SEVERITY = "error"
SEES = "shape"
NEEDS = ("tool_calls", "function_call")


def check_row(row: Row) -> Iterator[Finding]:
    """Look at every call of every assistant message; id, type and null matter only where the target is strict."""
    wary = strict(row)
    for turn in row.turns:
        if turn.role == "assistant":
            yield from _present(turn, wary=wary)
            if turn.message.get("function_call") is not None:
                yield from _function(turn.message["function_call"], (*turn.path, "function_call"), "function_call")


def _present(turn: Turn, *, wary: bool) -> Iterator[Finding]:
    calls, path = turn.message.get("tool_calls", ()), (*turn.path, "tool_calls")
    if calls is None or calls == []:
        fix = Fix("take out tool_calls, which holds no call", True, (RemoveKey(path),))
        if wary:
            yield Finding("tool_calls holds no call; leave the key out", path, fix)
    elif not isinstance(calls, list | tuple):
        yield Finding(f"tool_calls is {shown(calls)}, not a list of calls", path)
    else:
        for index, call in enumerate(calls):
            yield from _call(call, (*path, index), wary=wary)


def _call(call: Json, path: Path, *, wary: bool) -> Iterator[Finding]:
    if not isinstance(call, dict):
        yield Finding(f"the call is {shown(call)}, not an object with id, type and function", path)
        return
    if wary and not isinstance(call.get("id"), str):
        yield _bad(call, path, "id", "add one that no other call of the row has")
    if wary and call.get("type") is None and "function" in call:
        fix = Fix('add "type": "function"', True, (SetValue((*path, "type"), "function"),))
        yield Finding('the call has no type; add "type": "function"', path, fix)
    elif call.get("type") not in (None, "function"):
        yield _bad(call, path, "type", 'it has to be "function"')
    if "function" not in call:
        yield Finding("the call has no function; put name and arguments into it", path)
    else:
        yield from _function(call["function"], (*path, "function"), "function")


def _function(function: Json, path: Path, word: str) -> Iterator[Finding]:
    if not isinstance(function, dict):
        yield Finding(f"{word} is {shown(function)}, not an object with name and arguments", path)
        return
    if not isinstance(function.get("name"), str):
        yield _bad(function, path, "name", "say which tool is called")
    if "arguments" not in function:
        yield Finding("the call has no arguments; a call without any has the text {}", path)


def _bad(holder: Mapping[str, Json], path: Path, key: str, cure: str) -> Finding:
    if key not in holder:
        return Finding(f"the call has no {key}; {cure}", path)
    return Finding(f"the {key} of the call is {shown(holder[key])}; {cure}", (*path, key))
