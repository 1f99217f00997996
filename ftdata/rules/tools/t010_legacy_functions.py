r"""Functions and function_call, which tools and tool_calls have replaced.

## Why
The old form is deprecated, can name one call a message only, and newer models and other trainers do not know it.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "function_call": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}, {"role": "function", "name": "weather", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "functions": [{"name": "weather", "parameters": {"type": "object"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "function", "name": "weather", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\"}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "4 C"}, {"role": "assistant", "content": "4 degrees."}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]}
```

## Fix
Safe: write the whole row in the new form, with ids call_1, call_2 and so on. Not offered where a function's result
follows no open call of its name, or more than one.

## Sources
- https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-functions (2026-02-11)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionRequestFunctionMessage (2026-08-21)
"""

from collections.abc import Iterator

from ftdata.rules.row import Row, Turn
from ftdata.types import Edit, Finding, Fix, Path, RenameKey, SetValue

SEVERITY = "warning"
SEES = "shape"
NEEDS = ("functions", "function_call", "function")
ONCE = True
METHODS = ("sft",)

_Waiting = list[tuple[str, str]]  # calls not answered yet: name and id


def check_row(row: Row) -> Iterator[Finding]:
    """Find rows in the old form; those that mix the two have their own rule."""
    places = list(_places(row))
    if not places or row.value.get("tools") is not None or any(turn.message.get("tool_calls") for turn in row.turns):
        return
    edits = _conversion(row)
    names = ", ".join(dict.fromkeys(name for name, _ in places))
    yield Finding(
        f"the row has the old form of tools ({names}); write tools, tool_calls and role tool instead",
        places[0][1],
        Fix("convert functions to tools", True, edits) if edits else None,
    )


def _places(row: Row) -> Iterator[tuple[str, Path]]:
    if row.value.get("functions") is not None:
        yield "functions", ("functions",)
    for turn in row.conversation:
        if turn.message.get("function_call") is not None:
            yield "function_call", (*turn.path, "function_call")
        if turn.role == "function":
            yield "role function", turn.path


def _conversion(row: Row) -> tuple[Edit, ...] | None:
    """The edits that write the row in the new form, or None when it is not sound enough for that."""
    declared = _tools(row)
    if declared is None or not row.sound:
        return None
    edits, waiting, made = list(declared), list[tuple[str, str]](), 0
    for turn in row.conversation:
        if turn.role == "tool" or "tool_calls" in turn.message:
            return None
        if turn.message.get("function_call") is not None:
            made += 1
            step = _call(turn, f"call_{made}", waiting)
        else:
            step = _result(turn, waiting) if turn.role == "function" else ()
        if step is None:
            return None
        edits += step
    return tuple(edits)


def _tools(row: Row) -> tuple[Edit, ...] | None:
    functions = row.value.get("functions", [])
    whole = isinstance(functions, list) and all(isinstance(function, dict) for function in functions)
    if "tools" in row.value or not whole:
        return None
    wrapped = [{"type": "function", "function": function} for function in functions]
    rename: tuple[Edit, ...] = (RenameKey(("functions",), "tools"),) if "functions" in row.value else ()
    return rename + tuple(SetValue(("tools", index), tool) for index, tool in enumerate(wrapped))


def _call(turn: Turn, identity: str, waiting: _Waiting) -> tuple[Edit, ...] | None:
    function = turn.message["function_call"]
    if turn.role != "assistant" or not isinstance(function, dict) or "arguments" not in function:
        return None
    if not isinstance(function.get("name"), str):
        return None
    waiting.append((function["name"], identity))
    calls = [{"id": identity, "type": "function", "function": function}]
    return RenameKey((*turn.path, "function_call"), "tool_calls"), SetValue((*turn.path, "tool_calls"), calls)


def _result(turn: Turn, waiting: _Waiting) -> tuple[Edit, ...] | None:
    """Turn a function's result into a tool message that answers the one open call of its name."""
    answered = [open_call for open_call in waiting if open_call[0] == turn.message.get("name")]
    if len(answered) != 1 or turn.message.get("content") is None or "tool_call_id" in turn.message:
        return None
    waiting.remove(answered[0])
    return (
        SetValue((*turn.path, "role"), "tool"),
        RenameKey((*turn.path, "name"), "tool_call_id"),
        SetValue((*turn.path, "tool_call_id"), answered[0][1]),
    )
