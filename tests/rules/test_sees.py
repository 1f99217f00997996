"""What a rule says it sees decides which rows are skimmed."""

import json
from types import SimpleNamespace

import orjson
import pytest

from ftdata.rules.sample import EVERY, belongs, sample_share
from ftdata.rules.skim import Skimmer
from ftdata.targets import destination

GOAL = destination("azure", "sft")


def rule(sees, **functions):
    hints = functions.pop("HINTS", ())
    return SimpleNamespace(code="Z001", sees=sees, marks=(), hints=hints, module=SimpleNamespace(**functions))


def line(answer: str) -> bytes:
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": answer}]
    return orjson.dumps({"messages": messages})


def taught(*chosen, share=-1) -> Skimmer:
    """A skimmer that knows rows of one question and one answer."""
    skimmer = Skimmer(chosen, GOAL, 1 << 20, share)
    skimmer.learn(line("Hello!"), orjson.loads(line("Hello!")), ())
    return skimmer


def test_a_mark_of_a_rule_or_a_fold_has_the_row_looked_at():
    skimmer = taught(rule("texts", marks=lambda _: ("odd one", '"q"')))
    assert [skimmer.accept(line(text) + b"\n") for text in ("fine", "an odd one", 'so "q"', "q")] == [
        True,
        False,
        False,
        True,
    ]


def test_no_row_is_skimmed_where_any_row_may_be_meant():
    assert not Skimmer.serves([rule("texts", marks=lambda _: None)], GOAL)
    assert Skimmer.serves([rule("texts", marks=lambda _: ())], GOAL)
    assert not Skimmer.serves([rule("")], GOAL)


@pytest.mark.parametrize("least", [None, 100, 5000])
def test_rows_of_some_length_are_looked_at(least):
    skimmer = taught(rule("length", least=lambda _: least))
    for size in (1, 50, 200, 6000):
        text = line("a" * size)
        assert skimmer.accept(text) == (least is None or len(text) < least)


def test_a_suspect_row_is_looked_at_and_leaves_nothing():
    skimmer = taught(rule("bytes", suspect=lambda raw: raw.count(b"loop") > 2))
    texts = [line(text) for text in ("loop", "loop loop loop", "no")]
    assert [skimmer.accept(text) for text in texts] == [True, False, True]
    assert len(skimmer.take().identities) == 2


def test_rows_of_the_sample_are_handed_on():
    lines = [line(f"answer {number}") for number in range(2000)]
    for share, least, most in ((-1, 0, 0), (EVERY // 4, 400, 600), (EVERY, 2000, 2000)):
        skimmer = taught(share=share)
        assert all(map(skimmer.accept, lines))
        taken = skimmer.take()
        assert least <= len(taken.sample) <= most
        assert all(json.loads(lines[number]) == json.loads(raw) for number, raw in taken.sample)
        chosen = [number for number, identity in enumerate(taken.identities) if belongs(identity, share)]
        assert [number for number, _ in taken.sample] == chosen
        assert skimmer.take().sample == []


def test_a_small_file_is_its_own_sample_and_a_large_one_is_never_without():
    assert sample_share(None) == sample_share(0) == sample_share(2 << 20) == EVERY
    assert EVERY > sample_share(40 << 20) > sample_share(400 << 20) >= sample_share(1 << 50) > 0


@pytest.mark.parametrize("colon", [":", ": ", " :", ":  ", ":\t", "\t: "])
def test_a_row_with_odd_colons_is_looked_at(colon):
    skimmer = taught()
    text = line("Good morning!").replace(b'":', b'"' + colon.encode())
    assert skimmer.accept(text) == (colon in (":", ": "))
