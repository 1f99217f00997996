"""Each row is taken for what it is, and rows of unknown shapes for nothing."""

import json

import pytest

from ftdata import formats

HI = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]
GPT = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]

TABLE = [
    ("chat", {"messages": HI}),
    ("chat", {"messages": HI, "label": "greeting"}),
    ("chat", {"messages": HI, "label": 1}),
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
    ("sharegpt", {"conversations": GPT, "kto_tag": "yes"}),
    ("text", {"text": "Low tide."}),
    ("text", {"text": "[INST] Hi [/INST] Hello!"}),
    ("text", {"text": "### Human: Hi"}),
    ("text", {"text": "Some say ### Human: Hi### Assistant: Hello!"}),
    ("text", {"content": "x = 1", "path": "a.py", "size": 5}),
    ("text", {"raw_content": "Low tide.", "meta": {"lang": "en"}}),
    ("text", {"message": "Low tide."}),
    ("text", {"response": "Low tide."}),
    ("templated", {"text": "### Human: Hi### Assistant: Hello!"}),
    ("templated", {"text": "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>\n"}),
    ("prompt-only", {"prompt": "Hi"}),
    ("prompt-only", {"prompt": HI[:1]}),
    ("prompt-only", {"prompt": "2 + 2?", "answer": "4"}),
    ("prompt-only", {"prompt": HI[:1], "solution": "4", "tools": "[]"}),
    ("prompt-only", {"prompt": "def f():", "entry_point": "f", "test": "assert f() == 1", "canonical_solution": "  1"}),
    ("chosen-rejected", {"prompt": "Hi", "chosen": "Hello!", "rejected": "No."}),
    ("chosen-rejected", {"chosen": "Hello!", "rejected": "No."}),
    ("chosen-rejected", {"chosen": HI, "rejected": HI}),
    ("chosen-rejected", {"prompt": HI[:1], "chosen": HI[1:], "rejected": HI[1:], "label": True}),
    ("chosen-rejected", {"messages": HI[:1], "chosen": HI[1], "rejected": HI[1]}),
    ("chosen-rejected", {"prompt": "Hi", "prompt_id": "7", "chosen": HI, "rejected": HI, "messages": HI}),
    ("chosen-rejected", {"prompt": "Hi", "chosen": HI[1:], "rejected": "No."}),
    ("preference-columns", {"instruction": "Hi", "input": "", "chosen": "Hello!", "rejected": "No."}),
    ("preference-columns", {"system": "Be kind.", "question": "Hi", "chosen": "Hello!", "rejected": "No."}),
    ("preference-columns", {"system": "", "input": "Hi", "chosen": "Hello!", "rejected": "No."}),
    ("preference-columns", {"system": None, "prompt": "Hi", "chosen": "Hello!", "rejected": "No."}),
    ("preference-columns", {"prompt": "Hi", "chosen_response": "Hello!", "rejected_response": "No."}),
    ("kto", {"prompt": "Hi", "completion": "Hello!", "label": True}),
    ("kto", {"prompt": HI[:1], "completion": HI[1:], "label": 0}),
    ("prompt-completion", {"prompt": "Hi", "completion": "Hello!", "label": "greeting"}),
    ("prompt-completion", {"prompt": "Hi", "completion": "Hello!", "label": 2}),
    ("kto-conversation", {"messages": HI, "label": True}),
    ("kto-conversation", {"messages": HI, "kto_tag": False}),
    ("kto-conversation", {"conversations": GPT, "kto_tag": False}),
    ("alpaca-kto", {"instruction": "Hi", "output": "Hello!", "kto_tag": True}),
    ("alpaca", {"instruction": "Hi", "output": "Hello!", "kto_tag": "yes"}),
    ("math-shepherd", {"input": "1? Step 1: 1 ки", "label": "1? Step 1: 1 +"}),
    ("safe-rlhf", {"prompt": "Hi", "response_0": "a", "response_1": "b", "better_response_id": 1}),
    ("preference-columns", {"question": "Hi", "response_chosen": "Hello!", "response_rejected": "No."}),
    ("question-answer", {"problem": "1?", "generated_solution": "1", "expected_answer": "1"}),
    ("question-answer", {"Instruction": "Hi", "Response": "Hello!"}),
    ("sharegpt", {"conversation": [{"input": "Hi", "output": "Hello!"}]}),
    ("sharegpt", {"conversations": [{"role": "user", "value": "Hi"}, {"role": "assistant", "value": "Hello!"}]}),
    ("stepwise", {"prompt": "2 + 2?", "completions": ["4"], "labels": [True]}),
    ("prm800k", {"question": {"problem": "2 + 2?"}, "label": {"steps": []}}),
    ("hh", {"chosen": "\n\nHuman: Hi\n\nAssistant: Hello!", "rejected": "\n\nHuman: Hi\n\nAssistant: No."}),
    ("chosen-rejected", {"chosen": "\n\nHuman: Hi\n\nAssistant: Hello!", "rejected": "No."}),
    ("nectar", {"prompt": "Hi", "answers": [{"answer": "Hello!", "rank": 1}]}),
    ("shp", {"history": "Hi", "human_ref_A": "Hello!", "human_ref_B": "No.", "labels": 1}),
    ("arena", {"prompt": "Hi", "completion_a": "Hello!", "completion_b": "No.", "winner": "tie"}),
    ("arena", {"conversation_a": HI, "conversation_b": HI, "winner": "model_a"}),
    ("autotrain", {"prompt": "Hi", "text": "Hello!", "rejected_text": "No."}),
    ("autotrain", {"text": str(HI)}),
    ("autotrain", {"text": HI, "rejected_text": HI}),
    ("tokenized", {"input_ids": [1, 2], "labels": [-100, 2]}),
    ("tokenized", {"input_ids": [], "attention_mask": []}),
    ("sharegpt", {"conversation": [{"user": "Hi", "bot": "Hello!"}]}),
    ("sharegpt", {"conversations": GPT, "images": ["a.png"]}),
    ("sharegpt", {"conversations": [GPT[0], GPT[1] | {"train": True}]}),
    ("conversations", {"conversations": HI}),
    ("conversations", {"conversation": HI, "conversation_id": "7"}),
    ("chat-text", {"messages": json.dumps(HI)}),
    ("chat-text", {"conversations": str(GPT)}),
    ("query-response", {"query": "Hi", "response": "Hello!"}),
    ("query-response", {"query": "Hi", "response": "Hello!", "rejected_response": "No.", "images": []}),
    ("input-output", {"input": "Hi", "output": "Hello!"}),
    ("input-output", {"input": "Hi", "output": "Hello!", "image": "a.png"}),
    ("ms-swift", {"messages": HI, "images": ["a.png"]}),
    ("ms-swift", {"messages": HI, "rejected_response": "No."}),
    ("ms-swift", {"messages": [HI[0], HI[1] | {"loss": True}]}),
    ("ms-swift", {"messages": [HI[0], {"role": "tool_call", "content": "{}"}]}),
    ("chat", {"messages": HI, "images": None}),
    ("chat", {"messages": [HI[0], HI[1] | {"weight": 0}]}),
    ("chat", {"messages": [HI[0], HI[1] | {"thinking": "A greeting."}]}),
    ("axolotl", {"messages": [HI[0], HI[1] | {"train": True}]}),
    ("axolotl", {"messages": [HI[0], HI[1] | {"train_detail": []}]}),
    ("segments", {"segments": [{"label": True, "text": "Hi"}]}),
    ("torchtune", {"messages": [HI[0], HI[1] | {"masked": False}]}),
    ("torchtune", {"messages": [HI[0], {"role": "ipython", "content": "4"}]}),
    ("mistral", {"interactions": HI}),
    ("mistral", {"messages": HI, "available_tools": []}),
    ("mistral", {"messages": [{"role": "user", "text": "Hi"}, HI[1]]}),
    ("harmony", {"messages": [HI[0], HI[1] | {"channel": "final"}]}),
    ("help-steer", {"context": HI[:1], "response1": "a", "response2": "b", "overall_preference": 0}),
    ("help-steer", {"prompt": "Hi", "response_1": "a", "response_2": "b", "preference_strength": -1}),
    ("rated-answers", {"instruction": "Hi", "completions": [{"response": "Hello!", "overall_score": 9}]}),
    ("rated-answers", {"question": "Hi", "answers": [{"text": "Hello!", "pm_score": 4}]}),
    ("question-responses", {"question": "Hi", "reference_answer": "", "responses": [{"response": "Hello!"}]}),
    ("messages-output", {"input": HI[:1], "output": "Hello!", "system_prompt": "Be kind."}),
    ("ultrachat", {"conversations": ["Hi", "Hello!"], "source": "stackexchange"}),
    ("chat-text", {"messages_json": json.dumps(HI)}),
    ("chat", {"messages": HI, "messages_json": json.dumps(HI)}),
    ("question-answer", {"Question": "Hi", "Complex_CoT": "A greeting.", "Response": "Hello!"}),
    ("llama-factory-v1", {"messages": [{"role": "user", "content": [{"type": "text", "value": "Hi"}]}]}),
]

NOTHING = [
    {},
    {"chosen_messages": HI, "rejected_messages": HI},
    {"instruction": ["Hi"], "output": "Hello!"},
    {"conversations": []},
    {"conversations": "[]"},
    {"text": "Good film.", "label": 1},
    {"text": "An article.", "summary": "It is short."},
    {"content": "Hi", "role": "user"},
    {"message": "Hi", "level": 3},
    {"response": "Hi", "id": 1},
    {"text": 5},
    {"prompt": 5},
    {"prompt": "Hi", "responses": ["Hello!"]},
    {"question": "Hi", "responses": ["Hello!"]},
    {"instruction": "Hi", "completions": [{"response": "Hello!"}]},
    {"question": "Hi", "answers": [{"text": "Hello!"}]},
    {"context": HI[:1], "response1": "a", "response2": "b"},
    {"context": HI[:1], "original_response": "a", "good_edited_response": "b", "bad_edited_response": "c"},
    {"input": HI[:1], "output": HI[1:]},
    {"conversations": ["Hi", "Hello!"], "score": 4},
    {"prompt": "Hi", "completions": ["Hello!"]},
    {"prompt": "Hi", "answers": ["Hello!"]},
    {"chosen": "Hello!"},
    {"input_ids": ["Hi"]},
    {"question": {"problem": "2 + 2?"}, "label": 4},
    {"completion_a": "Hello!", "completion_b": "No."},
    {"winner": "a", "completion_a": "Hello!"},
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


@pytest.mark.parametrize(
    ("turn", "keys"),
    [
        ({"from": "human", "value": "Hi"}, "from and value"),
        ({"role": "user", "value": "Hi"}, "role and value"),
        ({"from": "human", "role": "user", "value": "Hi"}, "from and value"),
        ({"human": "Hi", "assistant": "Hello!"}, "human and assistant"),
        ({"input": "Hi", "output": "Hello!"}, "input and output"),
    ],
)
def test_the_evidence_names_the_keys_that_are_there(turn, keys):
    row = {"conversations": [turn]}
    assert formats.classify(row) == (("sharegpt",), f"conversations is a list of objects with {keys}")
    if "value" in turn:
        assert formats.classify(row | {"kto_tag": True})[1].startswith(
            f"conversations is a list of objects with {keys}"
        )
