r"""Arguments that break the declared parameters of their tool.

## Why
The definition promises one thing, the example shows another: the model learns calls that the tool will refuse, with
a required argument left out, a wrong type, a value that is not on the list, or a text that is no date where the
definition says so.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"days\": \"three\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Weather in Oslo tomorrow?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"day\": \"tomorrow\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "day": {"type": "string", "format": "date"}}}}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"unit\": null}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["C", "F"], "nullable": true}}}}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Weather in Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Oslo\", \"days\": 3}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}}}]}
```

## Fix
None: whether the call or the definition is wrong is not known. At most five places of a call are named. References
to other documents are not followed, and regular expressions are checked only where they are plain. Of formats, date,
date-time (its zone may be missing), email, ipv4, ipv6, uri and uuid are checked. Null is accepted where OpenAPI's
nullable allows it.

## Sources
- https://json-schema.org/draft/2020-12/json-schema-validation (2022-06-16)
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, FunctionObject (2026-08-21)
- https://spec.openapis.org/oas/v3.0.3#schema-object, nullable (2020-02-20)
"""

from collections.abc import Iterator, Mapping

from ftdata.rules.accept import Accepts, acceptor, never
from ftdata.rules.calls import Call, calls, definitions, read_arguments
from ftdata.rules.row import Row
from ftdata.rules.schemas import breaches, said
from ftdata.rules.shown import shown
from ftdata.types import Finding, Json

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
    if not isinstance(schema, dict) or not isinstance(arguments, dict):
        return
    for breach in breaches(schema, arguments, _MOST):
        yield Finding(
            f"the arguments break the parameters of {shown(call.name)}: {said(breach)}; correct the call or the tool",
            (*call.where, "arguments"),
        )
