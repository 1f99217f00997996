"""T003 and T005 beyond their pages: what arguments say, and schemas of every kind that come with the data."""

import json
import time

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from ftdata.rules import schemas
from ftdata.rules.accept import acceptor
from ftdata.rules.text_formats import FORMATS
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
        ({"properties": {"d": {"format": "date"}}}, {"d": "soon"}, ["'d' is 'soon', not of format 'date'"]),
        ({"properties": {"d": {"format": "date"}}}, {"d": 7}, []),
        ({"properties": {"d": {"format": "hostname"}}}, {"d": "no host"}, []),
        ({"properties": {"d": {"anyOf": [{"type": "null"}, {"type": "integer"}]}}}, {"d": "x"},
         ["'d' is 'x', which fits none of the 2 schemas under anyOf"]),
        ({"$schema": "http://json-schema.org/draft-03/schema#", "properties": {"a": {"required": True}}}, {},
         ["'a' is {}, against required true"]),
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


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ("2024-02-29", "0001-01-01"), ("2023-02-29", "24-02-01", "20240201", "2024-W05-1", "tomorrow", "")),
        ("date-time", ("2024-02-29T10:00:00Z", "2024-02-29t10:00:00.25+01:00", "2024-02-29 10:00",
                       "2024-02-29T23:59:60Z"),
         ("2024-02-29", "2024-02-30T10:00:00Z", "10:00", "now", "2024-02-29T10")),
        ("email", ("a@b", "a.b@example.com"), ("example.com", "")),
        ("ipv4", ("127.0.0.1",), ("127.0.0", "::1", "256.0.0.1", "127.0.0.1/8")),
        ("ipv6", ("::1", "2001:db8::"), ("127.0.0.1", "fe80::1%eth0", ":::")),
        ("uri", ("https://example.com/a?b#c", "urn:isbn:1", "mailto:a@b"),
         ("example.com", "/a/b", "http: //x", "https:")),
        ("uuid", ("123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"),
         ("123e4567e89b12d3a456426614174000", "123e4567", "")),
    ],
)  # fmt: skip
def test_formats(name, good, bad):
    assert [text for text in (*good, *bad) if FORMATS[name](text)] == list(good)


@given(
    st.sampled_from(("date", "email", "ipv4", "ipv6", "uuid")),
    st.one_of(st.text(max_size=12), st.text("0123456789-:.@abcdef", max_size=20), st.dates().map(str),
              st.uuids().map(str), st.ip_addresses().map(str)),
)  # fmt: skip
def test_formats_are_what_jsonschema_means(name, text):
    assert FORMATS[name](text) == FormatChecker((name,)).conforms(text, name)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "string"},
        {"type": "string", "enum": ["C", "F"]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"$ref": "#/$defs/unit"},
        {"const": "C"},
    ],
)
@pytest.mark.parametrize(("nullable", "breaks"), [(True, False), (False, True), (None, True), ("true", True)])
def test_null_is_taken_where_openapi_says_so(part, nullable, breaks):
    schema = {"properties": {"unit": {**part, "nullable": nullable}}, "$defs": {"unit": {"type": "string"}}}
    assert bool(said(schema, {"unit": None})) == breaks
    assert said(schema, {"unit": []})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(("string", "integer", "null", ["string", "null"], "object")),
            "format": st.sampled_from(("date", "email", "uri", "hostname", 7)),
            "nullable": st.sampled_from((True, False, None, 1)),
            "enum": st.sampled_from((["a"], ["2024-01-01", "a@b"])),
            "minLength": st.sampled_from((1, 5)),
        },
    ),
    st.sampled_from((None, 1, "", "a", "a@b", "2024-01-01", "https://x", {}, [])),
)
@settings(max_examples=133)
def test_the_quick_yes_is_a_yes_with_formats_and_nullable_too(schema, value):
    accepts = acceptor(schema)
    if accepts is None or not accepts(value):
        return
    event("accepted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemas, "acceptor", lambda _: None)
        assert schemas.breaches(schema, value, 5) == []


def test_without_formats_and_nullable_it_is_plain_jsonschema():
    schema = {"properties": {"a": {"type": "string", "nullable": False}}}
    for value in ({"a": None}, {"a": "x"}, {}, 7):
        assert bool(schemas.breaches(schema, value, 5)) == (not Draft202012Validator(schema).is_valid(value))


def own(schema, value):
    return schemas.breaches_of_own(schema, value, 5)


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"$id": "https://example.com/row", "$ref": "#/$defs/a", "$defs": {"a": OBJECT}}, {},
         ["the object lacks 'city'"]),
        ({"patternProperties": {"^n": {"type": "integer"}}, "additionalProperties": False}, {"n1": 1, "m": 2},
         ["the object has 'm', which is not declared"]),
        ({"properties": {"a": {"pattern": "^(ab|cd)+$"}}}, {"a": "abx"},
         ["'a' is 'abx', against pattern '^(ab|cd)+$'"]),
        ({"properties": {"a": {"pattern": "^(ab|cd)+$"}}}, {"a": "abcd" * 99}, []),
        ({"unevaluatedProperties": False, "properties": {"a": {}}}, {"a": 1}, []),
    ],
)  # fmt: skip
def test_a_schema_of_ones_own_may_use_every_word(schema, value, expected):
    assert [what for _, what in own(schema, value)] == expected


@pytest.mark.parametrize(
    ("schema", "said_of_it"),
    [
        ([], "the schema is [], not an object"),
        ({"type": "text"}, "the schema is no JSON Schema: 'text' cannot stand there (at 'type')"),
        ({"$ref": "https://example.com/other.json"}, "the schema cannot be followed"),
        ({"properties": {"a": {"pattern": "(?<x>a"}}}, "the schema cannot be followed"),
        ({"$ref": "#"}, "the schema cannot be followed"),
    ],
)
def test_a_schema_of_ones_own_that_cannot_be_used_is_said(monkeypatch, schema, said_of_it):
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("it was fetched"))
    ((path, what),) = own(schema, {"a": "x"})
    assert path == () and what.startswith(said_of_it)


def test_a_long_row_may_be_referred_to_message_by_message():
    schema = {"properties": {"messages": {"items": {"$ref": "#/$defs/m"}}}, "$defs": {"m": {"required": ["role"]}}}
    assert own(schema, {"messages": [{"role": "user"}] * 5000}) == []
    assert len(own(schema, {"messages": [{}] * 5000})) == 5
