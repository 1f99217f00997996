"""Pairs, ranks and labels: which messages are the prompt, which answer comes first, and what is lost on the way."""

import json

import pytest

from ftdata import formats
from ftdata.errors import FormatError


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


def convert(row, goal):
    (name,), _ = formats.classify(row)
    rendered = formats.render(formats.get(name).parse(row), goal)
    return rendered.row, {loss.path: loss.reason for loss in rendered.losses}


def pair(row):
    """The prompt of a row and its two answers, as OpenAI's preference format has them."""
    made, _ = convert(row, "preference")
    return made["input"]["messages"], made["preferred_output"], made["non_preferred_output"]


SYSTEM = {"role": "system", "content": "Be brief."}
CALL = {
    "role": "assistant",
    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
}
RESULT = {"role": "tool", "tool_call_id": "c", "content": "4"}

SHARED = [
    # chosen, rejected, messages of the prompt
    ([user("a"), assistant("b")], [user("a"), assistant("c")], 1),
    ([SYSTEM, user("a"), assistant("b")], [SYSTEM, user("a"), assistant("c")], 2),
    ([user("a"), assistant("b")], [user("a"), assistant("b")], 1),
    ([user("a"), assistant("b")], [user("a"), assistant("b"), user("c"), assistant("d")], 1),
    ([user("a"), assistant("b"), user("c"), assistant("d")], [user("a"), assistant("b")], 1),
    ([user("a"), assistant("b"), user("c"), assistant("d")], [user("a"), assistant("b"), user("c"), assistant("e")], 3),
    ([user("a"), CALL, RESULT, assistant("4")], [user("a"), CALL, RESULT, assistant("5")], 3),
    ([user("a"), assistant("b")], [{"content": "a", "role": "user"}, assistant("c")], 1),
    (
        [user("a"), {**assistant("b"), "weight": 1}, user("c")],
        [user("a"), {**assistant("b"), "weight": True}, user("c")],
        1,
    ),
]


@pytest.mark.parametrize(("chosen", "rejected", "count"), SHARED)
def test_the_prompt_is_what_both_sides_begin_with(chosen, rejected, count):
    row = {"chosen": chosen, "rejected": rejected}
    assert pair(row) == (chosen[:count], chosen[count:], rejected[count:])


def test_nothing_shared_is_no_prompt():
    """Where the first messages differ, the prompt is empty: it never wraps round to the end."""
    row = {"chosen": [user("a "), assistant("b")], "rejected": [user("c "), assistant("d")]}
    example = formats.get("chosen-rejected").parse(row)
    assert example.context == []
    with pytest.raises(FormatError, match="no messages before"):
        formats.render(example, "preference")


def test_texts_are_not_cut_at_a_common_letter():
    row = {"chosen": "The sky is blue.", "rejected": "The sky is bl."}
    example = formats.get("chosen-rejected").parse(row)
    assert [answer.messages[0].content for answer in example.candidates] == ["The sky is blue.", "The sky is bl."]
    with pytest.raises(FormatError, match="text without turns"):
        formats.render(example, "preference")
    assert convert(row, "autotrain")[0] == {"text": "The sky is blue.", "rejected_text": "The sky is bl."}


def test_a_prompt_that_stands_twice_is_one_prompt():
    talk = [user("a"), assistant("b")]
    other = [user("a"), assistant("c")]
    rows = [
        {"prompt": "a", "chosen": talk, "rejected": other},
        {"prompt": [user("a")], "chosen": talk, "rejected": other},
        {"prompt": "a", "chosen": talk[1:], "rejected": other[1:]},
        {"prompt": [user("a")], "chosen": talk[1:], "rejected": other[1:]},
        {"prompt": "a", "chosen": "b", "rejected": "c"},
        {"messages": [user("a")], "chosen": talk[1], "rejected": other[1]},
        {"question": "a", "chosen": "b", "rejected": "c"},
        {"prompt": "a", "text": "b", "rejected_text": "c"},
        {"text": talk, "rejected_text": str(other)},
        {"chosen": "\n\nHuman: a\n\nAssistant: b", "rejected": "\n\nHuman: a\n\nAssistant: c"},
        {"prompt": "\n\nHuman: a\n\nAssistant:", "answers": [{"answer": "c", "rank": 2}, {"answer": "b", "rank": 1}]},
        {"history": "a", "human_ref_A": "c", "human_ref_B": "b", "labels": 0},
        {"question": "a", "answer_a": "b", "answer_b": "c", "winner": "A"},
        {"conversation_a": other, "conversation_b": talk, "winner": "model_b"},
    ]
    for row in rows:
        assert pair(row) == ([user("a")], [assistant("b")], [assistant("c")]), row


def test_a_prompt_that_is_not_in_the_conversation_is_stated_as_lost():
    row = {"prompt": "something else", "chosen": [user("a"), assistant("b")], "rejected": [user("a"), assistant("c")]}
    made, losses = convert(row, "preference")
    assert made["input"]["messages"] == [user("a")]
    assert set(losses) == {"prompt"}


def test_ultrafeedback():
    talk, other = [user("a"), assistant("b")], [user("a"), assistant("c")]
    row = {"prompt": "a", "prompt_id": "7", "chosen": talk, "rejected": other, "messages": talk}
    row |= {"score_chosen": 8.5, "score_rejected": 2.0}
    _, losses = convert(row, "preference")
    assert set(losses) == {"prompt_id", "score_chosen", "score_rejected"}, "messages are the chosen ones once more"
    example = formats.get("chosen-rejected").parse(row)
    assert [answer.score for answer in example.candidates] == [8.5, 2.0]


def test_scores_go_along_between_formats_of_pairs():
    row = {
        "history": "a",
        "human_ref_A": "c",
        "human_ref_B": "b",
        "labels": 0,
        "score_A": 1,
        "score_B": 9,
        "domain": "d",
    }
    made, losses = convert(row, "chosen-rejected")
    assert (made["score_chosen"], made["score_rejected"]) == (9, 1)
    assert set(losses) == {"domain"}


def test_openai_pairs_become_trls():
    row = {
        "input": {"messages": [user("a")], "tools": [{"type": "function", "function": {"name": "f"}}]},
        "preferred_output": [assistant("b")],
        "non_preferred_output": [assistant("c")],
    }
    made, losses = convert(row, "chosen-rejected")
    assert made == {
        "prompt": [user("a")],
        "chosen": [assistant("b")],
        "rejected": [assistant("c")],
        "tools": [{"type": "function", "function": {"name": "f"}}],
    }
    assert losses == {}
    assert convert(made, "preference") == (row, {})


def test_pairs_of_different_kinds_are_refused():
    with pytest.raises(FormatError, match="different kinds"):
        formats.get("chosen-rejected").parse({"prompt": "a", "chosen": [assistant("b")], "rejected": "c"})


def test_ranks_are_put_in_order_and_back():
    answers = [
        {"answer": "bad", "rank": 3.0},
        {"answer": "good", "model": "m", "rank": 1.0},
        {"answer": "fair", "rank": 2.0},
    ]
    row = {"prompt": "a", "answers": answers}
    example = formats.get("nectar").parse(row)
    assert [answer.messages[0].content for answer in example.candidates] == ["good", "fair", "bad"]
    made, losses = convert(row, "preference")
    assert (made["preferred_output"], made["non_preferred_output"]) == ([assistant("good")], [assistant("fair")])
    assert losses == {"answers": "preference holds two answers", "answers.model": "preference has no place for it"}


@pytest.mark.parametrize("winner", ["tie", "tie (bothbad)", "c", None, "model_c"])
def test_no_winner_no_pair(winner):
    with pytest.raises(FormatError) as caught:
        formats.get("arena").parse({"prompt": "a", "response_a": "b", "response_b": "c", "winner": winner})
    assert caught.value.path == ("winner",)


HH = "\n\nHuman: a \n\nAssistant: b\n\nHuman:  c"


def test_transcripts_keep_their_white_space():
    row = {"chosen": f"{HH}\n\nAssistant: d\n", "rejected": f"{HH}\n\nAssistant:e "}
    prompt, chosen, rejected = pair(row)
    assert [turn["content"] for turn in prompt] == ["a ", "b", " c"]
    assert (chosen, rejected) == ([assistant("d\n")], [assistant("e ")])


def test_transcripts_may_part_in_the_middle():
    row = {"chosen": f"{HH}\n\nAssistant: d", "rejected": "\n\nHuman: a \n\nAssistant: b\n\nHuman: other"}
    prompt, chosen, rejected = pair(row)
    assert [turn["content"] for turn in prompt] == ["a ", "b"]
    assert chosen == [user(" c"), assistant("d")]
    assert rejected == [user("other")], "it ends with the human"


def test_misspelt_markers_stay_text():
    row = {key: f"\n\nHuman: a\n\nHum: b\n\nAssistant: {key}" for key in ("chosen", "rejected")}
    assert pair(row)[0] == [user("a\n\nHum: b")]


@pytest.mark.parametrize(
    "turns",
    [[SYSTEM, user("a")], [user("a\n\nHuman: b")], [user("a"), CALL, RESULT], [{"role": "user", "content": None}]],
)
def test_what_a_transcript_would_say_wrongly_is_refused(turns):
    row = {"prompt": turns, "chosen": [assistant("b")], "rejected": [assistant("c")]}
    with pytest.raises(FormatError):
        convert(row, "hh")


def test_a_bad_answer_is_never_one_to_learn():
    rows = [
        {"prompt": "a", "completion": "b", "label": False},
        {"messages": [user("a"), assistant("b")], "label": False},
        {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}], "kto_tag": False},
        {"prompt": "a", "completions": ["b", "c"], "labels": [True, False]},
    ]
    for row in rows:
        for goal in ("chat", "alpaca", "sharegpt", "prompt-completion"):
            with pytest.raises(FormatError, match="marked as bad"):
                convert(row, goal)
        made, _ = convert(row, "kto")
        assert made["label"] is False
        assert json.dumps(made["prompt"]).count('"a"') == 1


def test_a_good_answer_is_one_to_learn():
    made, losses = convert({"messages": [user("a"), assistant("b")], "label": True, "id": 7}, "chat")
    assert made == {"messages": [user("a"), assistant("b")]}
    assert set(losses) == {"label", "id"}


def test_an_answer_without_a_label_is_taken_for_a_good_one_and_that_is_said():
    made, losses = convert({"messages": [user("a"), assistant("b")]}, "kto")
    assert made == {"prompt": [user("a")], "completion": [assistant("b")], "label": True}
    assert set(losses) == {"label"}


def test_labels_have_one_name_and_their_own_form():
    row = {
        "conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}],
        "kto_tag": False,
        "system": "s",
    }
    made, losses = convert(row, "kto-conversation")
    assert made == row
    made, losses = convert(row, "kto")
    assert made["prompt"] == [{"role": "system", "content": "s"}, user("a")]
    assert losses == {}
    assert convert(made, "kto-conversation")[0]["messages"][-1] == assistant("b")


def test_an_earlier_answer_is_not_trained_on():
    row = {"prompt": [user("a"), assistant("b"), user("c")], "completion": [assistant("d")], "label": True}
    made, _ = convert(row, "chat")
    assert [turn.get("weight") for turn in made["messages"]] == [None, 0, None, None]


def test_autotrain_takes_whole_conversations():
    row = {"prompt": [user("a")], "chosen": [assistant("b")], "rejected": [CALL, RESULT, assistant("c")]}
    made, losses = convert(row, "autotrain")
    assert made["prompt"] == [user("a")]
    assert made["text"] == [user("a"), assistant("b")]
    assert made["rejected_text"] == [user("a"), CALL, RESULT, assistant("c")]
    assert losses == {"text": "autotrain trains on the last message of each side alone"}
    assert convert({"messages": [user("a"), assistant("b")]}, "autotrain")[0] == {"text": [user("a"), assistant("b")]}


@pytest.mark.parametrize("write", [list, str, json.dumps])
def test_autotrain_cells_may_be_the_text_of_a_list(write):
    talk = [user("it's"), {**assistant("b"), "name": None}]
    made, _ = convert({"text": write(talk)}, "chat")
    assert made["messages"] == talk


def test_text_of_something_else_stays_text():
    row = {"text": "[{'role': 'user'", "rejected_text": "[{1: 2}]"}
    example = formats.get("autotrain").parse(row)
    assert example.kind == "text"


def test_columns_become_turns_and_back():
    row = {
        "instruction": "Sum.",
        "input": "1 2",
        "chosen": "3",
        "rejected": "4",
        "system": "Add.",
        "history": [["a", "b"]],
    }
    prompt, _chosen, _rejected = pair(row)
    assert [turn["content"] for turn in prompt] == ["Add.", "a", "b", "Sum.\n1 2"]
    made = convert(row, "preference")[0]
    back, losses = convert(made, "preference-columns")
    assert back == {"question": "Sum.\n1 2", "chosen": "3", "rejected": "4", "system": "Add.", "history": [["a", "b"]]}
    assert losses == {}


def test_answers_that_end_with_a_question_can_be_read_again_as_ms_swift():
    row = {"chosen": "\n\nHuman: a\n\nHuman: b", "rejected": "\n\nHuman: a\n\nHuman: c"}
    rendered = formats.render(formats.get("hh").parse(row), "ms-swift")
    again = formats.get("ms-swift").parse(rendered.row)
    assert [turn.content for turn in again.context] == ["a"]
    assert [answer.messages[0].content for answer in again.candidates] == ["b", "c"]


def test_alpaca_with_a_label_speaks_of_itself():
    row = {"messages": [user("a") | {"name": "Bo"}, assistant("b") | {"weight": 0}], "tools": [], "id": 1}
    _, losses = convert(row, "alpaca-kto")
    assert set(losses) == {"messages.name", "messages.weight", "id", "label"}
    assert all("alpaca-kto" in reason for reason in losses.values())
    with pytest.raises(FormatError, match="alpaca-kto holds only user and assistant"):
        convert({"messages": [user("a"), CALL, RESULT, assistant("4")]}, "alpaca-kto")
