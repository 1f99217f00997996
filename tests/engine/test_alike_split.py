"""No split separates what belongs together, and parts have the sizes that were asked for."""

import json
import random
from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ftdata
from ftdata.cli import main
from ftdata.engine.alike.parting import fill
from tests.engine.test_alike_dedupe import chat, text, write

PARTS = {"train": 0.7, "validation": 0.2, "test": 0.1}


def rows_of(draw, number):
    """Rows of which some ask the same, some are near duplicates, and some are of one user."""
    rows = []
    for _ in range(number):
        kind = draw.randrange(4)
        before = draw.choice(rows) if rows else None
        row = chat(text(draw, 20), text(draw), user=draw.randrange(number))
        if before and kind == 0:
            row["messages"][0] = before["messages"][0]
        elif before and kind == 1:
            row["messages"] = [
                before["messages"][0],
                {"role": "assistant", "content": before["messages"][1]["content"] + " x"},
            ]
        elif before and kind == 2:
            row["user"] = before["user"]
        rows.append(row)
    return rows


def homes(split):
    """The part of every row, by its JSON."""
    found = {}
    for name, rows in split.parts.items():
        for row in rows:
            found.setdefault(json.dumps(row), set()).add(name)
    return found


def straddling(split, *keys):
    """Groups that stand in several parts."""
    parts = defaultdict(set)
    for name, rows in split.parts.items():
        for row in rows:
            for number, key in enumerate(keys):
                parts[number, key(row)].add(name)
    return [key for key, names in parts.items() if len(names) > 1]


def asked(row):
    return row["messages"][0]["content"]


def told(row):
    """Near duplicates as they are made here: the answer without what was added to it."""
    return row["messages"][1]["content"].removesuffix(" x").rstrip(" x")


def user(row):
    return row["user"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.booleans())
def test_no_split_separates_a_group(seed, number, stable):
    rows = rows_of(random.Random(seed), number)
    split = ftdata.split(rows, parts=PARTS, seed=seed, group_by=["user"], stable=stable)
    assert straddling(split, asked, told, user) == []
    assert sum(map(len, split.parts.values())) + len(split.aside) == number
    assert stable or not split.aside


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 50), st.integers(0, 30))
def test_rows_added_later_move_no_others(seed, number, more):
    rows = rows_of(random.Random(seed), number + more)
    before, after = (
        homes(ftdata.split(some, parts=PARTS, seed=seed, group_by=["user"], stable=True))
        for some in (rows[:number], rows)
    )
    assert all(after[row] == parts for row, parts in before.items())


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), min_size=1, max_size=80),
    st.sampled_from([(0.9, 0.1), (0.5, 0.3, 0.2), (0.8, 0.1, 0.1), (1.0,)]),
)
def test_sizes_are_within_one_group_of_what_was_asked(rows, shares):
    labels = np.array([label for label, _ in rows])
    kinds = dict(rows)
    strata = np.array([kinds[label] for label in labels])
    ranks = np.array([hash((label, 7)) & 0xFFFFFFFF for label in labels], np.uint64)
    found = fill(labels, ranks, strata, shares)
    sizes = Counter(labels.tolist())
    largest = max(sizes.values())
    assert all(len(set(found[labels == label].tolist())) == 1 for label in sizes)
    enough = min(shares) * len(rows) >= largest  # else a part may have been given a group so that it is not empty
    for number, share in enumerate(shares):
        assert abs((found == number).sum() - share * len(rows)) <= largest * (1 if enough else len(shares))
    if len(sizes) >= len(shares):
        assert len(set(found.tolist())) == len(shares), "every part gets something"


def test_the_choice_does_not_depend_on_the_order_of_rows():
    rows = [chat(f"question {number}", "answer") for number in range(100)]
    one, two = (homes(ftdata.split(some, seed=3)) for some in (rows, rows[::-1]))
    assert one == two
    assert homes(ftdata.split(rows, seed=4)) != one


def test_parts_have_each_kind_in_the_same_shares():
    draw = random.Random(1)
    rows = [chat(text(draw), text(draw), label=["a", "b", "b", "b"][number % 4]) for number in range(400)]
    split = ftdata.split(rows, parts={"train": 0.75, "test": 0.25}, stratify="label")
    assert Counter(row["label"] for row in split.test) == {"a": 25, "b": 75}


def test_on_the_command_line(tmp_path, capsys):
    draw = random.Random(2)
    rows = [chat(text(draw), text(draw), meta={"user": number % 10}) for number in range(100)]
    source = write(tmp_path / "in.jsonl", [*rows, rows[0]])
    with open(source, "ab") as file:
        file.write(b"{broken\n")
    out = tmp_path / "out"
    words = ["split", source, "--output", str(out), "--group-by", "meta.user", "--parts", "train=0.8,test=0.2"]
    assert main(words) == 1, "a row cannot be read"
    assert "102 rows in = 81 train + 20 test + 1 rejected" in capsys.readouterr().out
    parts = {
        name: [json.loads(line) for line in (out / f"{name}.jsonl").read_text().splitlines()]
        for name in ("train", "test")
    }
    users = [{row["meta"]["user"] for row in part} for part in parts.values()]
    assert not users[0] & users[1]
    assert json.loads((out / "rejected.jsonl").read_text())["text"] == "{broken"
    assert main(words) == 2, "files are there"
    assert main([*words, "--force"]) == 1
    assert sorted(path.name for path in out.iterdir()) == ["rejected.jsonl", "test.jsonl", "train.jsonl"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--parts", "train=0.8"], "add up"),
        (["--parts", "train=1.2,test=-0.2"], "above 0"),
        (["--parts", "train=0.5,train=0.5"], "twice"),
        (["--parts", "../x=1"], "letters and digits"),
        (["--group-by", "nobody"], "nothing to group by"),
        (["--stratify", "nothing"], "nothing to balance"),
        (["--stable", "--stratify", "label"], "stable"),
    ],
)
def test_plans_that_cannot_be_carried_out(tmp_path, capsys, options, said):
    source = write(tmp_path / "in.jsonl", [chat(str(number), "b") for number in range(5)])
    assert main(["split", source, "--output", str(tmp_path / "out"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_row_that_ties_two_parts_together_is_set_aside(tmp_path):
    rows = [chat(f"question {number}", "a", user=number) for number in range(200)]
    first = ftdata.split(rows, seed=1, group_by=["user"], stable=True)
    one, two = first.train[0], first.validation[0]
    bridge = chat(asked(one), "b", user=two["user"])
    source = write(tmp_path / "in.jsonl", [*rows, bridge])
    out = tmp_path / "out"
    assert main(["split", source, "--output", str(out), "--stable", "--seed", "1", "--group-by", "user"]) == 1
    reject = json.loads((out / "rejected.jsonl").read_text())
    assert (reject["codes"], reject["row"]) == (["D005"], bridge)
    assert {like["line"] for like in reject["like"]} == {one["user"] + 1, two["user"] + 1}
