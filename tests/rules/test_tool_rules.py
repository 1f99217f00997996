"""The family T beyond its pages: parallel calls, pairs, definitions, and the rewriting of legacy rows."""

import json

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.jsontext import patch
from ftdata.types import path_text
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
