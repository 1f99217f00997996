r"""What ``plain`` proves must hold: on a row it calls plain, no other row rule and no closer look finds anything."""

import itertools
import json
from functools import cache

import orjson
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from ftdata.loaders import examine
from ftdata.rules import Row, plain_check, rules
from ftdata.rules.plain import is_plain
from ftdata.targets import destination
from ftdata.types import Record

TARGETS = ("azure", "openai", "any")

ODD_TEXT = (
    "",
    " ",
    "\n\t",
    "\u00a0",
    "\u200b",
    "\u2028",
    "a\u2028b",
    "a\u2029b",
    "\u2014",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\u0085",
    "\ufeff",
    "\U0001f600",
    "<|endoftext|>",
    "<|im_start|>user",
    "12345678901234567890",
    'he said: "yes": no',
    "ends with a backslash\\",
    '\\": "x',
    "deux points : trois",
    "[[[[{{{{",
    "{" * 160,
    "Ã©",
    "-0",
    "null",
    "{}",
    "{{name}}",
)

PLAIN_TEXT = ("Hi", "Oslo.", "2 + 2 = 4", "Grüße, 世界 😀", 'so "it": is', "1234567890123456", "a\nb", "[{x}]")
OTHER_CONTENT = (None, 7, True, [], {}, [{"type": "text", "text": "Hi"}], "\ud800")
EXTRA_KEYS = ("weight", "name", "tool_calls", "function_call", "refusal", "id", "content ", "Role")
TOP_KEYS = ("tools", "functions", "id", "parallel_tool_calls", "message")
VALUES = (None, 0, 1, 1.0, "x", [], {}, "\\")
ROLES = ("system", "user", "assistant", "developer", "tool", "function", "User", "", None, 1)
DOUBLES = ('"role": "user", ', '"role" : "user", ', '"content": null, ', '"content"\t:1, ', '"k\\\\": 1, "k\\\\": 2, ')
TWISTS = ("text", "content", "role", "key", "drop", "lose", "add", "swap", "broken", "top", "messages")

odd_texts = st.one_of(st.sampled_from(ODD_TEXT), st.text(max_size=8))


def twist_message(draw, kind, message):
    """Change one thing in a message."""
    if kind == "text":
        message["content"] = draw(odd_texts)
    elif kind == "content":
        message["content"] = draw(st.sampled_from(OTHER_CONTENT))
    elif kind == "role":
        message["role"] = draw(st.sampled_from(ROLES))
    elif kind == "key":
        message[draw(st.sampled_from(EXTRA_KEYS))] = draw(st.sampled_from(VALUES))
    elif kind == "drop":
        message.pop(draw(st.sampled_from(("role", "content"))), None)


def twist_row(draw, kind, row):
    """Change one thing in a row whose messages are a non-empty list of objects."""
    turns = row["messages"]
    at = draw(st.integers(0, len(turns) - 1))
    if kind == "lose" and len(turns) > 1:
        del turns[at]
    elif kind == "add":
        turns.insert(at, {"role": draw(st.sampled_from(ROLES[:3])), "content": "Well."})
    elif kind == "swap":
        turns[at], turns[0] = turns[0], turns[at]
    elif kind == "top":
        row[draw(st.sampled_from(TOP_KEYS))] = draw(st.sampled_from(VALUES))
    else:
        twist_message(draw, kind, turns[at])


@st.composite
def chat_rows(draw):
    """A plain row in which up to two things were changed."""
    order = ["system"] * draw(st.integers(0, 1)) + ["user", "assistant"] * draw(st.integers(1, 3))
    row = {"messages": [{"role": role, "content": draw(st.sampled_from(PLAIN_TEXT))} for role in order]}
    twists = draw(st.lists(st.sampled_from(TWISTS), max_size=2))
    for kind in twists:
        twist_row(draw, kind, row)
    if "broken" in twists:
        row["messages"][-1] = draw(st.sampled_from(("Hi", None, [], 7)))
    if "messages" in twists:
        row["messages"] = draw(st.sampled_from(([], None, "Hi", {"0": {}})))
    return row


@st.composite
def spelt(draw):
    """The text of such a row: escapes, spaces, and now and then a key that stands there twice."""
    way = draw(st.sampled_from(("as it is", "as it is", "compact", "ascii", "spaced", "twice", "escaped")))
    separators = {"compact": (",", ":"), "spaced": (" ,", " : ")}.get(way, (", ", ": "))
    text = json.dumps(draw(chat_rows()), ensure_ascii=way == "ascii", separators=separators)
    if way == "twice":
        place = draw(st.sampled_from([i + 1 for i, char in enumerate(text) if char == "{"]))
        text = text[:place] + draw(st.sampled_from(DOUBLES)) + text[place:]
    elif way == "escaped":
        text = text.replace("o", "\\u006f", draw(st.integers(1, 4)))
    return text.encode("utf-8", "surrogatepass")


@cache
def row_rules():
    """Every rule about rows that does not ask to see plain rows."""
    every = [rule for rule in rules().values() if rule.kind == "check_row" and not rule.on_plain]
    return [rule for rule in every if not rule.methods or "sft" in rule.methods]


def read(raw) -> Record | None:
    """The record as the loader hands it on in a quick reading."""
    try:
        return Record("x.jsonl", 1, 0, 1, raw, orjson.loads(raw))
    except orjson.JSONDecodeError:
        return None


def twice(raw) -> bool:
    """Whether some object has a key twice, by the standard library's reading."""
    found = []
    json.loads(raw, object_pairs_hook=lambda pairs: found.append(len(dict(pairs)) < len(pairs)) or dict(pairs))
    return any(found)


def plain_row(text) -> bytes:
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": text}]
    return json.dumps({"messages": turns}, ensure_ascii=False).encode()


def hold(raw) -> bool:
    """Hold the proof against everything it stands for. Returns whether the row is called plain."""
    record = read(raw)
    if record is None or not is_plain(record):
        return False
    assert not twice(raw)
    row = record.row
    examine(record)
    assert record.defects == () and record.row == row
    for target in TARGETS:
        judged = Row(row, record, destination(target, "sft"))
        found = {rule.code: list(rule.check(judged)) for rule in row_rules()}
        assert not any(found.values()), found
    return True


@settings(max_examples=500, deadline=None)
@given(spelt())
@example(plain_row("Hello!").replace(b'"role": "user"', b'"role" : "user", "role": "user"'))
@example(plain_row("Hello!").replace(b'"role": "user"', b'"role"\t: "user", "role": "user"'))
@example(plain_row("Hello!").replace(b'"Hi"', b'"Hi", "content": "Ho"'))
@example(plain_row("Hello!").replace(b'{"messages"', b'{"messages": [], "messages"'))
def test_on_a_plain_row_nothing_is_found(raw):
    event("plain" if hold(raw) else "not plain")


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_whatever_is_odd_about_a_text_is_plain_only_if_no_rule_minds(role, ascii_only):
    for text in ODD_TEXT:
        turns = [{"role": each, "content": "Hi"} for each in ("system", "user", "assistant")]
        next(turn for turn in turns if turn["role"] == role)["content"] = text
        hold(json.dumps({"messages": turns}, ensure_ascii=ascii_only).encode())


def test_every_order_of_a_few_speakers_is_plain_only_if_no_rule_minds():
    orders = [
        order for length in range(1, 5) for order in itertools.product(("system", "user", "assistant"), repeat=length)
    ]
    others = [role for role in ROLES if isinstance(role, str)]
    orders += [*itertools.product(others, repeat=2), *((role, "user", "assistant") for role in others)]
    rows = [{"messages": [{"role": role, "content": "Hi"} for role in order]} for order in orders]
    plain = [row for row in rows if hold(json.dumps(row).encode())]
    assert [[message["role"][0] for message in row["messages"]] for row in plain] == [
        ["u", "a"],
        ["s", "u", "a"],
        ["u", "a", "u", "a"],
        ["u", "a"],
        ["s", "u", "a"],
    ]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", ["Hello!", "Grüße, 世界 😀", 'a "quoted": word', "ends with \\", "1234567890123456"])
def test_ordinary_rows_are_plain(target, text):
    assert plain_check(destination(target, "sft"))(read(plain_row(text)))


@pytest.mark.parametrize(
    ("target", "method"), [("azure", "dpo"), ("azure", "rft"), ("azure", "completion"), ("any", "rft")]
)
def test_nothing_is_plain_for_other_methods(target, method):
    assert not plain_check(destination(target, method))(read(plain_row("Hello!")))


def test_rows_without_bytes_are_not_plain():
    record = read(plain_row("Hello!"))
    record.raw = None
    assert not is_plain(record)


def test_there_are_rules_to_hold_it_against():
    assert len(row_rules()) >= 15
