"""Rows that are well known and no training data are named, and never taken for rows to train on."""

import pytest

from ftdata import formats

HI = [{"role": "user", "content": "Hi"}]
STRANGERS = [
    (
        {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": {"messages": HI}},
        "requests to a Batch API",
    ),
    ({"id": "1", "custom_id": "1", "response": {"body": {}}, "error": None}, "answers of a Batch API"),
    ({"item": {"question": "a", "answer": "b"}}, "items of an evaluation"),
    ({"input": HI, "ideal": "Hello!"}, "OpenAI's evals"),
    ({"query": HI, "response": HI, "tool_definitions": []}, "agent of Azure"),
    ({"conversation": {"messages": HI}}, "evaluate with Azure"),
    ({"query": "a", "positive": "b"}, "embedding model"),
    ({"anchor": "a", "positive": "b", "negative": "c"}, "embedding model"),
    ({"sentence1": "a", "sentence2": "b", "score": 1}, "pairs of sentences"),
    ({"id": "p_0", "question": [HI], "function": []}, "Berkeley"),
    ({"id": "p_0", "ground_truth": [{"f": {}}]}, "Berkeley"),
    (
        {"task_id": "HumanEval/0", "prompt": "def", "canonical_solution": "", "test": "", "entry_point": "f"},
        "HumanEval",
    ),
    ({"task_id": "test/0", "completion": "x"}, "no prompt"),
    ({"question_id": 1, "category": "writing", "turns": ["a", "b"]}, "MT-bench"),
    ({"Query": "a", "Tool": "b"}, "MetaTool"),
    ({"question": "a", "choices": ["b", "c"], "answer": 0}, "multiple-choice"),
    ({"message_id": "a", "parent_id": None, "text": "b", "role": "prompter"}, "OASST messages, one a row"),
    ({"alpaca": {"file_name": "alpaca.json"}, "oaast": {"hf_hub_url": "OpenAssistant/oasst1"}}, "dataset_info.json"),
]


@pytest.mark.parametrize(("row", "what"), STRANGERS, ids=[what for _, what in STRANGERS])
def test_well_known_rows_that_are_no_training_data(row, what):
    names, said_of_it = formats.classify(row)
    assert names == ()
    assert what in said_of_it
    assert formats.matches(row) == {}
    assert formats.detect([row]).evidence == said_of_it


FRIENDS = [
    ("chat", {"messages": HI, "ground_truth": ["4"], "id": 1}),
    ("chat", {"messages": HI, "item": {"a": 1}}),
    ("sharegpt", {"conversation": [{"human": "a", "assistant": "b"}]}),
    ("question-answer", {"question": "a", "answer": "b", "ground_truth": "c"}),
]


@pytest.mark.parametrize(("name", "row"), FRIENDS)
def test_words_of_strangers_do_not_make_one(name, row):
    assert formats.classify(row)[0] == (name,)
