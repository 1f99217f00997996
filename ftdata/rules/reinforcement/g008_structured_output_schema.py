r"""A grader that reads JSON which nothing makes the model write.

## Why
A grader that reads sample.output_json needs answers that are JSON, and the model gives such only where the job has a
response_format. Where the grader reads a field that the schema does not declare, every answer fails. A schema with strict:
true that is not as strict mode wants it is refused when the job starts.

## Examples
```jsonl bad method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_json.city}}","reference":"{{item.city}}"}
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "city": "Oslo"}
```
```jsonl bad method=rft set=answer-schema:{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "city": "Oslo"}
```
```jsonl bad target=openai method=rft set=answer-schema:{"type":"json_schema","name":"city","schema":{"type":"object","properties":{"city":{"type":"string"}}}}
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "city": "Oslo"}
```
```jsonl good method=rft set=answer-schema:{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "city": "Oslo"}
```
```jsonl good method=rft set=grader:{"type":"string_check","name":"same","operation":"eq","input":"{{sample.output_text}}","reference":"{{item.city}}"}
{"messages": [{"role": "user", "content": "Capital of Norway?"}], "city": "Oslo"}
```

## Fix
None: the job is not in the data. Give the schema, or the response_format of the job, with --answer-schema.

## Sources
- https://developers.openai.com/api/docs/guides/reinforcement-fine-tuning (2026-11-23)
- https://learn.microsoft.com/azure/foundry/openai/how-to/reinforcement-fine-tuning (2026-03-19)
- https://platform.openai.com/docs/guides/structured-outputs (2026-11-23)
"""

from collections.abc import Iterator
from itertools import islice

from ftdata.rules.graders import ANSWER, Reference, parts, references
from ftdata.rules.schemas import fault, schema_in
from ftdata.rules.shown import shown
from ftdata.rules.strict_schema import strict_faults
from ftdata.targets import Destination
from ftdata.types import Finding, Json, Path, path_text

SEVERITY = "warning"
METHODS = ("rft",)

_JSON = "output_json"
_MOST = 5
_OPEN = ("anyOf", "oneOf", "allOf", "$ref", "patternProperties")


def check_destination(destination: Destination) -> Iterator[Finding]:
    """Hold the grader against the schema, where it was given."""
    given = destination.options.get("answer-schema")
    reads = [each for each in references(destination) if each.space == ANSWER and each.steps[:1] == (_JSON,)]
    if given is None:
        if reads or any(_JSON in str(part.grader.get("source")) for part in parts(destination.options.get("grader"))):
            yield Finding(
                f"the grader reads {ANSWER}.{_JSON}, which is there only if the job has a response_format with a schema; "
                "give it one, and give it here with --answer-schema to have it checked",
                severity="info",
            )
        return
    schema = schema_in(given)
    yield from _format(given, destination)
    if not isinstance(schema, dict):
        yield Finding(f"the answer schema is {shown(schema)}, not an object", severity="error")
        return
    wrong = fault(schema)
    if wrong:
        place = path_text(wrong.path) or "its root"
        yield Finding(
            f"the answer schema is no JSON Schema: {shown(wrong.value)} cannot stand at {shown(place)}",
            severity="error",
        )
        return
    yield from (_undeclared(each) for each in reads if not _is_declared(schema, each.steps[1:]))


def _format(given: Json, destination: Destination) -> Iterator[Finding]:
    """Look at what was given as a response format, if it is one."""
    if not isinstance(given, dict) or given.get("type") != "json_schema":
        return
    if "json_schema" not in given and destination.fact("response_format") == "nested":
        yield Finding(
            'the response format has its schema beside "type"; here name, strict and schema stand inside "json_schema"'
        )
    inner = given.get("json_schema", given)
    if isinstance(inner, dict) and inner.get("strict") is True and destination.fact("strict_schemas"):
        for place, why in islice(strict_faults(inner.get("schema")), _MOST):
            where = path_text(place) or "its root"
            yield Finding(f'the schema is strict, and is refused at {shown(where)} (API: "{why}"); write it so')


def _is_declared(schema: Json, steps: Path) -> bool:
    """Whether a schema declares the end of a way, or leaves it open."""
    for step in steps:
        if not isinstance(schema, dict) or any(word in schema for word in _OPEN):
            return True
        if isinstance(step, int):
            schema = schema.get("items")
            continue
        properties, further = schema.get("properties"), schema.get("additionalProperties", False)
        if not isinstance(properties, dict) or further is not False:
            return True
        if step not in properties:
            return False
        schema = properties[step]
    return True


def _undeclared(reference: Reference) -> Finding:
    return Finding(
        f"the grader reads {shown(reference.written)}, which the answer schema does not declare; "
        "declare it or correct the grader"
    )
