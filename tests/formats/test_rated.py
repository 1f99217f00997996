"""Answers that people or models rated, responses that nobody did, and conversations in odd columns."""

import json

import pytest

import ftdata
from ftdata import formats
from ftdata.errors import FormatError

ASKED = [{"role": "user", "content": "2 + 2?"}]


def read(row):
    (name,), _ = formats.classify(row)
    return formats.get(name).parse(row)


def texts(example):
    return [answer.messages[0].content for answer in example.candidates]


@pytest.mark.parametrize(("strength", "better"), [(-3, "4"), (-1, "4"), (1, "5"), (3, "5")])
def test_a_negative_preference_is_for_the_first_response(strength, better):
    three = {"context": ASKED, "response1": "4", "response2": "5", "overall_preference": strength}
    two = {"prompt": "2 + 2?", "response_1": "4", "response_2": "5", "preference_strength": strength}
    for row in (three, two):
        made = formats.render(read(row), "preference")
        assert made.row["input"]["messages"] == ASKED
        assert made.row["preferred_output"][0]["content"] == better
        assert [loss.path for loss in made.losses] == [next(key for key in row if "preference" in key)]


@pytest.mark.parametrize("value", [0, 4, True, "1", None, 1.0])
def test_what_prefers_neither_response_is_refused(value):
    with pytest.raises(FormatError):
        read({"context": ASKED, "response1": "4", "response2": "5", "overall_preference": value})


def test_earlier_turns_of_a_context_are_not_learned():
    context = [*ASKED, {"role": "assistant", "content": "5"}, {"role": "user", "content": "Sure?"}]
    row = {"context": context, "response1": "4", "response2": "5", "overall_preference": -1}
    weights = [turn.get("weight") for turn in formats.render(read(row), "chat").row["messages"]]
    assert weights == [None, 0, None, None]


@pytest.mark.parametrize(
    ("scores", "order", "left"),
    [
        ([1, 3, 2], "bca", 0),
        ([3, 3, 1], "acb", 0),
        ([2, 3, 3, 1], "bacd", 0),
        ([2, 2], "a", 1),
        ([7], "a", 0),
    ],
)
def test_a_pair_is_never_made_of_equals(scores, order, left):
    completions = [
        {"response": text, "overall_score": score, "critique": "."} for text, score in zip("abcd", scores, strict=False)
    ]
    example = read({"instruction": "Hi", "completions": completions})
    assert "".join(texts(example)) == order
    assert len(example.extras.get("completions", ())) == left


def test_scores_go_along_to_pairs_and_are_named_elsewhere():
    row = {"question": "Hi", "answers": [{"text": "a", "pm_score": 1}, {"text": "b", "pm_score": 6}]}
    made = formats.render(read(row), "chosen-rejected")
    assert (made.row["score_chosen"], made.row["score_rejected"], made.losses) == (6, 1, ())
    assert "answers.pm_score" in {loss.path for loss in formats.render(read(row), "chat").losses}


def test_every_response_is_an_example():
    row = {"question": "Hi", "reference_answer": "H", "responses": [{"response": "a"}, {"response": "b"}]}
    made = ftdata.convert([row], to="chat")
    assert [each["messages"][1]["content"] for each in made] == ["a", "b"]


def test_reasoning_in_an_output_stays_where_it_is():
    row = {"input": ASKED, "output": "<think>\nx\n</think>\n\n4", "system_prompt": "detailed thinking on"}
    turns = formats.render(read(row), "chat").row["messages"]
    assert [turn["content"] for turn in turns] == ["detailed thinking on", "2 + 2?", row["output"]]


def test_a_conversation_in_a_cell_of_json():
    turns = [*ASKED, {"role": "assistant", "content": "4"}]
    example = read({"id": 1, "messages_json": json.dumps(turns)})
    assert formats.render(example, "chat").row == {"messages": turns}


def test_the_answer_to_a_conversation_in_a_cell():
    call = {"id": "c", "type": "function", "function": {"name": "add", "arguments": "{}"}}
    tools = [{"type": "function", "function": {"name": "add"}}]
    row = {"messages_json": json.dumps(ASKED), "tools_json": json.dumps(tools), "n_calls": 1}
    made = formats.render(read(row | {"target_json": json.dumps({"tool_calls": [call]})}), "chat")
    assert made.row == {"messages": [*ASKED, {"role": "assistant", "tool_calls": [call]}], "tools": tools}
    assert [loss.path for loss in made.losses] == ["n_calls"]
    for nothing in ("{}", "[1]", "no JSON", None):
        assert read(row | {"target_json": nothing}).candidates == []
