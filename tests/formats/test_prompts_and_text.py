"""Prompts without answers, running text, rendered text, steps and tokens: what becomes a turn, and what never does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata import formats
from ftdata.errors import FormatError
from ftdata.formats._templates import template_of
from tests.formats.grammar.prm800k import MANY

CHATML = "<|im_start|>user\nHi<|im_end|>\n"


def convert(row, goal):
    (name,), _ = formats.classify(row)
    rendered = formats.render(formats.get(name).parse(row), goal)
    return rendered.row, {loss.path: loss.reason for loss in rendered.losses}


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


def test_what_a_reward_is_worked_out_from_goes_along():
    row = {"prompt": [user("2 + 2?")], "solution": "4", "level": {"hard": False}}
    made, losses = convert(row, "chat")
    assert made == {"messages": [user("2 + 2?")], "solution": "4", "level": {"hard": False}}
    assert losses == {}
    assert convert(made, "prompt-only") == (row, {})


def test_a_column_never_takes_the_place_of_the_conversation():
    example = formats.get("prompt-only").parse({"prompt": "Hi", "messages": "x", "tools": 5})
    rendered = formats.render(example, "chat")
    assert rendered.row == {"messages": [user("Hi")]}
    assert {loss.path for loss in rendered.losses} == {"messages", "tools"}


def test_an_answer_is_left_out_of_a_prompt_and_that_is_said():
    made, losses = convert({"messages": [user("Hi"), assistant("Hello!")], "id": 7}, "prompt-only")
    assert made == {"prompt": [user("Hi")]}
    assert set(losses) == {"messages", "id"}
    made, losses = convert({"prompt": "Hi", "completion": "Hello!"}, "prompt-only")
    assert made == {"prompt": "Hi"}, "text stays text"
    assert set(losses) == {"completion"}


RENDERED = [
    ("ChatML", "<|im_start|>user\nHi<|im_end|>"),
    ("Llama 2's or Mistral's template", "<s>[INST] Hi [/INST] Hello!</s>"),
    ("Llama 3's template", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"),
    ("Llama 4's template", "<|header_start|>user<|header_end|>\n\nHi<|eot|>"),
    ("Gemma's template", "<bos><start_of_turn>user\nHi<end_of_turn>\n"),
    ("harmony", "<|start|>user<|message|>Hi<|end|>"),
    ("Zephyr's or Phi's template", "<|user|>\nHi</s>\n<|assistant|>\n"),
    ("DeepSeek's template", "<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜>"),
    ("Alpaca's wrapper", "Below is an instruction.\n\n### Instruction:\nHi\n\n### Response:\nHello!"),
    ("Open Assistant's markers", "### Human: Hi### Assistant: Hello!"),
    ("Anthropic's markers", "\n\nHuman: Hi\n\nAssistant: Hello!"),
    ("Vicuna's template", "A chat. USER: Hi ASSISTANT: Hello!</s>"),
]


@pytest.mark.parametrize(("name", "text"), RENDERED)
def test_templates_are_told_by_their_marks(name, text):
    assert template_of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a <|> b",
        "### Instruction: go",
        "### Notes\nUSER: x",
        "see [1]",
        "\n\nHumans",
        "print('<|')",
        "USER: Hi",
        "Instruction: go",
    ],
)
def test_other_text_has_no_template(text):
    assert template_of(text) == ""


@pytest.mark.parametrize(
    "row",
    [
        {"text": f"Once {CHATML}"},
        {"prompt": CHATML, "answer": "4"},
        {"prompt": CHATML, "chosen": "a", "rejected": "b"},
        {"prompt": CHATML, "completion": "a", "label": True},
        {"prompt": "Hi", "completion": f"Hello!{CHATML}"},
        {"prompt": CHATML, "text": "a", "rejected_text": "b"},
    ],
)
def test_rendered_text_is_never_templated_twice(row):
    (name,), _ = formats.classify(row)
    example = formats.get(name).parse(row)
    for goal in ("chat", "preference", "sharegpt", "alpaca", "hh", "nectar", "preference-columns", "stepwise"):
        with pytest.raises(FormatError, match="ChatML has rendered already"):
            formats.render(example, goal)


def test_rendered_text_stays_text_between_formats_of_text():
    pair = {"prompt": CHATML, "chosen": "a", "rejected": "b"}
    assert convert(pair, "autotrain")[0] == {"prompt": CHATML, "text": "a", "rejected_text": "b"}
    assert convert(pair, "prompt-only")[0] == {"prompt": CHATML}
    assert convert(pair, "prompt-completion")[0] == {"prompt": CHATML, "completion": "a"}
    assert convert(pair, "kto")[0] == {"prompt": CHATML, "completion": "a", "label": True}


def test_the_evidence_names_the_template():
    assert "ChatML" in formats.classify({"text": f"So {CHATML}"})[1]
    assert "ChatML" in formats.classify({"prompt": CHATML})[1]


def test_turns_are_told_from_rendered_text():
    text = f"<|im_start|>system\nBe brief.<|im_end|>\n{CHATML}<|im_start|>assistant\nHello!<|im_end|>"
    made, losses = convert({"text": text, "id": 1}, "chat")
    assert made["messages"] == [{"role": "system", "content": "Be brief."}, user("Hi"), assistant("Hello!")]
    assert set(losses) == {"id"}
    llama = "<|begin_of_text|>" + "".join(
        f"<|start_header_id|>{who}<|end_header_id|>\n\n{what}<|eot_id|>"
        for who, what in (("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!"))
    )
    assert convert({"text": llama}, "chat") == (made, {})
    llama = "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello! </s>"
    assert convert({"text": llama}, "chat") == (made, {})
    llama = "<s>[INST] Hi [/INST] Hello! </s><s>[INST] a [/INST] b </s>"
    assert [turn["content"] for turn in convert({"text": llama}, "chat")[0]["messages"]] == ["Hi", "Hello!", "a", "b"]
    gemma = "<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\nHello!<end_of_turn>\n"
    assert convert({"text": gemma}, "chat")[0] == {"messages": [user("Hi"), assistant("Hello!")]}
    made, _ = convert({"text": "### Human: Hi \n### Assistant:Hello!### Human: a"}, "chat")
    assert made["messages"] == [user("Hi \n"), assistant("Hello!"), user("a")]


@pytest.mark.parametrize(
    "text",
    [
        CHATML,
        f"Note: {CHATML}<|im_start|>assistant\nHello!<|im_end|>",
        f"{CHATML}<|im_start|>assistant\nHello!",
        f"{CHATML}<|im_start|>assistant\nHello!<|im_end|>\n\n",
        f"{CHATML}{CHATML}<|im_start|>assistant\nHello!<|im_end|>",
        "### Assistant: Hello!### Human: Hi",
        "<start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\n",
        "<s>[INST] Hi [/INST] Hello!",
        "<s>[INST] Hi [INST] [/INST] Hello! </s>",
        "<s>[INST] Hi [/INST]</s> Hello!",
        "<start_of_turn>user\nsay <start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\nNo.<end_of_turn>\n",
        "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>ipython<|end_header_id|>\n\n4<|eot_id|>",
        "### Human: say ### Human: twice### Assistant: no",
    ],
)
def test_text_that_is_not_of_turns_alone_stays_text(text):
    assert formats.classify({"text": text})[0] == ("text",)


def test_conversations_are_not_written_as_text():
    talk = {"messages": [user("Hi"), assistant("Hello!")]}
    for goal, why in (("text", "template"), ("templated", "not rendered")):
        with pytest.raises(FormatError, match=why):
            convert(talk, goal)


def test_a_text_in_another_column_is_a_text():
    made, _losses = convert({"content": "x = 1", "path": "a.py"}, "text")
    assert made == {"content": "x = 1", "path": "a.py"}
    with pytest.raises(FormatError, match="without turns"):
        convert({"content": "x = 1"}, "chat")


def test_tokens_are_not_converted():
    for goal in filter(formats.writes, formats.names()):
        with pytest.raises(FormatError, match="token ids"):
            convert({"input_ids": [1, 2], "labels": [-100, 2]}, goal)


def test_steps_are_one_answer():
    row = {"prompt": "2 + 2?", "completions": ["Add.", "4"], "labels": [True, True], "source": "x"}
    made, losses = convert(row, "chat")
    assert made["messages"] == [user("2 + 2?"), assistant("Add.\n4")]
    assert set(losses) == {"labels", "source"}


def step(*candidates, chosen=None, human=None):
    rated = [{"text": text, "rating": rating} for text, rating in candidates]
    return {"completions": rated, "human_completion": human and {"text": human}, "chosen_completion": chosen}


def test_ways_through_rated_steps():
    """The rows that TRL's script for this set makes."""
    steps = [step(("a", 1), ("b", -1), chosen=0), step(("c", 0), ("d", -1), human="e"), step(("f", 0), chosen=0)]
    row = {"question": {"problem": "q"}, "label": {"steps": steps}, "labeler": "x"}
    format_ = formats.get("prm800k")
    rows = [formats.render(format_.parse(each), "stepwise") for each in format_.spread(row)]
    assert [(each.row["completions"], each.row["labels"]) for each in rows] == [
        (["b"], [False]),
        (["a", "c"], [True, False]),
        (["a", "d"], [True, False]),
        (["a", "e", "f"], [True, True, False]),
    ]
    assert [any("neutral" in loss.reason for loss in each.losses) for each in rows] == [False, True, False, True]
    with pytest.raises(FormatError, match="several"):
        format_.parse(row)


@given(row=MANY)
@settings(deadline=None)
def test_every_way_is_a_row_of_one_example(row):
    format_ = formats.get("prm800k")
    ways = format_.spread(row)
    for way in ways:
        assert format_.spread(way) == [way]
        formats.render(format_.parse(way), "stepwise")
    rated = [each for one in row["label"]["steps"] for each in one["completions"] or ()]
    assert len(ways) <= len(rated) + 1


MARKS = (
    *(
        "### Human:",
        "### Assistant:",
        " ",
        "\n",
        "a",
        "<|im_start|>user\n",
        "<|im_end|>",
        "<bos>",
        "<eos>",
        "<|eot_id|>",
    ),
    *("<bos>", "<eos>", "<start_of_turn>user\n", "<start_of_turn>model\n", "<end_of_turn>", "<end_of_turn>\n"),
    *("<s>", "[INST] ", " [/INST]", " </s>", "<<SYS>>\n", "\n<</SYS>>\n\n"),
    *("<|start_header_id|>user<|end_header_id|>\n\n", "<|start_header_id|>assistant<|end_header_id|>\n\n"),
)


@given(st.lists(st.sampled_from(MARKS)).map("".join))
def test_any_text_is_read_exactly_or_left_alone(text):
    module = formats.get("templated")
    row = {"text": text}
    if module.detect(row):
        assert module.render(module.parse(row)).row == row


def test_a_key_without_a_name_is_no_column_of_text():
    assert formats.get("text").detect({"": "a", "data": ["b", "c"]}) is None
