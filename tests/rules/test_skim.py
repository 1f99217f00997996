r"""The short cut and the long way say the same: a report is no other when good rows are only skimmed."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import Row, rules
from ftdata.rules.accept import acceptor
from ftdata.rules.schemas import breaches, fault
from ftdata.rules.skim import FOLDS, SCOPES, Skimmer
from ftdata.targets import destination
from ftdata.types import Record
from tests.rules.tool_rows import answered, call, calling, chat, tool

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


SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1}, "unit": {"enum": ["C", "F"]}},
    "required": ["city"],
}
ARGUMENTS = (
    '{"city": "Oslo"}',
    '{"city": "Oslo", "days": 3, "unit": "C"}',
    '{"city":"T\u00f8nsberg \\"x\\""}',
    '{"city": "Oslo", "days": 0}',
    '{"city": "Oslo", "days": 1.0}',
    '{"city": "Oslo", "days": 12345678901234567890}',
    '{"city": "Oslo", "city": "Bergen"}',
    '{"city": "<|endoftext|>"}',
    '{"days": 1}',
    '{"unit": "K", "city": "a/b"}',
    "{}",
    "[]",
    "",
    "{'city': 'Oslo'}",
    '{"city": "\\ud800"}',
    7,
    None,
    {"city": "Oslo"},
)
IDENTITIES = ("c1", "c2", "", "c 3", "ø", "c" * 300, 7, None)
WORK = ("arguments", "id", "name", "null", "silent", "weight", "parallel", "schema", "tools", "answer", "role", "text")


@st.composite
def work_rows(draw):
    """A row with calls of a tool in which up to two things were changed, or its text was."""
    steps = draw(st.integers(1, 3))
    turns = [{"role": "user", "content": draw(st.sampled_from(PLAIN_TEXT))}]
    for step in range(steps):
        turns += [
            calling(call(arguments=draw(st.sampled_from(ARGUMENTS[:3])), identity=f"c{step}")),
            answered(f"c{step}"),
        ]
    turns.append({"role": "assistant", "content": draw(st.sampled_from(PLAIN_TEXT))})
    row = chat(*turns, tools=[tool(description="Says", parameters=dict(SCHEMA))])
    for kind in draw(st.lists(st.sampled_from(WORK), max_size=2)):
        twist_work(draw, kind, row)
    return row


def twist_work(draw, kind, row):  # noqa: C901 - a list of cases
    """Change one thing in a row with calls."""
    turns = row["messages"]
    function = turns[1]["tool_calls"][0]["function"]
    if kind == "arguments":
        function["arguments"] = draw(st.sampled_from(ARGUMENTS))
    elif kind == "id":
        turns[1]["tool_calls"][0]["id"] = draw(st.sampled_from(IDENTITIES))
    elif kind == "answer":
        turns[2]["tool_call_id"] = draw(st.sampled_from(IDENTITIES))
    elif kind == "name":
        function["name"] = draw(st.sampled_from(("wind", "", 7, "weather ")))
    elif kind in ("null", "silent"):
        turns[-1].pop("content", None)
        turns[1]["content"] = None if kind == "null" else draw(odd_texts)
    elif kind == "weight":
        turns[draw(st.sampled_from((1, -1)))]["weight"] = draw(st.sampled_from((0, 1, 1.0, "1", None, True)))
    elif kind == "parallel":
        row["parallel_tool_calls"] = draw(st.sampled_from((True, False, None, "no")))
    elif kind == "schema":
        broken = ({"type": "dict"}, {"type": "object", "required": "city"}, {}, {"type": "object", "x": 1.50}, None)
        row["tools"] = [tool(parameters=draw(st.sampled_from(broken)))]
    elif kind == "tools":
        row["tools"] = draw(st.sampled_from(([], None, [tool()], [tool(), tool()], [tool("wind")], "none")))
    elif kind == "role":
        turns[draw(st.integers(0, len(turns) - 1))]["role"] = draw(st.sampled_from(ROLES))
    else:
        turns[draw(st.sampled_from((0, 2)))]["content"] = draw(odd_texts)


@st.composite
def work_lines(draw):
    """The text of such a row, now and then with a key that stands there twice."""
    way = draw(st.sampled_from(("as it is", "as it is", "compact", "ascii", "twice", "slashes")))
    separators = (",", ":") if way == "compact" else None
    text = json.dumps(draw(work_rows()), ensure_ascii=way == "ascii", separators=separators)
    if way == "twice":
        place = draw(st.sampled_from([i + 1 for i, char in enumerate(text) if char == "{"]))
        text = text[:place] + draw(st.sampled_from(('"type": "function", ', *DOUBLES))) + text[place:]
    return text.replace("/", "\\/" if way == "slashes" else "/").encode("utf-8", "surrogatepass")


@st.composite
def mangled(draw):
    """A row some bytes of which were replaced, left out or put in."""
    line = bytearray(draw(st.one_of(spelt(), work_lines())))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(line) - 1))
        line[at : at + draw(st.integers(0, 2))] = draw(
            st.sampled_from(
                (
                    b"",
                    b'"',
                    b"\\",
                    b"\\u",
                    b" ",
                    b",",
                    b"\xff",
                    b"\xc3",
                    b"\xe2\x80\xa8",
                    b"{",
                    b"}",
                    b"\t",
                    b"\x01",
                    b"0",
                )
            )
        )
    return bytes(line).replace(b"\n", b" ")


CLEAN = [
    {"messages": [{"role": role, "content": text} for role, text in zip(order, texts, strict=False)]}
    for order in (("user", "assistant"), ("system", "user", "assistant"), ("user", "assistant") * 2)
    for texts in (("Hi", "Ho", "Hum", "Ha"), ("a b", "c d", "e f", "g h"))
]


def teach() -> list[bytes]:
    """Clean rows of the usual shapes, so that others like them are skimmed."""
    tools = [tool(description="Says", parameters=dict(SCHEMA))]
    for steps in range(1, 4):
        turns = [{"role": "user", "content": "Well?"}]
        for step in range(steps):
            turns += [calling(call(identity=f"c{step}")), answered(f"c{step}")]
        CLEAN.append(chat(*turns, {"role": "assistant", "content": f"{steps}."}, tools=tools))
    return [json.dumps(row).encode() for row in CLEAN]


TAUGHT = teach()


def both_ways(lines: list[bytes], target: str, ends: bytes = b"\n"):
    """The reports on a file, skimmed and not, and how many rows were skimmed."""
    taken: list[int] = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "train.jsonl"
        path.write_bytes(ends.join(lines))
        patch.setattr(validating, "FEW", 1)
        take = Skimmer.take
        patch.setattr(Skimmer, "take", lambda self: (found := take(self), taken.append(len(found[0])))[0])
        short = validate([str(path)], Settings(target=target))
        patch.setattr(Judge, "skimmer", lambda _: None)
        return short, validate([str(path)], Settings(target=target)), sum(taken)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(spelt(), work_lines(), mangled()), min_size=1, max_size=12),
    st.sampled_from(TARGETS),
    st.sampled_from((b"\n", b"\n", b"\r\n", b"\n\n")),
)
def test_the_report_is_the_same(lines, target, ends):
    short, long, skimmed = both_ways([*TAUGHT, *lines, *TAUGHT[:2]], target, ends)
    event("skimmed beyond the taught" if skimmed > len(TAUGHT) // 2 + 2 else "few skimmed")
    assert short.problems == long.problems
    assert short.files == long.files


SPEAKERS = ("human", "gpt", "system", "observation", "Human", "", 7)


@st.composite
def shared(draw):
    """A row of another format, in which now and then something is odd."""
    order = ["system"] * draw(st.integers(0, 1)) + ["human", "gpt"] * draw(st.integers(1, 2))
    turns = [{"from": speaker, "value": draw(st.sampled_from(PLAIN_TEXT))} for speaker in order]
    for kind in draw(st.lists(st.sampled_from(("text", "from", "lose", "key", "top")), max_size=2)):
        at = draw(st.integers(0, len(turns) - 1))
        if kind == "text":
            turns[at]["value"] = draw(odd_texts)
        elif kind == "from":
            turns[at]["from"] = draw(st.sampled_from(SPEAKERS))
        elif kind == "key":
            turns[at][draw(st.sampled_from(("weight", "value ", "loss")))] = 0
        elif kind == "lose" and len(turns) > 1:
            del turns[at]
    row = {"conversations": turns} | draw(st.sampled_from(({}, {}, {"id": 7}, {"images": ["a.png"]}, {"tools": "[]"})))
    return json.dumps(row, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


SHARED = [
    json.dumps({"conversations": [{"from": speaker, "value": f"{speaker} says"} for speaker in order]}).encode()
    for order in (("human", "gpt"), ("system", "human", "gpt"), ("human", "gpt", "human", "gpt"))
]


@settings(max_examples=50, deadline=None)
@given(st.lists(shared(), min_size=1, max_size=10), st.sampled_from(TARGETS))
def test_the_report_is_the_same_for_rows_of_another_format(lines, target):
    short, long, skimmed = both_ways([*SHARED, *lines, SHARED[0].replace(b"says", b"said")], target)
    event("skimmed" if skimmed else "nothing skimmed")
    assert short.problems == long.problems
    assert short.files == long.files


def test_good_rows_of_another_format_are_skimmed():
    lines = [line.replace(b"says", b"says %d" % number) for number in range(30) for line in SHARED]
    short, _, skimmed = both_ways(lines, "azure")
    assert short.rows == len(lines)
    assert skimmed >= len(lines) - 2 * len(SHARED)


def test_rendered_text_is_told_among_skimmed_rows():
    pairs = [(f"Say {number}", f"It is {number}.") for number in range(40)]
    pairs[30] = ("### Instruction: say it\n\n### Response:", "It is.")
    pairs[33] = ("[INST] Say it [/INST]", "It is.")
    lines = [json.dumps({"prompt": prompt, "completion": answer}).encode() for prompt, answer in pairs]
    short, long, skimmed = both_ways(lines, "any")
    assert short.problems == long.problems
    assert short.files == long.files
    assert skimmed >= 30


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_whatever_is_odd_about_a_text(role, ascii_only):
    for text in ODD_TEXT:
        turns = [{"role": each, "content": "Hi"} for each in ("system", "user", "assistant")]
        next(turn for turn in turns if turn["role"] == role)["content"] = text
        line = json.dumps({"messages": turns}, ensure_ascii=ascii_only).encode()
        short, long, _ = both_ways([*TAUGHT, line], "azure")
        assert short.problems == long.problems, text


def test_good_rows_are_skimmed():
    """All but the first of each shape, for the short cut would be right also if it were never taken."""
    lines = [line.replace(b'"Ho"', b'"%d"' % number) for number in range(40) for line in TAUGHT]
    short, _, skimmed = both_ways(lines, "azure")
    assert short.rows == len(lines)
    assert skimmed >= len(lines) - len(TAUGHT)


def test_copies_are_found_among_skimmed_rows_and_others():
    spaced = TAUGHT[0].replace(b": ", b" :  ")
    short, long, skimmed = both_ways([*TAUGHT, TAUGHT[0], spaced, b"", TAUGHT[-1]], "azure")
    assert short.problems == long.problems
    assert skimmed >= 3
    assert [problem.location.line for problem in short.problems if problem.code == "D001"] == [10, 11, 13]


@pytest.mark.parametrize(("target", "method"), [("azure", "dpo"), ("azure", "completion")])
def test_other_formats_are_looked_at(target, method):
    assert not Skimmer.serves([], destination(target, method))


def test_a_rule_that_does_not_say_what_it_sees_sees_every_row():
    class Shy:
        sees = ""

    assert not Skimmer.serves([Shy()], destination("azure", "sft"))


def test_every_rule_says_what_it_sees():
    said = {"check_row": SCOPES, "Fold": FOLDS}
    silent = [rule.code for rule in rules().values() if rule.kind in said and rule.sees not in said[rule.kind]]
    assert silent == []


SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(
                ("string", "integer", "number", "boolean", "null", ["string", "null"], "dict", 7, [])
            ),
            "enum": st.sampled_from((["a", "b"], [1, "1"], [], "a", [None])),
            "minimum": st.sampled_from((0, 1.5, "1", True)),
            "maxLength": st.sampled_from((1, 2, -1, 1.5)),
            "description": st.sampled_from(("x", None)),
            "pattern": st.just("^a"),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(("object", "array"))},
        optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.sampled_from((["a"], ["a", "b"], [], ["a", "a"], "a")),
            "additionalProperties": st.sampled_from((True, False, {})),
            "items": inner,
            "minItems": st.sampled_from((0, 1)),
        },
    ),
    max_leaves=4,
)
VALUES_OF_ARGUMENTS = st.recursive(
    st.sampled_from((None, True, False, 0, 1, 2, 1.0, 1.5, -1, "", "a", "b", "abc", 10**30)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None)
@given(SCHEMAS, st.lists(VALUES_OF_ARGUMENTS, max_size=4))
def test_what_is_accepted_quickly_breaks_nothing(schema, values):
    accepts = acceptor(schema)
    if accepts is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ftdata.rules.schemas.acceptor", lambda _: None)
        assert fault(schema) is None
        for value in values:
            if accepts(value):
                event("accepted")
                assert breaches(schema, value, 5) == []


def test_equal_rows_have_one_identity_however_they_are_written():
    row = json.loads(TAUGHT[-1])
    ways = [
        TAUGHT[-1],
        json.dumps(row, separators=(",", ":")).encode(),
        json.dumps(dict(reversed(row.items())), indent=1).encode(),
        TAUGHT[-1].replace(b"Well", b"\\u0057ell"),
    ]
    goal = destination("azure", "sft")
    found = {Row(json.loads(way), Record("x", 1, 0, 1, way, json.loads(way)), goal).identity for way in ways}
    assert len(found) == 1
