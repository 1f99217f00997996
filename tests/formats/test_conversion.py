"""What becomes of an example in another format, and what is said of what it loses."""

import json

import pytest

from ftdata import formats
from ftdata.errors import FormatError


def convert(row, goal):
    (name,), _ = formats.classify(row)
    rendered = formats.get(goal).render(formats.get(name).parse(row))
    return rendered.row, {loss.path: loss.reason for loss in rendered.losses}


def user(text):
    return {"role": "user", "content": text}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def human(text):
    return {"from": "human", "value": text}


def gpt(text):
    return {"from": "gpt", "value": text}


def function(*calls):
    return {"from": "function_call", "value": calls[0] if len(calls) == 1 else f"[{', '.join(calls)}]"}


CALL = {"id": "c9", "type": "function", "function": {"name": "weather", "arguments": '{"city":  "Oslo", "t": 1.50}'}}
TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": {}}}]


def test_tool_turns_become_openai_calls():
    row = {
        "conversations": [
            human("Weather in Oslo?"),
            function('{"name": "weather", "arguments": {"city":  "Oslo", "t": 1.50}}'),
            {"from": "observation", "value": "4"},
            gpt("It is 4 degrees."),
        ],
        "tools": '[{"name": "weather", "parameters": {}}]',
    }
    made, losses = convert(row, "chat")
    assert made["tools"] == TOOLS
    assert made["messages"] == [
        user("Weather in Oslo?"),
        {"role": "assistant", "tool_calls": [{**CALL, "id": "call_1"}]},
        {"role": "tool", "content": "4", "tool_call_id": "call_1"},
        assistant("It is 4 degrees."),
    ]
    assert losses == {}
    back, losses = convert(made, "sharegpt")
    assert back["conversations"] == row["conversations"]
    assert json.loads(back["tools"]) == json.loads(row["tools"])
    assert set(losses) == {"messages.tool_calls.id", "messages.tool_call_id"}


def test_results_answer_calls_in_order_and_no_id_is_made_up():
    call = '{"name": "f", "arguments": {}}'
    observation = {"from": "observation", "value": "x"}
    turns = [human("Go"), function(call, call), observation, observation, observation, gpt("Done")]
    made, _ = convert({"conversations": turns}, "chat")
    assert [item["id"] for item in made["messages"][1]["tool_calls"]] == ["call_1", "call_2"]
    assert [message.get("tool_call_id") for message in made["messages"][2:5]] == ["call_1", "call_2", None]


def test_ids_that_are_there_are_kept():
    turns = [
        human("Go"),
        function('{"name": "f", "arguments": {}, "id": "call_1"}'),
        {"from": "tool", "value": "x"},
        function('{"name": "f", "arguments": "{}"}'),
    ]
    made, _ = convert({"conversations": turns}, "chat")
    ids = [message["tool_calls"][0]["id"] for message in made["messages"] if "tool_calls" in message]
    assert ids[0] == "call_1" and ids[1] not in ("call_1", None)
    assert made["messages"][2]["tool_call_id"] == "call_1"
    assert made["messages"][3]["tool_calls"][0]["function"]["arguments"] == "{}"


def test_ranked_turns_become_a_preference_pair():
    row = {"conversations": [human("2 + 2?")], "system": "Be brief.", "chosen": gpt("4"), "rejected": "5", "score": 9}
    made, losses = convert(row, "preference")
    assert made == {
        "input": {"messages": [{"role": "system", "content": "Be brief."}, user("2 + 2?")]},
        "preferred_output": [assistant("4")],
        "non_preferred_output": [assistant("5")],
    }
    assert set(losses) == {"score"}
    _, losses = convert(row, "chat")
    assert losses == {"rejected": "chat holds one answer", "score": "chat has no place for it"}


def test_preference_becomes_ranked_turns():
    row = {
        "input": {"messages": [user("2 + 2?")], "tools": TOOLS, "parallel_tool_calls": False},
        "preferred_output": [assistant("4")],
        "non_preferred_output": [assistant("5")],
    }
    made, losses = convert(row, "sharegpt")
    assert made["conversations"] == [human("2 + 2?")]
    assert (made["chosen"], made["rejected"]) == (gpt("4"), gpt("5"))
    assert set(losses) == {"parallel_tool_calls"}
    made, losses = convert(row, "chat")
    assert made == {"messages": [user("2 + 2?"), assistant("4")], "tools": TOOLS, "parallel_tool_calls": False}
    assert set(losses) == {"non_preferred_output"}


def test_alpaca_columns():
    row = {"instruction": "Sum.", "input": "1 2", "output": "3", "system": "Add.", "history": [["a", "b"]], "id": 5}
    made, losses = convert(row, "chat")
    said = [(message["role"], message["content"]) for message in made["messages"]]
    assert said == [
        ("system", "Add."),
        ("user", "a"),
        ("assistant", "b"),
        ("user", "Sum.\n1 2"),
        ("assistant", "3"),
    ]
    assert set(losses) == {"id"}
    back, losses = convert(made, "alpaca")
    assert back == {
        "instruction": "Sum.\n1 2",
        "input": "",
        "output": "3",
        "system": "Add.",
        "history": [["a", "b"]],
    }
    assert losses == {}


def test_alpaca_states_what_it_leaves_out():
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    row = {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "name": "Ann", "content": [{"type": "text", "text": "What is it?"}, picture]},
            assistant("A cat.", weight=1, refusal=None),
        ],
        "tools": TOOLS,
        "parallel_tool_calls": True,
        "source": "x",
    }
    made, losses = convert(row, "alpaca")
    assert made == {"instruction": "What is it?", "input": "", "output": "A cat.", "system": "Be brief."}
    fields = ("role", "name", "content", "weight", "refusal")
    assert set(losses) == {*(f"messages.{field}" for field in fields), "tools", "parallel_tool_calls", "source"}


def test_sharegpt_states_what_it_leaves_out():
    row = {
        "messages": [
            user("Hi"),
            assistant(None, tool_calls=[CALL], weight=0),
            {"role": "tool", "tool_call_id": "c9", "name": "weather", "content": "4"},
            assistant("Wait.", tool_calls=[CALL]),
        ]
    }
    made, losses = convert(row, "sharegpt")
    assert [turn["from"] for turn in made["conversations"]] == [
        "human",
        "function_call",
        "observation",
        "gpt",
        "function_call",
    ]
    fields = ("tool_calls.id", "weight", "tool_call_id", "name", "content")
    assert set(losses) == {f"messages.{field}" for field in fields}


def test_weights_and_further_keys_of_sharegpt_turns():
    turns = [human("Hi") | {"weight": 0}, gpt("Hello!") | {"weight": 0, "lang": "en"}]
    made, losses = convert({"conversations": turns}, "chat")
    assert made["messages"] == [user("Hi"), assistant("Hello!", weight=0)]
    assert set(losses) == {"conversations.weight", "conversations.lang"}


def test_legacy_functions():
    call = {"name": "f", "arguments": "{}"}
    row = {
        "messages": [
            user("Go"),
            assistant(None, function_call=call),
            {"role": "function", "name": "f", "content": "1"},
        ],
        "functions": [{"name": "f"}],
    }
    made, losses = convert(row, "sharegpt")
    assert [turn["from"] for turn in made["conversations"]] == ["human", "function_call", "observation"]
    assert set(losses) == {"functions", "messages.content", "messages.name"}


def test_an_exchange_becomes_text():
    made, losses = convert({"messages": [user("Hi"), assistant("Hello!")]}, "prompt-completion")
    assert made == {"prompt": "Hi", "completion": "Hello!"}
    assert losses == {}


def test_anything_more_becomes_lists_of_messages():
    row = {"messages": [{"role": "system", "content": "Be brief."}, user("Hi"), assistant("Hello!")], "tools": TOOLS}
    made, losses = convert(row, "prompt-completion")
    assert made == {"prompt": row["messages"][:2], "completion": row["messages"][2:], "tools": TOOLS}
    assert losses == {}


def test_the_loss_falls_on_the_completion_alone():
    row = {"messages": [user("a"), assistant("b"), user("c"), assistant("d")]}
    made, losses = convert(row, "prompt-completion")
    assert losses == {"messages": "prompt-completion trains on the completion alone, not on earlier answers"}
    back, losses = convert(made, "chat")
    assert back == {"messages": [user("a"), assistant("b", weight=0), user("c"), assistant("d")]}
    assert losses == {}
    assert convert(back, "prompt-completion")[1] == {}


def test_arguments_become_text_for_openai():
    call = {"function": {"name": "f", "arguments": {"a": 1}}}
    row = {"prompt": [user("Go")], "completion": [{"role": "assistant", "tool_calls": [call]}]}
    made, _ = convert(row, "chat")
    assert made["messages"][1]["tool_calls"] == [
        {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    ]


REFUSED = [
    ("preference", {"messages": [user("Hi"), assistant("Hello!")]}, (), "has one answer"),
    ("preference", {"messages": [user("Hi")]}, (), "has no answer"),
    ("prompt-completion", {"messages": [user("Hi")]}, (), "has no answer"),
    ("prompt-completion", {"messages": [assistant("Hi")]}, (), "has no prompt"),
    ("alpaca", {"messages": [user("Hi")]}, (), "does not end with an answer"),
    ("alpaca", {"messages": [user("Hi"), user("Hi?")]}, ("messages", 1), "in turn"),
    ("alpaca", {"messages": [user("Hi"), assistant(None, tool_calls=[CALL])]}, ("messages", 1), "tool calls"),
    ("sharegpt", {"messages": [{"role": "critic", "content": "No."}]}, ("messages", 0), "'critic'"),
    ("sharegpt", {"messages": [user([{"type": "file"}])]}, ("messages", 0, "content"), "holds no text"),
]


@pytest.mark.parametrize(("goal", "row", "path", "reason"), REFUSED)
def test_what_cannot_be_said_is_refused(goal, row, path, reason):
    with pytest.raises(FormatError) as caught:
        convert(row, goal)
    assert caught.value.path == path
    assert reason in caught.value.reason


BROKEN = [
    ("preference", {"input": {}, "preferred_output": [], "non_preferred_output": []}, ("input", "messages"), "list"),
    ("preference", {"input": {}, "preferred_completion": []}, (), "services call preferred_output"),
    ("preference", {"preferred_output": []}, (), "has no key input"),
    ("alpaca", {"instruction": "a"}, (), "has no output"),
    ("alpaca", {"instruction": "a", "output": 7}, ("output",), "is not text"),
    ("alpaca", {"instruction": "a", "output": "b", "history": "[]"}, ("history",), "pairs"),
    ("prompt-completion", {"prompt": [user("a")], "completion": "b"}, (), "neither both text"),
    ("sharegpt", {"conversations": []}, ("conversations",), "non-empty list"),
    ("sharegpt", {"conversations": [{"from": "narrator", "value": ""}]}, ("conversations", 0, "from"), "'narrator'"),
    ("sharegpt", {"conversations": [function("weather()")]}, ("conversations", 0, "value"), "JSON of a tool call"),
    ("sharegpt", {"conversations": [function('{"name": "f"}')]}, ("conversations", 0, "value"), "arguments"),
    ("sharegpt", {"conversations": [human("a")], "chosen": gpt("b")}, (), "nothing to set against it"),
    ("sharegpt", {"conversations": [human("a")], "tools": "search"}, ("tools",), "not JSON"),
    ("sharegpt", {"conversations": [human("a")], "tools": [{}]}, ("tools", 0), "neither a function"),
    ("sharegpt", {"conversations": [human("a")], "system": 7}, ("system",), "is not text"),
]


@pytest.mark.parametrize(("name", "row", "path", "reason"), BROKEN)
def test_broken_rows_are_refused_with_place_and_reason(name, row, path, reason):
    with pytest.raises(FormatError) as caught:
        formats.get(name).parse(row)
    assert caught.value.path == path
    assert reason in caught.value.reason


def test_origins_point_into_the_source_row():
    row = {"system": "Be brief.", "conversations": [human("2 + 2?")], "chosen": gpt("4"), "rejected": "5"}
    rendered = formats.get("preference").render(formats.get("sharegpt").parse(row))
    assert rendered.origins[("input", "messages", 0)] == ("system",)
    assert rendered.origins[("input", "messages", 1)] == ("conversations", 0)
    assert rendered.origins[("preferred_output", 0)] == ("chosen",)
    assert rendered.origins[("non_preferred_output", 0)] == ("rejected",)
    assert rendered.origins[("input", "messages")] == ("conversations",)
