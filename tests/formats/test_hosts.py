"""Rows of Anthropic, Bedrock and Gemini: what becomes of them as chat, and of chat as one of them."""

import pytest

from ftdata import formats
from ftdata.errors import FormatError
from tests.formats.conversions import convert

PICTURE = "data:image/png;base64,iVBORw0KGgo="
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
TOOLS = [{"type": "function", "function": {"name": "weather", "description": "Tells it.", "parameters": SCHEMA}}]
CALL = {"id": "t1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Oslo"}'}}
CHAT = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Weather in Oslo?"},
        {"role": "assistant", "content": "Let me look.", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "t1", "content": "4"},
        {"role": "user", "content": "And?"},
        {"role": "assistant", "content": "It is 4 degrees."},
    ],
    "tools": TOOLS,
}
ANTHROPIC = {
    "system": "Be brief.",
    "messages": [
        {"role": "user", "content": "Weather in Oslo?"},
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "Let me look."},
                {"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Oslo"}},
            ],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "t1", "content": "4"},
                {"type": "text", "text": "And?"},
            ],
        },
        {"role": "assistant", "content": "It is 4 degrees."},
    ],
    "tools": [{"name": "weather", "description": "Tells it.", "input_schema": SCHEMA}],
}
BEDROCK = {
    "schemaVersion": "bedrock-conversation-2024",
    "system": [{"text": "Be brief."}],
    "messages": [
        {"role": "user", "content": [{"text": "Weather in Oslo?"}]},
        {
            "role": "assistant",
            "content": [
                {"text": "Let me look."},
                {"toolUse": {"toolUseId": "t1", "name": "weather", "input": {"city": "Oslo"}}},
            ],
        },
        {
            "role": "user",
            "content": [{"toolResult": {"toolUseId": "t1", "content": [{"text": "4"}]}}, {"text": "And?"}],
        },
        {"role": "assistant", "content": [{"text": "It is 4 degrees."}]},
    ],
    "toolConfig": {
        "tools": [{"toolSpec": {"name": "weather", "description": "Tells it.", "inputSchema": {"json": SCHEMA}}}]
    },
}
GEMINI = {
    "systemInstruction": {"parts": [{"text": "Be brief."}]},
    "contents": [
        {"role": "user", "parts": [{"text": "Weather in Oslo?"}]},
        {
            "role": "model",
            "parts": [{"text": "Let me look."}, {"functionCall": {"name": "weather", "args": {"city": "Oslo"}}}],
        },
        {
            "role": "user",
            "parts": [{"functionResponse": {"name": "weather", "response": {"output": "4"}}}, {"text": "And?"}],
        },
        {"role": "model", "parts": [{"text": "It is 4 degrees."}]},
    ],
    "tools": [{"functionDeclarations": [{"name": "weather", "description": "Tells it.", "parameters": SCHEMA}]}],
}
GEMINI_LOSSES = {"messages.tool_calls.id", "messages.tool_call_id"}


@pytest.mark.parametrize(
    ("name", "row", "losses"),
    [("anthropic", ANTHROPIC, set()), ("bedrock", BEDROCK, set()), ("gemini", GEMINI, GEMINI_LOSSES)],
)
def test_a_conversation_with_tools_to_chat_and_back(name, row, losses):
    assert formats.classify(row)[0] == (name,)
    made, lost = convert(row, "chat")
    ours = [{**call, "id": "t1"} for call in made["messages"][2]["tool_calls"]]
    assert {**made["messages"][2], "tool_calls": ours} == {**CHAT["messages"][2], "tool_calls": [CALL]}
    assert made["messages"][3]["tool_call_id"] == made["messages"][2]["tool_calls"][0]["id"]
    assert [message.get("content") for message in made["messages"]] == [m.get("content") for m in CHAT["messages"]]
    assert [message["role"] for message in made["messages"]] == [message["role"] for message in CHAT["messages"]]
    assert (made["tools"], lost) == (TOOLS, {})
    back, lost = convert(CHAT, name)
    assert back == row
    assert set(lost) == losses


@pytest.mark.parametrize(("source", "goal"), [("anthropic", "bedrock"), ("bedrock", "gemini"), ("gemini", "anthropic")])
def test_from_one_host_to_another(source, goal):
    rows = {"anthropic": ANTHROPIC, "bedrock": BEDROCK, "gemini": GEMINI}
    made, _ = convert(rows[source], goal)
    assert {key: value for key, value in made.items() if key != "messages"} == {
        key: value for key, value in rows[goal].items() if key != "messages"
    }
    assert formats.classify(made)[0] == (goal,)


def test_pictures():
    data = {"type": "image_url", "image_url": {"url": PICTURE}}
    address = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}
    row = {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Alike?"}, data, address]},
            {"role": "assistant", "content": "No."},
        ]
    }
    made, lost = convert(row, "anthropic")
    assert made["messages"][0]["content"] == [
        {"type": "text", "text": "Alike?"},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}},
        {"type": "image", "source": {"type": "url", "url": "https://example.org/cat.png"}},
    ]
    assert (convert(made, "chat")[0], lost) == (row, {})
    made, _ = convert(row, "gemini")
    assert made["contents"][0]["parts"][1:] == [
        {"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}},
        {"fileData": {"mimeType": "image/png", "fileUri": "https://example.org/cat.png"}},
    ]
    assert convert(made, "chat") == (row, {"contents.mimeType": "chat has no place for it"})
    with pytest.raises(FormatError, match="'image_url' that bedrock cannot say"):
        convert(row, "bedrock")


def test_thoughts_and_what_is_signed():
    answer = [
        {"type": "thinking", "thinking": "Four.", "signature": "c2ln"},
        {"type": "text", "text": "4", "cache_control": {"type": "ephemeral"}},
    ]
    row = {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": answer}]}
    made, lost = convert(row, "chat")
    assert made["messages"][1] == {"role": "assistant", "content": "4", "reasoning_content": "Four."}
    assert set(lost) == {"messages.signature", "messages.cache_control"}
    back, _ = convert(made, "anthropic")
    assert back["messages"][1]["content"] == [{"type": "thinking", "thinking": "Four."}, {"type": "text", "text": "4"}]


def test_what_is_said_after_a_call_is_a_turn_of_its_own():
    blocks = [
        {"type": "tool_use", "id": "t1", "name": "now", "input": {}},
        {"type": "text", "text": "While we wait:"},
    ]
    made, _ = convert(
        {"messages": [{"role": "user", "content": "Go"}, {"role": "assistant", "content": blocks}]}, "chat"
    )
    assert [message.get("content") for message in made["messages"]] == ["Go", None, "While we wait:"]


def test_several_results_and_an_error():
    results = [
        {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "1"}]},
        {"type": "tool_result", "tool_use_id": "b", "is_error": True},
    ]
    calls = [{"type": "tool_use", "id": id_, "name": "f", "input": {}} for id_ in "ab"]
    row = {
        "messages": [
            {"role": "user", "content": "Go"},
            {"role": "assistant", "content": calls},
            {"role": "user", "content": results},
            {"role": "assistant", "content": "Done"},
        ]
    }
    made, lost = convert(row, "chat")
    assert made["messages"][2:4] == [
        {"role": "tool", "content": "1", "tool_call_id": "a"},
        {"role": "tool", "tool_call_id": "b"},
    ]
    assert set(lost) == {"messages.is_error"}


def test_gemini_words_of_its_own():
    row = {
        "system_instruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "Go"}]},
            {
                "role": "model",
                "parts": [{"text": "Hm.", "thought": True}, {"function_call": {"name": "f", "args": None}}],
            },
            {"role": "function", "parts": [{"function_response": {"name": "f", "response": {"a": 1, "b": [2]}}}]},
            {"role": "model", "parts": [{"text": "Done", "thoughtSignature": "c2ln"}]},
        ],
        "tools": [
            {
                "function_declarations": [
                    {"name": "f", "parameters": {"type": "OBJECT", "properties": {"type": {"type": "STRING"}}}}
                ]
            },
            {"google_search": {}},
        ],
        "generationConfig": {"temperature": 0},
    }
    made, lost = convert(row, "chat")
    assert made["messages"][2:4] == [
        {
            "role": "assistant",
            "reasoning_content": "Hm.",
            "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
        },
        {"role": "tool", "content": '{"a":1,"b":[2]}', "tool_call_id": "call_1", "name": "f"},
    ]
    schema = {"type": "object", "properties": {"type": {"type": "string"}}}
    assert made["tools"] == [{"type": "function", "function": {"name": "f", "parameters": schema}}]
    assert set(lost) == {"tools.google_search", "generationConfig", "contents.thoughtSignature"}


TABLE = [
    ("chat", {"messages": [{"role": "user", "content": "Hi"}]}),
    ("chat", {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}),
    ("chat", {"system": "Be brief.", "messages": [{"role": "system", "content": "Hi"}]}),
    ("chat", {"messages": [{"role": "user", "content": "Hi"}], "tools": TOOLS}),
    ("chat", {"messages": [{"role": "user", "content": "thinking"}]}),
    ("chat", {"messages": [{"role": "assistant", "content": [{"type": "thinking", "thinking": [{"type": "text"}]}]}]}),
    ("anthropic", {"system": "Be brief.", "messages": [{"role": "user", "content": "Hi"}]}),
    ("anthropic", {"system": [{"type": "text", "text": "Be brief."}], "messages": [{"role": "user", "content": "Hi"}]}),
    ("anthropic", {"messages": [{"role": "user", "content": "Hi"}], "tools": ANTHROPIC["tools"]}),
    ("bedrock", {"system": [{"text": "a"}], "messages": [{"role": "user", "content": [{"text": "Hi"}]}]}),
    ("bedrock", {"schemaVersion": "bedrock-conversation-2024", "messages": []}),
    ("gemini", {"contents": [{"parts": [{"text": "Hi"}]}]}),
]


@pytest.mark.parametrize(("name", "row"), TABLE)
def test_table(name, row):
    assert formats.classify(row)[0] == (name,)


def test_plain_chat_needs_none_of_them():
    plain = {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}
    assert formats.possible(plain) == ("chat",)


USER = {"role": "user", "content": "Hi"}
REFUSED = [
    ("anthropic", {"messages": [USER, {"role": "system", "content": "Be brief."}]}, ("messages", 1), "role 'system'"),
    ("anthropic", {"messages": [USER, {"role": "tool", "content": "4"}]}, ("messages", 1), "nobody called"),
    ("gemini", {"messages": [USER, {"role": "tool", "content": "4", "tool_call_id": "x"}]}, ("messages", 1), "by name"),
    (
        "bedrock",
        {"messages": [USER, {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "[1]"}}]}]},
        ("messages", 1),
        "no JSON object",
    ),
    ("anthropic", {"messages": [USER], "tools": [{"type": "retrieval"}]}, ("tools", 0), "no function"),
]


@pytest.mark.parametrize(("goal", "row", "path", "reason"), REFUSED)
def test_what_cannot_be_said_is_refused(goal, row, path, reason):
    with pytest.raises(FormatError) as caught:
        convert(row, goal)
    assert caught.value.path == path
    assert reason in caught.value.reason


BROKEN = [
    ("anthropic", {"messages": [{"role": "model", "content": "Hi"}]}, ("messages", 0), "user or assistant"),
    ("anthropic", {"messages": [{"role": "user", "content": [{"text": "Hi"}]}]}, ("messages", 0, "content", 0), "type"),
    (
        "anthropic",
        {"messages": [{"role": "user", "content": [{"type": "tool_use", "name": "f", "input": {}}]}]},
        ("messages", 0),
        "not the assistant",
    ),
    (
        "anthropic",
        {"messages": [USER], "tools": [{"type": "web_search_20250305", "name": "w"}]},
        ("tools", 0),
        "itself",
    ),
    ("bedrock", {"messages": [USER]}, ("messages", 0, "content"), "list of blocks"),
    ("gemini", {"contents": [{"role": "bot", "parts": []}]}, ("contents", 0, "role"), "'bot'"),
    ("gemini", {"contents": []}, ("contents",), "non-empty"),
]


@pytest.mark.parametrize(("name", "row", "path", "reason"), BROKEN)
def test_broken_rows_are_refused_with_place_and_reason(name, row, path, reason):
    with pytest.raises(FormatError) as caught:
        formats.get(name).parse(row)
    assert caught.value.path == path
    assert reason in caught.value.reason
