"""Each row is taken for what it is, and rows of unknown shapes for nothing."""

import pytest

from ftdata import formats

HI = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]
GPT = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]

TABLE = [
    ("chat", {"messages": HI}),
    ("chat", {"messages": HI, "label": True}),
    ("chat", {"messages": HI, "prompt": "Hi", "prompt_id": "7"}),
    ("chat", {"messages": HI[:1], "prompt": "Hi", "completion": "Hello!"}),
    ("chat", {"messages": [], "tools": []}),
    ("chat", {"messages": HI, "instruction": "Hi", "output": "Hello!"}),
    ("preference", {"input": {"messages": HI[:1]}, "preferred_output": HI[1:], "non_preferred_output": HI[1:]}),
    ("preference", {"input": {"messages": HI[:1]}, "preferred_completion": HI[1:], "non_preferred_completion": HI[1:]}),
    ("preference", {"input": {"messages": HI[:1]}, "preferred_output": HI[1:]}),
    ("preference", {"preferred_output": HI[1:], "non_preferred_output": HI[1:]}),
    ("preference", {"input": {"messages": HI[:1]}}),
    ("alpaca", {"instruction": "Hi", "input": "", "output": "Hello!"}),
    ("alpaca", {"instruction": "Hi", "output": "Hello!"}),
    ("alpaca", {"instruction": "Hi", "response": "Hello!"}),
    ("alpaca", {"instruction": "Hi", "input": "", "output": "Hello!", "text": "### Instruction: Hi"}),
    ("alpaca", {"instruction": "Hi", "input": "", "output": "Hello!", "prompt": "Hi", "completion": "Hello!"}),
    ("alpaca", {"instruction": "Hi", "input": "", "output": None}),
    ("alpaca", {"instruction": "Hi", "input": "", "output": 7}),
    ("prompt-completion", {"prompt": "Hi", "completion": "Hello!"}),
    ("prompt-completion", {"prompt": HI[:1], "completion": HI[1:]}),
    ("prompt-completion", {"prompt": HI[:1], "completion": "Hello!"}),
    ("prompt-completion", {"prompt": "Hi", "completion": "Hello!", "instruction": "Greet."}),
    ("sharegpt", {"conversations": GPT}),
    ("sharegpt", {"conversation": GPT}),
    ("sharegpt", {"conversation": [{"human": "Hi", "assistant": "Hello!"}]}),
    ("sharegpt", {"conversations": GPT[:1], "chosen": GPT[1], "rejected": GPT[1]}),
    ("sharegpt", {"conversations": GPT[:1], "chosen": "Hello!", "rejected": "No."}),
    ("sharegpt", {"conversations": GPT, "instruction": "Hi", "output": "Hello!"}),
]

NOTHING = [
    {},
    {"question": "Hi", "answer": "Hello!"},
    {"query": "Hi", "response": "Hello!"},
    {"prompt": "Hi"},
    {"prompt": "Hi", "chosen": "Hello!", "rejected": "No."},
    {"chosen": HI, "rejected": HI},
    {"messages": HI[:1], "chosen": HI[1], "rejected": HI[1]},
    {"chosen_messages": HI, "rejected_messages": HI},
    {"instruction": "Hi", "instances": [{"input": "", "output": "Hello!"}]},
    {"instruction": "Hi", "input": "", "chosen": "Hello!", "rejected": "No."},
    {"instruction": "Hi", "context": "", "response": "Hello!", "category": "chat"},
    {"instruction": ["Hi"], "output": "Hello!"},
    {"input": HI, "ideal": "Hello!"},
    {"input": "Hi", "output": "Hello!"},
    {"conversations": HI},
    {"conversations": []},
    {"conversations": "[]"},
    {"text": "### Human: Hi"},
]


@pytest.mark.parametrize(("name", "row"), TABLE, ids=[f"{name}-{','.join(row)}" for name, row in TABLE])
def test_table(name, row):
    names, evidence = formats.classify(row)
    assert names == (name,)
    assert evidence


@pytest.mark.parametrize("row", NOTHING, ids=[",".join(row) or "empty" for row in NOTHING])
def test_nothing(row):
    assert formats.classify(row) == ((), "")


def test_what_was_meant_as_chat_is_taken_for_chat_so_that_its_fault_is_named():
    names, _ = formats.classify({"messages": "[]"})
    assert names == ("chat",)


def test_a_label_that_is_a_number_is_still_a_completion():
    names, _ = formats.classify({"prompt": "Good?", "completion": 1})
    assert names == ("prompt-completion",)


def test_an_even_mix_is_no_tie():
    """Each row is sure of itself: the first one's format is the file's, the others are named as mixed in."""
    verdict = formats.detect([{"prompt": "a", "completion": "b"}, {"messages": HI}])
    assert (verdict.format, verdict.tied) == ("prompt-completion", ())


def test_tie_is_told():
    """Two lists of turns in one row: nothing decides, so the user is asked."""
    assert formats.detect([{"messages": HI, "conversations": GPT}]).tied == ("chat", "sharegpt")


def test_majority_wins():
    rows = [{"conversations": GPT}, {"messages": HI}, {"messages": HI}]
    verdict = formats.detect(rows)
    assert verdict.format == "chat"
    assert verdict.votes == {"chat": 2, "sharegpt": 1}
    assert formats.detect(reversed(rows)).format == "chat"
