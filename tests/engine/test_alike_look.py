"""Rows that are read the short way are what the long way makes of them."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

import ftdata
from ftdata.engine.alike.look import lines_of, turns_of
from ftdata.jsontext import loads
from ftdata.rules.payload import talk, talk_payload, talk_sides

TEXT = st.text('aZ é漢😀\n\t"\\/\x00\x7f\u2028', max_size=6)
TURN = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "system", "tool", "odd"]), "content": TEXT})
ROW = st.fixed_dictionaries(
    {"messages": st.lists(TURN, max_size=3)},
    optional={"id": st.one_of(TEXT, st.integers()), "metadata": st.dictionaries(TEXT, TEXT), "label": st.booleans()},
)
BYTES = [b'"', b"\\", b"{", b",", b"\xff", b"\\ud800", b"\x01", b"1", b" "]
EDIT = st.tuples(st.integers(0, 200), st.integers(0, 2), st.sampled_from(BYTES))


def told(line):
    try:
        row = loads(line)
    except ValueError:
        return None
    return talk(row) if isinstance(row, dict) else None


@settings(deadline=None, max_examples=300)
@given(ROW, st.booleans(), st.lists(EDIT, max_size=2))
@example({"messages": [{"role": "user", "content": "a"}]}, False, [(0, 0, b" ")])
def test_turns_read_the_short_way_are_those_of_the_row(row, plain, edits):
    line = json.dumps(row, ensure_ascii=plain).encode()
    for place, cut, new in edits:
        line = line[:place] + new + line[place + cut :]
    found = turns_of(line)
    assert found is None or found == told(line)
    if not edits and row["messages"] and "label" not in row:
        assert found == told(line)


@given(st.lists(TURN, min_size=1, max_size=4))
def test_sides_are_those_of_the_payload(row):
    turns = talk({"messages": row})
    short, long = talk_sides(turns), talk_payload(turns).sides
    assert [*map(list, short)] == [*map(list, long)]


def test_a_block_is_cut_where_lines_end_and_nowhere_else():
    found = [*lines_of(b'{"a":\r1}\r\n\n{"b": 2}')]
    assert found == [(b'{"a":\r1}\r', b"\n"), (b"", b"\n"), (b'{"b": 2}', b"")]


def test_places_are_the_same_however_rows_are_read(tmp_path):
    plain = {"messages": [{"role": "user", "content": "What?"}, {"role": "assistant", "content": "word " * 300}]}
    odd = plain | {"tools": []}
    rows = [json.dumps(plain), "", json.dumps(odd), "{broken", json.dumps(odd | {"id": 3}), json.dumps(plain)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\r\n".join(rows * 100), encoding="utf-8")
    found = ftdata.dedupe(path, near=True)
    places = [(copy.place.line, copy.place.example) for copy in found.repeated]
    assert len(found.rows) == 1
    assert places[:3] == [(3, 2), (5, 4), (6, 5)]
    assert places[-1] == (600, 500)


def tree(name, asked, answers, more=None):
    replies = [
        {"message_id": f"{name}-{rank}", "text": text, "role": "assistant", "rank": rank, "replies": []}
        for rank, text in enumerate(answers)
    ]
    replies[0]["replies"] = [more] if more else []
    return {"message_tree_id": name, "prompt": {"text": asked, "role": "prompter", "replies": replies}}


BREAD = "Which bread keeps longest, and why is that so?"
CAKES = {
    "text": "And cakes?",
    "role": "prompter",
    "replies": [{"text": "Fruit cakes.", "role": "assistant", "replies": []}],
}
TREES = [
    tree("a", BREAD, ["Rye, as it is sour.", "White."], CAKES),
    tree("b", BREAD, ["Rye, as it is sour.", "White."], CAKES),
    tree("c", BREAD, ["It depends."]),
    *(tree(f"n{number}", f"What is {number} times {number}?", [f"{number * number}"]) for number in range(2, 12)),
]


def test_trees_are_compared_by_all_that_they_say():
    found = ftdata.dedupe(TREES)
    assert [(copy.row["message_tree_id"], copy.code) for copy in found.repeated] == [("b", "D001")]
    assert [copy.row["message_tree_id"] for copy in ftdata.dedupe(TREES, by="prompt").repeated] == ["b"]


def test_trees_that_ask_the_same_somewhere_go_together():
    for seed in range(5):
        parts = ftdata.split(TREES, parts={"train": 0.6, "test": 0.4}, seed=seed)
        names = [{row["message_tree_id"] for row in part} & {"a", "b", "c"} for part in (parts.train, parts.test)]
        assert {*map(len, names)} == {0, 3}
    report = ftdata.validate(TREES[:1] + TREES[3:], against=[TREES[2:3]], select=["D"])
    assert [(problem.code, problem.location.example) for problem in report.problems] == [("D005", 1)]
