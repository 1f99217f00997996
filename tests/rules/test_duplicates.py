"""D001: what counts as equal, exact places, and the same result however the rows are split."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import Row
from ftdata.rules.duplicates import d001_exact_duplicate
from ftdata.rules.duplicates.d001_exact_duplicate import Fold
from ftdata.targets import destination
from ftdata.types import Location, Record
from tests import corpora

GOAL = destination("azure", "sft")


def chat(answer="Oslo.", **more):
    return {"messages": [{"role": "user", "content": "?"}, {"role": "assistant", "content": answer, **more}]}


def copies(tmp_path, *lines, **options):
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    report = validate([str(path)], Settings(**({"target": "azure"} | options), select=("D001",)))
    return [
        (problem.location.line, problem.location.example, problem.message.split(";")[0]) for problem in report.problems
    ]


def folded(answers, line=1, example=1):
    """A fold over rows that stand every second line."""
    fold = Fold(GOAL)
    for number, answer in enumerate(answers):
        value = chat(str(answer))
        fold.add(Row(value, Record("x.jsonl", line + 2 * number, 0, example + number, b"", value), GOAL))
    return fold


@pytest.mark.parametrize(
    "other",
    [
        b'{"messages":[{"role":"user","content":"?"},{"role":"assistant","content":"Oslo."}]}',
        b'{"messages": [{"content": "?", "role": "user"}, {"role": "assistant", "content": "Oslo."}]}  ',
        b'{"messages": [{"role": "user", "content": "\\u003f"}, {"role": "assistant", "content": "\\u004fslo."}]}',
        b'{"id": 7, "messages": [{"role": "user", "content": "?"}, {"role": "assistant", "content": "Oslo."}]}',
    ],
)
def test_how_a_row_is_written_hides_no_copy(tmp_path, other):
    assert copies(tmp_path, json.dumps(chat()).encode(), other) == [(2, 2, "the same as line 1")]


@pytest.mark.parametrize("other", [chat("oslo."), chat("Oslo. "), chat(weight=0), chat(weight=1), chat(name="Ada")])
def test_what_a_row_says_makes_a_difference(tmp_path, other):
    assert copies(tmp_path, json.dumps(chat()).encode(), json.dumps(other).encode()) == []


def test_a_graders_field_makes_a_difference(tmp_path):
    rows = [json.dumps({"messages": chat()["messages"][:1], "answer": answer}).encode() for answer in "112"]
    assert copies(tmp_path, *rows, method="rft") == [(2, 2, "the same as line 1")]


def test_lines_and_examples_are_told_apart_and_the_first_is_named(tmp_path):
    row = json.dumps(chat()).encode()
    assert copies(tmp_path, b"", row, b"", row, b"{", row) == [
        (4, 2, "the same as line 2"),
        (6, 4, "the same as line 2"),
    ]


def test_in_memory_the_example_is_named():
    report = validate([[chat("a"), chat("b"), chat("a")]], Settings(target="azure", select=("D001",)))
    (found,) = report.problems
    assert found.location == Location("<memory>", None, None, 3)
    assert "example 1" in found.message


@given(st.lists(st.integers(0, 4), max_size=12))
def test_any_split_gives_the_same(answers):
    whole = list(folded(answers).findings())
    assert len(whole) == len(answers) - len(set(answers))
    for cut in range(len(answers) + 1):
        head, tail = folded(answers[:cut]), folded(answers[cut:])
        head.merge(tail, lines=2 * cut, rows=cut)
        assert list(head.findings()) == whole


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_merging_is_associative(answers, first, second):
    low, high = sorted((min(first, len(answers)), min(second, len(answers))))
    parts = [answers[:low], answers[low:high], answers[high:]]
    left, middle, right = map(folded, parts)
    left.merge(middle, 2 * low, low)
    left.merge(right, 2 * high, high)
    other, later, last = map(folded, parts)
    later.merge(last, 2 * (high - low), high - low)
    other.merge(later, 2 * low, low)
    assert list(left.findings()) == list(other.findings()) == list(folded(answers).findings())


def _key(low, high=0):
    """Sixteen bytes, of which the first eight and the last two are kept."""
    return low.to_bytes(8, "little") + bytes(6) + high.to_bytes(2, "little")


def _keys(numbers):
    return [_key(number, number % 3) for number in numbers]


def test_keys_that_agree_in_part_are_not_equal():
    fold = Fold(GOAL)
    keys = [_key(low, high) for high, low in ((1, 7), (2, 7), (1, 8), (1, 7))]
    fold.extend("x.jsonl", keys, 117, 1)
    assert [(finding.message.split(";")[0], finding.location.line) for finding in fold.findings()] == [
        ("the same as line 117", 120)
    ]


def test_a_row_takes_10_bytes_and_a_stretch_24():
    fold = Fold(GOAL)
    fold.extend("x.jsonl", _keys(range(1000)), 1, 1)
    fold.extend("x.jsonl", _keys(range(1000, 2000)), 1001, 1001)
    fold.extend("x.jsonl", _keys(range(2000, 3000)), 2002, 2001)
    assert [len(fold._low), len(fold._high), fold._low.itemsize + fold._high.itemsize] == [3000, 3000, 10]
    assert [list(fold._starts), list(fold._lines)] == [[0, 2000], [1, 2002]]
    assert list(fold.findings()) == []


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=30))
def test_places_are_right_whatever_the_gaps(rows):
    fold, line, expected, first = Fold(GOAL), 0, [], {}
    for example, (key, gap) in enumerate(rows, start=1):
        line += 1 + gap
        fold.extend("x.jsonl", [_key(key)], line, example)
        if first.setdefault(key, line) != line:
            expected.append((f"the same as line {first[key]}", line, example))
    found = [(each.message.split(";")[0], each.location.line, each.location.example) for each in fold.findings()]
    assert found == expected


def _chat_files():
    entries = json.loads((corpora.ROOT / "manifest.json").read_text()) if corpora.ROOT.is_dir() else []
    return [
        (entry["file"], entry["facts"]["dup_canonical"])
        for entry in entries
        if entry["format"].startswith("openai_chat") and entry["container"] == "jsonl" and entry["facts"]
    ]


@corpora.needed
@pytest.mark.parametrize(("name", "expected"), _chat_files())
def test_counts_agree_with_an_independent_count(name, expected):
    report = validate([corpora.path(name)], Settings(target="azure", method="sft", select=("D001",)))
    assert len(report.problems) == expected


@corpora.needed
def test_the_independent_count_covers_duplicates():
    assert sum(expected for _, expected in _chat_files()) > 0


def test_what_stands_beside_a_conversation_counts_where_it_is_trained_on():
    """The same words about another picture, or with another label, are another example."""
    import ftdata

    turns = [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}]
    chat = [{"messages": turns, "images": [f"{number}.png"]} for number in range(3)]
    pairs = [{"from": "human", "value": "<image>What is it?"}, {"from": "gpt", "value": "A cat."}]
    sharegpt = [{"conversations": pairs, "images": [f"{number}.png"], "id": number} for number in range(3)]
    labelled = [{"messages": turns, "label": label} for label in (True, False)]
    for rows in (chat, sharegpt, labelled):
        assert "D001" not in ftdata.validate(rows).by_code()
    named = [{"messages": turns, "id": number} for number in range(3)]
    assert ftdata.validate(named).by_code() == {"D001": 2}


def test_ignoring_a_code_of_another_version_is_no_mistake():
    from ftdata.errors import UsageError
    from ftdata.rules import select

    codes = {rule.code for rule in select(ignored=("M", "D099", "Z"))}
    assert "D001" in codes and "M005" not in codes
    for chosen, ignored in ((("D099",), ()), ((), ("no-such-name",))):
        with pytest.raises(UsageError):
            select(chosen, ignored)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=60))
def test_many_rows_are_compared_by_other_means_with_the_same_result(keys):
    found = []
    for few in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(d001_exact_duplicate, "_FEW", few)
            fold = Fold(GOAL)
            fold.extend("x.jsonl", _keys(keys), 1, 1)
            found.append(list(fold.findings()))
    assert found[0] == found[1]
    assert len(found[0]) == len(keys) - len(set(keys))
