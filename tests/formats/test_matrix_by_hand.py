"""The table of conversions beside one that was worked out by hand from the trainers' documentation.

By hand: ``L`` lossless, ``S`` with a sidecar, ``~`` lossy, ``x`` not without making up data. The project's table is
made by running the rows of the pages, which hold every odd key, so it says lossy where plain rows lose nothing. What
matters is what can be converted at all; each difference there has its reason below.
"""

import pytest

from ftdata.engine.matrix import LOSSY, NONE, SOME, matrix

GOALS = (
    *("chat", "preference", "prompt-completion", "chosen-rejected", "kto", "text", "alpaca", "sharegpt"),
    *("llama-factory-v1", "axolotl", "ms-swift", "prompt-only", "harmony"),
)
BY_HAND = {
    "chat": "Lx~x~~~~SL~~~",
    "preference": "~L~LS~~SL~SS~",
    "prompt-completion": "LxLxS~~~SSSS~",
    "chosen-rejected": "~L~LS~~SLSLS~",
    "kto": "~x~xL~~SSSSS~",
    "stepwise": "~x~x~~~xSLxSx",
    "text": "~xxxxLxxxLSxx",
    "alpaca": "SxSx~~LS~LLSS",
    "sharegpt": "SS~SL~~LLLL~S",
    "hh": "~S~SS~xSLSLS~",
    "oasst": "~S~SS~x~~~~S~",
    "xlam": "SxSx~~xSSSL~S",
    "toolace": "SxSx~~xSSSL~S",
    "hermes": "SxSx~~xSSSL~S",
    "glaive": "SxSx~~xSSSL~S",
    "anthropic": "Sx~x~~x~S~L~~",
}
TEMPLATE = "what turns become as text is known to a tokenizer's template alone, which ftdata does not guess"
RAW = "raw text holds no turns, and nobody asked for the user's side to be invented"
STEPS = "a solution whose steps are all right is an answer to learn from, in whatever format has turns"
AS_IT_IS = "Axolotl trains on rows of text as they are (type completion), so they are not converted for it"
ALONE = "ms-swift puts raw text into a message of the assistant alone; a document is not what somebody answered"
TALK = "rows of one question and one answer are said as Alpaca; only others are refused"
DIFFERENT = {
    **{(source, "text"): TEMPLATE for source in BY_HAND if source != "text"},
    ("text", "chat"): RAW,
    ("text", "axolotl"): AS_IT_IS,
    ("text", "ms-swift"): ALONE,
    **{("stepwise", goal): STEPS for goal in ("sharegpt", "ms-swift", "harmony")},
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
