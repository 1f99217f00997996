"""T003 and T005 beyond their pages: what arguments say, and schemas of every kind that come with the data."""

import json
import time

import pytest

from ftdata.rules import schemas
from tests.rules.tool_rows import OBJECT, USER, call, calling, chat, findings, tool, tool_codes


@pytest.mark.parametrize("arguments", ["", " ", "{", "[1]", "null", '"x"', "{'city': 'Oslo'}", '{"a": 1, "a": 2}'])
def test_text_that_is_no_object_is_one_finding(arguments):
    row = chat(USER, calling(call(arguments=arguments)), tools=[tool(parameters=OBJECT)])
    assert tool_codes(row) == [("T003", "messages[1].tool_calls[0].function.arguments")]


def said(schema, arguments):
    row = chat(USER, calling(call(arguments=json.dumps(arguments))), tools=[tool(parameters=schema)])
    return [each.message.split(": ", 1)[1].rsplit(";", 1)[0] for each in findings("T005", row)]


@pytest.mark.parametrize(
    ("schema", "arguments", "expected"),
    [
        (OBJECT, {"city": "Oslo"}, []),
        (OBJECT, {}, ["the object lacks 'city'"]),
        (OBJECT, {"city": None}, ["'city' is null, not of type 'string'"]),
        ({"additionalProperties": False}, {"a": 1}, ["the object has 'a', which is not declared"]),
        ({"properties": {"u": {"enum": ["C", "F"]}}}, {"u": "K"}, ["'u' is 'K', not one of ['C', 'F']"]),
        ({"properties": {"n": {"minimum": 1}}}, {"n": 0}, ["'n' is 0, against minimum 1"]),
        ({"properties": {"d": {"pattern": "^[0-9]{4}$"}}}, {"d": "x"}, ["'d' is 'x', against pattern '^[0-9]{4}$'"]),
        ({"properties": {"d": {"pattern": "^[0-9]{4}$"}}}, {"d": "2024"}, []),
        ({"properties": {"d": {"format": "date"}}}, {"d": "soon"}, []),
        ({"type": "object", "required": ["a", "b"]}, {}, ["the object lacks 'a', 'b'"]),
        ({"$ref": "#/$defs/a", "$defs": {"a": OBJECT}}, {}, ["the object lacks 'city'"]),
    ],
)  # fmt: skip
def test_what_is_said_of_arguments(schema, arguments, expected):
    assert said(schema, arguments) == expected


def test_a_breach_deep_inside_names_its_path():
    stop = {"type": "object", "properties": {"at": {"type": "string"}, "minutes": {"type": "integer"}}}
    schema = {"type": "object", "properties": {"route": {"type": "object", "properties": {"stops": {"items": stop}}}}}
    arguments = {"route": {"stops": [{"at": "A", "minutes": 1}, {"at": 2, "minutes": "x"}]}}
    assert said(schema, arguments) == [
        "'route.stops[1].at' is 2, not of type 'string'",
        "'route.stops[1].minutes' is 'x', not of type 'integer'",
    ]


def test_at_most_five_places_of_a_call_and_little_of_each():
    schema = {"type": "object", "additionalProperties": {"type": "integer"}}
    arguments = json.dumps({f"k{n}": "x" * 1_000_000 for n in range(9)})
    row = chat(USER, calling(call(arguments=arguments), call(arguments=arguments)), tools=[tool(parameters=schema)])
    found = findings("T005", row)
    assert len(found) == 10 and all(len(each.message) < 300 for each in found)


def test_a_call_of_a_name_declared_twice_is_not_held_against_either():
    row = chat(USER, calling(call(arguments="{}")), tools=[tool(), tool(parameters=OBJECT)])
    assert tool_codes(row) == [("T012", "tools[1].function.name")]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/nowhere"},
        {"$id": "http://[", "properties": {"a": {"$ref": "b"}}},
        {"description": "x", "$ref": "#/description"},
        {"properties": {"a": {"pattern": "(x+x+)+y"}}},
        {"properties": {"a": {"pattern": "(x|x)+y"}}},
        {"properties": {"a": {"pattern": r"\p{Lu}"}}},
        {"patternProperties": {"(x+x+)+y": {}}},
        {"$schema": "http://[", "type": "object"},
        {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"items": [{}]}}},
    ],
)  # fmt: skip
def test_an_odd_schema_neither_hangs_nor_accuses(schema):
    row = chat(USER, calling(call(arguments=json.dumps({"a": "x" * 60}))), tools=[tool(parameters=schema)])
    assert tool_codes(row) == []


@pytest.mark.parametrize("word", ["$ref", "$dynamicRef", "$schema", "$id"])
def test_nothing_is_fetched(monkeypatch, word):
    asked = []
    monkeypatch.setattr("socket.create_connection", lambda *args, **_: asked.append(args))
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **_: asked.append(args))
    schema = {"properties": {"a": {word: "http://127.0.0.1:9/schema.json"}}}
    row = chat(USER, calling(call(arguments='{"a": 1}')), tools=[tool(parameters=schema)])
    assert tool_codes(row) == []
    assert asked == []


def test_references_that_double_are_given_up():
    steps = {str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(40)}
    start = time.monotonic()
    assert said({"$ref": "#/$defs/0", "$defs": {**steps, "40": {}}}, {}) == []
    assert time.monotonic() - start < 5


def test_a_thousand_equal_definitions_are_checked_once():
    schemas._compiled.cache_clear()
    schema = OBJECT | {"$comment": "not one of the plain words"}
    shuffled = dict(reversed(schema.items()))
    for number in range(1000):
        row = chat(USER, calling(call()), tools=[tool(parameters=schema if number % 2 else shuffled)])
        assert findings("T005", row) == findings("T012", row) == []
    assert schemas._compiled.cache_info().misses == 1
