"""The table of conversions beside one that was worked out by hand from the trainers' documentation.

By hand: ``L`` lossless, ``S`` with a sidecar, ``~`` lossy, ``x`` not without making up data. The project's table is
made by running the rows of the pages, which hold every odd key, so it says lossy where plain rows lose nothing. What
matters is what can be converted at all; each difference there has its reason below.
"""

import pytest

from ftdata.engine.matrix import LOSSY, NONE, SOME, matrix

GOALS = ("chat", "preference", "prompt-completion", "chosen-rejected", "kto", "text", "alpaca", "sharegpt")
BY_HAND = {
    "chat": "Lx~x~~~~",
    "preference": "~L~LS~~S",
    "prompt-completion": "LxLxS~~~",
    "chosen-rejected": "~L~LS~~S",
    "kto": "~x~xL~~S",
    "stepwise": "~x~x~~~x",
    "text": "~xxxxLxx",
    "alpaca": "SxSx~~LS",
    "sharegpt": "SS~SL~~L",
    "hh": "~S~SS~xS",
    "oasst": "~S~SS~x~",
    "xlam": "SxSx~~xS",
    "toolace": "SxSx~~xS",
    "hermes": "SxSx~~xS",
    "glaive": "SxSx~~xS",
    "anthropic": "Sx~x~~x~",
}
TEMPLATE = "what turns become as text is known to a tokenizer's template alone, which ftdata does not guess"
RAW = "raw text holds no turns, and nobody asked for the user's side to be invented"
STEPS = "a solution whose steps are all right is an answer to learn from, in whatever format has turns"
TALK = "rows of one question and one answer are said as Alpaca; only others are refused"
DIFFERENT = {
    **{(source, "text"): TEMPLATE for source in BY_HAND if source != "text"},
    ("text", "chat"): RAW,
    ("stepwise", "sharegpt"): STEPS,
    **{(source, "alpaca"): TALK for source in ("hh", "oasst", "glaive", "anthropic")},
}
PAIRS = [(source, goal, mark) for source, marks in BY_HAND.items() for goal, mark in zip(GOALS, marks, strict=True)]


@pytest.mark.parametrize(("source", "goal", "mark"), [each for each in PAIRS if each[0] != each[1]])
def test_both_tables_say_the_same_or_the_difference_has_a_reason(source, goal, mark):
    cell = matrix()[source, goal]
    if (mark == "x") != (cell.mark == NONE):
        assert (source, goal) in DIFFERENT, (cell.mark, cell.refusals[:2])
    elif mark == "~":
        assert cell.mark in (LOSSY, SOME) or not cell.losses


def test_every_difference_is_one():
    marks = {(source, goal): mark for source, goal, mark in PAIRS}
    for pair in DIFFERENT:
        assert (marks[pair] == "x") != (matrix()[pair].mark == NONE), pair
