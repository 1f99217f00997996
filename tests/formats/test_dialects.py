"""What trainers' own formats become in OpenAI's, what OpenAI's becomes in theirs, and what is said of the rest."""

import json

import pytest

from ftdata import formats
from ftdata.errors import FormatError

WEATHER = {"type": "function", "function": {"name": "weather"}}
ARGUMENTS = '{"city":  "Oslo"}'


def convert(row, goal):
    (name,), _ = formats.classify(row)
    rendered = formats.render(formats.get(name).parse(row), goal)
    return rendered.row, {loss.path: loss.reason for loss in rendered.losses}


def user(content):
    return {"role": "user", "content": content}


def assistant(content, **more):
    return {"role": "assistant", "content": content, **more}


def call(identity, **more):
    return {"id": identity, "type": "function", "function": {"name": "weather", "arguments": ARGUMENTS, **more}}


AGENT = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        user("Weather in Oslo and Rome?"),
        {"role": "assistant", "tool_calls": [call("call_1"), call("call_2")], "reasoning_content": "Look it up."},
        {"role": "tool", "content": "4", "tool_call_id": "call_1"},
        {"role": "tool", "content": "20", "tool_call_id": "call_2"},
        assistant("4 and 20.", weight=1),
    ],
    "tools": [WEATHER],
}


def part(kind, value):
    return {"type": kind, "value": value}


CALL = f'{{"name": "weather", "arguments": {ARGUMENTS}}}'
LLAMA_FACTORY = {
    "messages": [
        {"role": "system", "content": [part("text", "Be brief.")]},
        {"role": "user", "content": [part("text", "Weather in Oslo and Rome?")]},
        {
            "role": "assistant",
            "content": [part("reasoning", "Look it up."), part("tool_call", CALL), part("tool_call", CALL)],
        },
        {"role": "tool", "content": [part("text", "4")]},
        {"role": "tool", "content": [part("text", "20")]},
        {"role": "assistant", "content": [part("text", "4 and 20.")], "loss_weight": 1.0},
    ],
    "tools": '[{"type":"function","function":{"name":"weather"}}]',
}
IDS = {"messages.tool_calls.id", "messages.tool_call_id"}


def test_llama_factory_v1():
    made, losses = convert(AGENT, "llama-factory-v1")
    assert (made, set(losses)) == (LLAMA_FACTORY, IDS)
    back, losses = convert(made, "chat")
    assert (back, losses) == (AGENT, {})


def test_pairs_of_llama_factory_v1():
    asked = {"role": "user", "content": [part("text", "2 + 2?")], "loss_weight": 0.0}
    four, five = ({"role": "assistant", "content": [part("text", each)], "loss_weight": 1.0} for each in "45")
    row = {"chosen_messages": [asked, four], "rejected_messages": [asked, five], "extra_info": {"source": "x"}}
    made, losses = convert(row, "preference")
    assert made["input"] == {"messages": [user("2 + 2?")]}
    assert made["preferred_output"] == [assistant("4", weight=1)]
    assert made["non_preferred_output"] == [assistant("5", weight=1)]
    assert set(losses) == {"extra_info"}
    back, _ = convert(made, "llama-factory-v1")
    assert back["chosen_messages"][1] == four


def test_weights_that_openai_does_not_know_are_lost():
    answer = {"role": "assistant", "content": [part("text", "4")], "loss_weight": 0.5}
    made, losses = convert({"messages": [answer]}, "chat")
    assert made == {"messages": [assistant("4")]}
    assert losses == {"messages.loss_weight": "chat has no weights but 0 and 1"}


SWIFT = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        user("Weather in Oslo and Rome?"),
        {"role": "tool_call", "content": CALL},
        {"role": "tool_call", "content": CALL},
        {"role": "tool_response", "content": "4"},
        {"role": "tool_response", "content": "20"},
        assistant("4 and 20.", loss=True),
    ],
    "tools": '[{"type":"function","function":{"name":"weather"}}]',
}


def test_ms_swift():
    made, losses = convert(AGENT, "ms-swift")
    assert made == SWIFT
    assert set(losses) == {*IDS, "messages.reasoning_content"}
    back, losses = convert(made, "chat")
    thoughtless = json.loads(json.dumps(AGENT))
    del thoughtless["messages"][2]["reasoning_content"]
    assert (back, losses) == (thoughtless, {})


def test_results_are_written_in_the_order_of_their_calls():
    """Where there are no ids, only the order says which result answers which call."""
    messages = list(AGENT["messages"])
    messages[3], messages[4] = messages[4], messages[3]
    for goal, key, word in (("ms-swift", "messages", "content"), ("sharegpt", "conversations", "value")):
        made, _ = convert(AGENT | {"messages": messages}, goal)
        assert [turn[word] for turn in made[key]][-3:-1] == ["4", "20"]


def test_scaled_losses_of_ms_swift():
    row = {"messages": [user("Hi"), assistant("Hello!", loss_scale=0.5), user("Bye"), assistant("No.", loss=False)]}
    made, losses = convert(row, "llama-factory-v1")
    assert [turn.get("loss_weight") for turn in made["messages"]] == [None, 0.5, None, 0.0]
    assert losses == {}
    back, _ = convert(made, "ms-swift")
    assert back == row


@pytest.mark.parametrize("worse", [{"rejected_response": "5"}, {"rejected_messages": [user("2 + 2?"), assistant("5")]}])
def test_pairs_of_ms_swift(worse):
    made, losses = convert({"messages": [user("2 + 2?"), assistant("4")], **worse}, "preference")
    assert made["input"] == {"messages": [user("2 + 2?")]}
    assert (made["preferred_output"], made["non_preferred_output"]) == ([assistant("4")], [assistant("5")])
    assert losses == {}
    assert convert(made, "ms-swift")[0]["rejected_response"] == "5"


def test_boxes_are_carried_and_named_where_they_are_lost():
    row = {"messages": [user("<image>Where?"), assistant("<bbox>")], "images": ["a"], "objects": {"bbox": [[1, 2]]}}
    assert set(convert(row, "chat")[1]) == {"objects"}
    assert formats.render(formats.get("ms-swift").parse(row), "ms-swift").row == row


def test_query_and_response():
    row = {"system": "Be brief.", "query": "b", "response": "B", "history": [["a", "A"]], "rejected_response": "C"}
    made, losses = convert(row, "preference")
    system = {"role": "system", "content": "Be brief."}
    assert made["input"] == {"messages": [system, user("a"), assistant("A"), user("b")]}
    assert (made["preferred_output"], made["non_preferred_output"]) == ([assistant("B")], [assistant("C")])
    assert losses == {}
    back, losses = convert(made, "query-response")
    assert (back, losses) == (row, {})


def test_axolotls_marks():
    shares = [{"type": "text", "text": "Hm. ", "train": False}, {"type": "text", "text": "Hello!"}]
    row = {
        "messages": [
            user("Hi") | {"train": False},
            assistant(shares, train=True),
            user("Bye"),
            assistant("No.", train=False, train_detail=[]),
        ]
    }
    made, losses = convert(row, "chat")
    plain = [{"type": "text", "text": "Hm. "}, {"type": "text", "text": "Hello!"}]
    assert made == {"messages": [user("Hi"), assistant(plain, weight=1), user("Bye"), assistant("No.", weight=0)]}
    assert set(losses) == {"messages.content.train", "messages.train_detail"}
    back, losses = convert(made, "axolotl")
    assert [turn.get("train") for turn in back["messages"]] == [None, True, None, False]
    assert losses == {}


def test_segments_are_text_of_which_a_part_is_learned():
    row = {"segments": [{"label": False, "text": "2 + 2? "}, {"label": True, "text": "4"}]}
    example = formats.get("segments").parse(row)
    assert example.kind == "text"
    assert example.candidates[0].messages[0].content == "2 + 2? 4"
    assert list(example.extras) == ["segments"], "which pieces are learned is what another format has no place for"
    with pytest.raises(FormatError, match="without turns"):
        convert(row, "chat")


def test_torchtune():
    row = {
        "messages": [
            {"role": "user", "content": [{"type": "image", "content": "a.png"}, {"type": "text", "content": "?"}]}
            | {"masked": True},
            {"role": "assistant", "content": "A cat.", "masked": True, "eot": True},
        ]
    }
    made, losses = convert(row, "chat")
    image = {"type": "image_url", "image_url": {"url": "a.png"}}
    assert made == {"messages": [user([image, {"type": "text", "text": "?"}]), assistant("A cat.", weight=0)]}
    assert losses == {}
    back, _ = convert(made, "torchtune")
    assert [turn["masked"] for turn in back["messages"]] == [True, True]
    made, losses = convert(AGENT, "torchtune")
    assert [turn["role"] for turn in made["messages"]][2:4] == ["assistant", "ipython"]
    assert made["messages"][2]["ipython"] is True
    assert "tools" in losses


def test_input_and_output():
    row = {"input": "What is it?", "output": "A cat.", "image": "a.png"}
    made, _ = convert(row, "chat")
    assert made["messages"][0]["content"][0] == {"type": "image_url", "image_url": {"url": "a.png"}}
    assert convert(made, "input-output")[0] == {"input": "<image>What is it?", "output": "A cat.", "images": ["a.png"]}
    with pytest.raises(FormatError, match="not one question and its answer"):
        convert(AGENT, "input-output")


def test_mistral_demands():
    """Ids of nine letters or digits, arguments as text, a description and parameters."""
    row = {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            user("Weather?"),
            {"role": "assistant", "tool_calls": [call("call_x", arguments={"city": "Oslo"}), call("Ab3dEf6hI")]},
            {"role": "tool", "content": "4", "tool_call_id": "call_x"},
            {"role": "tool", "content": "4", "tool_call_id": "Ab3dEf6hI"},
            assistant("4"),
        ],
        "tools": [WEATHER],
    }
    before = json.dumps(row)
    made, losses = convert(row, "mistral")
    assert json.dumps(row) == before
    calls = made["messages"][2]["tool_calls"]
    assert [each["id"] for each in calls] == ["call00001", "Ab3dEf6hI"]
    assert [turn.get("tool_call_id") for turn in made["messages"]][3:5] == ["call00001", "Ab3dEf6hI"]
    assert json.loads(calls[0]["function"]["arguments"]) == {"city": "Oslo"}
    assert made["tools"] == [{"type": "function", "function": {"name": "weather", "description": "", "parameters": {}}}]
    assert made["messages"][0]["role"] == "system"
    assert set(losses) == {
        "messages.role",
        "messages.tool_calls.id",
        "tools.function.description",
        "tools.function.parameters",
        "messages",
    }


def test_mistrals_words():
    row = {
        "system_prompt": "Be brief.",
        "interactions": [{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Hello!", "weight": 0}],
        "available_tools": [WEATHER],
    }
    made, losses = convert(row, "chat")
    system = {"role": "system", "content": "Be brief."}
    assert made == {"messages": [system, user("Hi"), assistant("Hello!", weight=0)], "tools": [WEATHER]}
    assert losses == {}


REFUSED = [
    ("mistral", {"messages": [{"role": "critic", "content": "No."}, assistant("Hi")]}, "'critic'"),
    (
        "mistral",
        {"messages": [user("a"), assistant(None, function_call={"name": "f", "arguments": "{}"})]},
        "function_call",
    ),
    ("mistral", {"messages": [{"role": "system", "content": each} for each in "ab"]}, "several system prompts"),
    ("harmony", {"messages": [user("a"), {"role": "tool", "content": "4"}]}, "answers no call"),
    ("torchtune", {"messages": [{"role": "critic", "content": "No."}]}, "'critic'"),
    ("ms-swift", {"messages": [{"role": "critic", "content": "No."}]}, "'critic'"),
    ("llama-factory-v1", {"messages": [{"role": "critic", "content": "No."}]}, "'critic'"),
    ("query-response", {"messages": [user("a"), user("b"), assistant("c")]}, "in turn"),
]


@pytest.mark.parametrize(("goal", "row", "reason"), REFUSED)
def test_what_cannot_be_said_is_refused(goal, row, reason):
    with pytest.raises(FormatError) as caught:
        convert(row, goal)
    assert reason in caught.value.reason


def test_harmony():
    made, losses = convert(AGENT, "harmony")
    text = [(turn["role"], turn.get("channel"), turn.get("recipient")) for turn in made["messages"]]
    assert text == [
        ("developer", None, None),
        ("user", None, None),
        ("assistant", "analysis", None),
        ("assistant", "commentary", "functions.weather"),
        ("assistant", "commentary", "functions.weather"),
        ("tool", "commentary", "assistant"),
        ("tool", "commentary", "assistant"),
        ("assistant", "final", None),
    ]
    assert made["messages"][0]["content"][0]["instructions"] == "Be brief."
    assert set(losses) == {*IDS, "messages.role", "messages.weight", "tools.function.description"}
    back, losses = convert(made, "chat")
    messages = json.loads(json.dumps(AGENT["messages"]))
    messages[0]["role"] = "developer"
    messages[2] = {"role": "assistant", "tool_calls": messages[2]["tool_calls"], "reasoning_content": "Look it up."}
    messages[5].pop("weight")
    named = [turn | {"name": "weather"} if turn["role"] == "tool" else turn for turn in messages]
    assert [{**turn} for turn in back["messages"]] == named
    assert back["tools"] == [{"type": "function", "function": {"name": "weather", "description": ""}}]


def test_openais_own_package_reads_what_is_written_as_harmony():
    harmony = pytest.importorskip("openai_harmony")
    made, _ = convert(AGENT, "harmony")
    read = harmony.Conversation.from_json(json.dumps(made))
    assert [(turn.author.role.value, turn.channel, turn.recipient) for turn in read] == [
        (turn["role"], turn.get("channel"), turn.get("recipient")) for turn in made["messages"]
    ]
    written = json.loads(read.to_json())
    assert formats.classify(written)[0] == ("harmony",)
    assert convert(written, "chat")[0] == convert(made, "chat")[0]


GPT = [{"from": "human", "value": "It's me."}, {"from": "gpt", "value": 'Say "}\n {".'}]
CELLS = [json.dumps(GPT), str(GPT), f"[{GPT[0]}\n {GPT[1]}]"]


@pytest.mark.parametrize("cell", CELLS)
def test_conversations_that_are_text(cell):
    made, losses = convert({"conversations": cell, "id": 7}, "chat")
    assert made == {"messages": [user("It's me."), assistant('Say "}\n {".')]}
    assert set(losses) == {"id"}


def test_text_that_is_no_conversation_is_refused():
    for cell in ("[{", "[{'role': f()}]", '{"role": "user"}'):
        with pytest.raises(FormatError):
            formats.get("chat-text").parse({"messages": cell})
    assert formats.classify({"conversations": "[{'role': f()}]"}) == ((), "")


def test_chat_under_another_key():
    row = {"conversations": AGENT["messages"], "tools": AGENT["tools"]}
    assert convert(row, "chat") == (AGENT, {})
    assert convert(AGENT, "conversations") == (row, {})


HTML = '<div class="markdown prose"><p>Hello!</p></div>'


def test_html_of_early_dumps_is_kept():
    talk = [{"from": "user", "value": "Hi"}, {"from": "bing", "value": HTML}, {"from": "Bard", "value": "Hi!"}]
    made, _ = convert({"id": "x", "conversations": talk}, "chat")
    assert made["messages"] == [user("Hi"), assistant(HTML), assistant("Hi!")]


THOUGHT = "The sky comes to mind."
THOUGHT_BLOCK = {"type": "thinking", "thinking": THOUGHT}
INLINE = f"<think>\n{THOUGHT}\n</think>\n\nBlue."
THINKING = [
    {"messages": [user("Hi"), assistant("Blue.", reasoning_content=THOUGHT)]},
    {"messages": [user("Hi"), assistant("Blue.", thinking=THOUGHT)]},
    {"messages": [user("Hi"), assistant(INLINE)]},
    {"prompt": [user("Hi")], "completion": [assistant("Blue.", reasoning_content=THOUGHT)]},
    {"messages": [user("Hi"), assistant(THOUGHT, channel="analysis"), assistant("Blue.", channel="final")]},
    {
        "messages": [
            user("Hi"),
            assistant([{"type": "thinking", "thinking": THOUGHT}, {"type": "text", "text": "Blue."}]),
        ]
    },
    {"messages": [user("Hi"), assistant("Blue.", reasoning_content=THOUGHT, train=True)]},
    {"messages": [user("Hi"), assistant("Blue.", reasoning_content=THOUGHT, loss=True)]},
    {"instruction": "Hi", "output": INLINE},
]


@pytest.mark.parametrize("row", THINKING, ids=str)
def test_what_was_thought_goes_along_or_is_named(row):
    (name,), _ = formats.classify(row)
    example = formats.get(name).parse(row)
    for goal in filter(formats.writes, formats.names()):
        try:
            made = formats.render(example, goal)
        except FormatError:
            continue
        told = " ".join(f"{loss.path} {loss.reason}" for loss in made.losses)
        named = any(word in told for word in ("reasoning", "thinking", "holds no answers"))
        assert THOUGHT in json.dumps(made.row) or named, goal
        if goal == "prompt-only":
            continue
        assert "Blue." in json.dumps(made.row)
        inline = INLINE in json.dumps(made.row, ensure_ascii=False).replace("\\n", "\n")
        assert inline or row not in (THINKING[2], THINKING[-1]), "what is written inline stays inline"
