"""Rows with tool calls for the tests of the family T, and what its rules say of them."""

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import Row, get
from ftdata.targets import destination
from ftdata.types import Finding, Record, path_text

USER = {"role": "user", "content": "Weather?"}
ANSWER = {"role": "assistant", "content": "Cold."}
OBJECT = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def call(name="weather", arguments='{"city": "Oslo"}', identity="c1"):
    return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}


def calling(*calls):
    return {"role": "assistant", "tool_calls": list(calls)}


def answered(identity):
    return {"role": "tool", "tool_call_id": identity, "content": "4 C"}


def tool(name="weather", **more):
    return {"type": "function", "function": {"name": name, **more}}


def chat(*messages, **more):
    return {"messages": list(messages), **more}


def findings(code, row, target="azure", method="sft") -> list[Finding]:
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), destination(target, method))))


def paths(code, row, **options):
    return [path_text(finding.path) for finding in findings(code, row, **options)]


def tool_codes(row, target="azure"):
    report = validate([[row]], Settings(target=target, select=("T",)))
    return [(problem.code, path_text(problem.path)) for problem in report.problems]
