"""A line known by one search is what it is taken for, whatever stands in its texts and wherever a block ends."""

import codecs
import json

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ftdata.jsontext import parse
from ftdata.loaders import jsonl
from ftdata.rules.frame import frame
from ftdata.rules.glance import glance
from ftdata.rules.spelling import says_all
from ftdata.rules.sweep import NOTED, SUSPECT, Sweep
from tests.rules.test_skim import TAUGHT, both_ways, mangled, spelt, work_lines
from tests.rules.tool_rows import answered, call, calling, chat, tool

hyperscan = pytest.importorskip("hyperscan")

TURNS = (
    [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
    [{"role": "system", "content": "s"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
    [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}, {"role": "assistant", "content": "c"}],
    [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "weight": 0}] * 2,
    [
        {"role": "user", "content": "a"},
        calling(call(identity="c1")),
        answered("c1"),
        {"role": "assistant", "content": "x"},
    ],
)
ROWS = [{"messages": turns} for turns in TURNS[:-1]] + [chat(*TURNS[-1], tools=[tool()])]
PIECES = (
    *(
        "user",
        "assistant",
        '"}, {"role": "',
        '", "content": "',
        '"}]}',
        "}]}",
        "\\",
        '"',
        '\\"',
        "\n",
        " ",
        "é",
        "\u3000",
    ),
    *(
        '"}], "tools": [',
        ", ",
        "{",
        '{"messages": [{"role": "user", "content": "',
        '"tool_call_id": "c1", "content": "',
    ),
)


def taught(separators=None, rows=ROWS) -> Sweep:
    sweep = Sweep([b"MARK"], [rb"[0-9]{3}"])
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, separators=separators).encode()
        sweep.learn(frame(text, glance(text)))
    return sweep


TOOLS = {json.dumps([tool()], ensure_ascii=False, separators=separators).encode() for separators in (None, (",", ":"))}
SWEEPS = {None: taught(), (",", ":"): taught((",", ":"))}
CHAINS = {None: taught(None, ROWS[:2]), (",", ":"): taught((",", ":"), ROWS[:2])}


def check(sweep, lines):
    """Every line that is known has the frame that it is known for, and clean texts."""
    known = 0
    block = b"".join(lines)
    found = list(sweep.look(block))
    assert b"".join(line for line, _ in found) == block
    for line, string in found:
        made = sweep.known.get(string.translate(None, NOTED + SUSPECT)) if string else None
        if made is None:
            continue
        known += 1
        if made.tools and made.cut(line)[-1] not in TOOLS:
            continue  # whoever uses a sweep takes only definitions that it knows to the byte
        value, defects = parse(line)
        assert not defects
        line.decode()
        seen = glance(line)
        assert json.loads(line) == value
        assert says_all(seen.texts)
        slots = made.cut(line)
        assert slots[: len(seen.parts)] == seen.parts
        assert made.kinds == seen.kinds
        if not made.answers:
            assert made.shape == seen.shape
        assert (NOTED in string) == (b"MARK" in line)
    return known


texts = st.lists(st.sampled_from((*PIECES, "MARK", "123")), max_size=6).map("".join)


@st.composite
def filled(draw):
    """A row of a known make whose texts look like what stands between texts, and whose bytes may be mangled."""
    separators = draw(st.sampled_from(list(SWEEPS)))
    row = json.loads(json.dumps(draw(st.sampled_from(ROWS))))
    for turn in row["messages"]:
        if draw(st.booleans()) and "content" in turn:
            turn["content"] = draw(texts)
    line = bytearray(json.dumps(row, ensure_ascii=draw(st.integers(0, 4)) == 0, separators=separators).encode())
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        at = draw(st.integers(0, len(line) - 1))
        line[at : at + draw(st.integers(0, 3))] = draw(
            st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=2))
        )
    return separators, bytes(line).replace(b"\n", b" ") + draw(
        st.sampled_from((b"\n", b"\n", b"\r\n", b" \n", b"\n\n"))
    )


@given(st.lists(filled(), min_size=1, max_size=6), st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_is_known_is_what_it_is_taken_for(rows, whole):
    for separators, sweep in (*SWEEPS.items(), *CHAINS.items()):
        lines = [line for spelt_so, line in rows if spelt_so == separators]
        if lines and not whole:
            lines[-1] = lines[-1].rstrip(b"\r\n")
        event("known" if check(sweep, lines) else "none known")


def test_good_lines_are_known():
    for sweeps, rows in ((SWEEPS, ROWS), (CHAINS, ROWS[:2])):
        for separators, sweep in sweeps.items():
            lines = [json.dumps(row, ensure_ascii=False, separators=separators).encode() + b"\n" for row in rows]
            assert check(sweep, lines) == len(lines)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(spelt(), work_lines(), mangled()), min_size=1, max_size=8),
    st.integers(20, 700),
    st.sampled_from((b"\n", b"\n", b"\r\n", b"\n\n")),
    st.sampled_from((b"", b"", codecs.BOM_UTF8)),
    st.sampled_from((b"", b"\n")),
)
def test_a_row_across_the_end_of_a_block_is_judged_like_any_other(lines, size, ends, first, last):
    lines = [first + TAUGHT[0], *TAUGHT, *lines, TAUGHT[0], TAUGHT[-1] + last]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonl, "_BLOCK", size)
        short, long, _ = both_ways(lines, "azure", ends)
    assert short.problems == long.problems
    assert short.files == long.files


@pytest.mark.parametrize("text", ["\u00a0", "\u2003x", "\u3000", "\n", " \t", "\u1680", "\u205f"])
def test_a_text_that_may_be_blank_is_looked_at(text):
    row = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": text}]}
    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    assert [string for _, string in SWEEPS[None].look(line)] == [b""]
