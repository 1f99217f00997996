"""Tool corpora: calls, results and tools are found in their texts, and what cannot be read is refused."""

import pytest

from ftdata import formats
from ftdata.errors import FormatError
from tests.formats.conversions import convert

CALLS = [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}]
WAY = [
    {"role": "user", "content": "Weather in Oslo?"},
    {"role": "assistant", "tool_calls": CALLS},
    {"role": "tool", "content": '{"degrees": 4}', "tool_call_id": "call_1"},
    {"role": "assistant", "content": "It is 4 degrees."},
]
WEATHER = '{"name": "weather", "parameters": {"type": "dict", "properties": {"city": {"type": "float"}}}}'


def turn(speaker, text):
    return {"from": speaker, "value": text}


CORPORA = [
    (
        "glaive",
        {
            "system": f"SYSTEM: You are a helpful assistant with access to these functions -\n{WEATHER}\n\n{WEATHER}",
            "chat": (
                'USER: Weather in Oslo?\n\n\nASSISTANT: <functioncall> {"name": "weather", "arguments": '
                '\'{"city": "Oslo"}\'} <|endoftext|>\n\n\nFUNCTION RESPONSE: {"degrees": 4}\n\n\n'
                "ASSISTANT: It is 4 degrees. <|endoftext|>\n\n\n"
            ),
        },
        {"system"},
    ),
    (
        "hermes",
        {
            "id": "1",
            "conversations": [
                turn("system", f"You are a function calling AI model. <tools> [{WEATHER}] </tools> Use <tool_call>."),
                turn("human", "Weather in Oslo?"),
                turn("gpt", '<tool_call>\n{"name": "weather", "arguments": {"city": "Oslo"}}\n</tool_call>'),
                turn("tool", '<tool_response>\n{"degrees": 4}\n</tool_response>'),
                turn("gpt", "It is 4 degrees."),
            ],
        },
        {"id", "conversations.system"},
    ),
    (
        "toolace",
        {
            "system": f"You may call\n[{WEATHER}]\nlike this: [func1(params_name=params_value), func2(params)]",
            "conversations": [
                turn("user", "Weather in Oslo?"),
                turn("assistant", '[weather(city="Oslo")]'),
                turn("tool", '{"degrees": 4}'),
                turn("assistant", "It is 4 degrees."),
            ],
        },
        {"system"},
    ),
]


@pytest.mark.parametrize(("name", "row", "losses"), CORPORA, ids=[name for name, _, _ in CORPORA])
def test_tool_corpora(name, row, losses):
    assert formats.classify(row)[0] == (name,)
    made, lost = convert(row, "chat")
    arguments = made["messages"][1]["tool_calls"][0]["function"]
    arguments["arguments"] = arguments["arguments"].replace('{"city":"Oslo"}', '{"city": "Oslo"}')
    assert made["messages"] == WAY
    assert made["tools"][0]["function"]["name"] == "weather"
    assert set(lost) == losses
    with pytest.raises(FormatError, match="is not written"):
        convert({"messages": WAY[:1]}, name)


def test_a_system_prompt_of_ones_own_stays():
    row = {"system": "SYSTEM: You are a pirate.", "chat": "USER: Hi\n\n\nASSISTANT: Arr! <|endoftext|>"}
    made, lost = convert(row, "chat")
    assert (made["messages"][0], lost) == ({"role": "system", "content": "You are a pirate."}, {})
    turns = [turn("system", "You are Ann. <tools>[]</tools>"), turn("human", "Hi"), turn("gpt", "Hello!")]
    made, lost = convert({"conversations": turns}, "chat")
    assert (made["messages"][0]["content"], lost) == ("You are Ann. <tools>[]</tools>", {})


def test_a_line_that_looks_like_a_choice_is_no_speaker():
    row = {"system": None, "chat": "USER: Which one?\nA: red\nB: blue\n\n\nASSISTANT: A: red <|endoftext|>"}
    made, _ = convert(row, "chat")
    assert [message["content"] for message in made["messages"]] == ["Which one?\nA: red\nB: blue", "A: red"]


ONE_CALL = '<functioncall> {"name": "now"} <|endoftext|>'
SPELLED = [
    f"USER: Time?\n\n\nA: {ONE_CALL}\n\n\nFUNCTION RESPONSE: 9\n\n\nA: Nine. <|endoftext|>",
    f"USER: Time? ASSISTANT: {ONE_CALL} FUNCTION RESPONSE: 9 ASSISTANT: Nine. <|endoftext|>",
    f"USER: Time?\nASSISTANT: {ONE_CALL}\nFUNCTION RESPONSE: 9\nASSISTANT: Nine.",
]


@pytest.mark.parametrize("chat", SPELLED)
def test_other_ways_to_say_who_speaks(chat):
    made, _ = convert({"system": 'SYSTEM: Help. {"name": "now", "parameters": {}}', "chat": chat}, "chat")
    assert [(message["role"], message.get("content")) for message in made["messages"]] == [
        ("user", "Time?"),
        ("assistant", None),
        ("tool", "9"),
        ("assistant", "Nine."),
    ]
    assert made["messages"][1]["tool_calls"][0]["function"] == {"name": "now", "arguments": "{}"}
    assert [tool["function"]["name"] for tool in made["tools"]] == ["now"]


def test_calls_in_brackets():
    text = '[Get Weather(city="O\'Slo, (N)", days=[1, 2.5], now=true, at=None, unit={"a": -1}), now()]'
    turns = [turn("user", "Go"), turn("assistant", text), turn("tool", '[{"name": "a", "results": 1}, {"name": "b"}]')]
    row = {"system": f"[{WEATHER}] [func(a=b)]", "conversations": turns}
    made, _ = convert(row, "chat")
    calls = [call["function"] for call in made["messages"][1]["tool_calls"]]
    assert calls == [
        {
            "name": "Get Weather",
            "arguments": '{"city":"O\'Slo, (N)","days":[1,2.5],"now":true,"at":null,"unit":{"a":-1}}',
        },
        {"name": "now", "arguments": "{}"},
    ]
    assert [message["content"] for message in made["messages"][2:]] == ['{"name": "a", "results": 1}', '{"name": "b"}']
    schema = {"type": "object", "properties": {"city": {"type": "number"}}}
    assert made["tools"][0]["function"]["parameters"] == schema


UNREADABLE = ["[f(a=b)]", "[f(1)]", "[f(a=1, a=2)]", "[f(**{})]", "[f(a=1) g()]", "[f(a=1]", "[f(a=open('x'))]"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_calls_in_brackets_that_cannot_be_read(text):
    row = {"system": f"[{WEATHER}] [func(a=b)]", "conversations": [turn("user", "Go"), turn("assistant", text)]}
    if text == "[f(a=1]":
        assert formats.get("toolace").parse(row).turns[1].content == text
        return
    with pytest.raises(FormatError) as caught:
        formats.get("toolace").parse(row)
    assert caught.value.path == ("conversations", 1, "value")


def test_a_text_in_brackets_is_text():
    turns = [turn("user", "Go"), turn("assistant", "[see note] It (nearly) works.")]
    made, _ = convert({"system": f"[{WEATHER}] [func(a=b)]", "conversations": turns}, "chat")
    assert made["messages"][1]["content"] == "[see note] It (nearly) works."


def test_xlam_parameters_become_a_schema():
    parameters = (
        '{"city": {"type": "str", "description": "A city"}, "days": {"type": "int, optional", "default": 1}, '
        '"fill": {"type": "List[float]"}, "on": {"type": "Callable[[int], str]", "default": null}}'
    )
    row = {
        "id": 0,
        "query": "Weather in Oslo?",
        "answers": '[{"name": "weather", "arguments": {"city": "Oslo"}}]',
        "tools": f'[{{"name": "weather", "description": "Tells it.", "parameters": {parameters}}}]',
    }
    made, lost = convert(row, "chat")
    assert made["messages"] == WAY[:2]
    assert made["tools"][0]["function"]["parameters"] == {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "A city"},
            "days": {"type": "integer", "default": 1},
            "fill": {"type": "array", "items": {"type": "number"}},
            "on": {"$comment": "Callable[[int], str]", "default": None},
        },
        "required": ["city", "fill"],
    }
    assert set(lost) == {"id"}
    back, lost = convert(made, "xlam")
    assert (back["query"], back["answers"]) == (row["query"], row["answers"])
    assert set(lost) == {"messages.tool_calls.id"}
    assert convert(back, "chat")[0] == made


BROKEN = [
    ("xlam", {"query": "a", "answers": "[]", "tools": "[]"}, ("answers",), "no call to learn"),
    ("xlam", {"query": "a", "answers": "f(1)", "tools": "[]"}, ("answers",), "not the JSON of a tool call"),
    ("glaive", {"system": None, "chat": "Hi USER: Hi"}, ("chat",), "who speaks"),
    ("glaive", {"system": None, "chat": "USER: a\nASSISTANT: <functioncall> f(1)"}, ("chat",), "cannot be read"),
    (
        "hermes",
        {"conversations": [turn("human", "a"), turn("gpt", "<tool_call>f(1)</tool_call>")]},
        ("conversations", 1, "value"),
        "neither JSON nor a Python literal",
    ),
    (
        "oasst",
        {"prompt": {"text": "a", "role": "assistant", "replies": []}},
        ("prompt", "role"),
        "where prompter speaks",
    ),
    ("question-answer", {"question": "a", "answer": 4}, ("answer",), "is not text"),
    ("question-answer", {"question": "a"}, (), "--columns"),
    ("self-instruct", {"instruction": "a", "instances": []}, ("instances",), "list of input and output"),
]


@pytest.mark.parametrize(("name", "row", "path", "reason"), BROKEN)
def test_broken_rows_are_refused_with_place_and_reason(name, row, path, reason):
    with pytest.raises(FormatError) as caught:
        formats.get(name).parse(row)
    assert caught.value.path == path
    assert reason in caught.value.reason
