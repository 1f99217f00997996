"""The family T beyond its pages: parallel calls, pairs, definitions, and the rewriting of legacy rows."""

import json
import time
from copy import copy
from datetime import date
from types import SimpleNamespace

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.jsontext import patch
from ftdata.rules import Row, get
from ftdata.targets import Fact, destination
from ftdata.types import Record, path_text
from tests import corpora
from tests.rules.tool_rows import ANSWER, OBJECT, USER, answered, call, calling, chat, findings, paths, tool, tool_codes


def fixed(code, row, target="azure"):
    """The row after the fixes of one rule."""
    raw = json.dumps(row).encode()
    for finding in findings(code, row, target):
        assert finding.fix
        raw = patch(raw, finding.fix.edits)
    return json.loads(raw)


# T001, T002, T007: the shape, and who asks for what


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": 7}, "[0].id"),
        ({"type": "custom"}, "[0].type"),
        ({"function": "weather"}, "[0].function"),
        ({"function": {"name": None, "arguments": "{}"}}, "[0].function.name"),
        ({"function": {"arguments": "{}"}}, "[0].function"),
        ({"function": {"name": "weather"}}, "[0].function"),
    ],
)
def test_each_defect_of_a_call_is_named_at_its_place(change, path):
    row = chat(USER, calling({**call(), **change}), tools=[tool()])
    assert paths("T001", row) == [f"messages[1].tool_calls{path}"]


def test_every_defect_is_named():
    row = chat(USER, calling({}, "weather", {"function": {}}), tools=[tool()])
    said = [(path_text(each.path)[-3:], each.message.split(";")[0]) for each in findings("T001", row)]
    assert said == [
        ("[0]", "the call has no id"),
        ("[0]", "the call has no function"),
        ("[1]", "the call is 'weather', not an object with id, type and function"),
        ("[2]", "the call has no id"),
        ("[2]", "the call has no type"),
        ("ion", "the call has no name"),
        ("ion", "the call has no arguments"),
    ]


@pytest.mark.parametrize("none", [None, []])
def test_tool_calls_that_hold_none_are_taken_out(none):
    assert fixed("T001", chat(USER, {**ANSWER, "tool_calls": none})) == chat(USER, ANSWER)
    assert findings("T001", chat(USER, {**ANSWER, "tool_calls": none}), target="any") == []


def test_legacy_calls_have_a_shape_too_and_null_is_none():
    assert paths("T001", chat(USER, {"role": "assistant", "function_call": "auto"})) == ["messages[1].function_call"]
    assert findings("T001", chat(USER, {**ANSWER, "function_call": None})) == []


def test_chat_templates_need_no_ids_and_take_objects():
    bare = {"function": {"name": "weather", "arguments": {"city": "Oslo"}}}
    row = chat(USER, calling(bare), {"role": "tool", "name": "weather", "content": "4 C"}, ANSWER, tools=[tool()])
    assert tool_codes(row, "any") == []
    assert [code for code, _ in tool_codes(row)] == ["T001", "T001", "T002", "T007"]


@pytest.mark.parametrize("arguments", [{"city": "Åre", "n": 1.5}, ["x"], {}])
def test_arguments_become_the_text_of_the_same_value(arguments):
    row = chat(USER, calling(call(arguments=arguments)), tools=[tool()])
    text = fixed("T002", row)["messages"][1]["tool_calls"][0]["function"]["arguments"]
    assert json.loads(text) == arguments
    assert findings("T002", row)[0].fix.safe


def test_a_scalar_in_place_of_arguments_has_no_fix():
    assert [each.fix for each in findings("T002", chat(USER, calling(call(arguments=3))))] == [None]


@pytest.mark.parametrize("identity", [None, 7, ["c1"]])
def test_an_id_that_is_no_text_is_missing(identity):
    row = chat(USER, calling(call()), answered(identity), ANSWER, tools=[tool()])
    assert tool_codes(row) == [("T007", "messages[2].tool_call_id")]


# T004, T006: names and ids


def test_a_name_is_looked_up_in_the_rows_own_tools():
    row = chat(USER, calling(call(), call("snow", identity="c2")), tools=[tool(), tool("rain")])
    (found,) = findings("T004", row)
    assert (found.severity, path_text(found.path)) == (None, "messages[1].tool_calls[1].function.name")
    assert "'weather', 'rain'" in found.message


def test_no_tools_at_all_is_one_warning_a_row():
    row = chat(USER, calling(call(), call("snow", identity="c2")), answered("c1"), answered("c2"), ANSWER)
    (found,) = findings("T004", row)
    assert found.severity == "warning" and "'weather', 'snow'" in found.message


@pytest.mark.parametrize("tools", [[{"type": "function", "name": "weather"}], {"weather": {}}, [tool(), None]])
def test_a_broken_definition_is_not_told_again_as_an_undeclared_tool(tools):
    row = chat(USER, calling(call("other")), tools=tools)
    assert {code for code, _ in tool_codes(row)} == {"T012"}


def test_legacy_functions_declare_legacy_calls():
    row = chat(
        USER, {"role": "assistant", "function_call": {"name": "snow", "arguments": "{}"}}, functions=[{"name": "a"}]
    )
    assert paths("T004", row) == ["messages[1].function_call.name"]


def test_parallel_calls_may_be_answered_in_any_order():
    row = chat(USER, calling(call(), call(identity="c2")), answered("c2"), answered("c1"), ANSWER, tools=[tool()])
    assert tool_codes(row) == []


def test_an_answer_before_its_call_is_an_orphan():
    row = chat(USER, answered("c1"), calling(call()), answered("c1"), ANSWER, tools=[tool()])
    assert tool_codes(row) == [("T006", "messages[1].tool_call_id")]


def test_a_row_may_end_on_a_call():
    assert tool_codes(chat(USER, calling(call()), tools=[tool()])) == []


def test_no_orphans_are_named_where_calls_or_roles_are_broken():
    without_id = {key: value for key, value in call().items() if key != "id"}
    assert findings("T006", chat(USER, calling(without_id), answered("c1"), ANSWER)) == []
    assert findings("T006", chat({"role": "human"}, calling(call()), answered("c2"), ANSWER)) == []


def test_each_answer_of_a_pair_goes_on_from_the_context():
    row = {
        "input": {"messages": [USER, calling(call())], "tools": [tool()]},
        "preferred_output": [answered("c1"), calling(call(identity="c2")), answered("c2"), ANSWER],
        "non_preferred_output": [answered("c2"), ANSWER],
    }
    assert paths("T006", row, method="dpo") == ["non_preferred_output[0].tool_call_id"]
    assert findings("T004", row, method="dpo") == []


# T010, T011: the old form


def legacy(name, arguments="{}"):
    return {"role": "assistant", "content": None, "function_call": {"name": name, "arguments": arguments}}


def result(name, content="ok"):
    return {"role": "function", "name": name, "content": content}


def test_a_whole_legacy_row_is_rewritten():
    row = chat(
        USER, legacy("a"), result("a"), legacy("b", '{"x": 1}'), result("b"), ANSWER,
        functions=[{"name": "a"}, {"name": "b", "parameters": OBJECT}],
    )  # fmt: skip
    new = fixed("T010", row)
    assert [message.get("tool_call_id") for message in new["messages"]] == [None, None, "call_1", None, "call_2", None]
    assert new["messages"][3]["tool_calls"] == [call("b", '{"x": 1}', "call_2")]
    assert new["tools"] == [tool("a"), tool("b", parameters=OBJECT)]
    assert "function" not in json.dumps([message["role"] for message in new["messages"]])
    assert tool_codes(new) == [("T005", "messages[3].tool_calls[0].function.arguments")]


def test_results_answer_the_open_call_of_their_name():
    new = fixed("T010", chat(USER, legacy("a"), legacy("b"), result("a"), result("b"), ANSWER))
    assert [new["messages"][place]["tool_call_id"] for place in (3, 4)] == ["call_1", "call_2"]


@pytest.mark.parametrize(
    "messages",
    [
        (USER, result("a"), ANSWER),
        (USER, legacy("a"), result("b"), ANSWER),
        (USER, legacy("a"), result("a"), result("a"), ANSWER),
        (USER, legacy("a"), legacy("a"), result("a"), ANSWER),
        (USER, result("a"), legacy("a"), ANSWER),
        (USER, legacy("a"), result("a", None), ANSWER),
        (USER, {"role": "assistant", "function_call": {"name": "a"}}),
    ],
)
def test_no_fix_is_offered_that_would_have_to_guess(messages):
    (found,) = findings("T010", chat(*messages))
    assert found.fix is None


def test_null_is_no_legacy():
    row = chat(USER, {**ANSWER, "function_call": None}, functions=None)
    assert findings("T010", row) == findings("T011", row) == []
    assert findings("T011", chat(USER, {**calling(call()), "function_call": None}, tools=[tool()])) == []


def test_mixing_is_told_once_and_not_as_legacy_too():
    row = chat(
        USER, calling(call()), answered("c1"), legacy("weather"), tools=[tool()], functions=[{"name": "weather"}]
    )
    assert tool_codes(row) == [("T011", "functions")]


# T012: definitions


@pytest.mark.parametrize(
    ("tools", "expected"),
    [
        ({"name": "a"}, ["tools"]),
        (["a"], ["tools[0]"]),
        ([tool("")], ["tools[0].function.name"]),
        ([tool("a" * 65)], ["tools[0].function.name"]),
        ([tool("a\n")], ["tools[0].function.name"]),
        ([{"type": "function", "function": {}}], ["tools[0].function"]),
        ([{**tool(), "type": "custom"}], ["tools[0].type"]),
        ([tool("a"), tool("b"), tool("a")], ["tools[2].function.name"]),
        ([tool(parameters="{}")], ["tools[0].function.parameters"]),
        ([tool(parameters={"items": {"required": True}})], ["tools[0].function.parameters.items.required"]),
        ([tool(parameters={})], []),
        ([tool(parameters={**OBJECT, "$schema": "http://json-schema.org/draft-07/schema#"})], []),
        ([tool(parameters={"properties": {"a": {"pattern": "(?<year>x)", "nullable": True}}})], []),
        ([], []),
    ],
)  # fmt: skip
def test_definitions(tools, expected):
    assert paths("T012", chat(USER, ANSWER, tools=tools)) == expected


def test_null_is_taken_out_where_the_target_is_strict():
    row = chat(USER, ANSWER, tools=None)
    assert fixed("T012", row) == chat(USER, ANSWER)
    assert findings("T012", row, target="any") == []


def test_legacy_functions_and_the_tools_of_pairs_are_looked_at_too():
    assert paths("T012", chat(USER, ANSWER, functions=[{"name": "a b"}])) == ["functions[0].name"]
    row = {"input": {"messages": [USER], "tools": [tool("a b")]}, "preferred_output": [], "non_preferred_output": []}
    assert paths("T012", row, method="dpo") == ["input.tools[0].function.name"]


def test_a_field_for_a_grader_is_no_list_of_tools():
    row = {"messages": [USER], "input": {"tools": "hammer"}}
    assert findings("T012", row, method="rft") == []


def nested(where, schema):
    """Parameters with a schema inside, all else as strict mode wants it."""
    whole = {"type": "object", "properties": {"a": schema}, "required": ["a"], "additionalProperties": False}
    return whole if where == "a" else {**whole, "$defs": {"b": schema}, "properties": {"a": {"$ref": "#/$defs/b"}}}


OPEN = {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
CLOSED = {**OPEN, "additionalProperties": False}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (CLOSED, []),
        (OPEN, [""]),
        ({**CLOSED, "required": []}, [""]),
        ({**OPEN, "required": ["y"]}, ["", ""]),
        ({"type": "object"}, [""]),
        ({}, []),
        (nested("a", CLOSED), []),
        (nested("a", OPEN), [".properties.a"]),
        (nested("a", {"type": ["object", "null"]}), [".properties.a"]),
        (nested("a", {"type": "array", "items": OPEN}), [".properties.a.items"]),
        (nested("a", {"anyOf": [{"type": "null"}, OPEN]}), [".properties.a.anyOf[1]"]),
        (nested("b", OPEN), ['["$defs"].b']),
        ({"type": "object", "properties": {str(n): {"type": "object"} for n in range(50)}}, [""] * 2 + ["*"] * 3),
    ],
)  # fmt: skip
def test_what_strict_mode_refuses(parameters, expected):
    row = chat(USER, ANSWER, tools=[tool(strict=True, parameters=parameters)])
    found = findings("T012", row)
    start = "tools[0].function.parameters"
    assert [path_text(each.path) for each in found][: len(expected)] == [
        path_text(each.path) if end == "*" else start + end for each, end in zip(found, expected, strict=True)
    ]
    assert all(each.severity == "warning" for each in found)
    assert findings("T012", row, target="any") == []
    assert findings("T012", chat(USER, ANSWER, tools=[tool(strict=False, parameters=parameters)])) == []


@pytest.mark.parametrize("strict", ["true", 1, 0, [], {}])
def test_strict_is_true_or_false(strict):
    row = chat(USER, ANSWER, tools=[tool(strict=strict, parameters=OBJECT)])
    assert paths("T012", row) == ["tools[0].function.strict"]
    assert findings("T012", row, target="any") == []


@pytest.mark.parametrize(
    ("kind", "number"),
    [("object", 0), (["object"], 0), (["object", "null"], 0), ("array", 1), (["string"], 1), ("null", 1)],
)
@pytest.mark.parametrize("target", ["azure", "any"])
def test_arguments_are_an_object(kind, number, target):
    row = chat(USER, ANSWER, tools=[tool(parameters={"type": kind})])
    assert paths("T012", row, target=target) == ["tools[0].function.parameters.type"] * number


# T008: what follows a call


def unanswered(*messages, target="azure", **more):
    return [
        (path_text(each.path), each.severity) for each in findings("T008", chat(USER, *messages, **more), target=target)
    ]


TWO = calling(call(), call(identity="c2"))


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ((calling(call()), ANSWER), [("[0]", None)]),
        ((calling(call()), USER, answered("c1"), ANSWER), [("[0]", None)]),
        ((TWO, answered("c2"), ANSWER), [("[0]", None)]),
        ((TWO, answered("c1"), ANSWER), [("[1]", None)]),
        ((TWO, ANSWER), [("[0]", None)]),
        ((TWO, answered("c1")), [("[1]", "info")]),
        ((TWO,), []),
        ((TWO, answered("c1"), answered("c2"), ANSWER), []),
        ((calling(call()), answered("other"), ANSWER), []),  # T006 says so
        (({"role": "assistant", "function_call": {"name": "weather", "arguments": "{}"}}, ANSWER), []),
        (({"role": "assistant", "tool_calls": "none"}, ANSWER), []),
        (({"role": "assistant", "tool_calls": [None, 7, {}]}, ANSWER), []),
    ],
)
def test_a_result_follows_its_call(messages, expected):
    assert unanswered(*messages) == [(f"messages[1].tool_calls{end}", severity) for end, severity in expected]


def test_without_ids_results_are_counted():
    bare = {"function": {"name": "weather", "arguments": {}}}
    result = {"role": "tool", "content": "4 C"}
    assert unanswered(calling(bare, bare), result, result, ANSWER, target="any") == []
    assert unanswered(calling(bare, bare), result, ANSWER, target="any") == [("messages[1].tool_calls[1]", None)]
    assert unanswered(calling(bare, call()), answered(7), answered(["c1"]), ANSWER, target="any") == []


def test_the_prompt_of_a_pair_goes_on_in_each_answer():
    row = {
        "input": {"messages": [USER, calling(call())]},
        "preferred_output": [answered("c1"), ANSWER],
        "non_preferred_output": [ANSWER],
    }
    assert paths("T008", row, method="dpo") == ["input.messages[1].tool_calls[0]"]
    assert findings("T008", {**row, "non_preferred_output": [answered("c1"), ANSWER]}, method="dpo") == []
    assert findings("T008", {**row, "preferred_output": [], "non_preferred_output": None}, method="dpo") == []


# T009, T016: ids


AGAIN = (calling(call()), answered("c1"), USER, calling(call()), answered("c1"), ANSWER)


def ids(row):
    """Every id in a row, in order."""
    found = []
    for message in row["messages"]:
        found += [each["id"] for each in message.get("tool_calls", ())]
        found += [message["tool_call_id"]] if "tool_call_id" in message else []
    return found


def test_a_call_and_its_result_are_renumbered_together():
    row = fixed("T009", chat(USER, *AGAIN[:3], *AGAIN[:3], *AGAIN, tools=[tool()]))
    assert ids(row) == ["c1", "c1", "call_2", "call_2", "call_3", "call_3", "call_4", "call_4"]
    assert tool_codes(row) == []


def test_new_ids_are_new():
    taken = calling(call(identity="call_2")), answered("call_2")
    row = fixed("T009", chat(USER, *taken, *AGAIN, tools=[tool()]))
    assert ids(row) == ["call_2", "call_2", "c1", "c1", "call_3", "call_3"]


def test_a_last_call_without_a_result_is_renumbered_alone():
    assert ids(fixed("T009", chat(USER, *AGAIN[:4], tools=[tool()]))) == ["c1", "c1", "call_2"]
    assert ids(fixed("T009", chat(USER, calling(call(), call()), tools=[tool()]))) == ["c1", "call_2"]


@pytest.mark.parametrize(
    "messages",
    [
        (calling(call(), call()), answered("c1"), ANSWER),
        (calling(call(), call()), answered("c1"), answered("c1"), ANSWER),
        (calling(call()), USER, calling(call()), answered("c1"), ANSWER),
        (calling(call()), answered("c1"), calling(call()), USER, answered("c1"), ANSWER),
        (calling(call()), answered("c1"), calling(call()), answered("c1"), answered("c1"), ANSWER),
        (answered("c1"), calling(call()), answered("c1"), calling(call()), answered("c1"), ANSWER),
    ],
)
def test_no_pair_is_guessed(messages):
    found = findings("T009", chat(USER, *messages, tools=[tool()]))
    assert found and [each.fix for each in found] == [None] * len(found)


def test_answers_of_a_pair_may_have_the_same_ids():
    output = [calling(call()), answered("c1"), ANSWER]
    row = {"input": {"messages": [USER]}, "preferred_output": output, "non_preferred_output": output}
    assert findings("T009", row, method="dpo") == []
    row["input"] = {"messages": [USER, *output[:2], USER]}
    found = findings("T009", row, method="dpo")
    assert [path_text(each.path) for each in found] == [
        "preferred_output[0].tool_calls[0].id",
        "non_preferred_output[0].tool_calls[0].id",
    ]
    assert all(each.fix and {edit.path[0] for edit in each.fix.edits} == {each.path[0]} for each in found)


def test_no_id_in_the_prompt_of_a_pair_is_renumbered():
    row = {
        "input": {"messages": [USER, calling(call()), answered("c1"), calling(call())]},
        "preferred_output": [answered("c1"), ANSWER],
        "non_preferred_output": [answered("c1"), ANSWER],
    }
    (found,) = findings("T009", row, method="dpo")
    assert path_text(found.path) == "input.messages[3].tool_calls[0].id" and found.fix is None


def test_results_without_ids_are_no_second_results():
    bare = {"function": {"name": "weather", "arguments": {}}}
    result = {"role": "tool", "content": "4 C"}
    assert findings("T009", chat(USER, calling(bare), result, result, ANSWER), target="any") == []


@pytest.mark.parametrize("many", [3000])
def test_thousands_of_equal_ids_take_no_time(many):
    row = chat(USER, *[calling(call()), answered("c1")] * many, ANSWER, tools=[tool()])
    start = time.monotonic()
    assert len(findings("T009", row)) == many - 1
    assert len(findings("T009", chat(USER, calling(*[call()] * many), *[answered("c1")] * many, ANSWER))) == many - 1
    assert findings("T008", row) == []
    assert time.monotonic() - start < 5


def wanting(pattern, row):
    """What T016 says of a row for a target that wants ids of a form, and the row as it mends it."""
    goal = destination("azure", "sft")
    target = copy(goal.target)
    target.facts = target.facts | {"tool_id_pattern": Fact(pattern, "this test", date(2026, 11, 23))}
    record = Record("x.jsonl", 1, 0, 1, None, row)
    found = list(get("T016").check(Row(row, record, goal._replace(target=target))))
    raw = json.dumps(row).encode()
    for each in found:
        raw = patch(raw, each.fix.edits) if each.fix else raw
    return found, json.loads(raw)


NINE = "[a-zA-Z0-9]{9}"


def test_ids_get_the_form_that_is_wanted_everywhere():
    row = chat(USER, TWO, answered("c2"), answered("c1"), calling(call(identity="call00001")), answered("call00001"))
    found, mended = wanting(NINE, row)
    assert [path_text(each.path) for each in found] == [
        "messages[1].tool_calls[0].id",
        "messages[1].tool_calls[1].id",
    ]
    assert ids(mended) == ["call00002", "call00003", "call00003", "call00002", "call00001", "call00001"]
    assert wanting(NINE, mended)[0] == []
    assert all(each.fix.safe for each in found)


@pytest.mark.parametrize(("pattern", "new"), [("call_[0-9]+", "call_1"), ("[0-9]{9}", "000000001"), ("[xyz]", None)])
def test_the_form_of_new_ids_is_the_first_that_fits(pattern, new):
    ((found,), mended) = wanting(pattern, chat(USER, calling(call()), answered("c1"), ANSWER))
    assert (found.fix is None) == (new is None)
    assert ids(mended) == [new or "c1"] * 2


@pytest.mark.parametrize("identity", [None, 7, ["c1"]])
def test_what_is_no_id_has_no_form(identity):
    assert wanting(NINE, chat(USER, calling(call(identity=identity)), answered(identity), ANSWER))[0] == []


def test_every_row_is_looked_at_where_ids_have_a_form():
    module = get("T016").module
    assert module.marks(destination("azure", "sft")) == ()
    asking = SimpleNamespace(fact=lambda name: NINE if name == "tool_id_pattern" else None)
    assert module.marks(asking) is None


# T013, T015


def test_tools_and_functions_have_limits_of_their_own():
    many = [tool(f"t{n}") for n in range(129)]
    assert paths("T013", chat(USER, ANSWER, tools=many)) == ["tools"]
    assert paths("T013", chat(USER, ANSWER, functions=[each["function"] for each in many])) == ["functions"]
    assert (
        findings("T013", chat(USER, ANSWER, tools=many[1:]))
        == findings("T013", chat(USER, ANSWER, tools="x" * 999))
        == []
    )
    pair = {"input": {"messages": [USER], "tools": many}, "preferred_output": [ANSWER], "non_preferred_output": [USER]}
    assert paths("T013", pair, method="dpo") == ["input.tools"]


@pytest.mark.parametrize("flag", ["false", 0, 1, [], {}])
def test_a_flag_is_true_or_false(flag):
    (found,) = findings("T015", chat(USER, TWO, parallel_tool_calls=flag))
    assert found.severity == "error" and found.fix is None
    assert findings("T015", chat(USER, TWO, parallel_tool_calls=flag), target="any") == []


def test_the_flag_of_a_pair_stands_in_its_input():
    row = {
        "input": {"messages": [USER], "parallel_tool_calls": False},
        "preferred_output": [calling(call())],
        "non_preferred_output": [TWO],
    }
    assert paths("T015", row, method="dpo") == ["input.parallel_tool_calls"]
    assert findings("T015", {**row, "non_preferred_output": [ANSWER]}, method="dpo") == []
    assert findings("T015", {**row, "input": None}, method="dpo") == []


def test_a_field_for_a_grader_is_no_flag():
    assert findings("T015", {"messages": [TWO, USER], "parallel_tool_calls": "no"}, method="rft") == []


# The providers' own samples


@corpora.needed
@pytest.mark.parametrize(
    ("name", "method", "warned"),
    [
        ("azure_toolcall/stock_toolcall_training.jsonl", "sft", set()),
        ("azure_toolcall/stock_toolcall_validation.jsonl", "sft", set()),
        ("azure_functions_legacy/stock-train-hallucination.jsonl", "sft", {"T010"}),
        ("azure_functions_legacy/stock-test-token-reduction.jsonl", "sft", {"T010"}),
        ("instructor_math/math_finetunes.jsonl", "sft", {"T010"}),
        ("azure_dpo/validation.jsonl", "dpo", set()),
        ("azure_gsm8k_chat/chat_train.jsonl", "sft", set()),
        ("azure_gsm8k_chat/chat_validation.jsonl", "sft", set()),
    ],
)
def test_the_providers_own_samples_are_clean(name, method, warned):
    settings = Settings(target="azure", method=method, select=("C", "T", "P"))
    report = validate([corpora.path(name)], settings)
    assert report.count("error") == 0
    assert set(report.by_code()) == warned
