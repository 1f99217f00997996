"""An automaton that was kept is the one that would be made anew, and one that is no use is made anew."""

import json
import sys

import pytest

from ftdata.rules import automata
from ftdata.rules.chain import chain_of
from ftdata.rules.frame import frame
from ftdata.rules.glance import glance
from ftdata.rules.joints import joints_of

hyperscan = pytest.importorskip("hyperscan")
WORDS = [(automata.literal(b"one"), 7), (automata.literal(b"\xc3\xa9"), 9)]
TEXT = "one \u00e9 one".encode()


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Automata are kept in a folder of the test's own."""
    monkeypatch.setattr(automata, "__file__", str(tmp_path / "automata.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "__pycache__"


def matches(database):
    found = []
    database.scan(TEXT, match_event_handler=lambda number, _start, end, *_: found.append((number, end)))
    return sorted(found)


def test_an_automaton_is_compiled_once(shelf, monkeypatch):
    made = []
    compile_ = automata._compile
    monkeypatch.setattr(automata, "_compile", lambda *given: made.append(given) or compile_(*given))
    first, second = (matches(automata.compiled(WORDS, 0)) for _ in range(2))
    assert first == second == [(7, 3), (7, 10), (9, 6)]
    assert len(made) == 1
    matches(automata.compiled(WORDS, hyperscan.HS_FLAG_CASELESS))
    assert len(made) == 2


@pytest.mark.parametrize("damage", [b"", b"\0" * 5000, None])
def test_a_damaged_one_is_made_anew(shelf, damage):
    matches(automata.compiled(WORDS, 0))
    (file,) = shelf.iterdir()
    file.write_bytes(file.read_bytes()[:-40] if damage is None else damage)
    assert matches(automata.compiled(WORDS, 0)) == [(7, 3), (7, 10), (9, 6)]


def test_the_oldest_go_when_there_are_many(shelf):
    for number in range(80):
        automata.compiled([(b"%d" % number, 1)], 0)
    assert len(list(shelf.iterdir())) == 64


def test_nothing_is_kept_of_what_only_stands_in_a_file(shelf):
    public = (b'{"messages": [{"role": "user", "content": "', b'"}, {"role":"assistant","content":"', b'"}]}')
    assert automata.is_public(public)
    for private in (b'", "name": "Ada"}', b'"}], "id": 1017}', b'", "weight": 1, "customer": "'):
        assert not automata.is_public([private])
    automata.compiled(WORDS, 0, keep=False)
    assert not shelf.exists()


def test_nothing_is_kept_where_python_keeps_no_bytecode(shelf, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    automata.compiled(WORDS, 0)
    assert not shelf.exists()


def joints(*roles, order=("role", "content")):
    turns = [{key: {"role": role, "content": "x"}[key] for key in order} for role in roles]
    text = json.dumps({"messages": turns}).encode()
    return joints_of(frame(text, glance(text)))


TURNS = {b"1": joints("user", "assistant"), b"2": joints("system", *("user", "assistant") * 2)}


def test_chats_in_turns_are_a_chain():
    chain = chain_of(TURNS)
    assert chain.needle == b'"}, {"role": "'
    for number, roles in ((b"1", ["user", "assistant"]), (b"2", ["system", *["user", "assistant"] * 2])):
        row = json.dumps({"messages": [{"role": role, "content": 'x"}, {"role": "'} for role in roles]}).encode()
        assert chain.tell(row) == number
    assert chain.tell(json.dumps({"messages": [{"role": "user", "content": "x"}] * 9}).encode()) == b""


@pytest.mark.parametrize(
    "other",
    [
        joints("user", "user", "assistant"),
        joints("user", "assistant", order=("content", "role")),
    ],
    ids=["one joint with two followers", "keys in another order"],
)
def test_other_rows_are_none(other):
    assert chain_of(TURNS | {b"3": other}) is None
