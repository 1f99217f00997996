"""Instruction columns, seed tasks, dialogues by place and trees: what becomes of their rows."""

import pytest

from ftdata import formats
from ftdata.errors import FormatError
from tests.formats.conversions import convert, convert_all

COLUMNS = [
    ({"question": "2 + 2?", "answer": "4"}, None, "2 + 2?", "4", set()),
    (
        {"instruction": "Who?", "context": "Kafka wrote it.", "response": "Kafka.", "category": "qa"},
        None,
        "Who?\nKafka wrote it.",
        "Kafka.",
        {"category"},
    ),
    ({"instruction": "Name one.", "context": "", "response": "Blue."}, None, "Name one.", "Blue.", set()),
    (
        {"id": 1, "system_prompt": "Be brief.", "question": "Hi", "response": "Hello!"},
        "Be brief.",
        "Hi",
        "Hello!",
        {"id"},
    ),
    ({"system_prompt": "", "question": "Hi", "response": "Hello!"}, None, "Hi", "Hello!", set()),
    ({"inputs": "a", "targets": "b", "task": "t"}, None, "a", "b", {"task"}),
    ({"prompt": "a", "generation": "b"}, None, "a", "b", set()),
    ({"prompt": "a", "response": "b"}, None, "a", "b", set()),
    ({"kind": "NLI", "input": "a", "target": "b"}, None, "a", "b", {"kind"}),
    ({"input_text": "a", "output_text": "b"}, None, "a", "b", set()),
    ({"message_1": "a", "message_2": "b", "topic": "c"}, None, "a", "b", {"topic"}),
    ({"question": "a", "category": "HISTORY", "answer": "b"}, None, "a", "b", {"category"}),
    ({"problem": "a", "solution": None, "answer": "b"}, None, "a", "b", {"solution"}),
]


@pytest.mark.parametrize(("row", "system", "question", "answer", "losses"), COLUMNS)
def test_a_question_and_its_answer(row, system, question, answer, losses):
    assert formats.classify(row)[0] == ("question-answer",)
    made, lost = convert(row, "chat")
    before = [] if system is None else [{"role": "system", "content": system}]
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    assert made == {"messages": before + turns}
    assert set(lost) == losses


def test_chat_as_question_and_answer():
    said = [("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!")]
    row = {"messages": [{"role": role, "content": text} for role, text in said]}
    assert convert(row, "question-answer") == ({"question": "Hi", "answer": "Hello!", "system": "Be brief."}, {})


OURS = {"question-answer", "ultrachat", "xlam", "glaive"}
NOT_GUESSED = [
    {"question": "a", "answer": "b", "solution": "c"},
    {"question": "a", "query": "b", "answer": "c"},
    {"problem": "a", "solution": "b", "answer": "c"},
    {"prompt": "a", "answer": "b"},
    {"question": "a", "answer": "b", "label": False},
    {"question": "a", "answer": {"text": ["b"]}},
    {"question": "a", "answer": "b", "image": "a.png"},
    {"question": "a", "context": {"text": "b"}, "answer": "c"},
    {"question": "a", "answer": "b", "chosen": "c", "rejected": "d"},
    {"question": "a", "response": "b", "system": "c", "system_prompt": "d"},
    {"query": "a", "response": "b"},
    {"data": ["a"]},
    {"data": ["a", "b"], "labels": [1, 2]},
    {"data": [{"a": 1}]},
    {"query": "a", "answers": "b"},
    {"system": "a", "chat": "b"},
]


@pytest.mark.parametrize("row", NOT_GUESSED, ids=[",".join(row) for row in NOT_GUESSED])
def test_what_is_not_guessed(row):
    assert not OURS.intersection(formats.classify(row)[0])


def test_another_format_is_not_taken_for_columns():
    assert formats.classify({"instruction": "a", "input": "", "output": "b"})[0] == ("alpaca",)
    assert formats.classify({"prompt": "a", "completion": "b"})[0] == ("prompt-completion",)
    assert formats.classify({"instruction": "a", "response": "b"})[0] == ("alpaca",)


def test_seed_tasks_are_an_example_for_each_instance():
    instances = [{"input": "1 2", "output": "3"}, {"input": "2 2", "output": "4", "note": "x"}]
    row = {"id": "seed", "instruction": "Add.", "instances": instances}
    assert convert_all(row, "chat") == [
        {"messages": [{"role": "user", "content": f"Add.\n{a}"}, {"role": "assistant", "content": b}]}
        for a, b in (("1 2", "3"), ("2 2", "4"))
    ]
    with pytest.raises(FormatError, match="holds several examples"):
        formats.get("self-instruct").parse(row)
    _, lost = convert({**row, "instances": instances[1:]}, "alpaca")
    assert set(lost) == {"id", "instances.note"}


def test_dialogues_by_place():
    row = {"id": "7", "data": ["a", "b", "c", "d"]}
    made, lost = convert(row, "chat")
    assert [(turn["role"], turn["content"]) for turn in made["messages"]] == [
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c"),
        ("assistant", "d"),
    ]
    assert set(lost) == {"id"}
    assert convert(made, "ultrachat") == ({"data": ["a", "b", "c", "d"]}, {})
    with pytest.raises(FormatError, match="in turn"):
        convert({"messages": [{"role": "system", "content": "Be brief."}, *made["messages"]]}, "ultrachat")


def prompter(text, *replies):
    return {"text": text, "role": "prompter", "lang": "en", "replies": list(replies)}


def answer(text, *replies, **more):
    return {"text": text, "role": "assistant", **more, "replies": list(replies)}


def said(row):
    return " ".join(message["content"] for message in row["messages"])


def test_a_tree_is_an_example_for_each_way():
    tree = {
        "message_tree_id": "t",
        "prompt": prompter(
            "q1",
            answer("a1", prompter("q2", answer("a2"), answer("a3")), prompter("q3")),
            answer("a4"),
        ),
    }
    assert [said(row) for row in convert_all(tree, "chat")] == ["q1 a1", "q1 a1 q2 a2", "q1 a1 q2 a3", "q1 a4"]
    one, *_ = formats.rows_of("oasst", tree)
    _, lost = convert(one, "chat")
    assert set(lost) == {"message_tree_id", "prompt.lang", "prompt.replies"}
    with pytest.raises(FormatError, match="holds several examples"):
        formats.get("oasst").parse(tree)


def test_ranked_answers_are_candidates_best_first():
    tree = {"prompt": prompter("q", answer("worse", rank=1), answer("best", rank=0), answer("worst", rank=2))}
    made, lost = convert(tree, "preference")
    assert made["preferred_output"] == [{"role": "assistant", "content": "best"}]
    assert made["non_preferred_output"] == [{"role": "assistant", "content": "worse"}]
    assert lost["prompt"] == "preference holds two answers"
    assert [said(row) for row in convert_all(tree, "chat")] == ["q best"]
    example = formats.get("oasst").parse(tree)
    assert [(each.messages[0].content, each.score) for each in example.candidates] == [
        ("best", 0),
        ("worse", 1),
        ("worst", 2),
    ]


def test_a_ranked_answer_that_goes_on_is_in_both():
    tree = {"prompt": prompter("q", answer("a", prompter("q2", answer("b")), rank=0), answer("c", rank=1))}
    assert [said(row) for row in convert_all(tree, "chat")] == ["q a", "q a q2 b"]


def test_no_message_of_a_tree_is_lost():
    tree = {"prompt": prompter("1", answer("2", prompter("3"), prompter("4", answer("5"))), answer("6", prompter("7")))}
    texts = [formats.get("oasst").render(formats.get("oasst").parse(row)).row for row in formats.rows_of("oasst", tree)]
    assert all(f'"text": "{number}"' in str(texts).replace("'", '"') for number in range(1, 8))


def test_a_prompt_that_nobody_answered_stays():
    (row,) = convert_all({"prompt": prompter("q")}, "chat")
    assert said(row) == "q"
