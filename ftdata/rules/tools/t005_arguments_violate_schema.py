r"""Arguments that break the declared parameters of their tool.

## Why
The definition promises one thing, the example shows another: the model learns calls that the tool will refuse, with
a required argument left out, a wrong type, or a value that is not on the list.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"days\": \"three\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"days\": 3}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}}}]}
```

## Fix
None: whether the call or the definition is wrong is not known. At most five places of a call are named. References
to other documents are not followed, format is not checked, and regular expressions only where they are plain.

## Sources
- https://json-schema.org/draft/2020-12/json-schema-validation (2022-06-16)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, FunctionObject (2026-08-21)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.accept import Accepts, acceptor, never
from ftdata.rules.calls import Call, calls, definitions, read_arguments
from ftdata.rules.row import Row
from ftdata.rules.schemas import Breach, breaches
from ftdata.rules.shown import listed, shown
from ftdata.types import Finding, Json, path_text

SEVERITY = "warning"
SEES = "calls"
NEEDS = ("tool_calls", "function_call")

_MOST = 5


def quiet(function: Mapping[str, Json]) -> Accepts:
    """Nothing is found in arguments that a quick test of the parameters accepts."""
    return acceptor(function.get("parameters", {})) or never


def check_row(row: Row) -> Iterator[Finding]:
    """Check the arguments of every call of a tool that is declared once, with parameters."""
    called = [call for call in calls(row) if call.name is not None]
    if not called:
        return
    declared = list(definitions(row))
    names = [definition.name for definition in declared]
    schemas = {each.name: each.function.get("parameters") for each in declared if names.count(each.name) == 1}
    for call in called:
        yield from _check(call, schemas.get(call.name))


def _check(call: Call, schema: Json) -> Iterator[Finding]:
    arguments = call.arguments
    if isinstance(arguments, str):
        arguments, _ = read_arguments(arguments)
    if not isinstance(schema, Mapping) or not isinstance(arguments, Mapping):
        return
    for breach in breaches(schema, arguments, _MOST):
        yield Finding(
            f"the arguments break the parameters of {shown(call.name)}: {_said(breach)}; correct the call or the tool",
            (*call.where, "arguments"),
        )


def _said(breach: Breach) -> str:
    """Say what is wrong at one place; no value is shown beyond 60 characters."""
    where = f"{shown(path_text(breach.path))}" if breach.path else "the object"
    value, limit = breach.value, breach.limit
    if breach.keyword == "required" and isinstance(value, Mapping):
        return f"{where} lacks {listed(name for name in limit if name not in value)}"
    if breach.keyword == "additionalProperties" and isinstance(value, Mapping) and limit is False:
        known = breach.schema.get("properties", {})
        return f"{where} has {listed(name for name in value if name not in known)}, which is not declared"
    if breach.keyword == "type":
        return f"{where} is {shown(value)}, not of type {shown(limit)}"
    if breach.keyword in ("enum", "const"):
        return f"{where} is {shown(value)}, not {'one of ' * (breach.keyword == 'enum')}{shown(limit)}"
    return f"{where} is {shown(value)}, against {breach.keyword} {shown(limit)}"
