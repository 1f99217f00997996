"""The family C beyond its pages: exact paths, grades, what is fine, and what each rule leaves to others."""

import pytest

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.jsontext import ExactFloat, patch
from ftdata.rules import Row, get
from ftdata.targets import destination
from ftdata.types import DropRow, Finding, Record, RemoveKey, path_text

USER = {"role": "user", "content": "Hi"}
ANSWER = {"role": "assistant", "content": "Hello!"}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def chat(*messages, **more):
    return {"messages": list(messages), **more}


def findings(code, row, target="azure", method="sft") -> list[Finding]:
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, None, row), destination(target, method))))


def paths(code, row, **options):
    return [path_text(finding.path) for finding in findings(code, row, **options)]


def content_codes(row, target="azure"):
    report = validate([[row]], Settings(target=target, select=("C",)))
    return [(problem.code, path_text(problem.path), problem.severity) for problem in report.problems]


@pytest.mark.parametrize("beside", [{"tool_calls": [CALL]}, {"function_call": {"name": "f"}}, {"refusal": "No."}])
@pytest.mark.parametrize("content", [{}, {"content": None}, {"content": ""}])
def test_an_assistant_that_calls_or_refuses_needs_no_content(beside, content):
    assert content_codes(chat(USER, {"role": "assistant", **content, **beside})) == []


@pytest.mark.parametrize("beside", [{"tool_calls": []}, {"tool_calls": None}, {"refusal": None}])
def test_an_empty_promise_of_something_else_does_not_count(beside):
    assert content_codes(chat(USER, {"role": "assistant", **beside})) == [("C001", "messages[1]", "error")]


def test_calls_excuse_the_assistant_only():
    assert paths("C001", chat({"role": "user", "tool_calls": [CALL]}, ANSWER)) == ["messages[0]"]


def test_a_message_without_a_role_is_not_judged_twice():
    row = chat({"from": "human", "value": "Hi"}, {"content": None}, ANSWER)
    assert paths("C001", row) == paths("C003", row) == []


def test_a_legacy_function_may_return_null_but_a_tool_may_not():
    assert paths("C003", chat(USER, {"role": "function", "name": "f", "content": None}, ANSWER)) == []
    row = chat(USER, {"role": "tool", "tool_call_id": "c1", "content": None}, ANSWER)
    assert paths("C003", row) == ["messages[1].content"]


@pytest.mark.parametrize(
    ("message", "method", "severity"),
    [
        ({"role": "assistant", "content": ""}, "sft", "error"),
        ({"role": "assistant", "content": "\u00a0\t", "weight": 1}, "sft", "error"),
        ({"role": "assistant", "content": [{"type": "text", "text": " "}]}, "sft", "error"),
        ({"role": "assistant", "content": "", "weight": 0}, "sft", None),
        ({"role": "assistant", "content": ""}, "rft", None),
        ({"role": "system", "content": ""}, "sft", None),
        ({"role": "tool", "tool_call_id": "c1", "content": ""}, "sft", None),
    ],
)
def test_empty_is_an_error_only_where_it_is_learned(message, method, severity):
    (found,) = findings("C002", chat(USER, message), method=method)
    assert (found.severity, found.path) == (severity, ("messages", 1, "content"))


def test_empty_answers_of_a_pair_are_learned_but_its_context_is_not():
    empty = {**ANSWER, "content": ""}
    row = {"input": {"messages": [USER, empty, USER]}, "preferred_output": [ANSWER], "non_preferred_output": [empty]}
    found = {path_text(each.path): each.severity for each in findings("C002", row, method="dpo")}
    assert found == {"input.messages[1].content": None, "non_preferred_output[0].content": "error"}


def test_what_may_be_dropped_when_it_is_empty():
    def edits(role):
        fix = findings("C002", chat({"role": role, "content": ""}, USER, ANSWER))[0].fix
        return fix and (fix.safe, fix.edits)

    assert edits("user") == edits("assistant") == (False, (DropRow(),))
    assert edits("system") == (False, (RemoveKey(("messages", 0)),))
    assert edits("tool") is None


def test_a_blank_part_beside_an_image_is_no_empty_message():
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    assert findings("C002", chat({"role": "user", "content": [{"type": "text", "text": ""}, image]}, ANSWER)) == []


@pytest.mark.parametrize(
    ("role", "part", "said"),
    [
        ("user", "Hi", "not an object"),
        ("user", {"text": "Hi"}, "no type"),
        ("user", {"type": 1}, "no type"),
        ("user", {"type": "output_text", "text": "Hi"}, "unknown type 'output_text'"),
        ("user", {"type": "text", "text": None}, "under the key 'text'"),
        ("user", {"type": "image_url", "image_url": {"url": 1}}, "no address"),
        ("user", {"type": "refusal", "refusal": "No."}, "type 'refusal'"),
        ("assistant", {"type": "refusal", "refusal": ["No."]}, "under the key 'refusal'"),
        ("system", {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}, "type 'image_url'"),
    ],
)
def test_a_part_that_cannot_stand_there(role, part, said):
    (found,) = findings("C004", chat({"role": role, "content": [{"type": "text", "text": "x"}, part]}))
    assert found.path == ("messages", 0, "content", 1)
    assert said in found.message


def test_each_bad_part_has_its_own_finding_but_a_function_only_one():
    bad = [{"type": "text"}, {"type": "text", "text": "x"}, {"type": "video"}]
    row = chat({"role": "user", "content": bad}, {"role": "function", "name": "f", "content": bad})
    assert paths("C004", row) == ["messages[0].content[0]", "messages[0].content[2]", "messages[1].content"]


def test_audio_and_files_are_one_finding_whoever_has_them():
    part = {"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}
    row = chat({"role": "user", "content": [part]}, {"role": "assistant", "content": [part]})
    assert [code for code, _, _ in content_codes(row)] == ["C006", "C006"]


def test_parts_are_not_judged_where_the_target_says_nothing_of_them():
    assert content_codes(chat({"role": "user", "content": [{"type": "video"}]}, ANSWER), target="any") == []


def test_two_refusals_are_one_finding_and_one_is_none():
    part = {"type": "refusal", "refusal": "No."}
    assert paths("C005", chat(USER, {"role": "assistant", "content": [part, part]})) == ["messages[1].content"]
    assert paths("C005", chat(USER, {"role": "assistant", "content": [part]})) == []


def test_special_tokens_are_found_in_text_parts_and_arguments_once_each():
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"x": "<|im_start|>"}'}}
    row = chat(
        {"role": "user", "content": [{"type": "text", "text": "a<|endoftext|>b<|endoftext|>"}]},
        {"role": "assistant", "content": "<|im_end|>", "tool_calls": [call]},
    )
    assert paths("C007", row) == [
        "messages[0].content[0].text",
        "messages[1].content",
        "messages[1].tool_calls[0].function.arguments",
    ]


def test_the_special_token_is_named_in_the_providers_words_and_graded_by_the_target():
    row = chat(USER, {**ANSWER, "content": "x<|fim_suffix|>"})
    assert "contains an invalid token: <|fim_suffix|>" in findings("C007", row)[0].message
    grades = {target: content_codes(row, target)[0][2] for target in ("azure", "openai", "any")}
    assert grades == {"azure": "warning", "openai": "error", "any": "warning"}


def test_the_broken_token_is_none_any_more():
    raw = b'{"messages": [{"role": "user", "content": "<|im_start|><|im_end|>"}]}'
    row = chat({"role": "user", "content": "<|im_start|><|im_end|>"})
    fix = findings("C007", row)[0].fix
    assert fix and not fix.safe
    assert patch(raw, fix.edits) == b'{"messages": [{"role": "user", "content": "<| im_start |><| im_end |>"}]}'


@pytest.mark.parametrize(
    ("content", "text"),
    [(True, "true"), (4, "4"), (ExactFloat("1.50"), "1.50"), ({"é": [1]}, '{"é":[1]}')],
)
def test_other_values_become_their_json_text(content, text):
    (found,) = findings("C008", chat(USER, {**ANSWER, "content": content}))
    assert found.fix and not found.fix.safe
    assert found.fix.edits[0].value == text


def test_no_message_shows_more_than_a_little_of_the_data():
    row = chat({"role": "user" * 5000, "content": None}, {"role": "user", "content": {"x": "secret" * 5000}}, ANSWER)
    found = findings("C003", row) + findings("C008", row)
    assert len(found) == 2 and all(len(each.message) < 200 for each in found)
