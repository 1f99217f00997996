"""Rows of any make: rules about tools, answers, weights and schemas never raise, and say little of each."""

import json
from copy import copy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.jsontext import patch
from ftdata.rules import Row, get
from ftdata.targets import Fact, destination
from ftdata.types import Finding, Record

CODES = ("T005", "T008", "T009", "T012", "T013", "T015", "T016", "Q013", "S018", "S019")
WORDS = (
    "role", "content", "tool_calls", "tool_call_id", "id", "type", "function", "name", "arguments", "weight",
    "parameters", "strict", "properties", "required", "items", "anyOf", "additionalProperties", "$ref", "nullable",
    "format", "json_schema", "schema", "text",
)  # fmt: skip
TEXTS = ("user", "assistant", "tool", "function", "object", "c1", "{}", '{"a": 1,}', "json_schema", "date", "#", "text")
TOP = (
    "messages", "tools", "functions", "parallel_tool_calls", "response_format", "input", "preferred_output",
    "non_preferred_output", "prompt", "completion",
)  # fmt: skip

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1, 2), st.just(1.5), st.sampled_from(TEXTS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
ids = st.one_of(st.just("c1"), st.just("c2"), values)
arguments = st.one_of(st.just('{"a": 1}'), st.just('{"a": {"b": [null]}}'), values)
functions_called = st.fixed_dictionaries({"name": st.just("weather"), "arguments": arguments})
calls = st.fixed_dictionaries({"function": functions_called, "id": ids})
contents = st.one_of(st.sampled_from(('{"a": 1,}', "{'a': 1}", '{"a": {}}', '[{"a": ')), values)
messages = st.one_of(
    st.fixed_dictionaries({"role": st.just("user"), "content": contents}),
    st.fixed_dictionaries(
        {"role": st.just("assistant"), "content": contents}, optional={"weight": st.sampled_from((0, 1))}
    ),
    st.fixed_dictionaries({"role": st.just("assistant"), "tool_calls": st.lists(calls, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"role": st.just("tool"), "content": contents, "tool_call_id": ids}),
    st.dictionaries(st.sampled_from(("role", "content", "tool_calls", "tool_call_id", "weight")), values),
)
schemas = st.one_of(
    values,
    st.just({"properties": {"a": {"type": "string"}}}),
    st.fixed_dictionaries({"properties": st.fixed_dictionaries({"a": values})}),
)
functions = st.fixed_dictionaries({"name": st.just("weather"), "parameters": schemas}, optional={"strict": values})
tools = st.lists(st.fixed_dictionaries({"function": functions}), max_size=2)
talks = st.lists(messages, max_size=6)
rows = st.dictionaries(st.sampled_from(TOP), st.one_of(values, talks, tools), max_size=4)
sound = st.fixed_dictionaries({"messages": talks}, optional={"tools": tools, "parallel_tool_calls": st.booleans()})
pairs = st.fixed_dictionaries({"input": sound, "preferred_output": talks, "non_preferred_output": talks})


def goal(target, method, schema):
    given = {"answer-schema": schema, "row-schema": schema} if schema else {}
    found = destination(target, method)._replace(options=given)
    asking = copy(found.target)
    asking.facts = asking.facts | {"tool_id_pattern": Fact("[a-z0-9]{9}", "this test", date(2026, 11, 23))}
    return found._replace(target=asking)


def said_of(code, row, where) -> list[Finding]:
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), where)))


@settings(max_examples=133, deadline=None)
@given(
    st.one_of(rows, sound, sound, pairs),
    st.sampled_from(("azure", "openai", "any")),
    st.sampled_from(("sft", "dpo", "rft", "completion")),
    st.one_of(st.none(), st.none(), schemas),
)
def test_nothing_raises_and_every_fix_can_be_applied(row, target, method, schema):
    where, raw = goal(target, method, schema), json.dumps(row).encode()
    for code in CODES:
        for finding in said_of(code, row, where):
            assert len(finding.message) < 600
            assert finding.fix is None or patch(raw, finding.fix.edits)


@pytest.mark.parametrize("method", ["dpo", "rft"])
@settings(max_examples=33, deadline=None)
@given(schema=values, grader=values)
def test_whatever_is_given_as_a_schema_or_a_grader(method, schema, grader):
    for target in ("azure", "openai", "any"):
        asked = destination(target, method)._replace(options={"answer-schema": schema, "grader": grader})
        assert all(len(finding.message) < 600 for finding in get("G008").check(asked))
