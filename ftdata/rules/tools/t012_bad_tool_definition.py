r"""A tool definition that is not whole or not sound.

## Why
Each entry of tools is {"type": "function", "function": {"name": ..., "parameters": ...}}; names are unique and plain,
parameters are a JSON Schema of an object. Services refuse anything else. With strict: true, OpenAI and Azure promise
to keep to the parameters, and take only such as forbid further properties and require all they have, at every level.

## Examples
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "get weather"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "name": "weather", "parameters": {"type": "object"}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "dict", "properties": {"city": {"type": "string"}}}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "array", "items": {"type": "string"}}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "weather", "strict": true, "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": "string"}}, "required": ["city"], "additionalProperties": false}}}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "weather", "strict": true, "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": ["string", "null"]}}, "required": ["city", "unit"], "additionalProperties": false}}}]}
```
```jsonl bad
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"function": {"name": "weather"}}]}
```
```jsonl fixed
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"function": {"name": "weather"}, "type": "function"}]}
```
```jsonl good
{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]}
```

## Fix
Safe: add a missing type, since there is only one, and take out tools that is null. The rest has none.

## Sources
- https://github.com/openai/openai-openapi/blob/f85dbe2/openapi.yaml, ChatCompletionTool and FunctionObject (2026-08-21)
- https://json-schema.org/draft/2020-12/json-schema-core (2022-06-16)
- https://github.com/vercel/ai/issues/1485 (2024-05-02, seen on the live chat API: the root has to be an object)
- https://platform.openai.com/docs/guides/structured-outputs (2026-11-23)
- https://learn.microsoft.com/azure/foundry/openai/how-to/structured-outputs (2025-12-06)
- https://github.com/ash-project/ash_ai/issues/155 (2025-12-21, seen on the live chat API: strict)
"""

import re
from collections.abc import Iterator
from itertools import islice

from ftdata.rules.calls import Definition, definitions, strict, tool_lists
from ftdata.rules.row import Row
from ftdata.rules.schemas import fault
from ftdata.rules.shown import shown
from ftdata.rules.strict_schema import strict_faults
from ftdata.types import Finding, Fix, Json, Path, RemoveKey, SetValue

SEVERITY = "error"
SEES = "tools"
NEEDS = ("tools", "functions")
COST = "it holds every definition of a tool against the schema of schemas; rows whose definitions are known are skipped"

_MOST = 5
"""Places of a definition that strict mode refuses, named at most."""


def check_row(row: Row) -> Iterator[Finding]:
    """Look at every definition, first its frame, then what it says."""
    wary = strict(row)
    for path, listed in tool_lists(row, null=wary).items():
        if listed is None:
            fix = Fix(f"take out {path[-1]}, which is null", True, (RemoveKey(path),))
            yield Finding(f"{path[-1]} is null, not a list of definitions; leave the key out", path, fix)
        elif isinstance(listed, str) and not wary:
            continue  # trainers that load JSON from a column take the list as text
        elif not isinstance(listed, list):
            yield Finding(f"{path[-1]} is {shown(listed)}, not a list of definitions", path)
        else:
            for index, tool in enumerate(listed):
                yield from _frame(tool, (*path, index), legacy=path[-1] == "functions", wary=wary)
    yield from _names(row)
    for definition in definitions(row):
        if definition.function.get("parameters") is not None or wary:
            yield from _parameters(definition)
        if definition.list[-1] == "tools":
            yield from _strict(definition, wary=wary, kept=bool(row.destination.fact("strict_schemas")))


def _frame(tool: Json, path: Path, *, legacy: bool, wary: bool) -> Iterator[Finding]:
    if not isinstance(tool, dict):
        yield Finding(f"the definition is {shown(tool)}, not an object", path)
    elif not legacy:
        inside = isinstance(tool.get("function"), dict)
        if not inside:
            yield Finding("the definition has no object function; put name, description and parameters into it", path)
        if wary and inside and tool.get("type") is None:
            fix = Fix('add "type": "function"', True, (SetValue((*path, "type"), "function"),))
            yield Finding('the definition has no type; add "type": "function"', path, fix)
        elif tool.get("type") not in (None, "function"):
            yield Finding(f'the type is {shown(tool["type"])}; it has to be "function"', (*path, "type"))


def _names(row: Row) -> Iterator[Finding]:
    allowed = row.destination.fact("tool_name")
    seen: set[tuple[Path, str]] = set()
    for definition in definitions(row):
        name, path = definition.name, (*definition.path, "name")
        if name is None:
            written = shown(definition.function["name"]) if "name" in definition.function else "missing"
            yield Finding(f"the name of the tool is {written}; give it one", definition.path)
        elif allowed and not re.fullmatch(allowed, name):
            yield Finding(f"the tool name {shown(name)} does not fit {allowed}; rename it, in its calls too", path)
        elif (definition.list, name) in seen:
            yield Finding(f"two tools have the name {shown(name)}; rename or take out one", path)
        else:
            seen.add((definition.list, name))


def _parameters(definition: Definition) -> Iterator[Finding]:
    if "parameters" not in definition.function:
        return
    schema, path = definition.function["parameters"], (*definition.path, "parameters")
    if not isinstance(schema, dict):
        yield Finding(
            f"the parameters are {shown(schema)}, not a JSON Schema object; a tool without any omits them", path
        )
        return
    wrong = fault(schema)
    kind = schema.get("type", "object")
    if wrong:
        yield Finding(
            f"the parameters are no JSON Schema: {shown(wrong.value)} cannot stand here", (*path, *wrong.path)
        )
    elif kind != "object" and not (isinstance(kind, list) and "object" in kind):
        yield Finding(
            f"the parameters are of type {shown(kind)}, but arguments are an object (API: "
            '"schema must be a JSON Schema of \'type: "object"\'"); put what is there into a property',
            (*path, "type"),
        )


def _strict(definition: Definition, *, wary: bool, kept: bool) -> Iterator[Finding]:
    strictly, schema = definition.function.get("strict"), definition.function.get("parameters")
    if wary and strictly is not None and not isinstance(strictly, bool):
        yield Finding(f"strict is {shown(strictly)}; write true or false", (*definition.path, "strict"))
    if strictly is not True or not kept or not isinstance(schema, dict) or fault(schema):
        return
    for place, why in islice(strict_faults(schema), _MOST):
        yield Finding(
            f'strict is true, and with it this schema is refused (API: "{why}"); '
            "write it so, with null as a type of what may be left out, or take strict out",
            (*definition.path, "parameters", *place),
            severity="warning",
        )
