"""What goes into a dataset comes out of it: every value, in memory and on the disk."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ftdata
from ftdata.writers import _columns
from ftdata.writers.huggingface import plain_dataset, to_dataset, write_directory
from tests import needs

datasets = pytest.importorskip("datasets")

TEXT = st.sampled_from(["", "Hi", "ä", "日本", "😀", "[1, 2]", "null", "2024-01-02", "\x00", "\u2028"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)
TURN = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": TEXT})
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.sampled_from([0.5, -1.25, 1e3]) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT.filter(bool), inner, max_size=2),
    max_leaves=4,
)
OBJECT = st.dictionaries(st.sampled_from("abc"), VALUE, max_size=2)
COLUMN = st.sampled_from(
    [
        TEXT,
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.sampled_from([0.5, 0.1, -1e300]),
        st.lists(TURN, max_size=3),
        st.lists(TURN | OBJECT, max_size=3),
        OBJECT,
        st.lists(st.integers(0, 9), max_size=2),
    ]
)


@st.composite
def tables(draw):
    """Rows with a few columns of one kind each, some cells null and some missing."""
    columns = {name: draw(COLUMN) for name in draw(st.lists(st.sampled_from("pqrs"), unique=True, min_size=1))}
    rows = []
    for _ in range(draw(st.integers(1, 7))):
        present = [name for name in columns if draw(st.integers(0, 5))]
        rows.append({name: draw(columns[name]) if draw(st.integers(0, 5)) else None for name in present})
    return rows


def filled(rows):
    """The rows as a table has them: a missing cell is null."""
    names = list(dict.fromkeys(key for row in rows for key in row))
    return [{name: row.get(name) for name in names} for row in rows]


@needs.json_in_datasets
@given(tables(), st.integers(1, 3))
@settings(max_examples=66, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_comes_out_again(monkeypatch, rows, size):
    monkeypatch.setattr(_columns, "BATCH", size)
    expected = filled(rows)
    for dataset in (to_dataset(rows), plain_dataset(rows)):
        if dataset is not None and dataset.column_names:
            assert json.dumps(list(dataset), sort_keys=True) == json.dumps(expected, sort_keys=True)
            assert dataset.data.validate(full=True) is None


def test_a_directory_holds_the_parts(tmp_path):
    place = tmp_path / "dataset"
    rows = [{"messages": [{"role": "user", "content": "Hi"}]}]
    parts = {"train": rows * 3, "validation": rows, "test": []}
    write_directory(parts, str(place))
    found = datasets.load_from_disk(str(place))
    assert {name: list(part) for name, part in found.items()} == {"train": rows * 3, "validation": rows}
    assert [entry.name for entry in place.parent.iterdir()] == ["dataset"], "nothing else is left"


@needs.json_in_datasets
def test_parts_have_the_columns_of_all(tmp_path):
    write_directory({"train": [{"a": [{"b": 1}]}], "validation": [{"c": 0.5}]}, str(tmp_path / "set"))
    found = datasets.load_from_disk(str(tmp_path / "set"))
    assert list(found["train"]) == [{"a": [{"b": 1}], "c": None}]
    assert list(found["validation"]) == [{"a": None, "c": 0.5}]


@needs.json_in_datasets
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([{"y": 1}, {"y": 0.12345678901234567}], "numbers beyond"),
        ([[{"y": 2**70}]], "numbers beyond"),
        ([2**70, 1], "numbers beyond"),
        (["007", 7], "text in some rows"),
        (["[1]", [1]], "text in some rows"),
    ],
)
def test_what_a_dataset_cannot_hold_is_kept_as_json_text_and_said(tmp_path, values, why):
    rows = [{"x": value, "z": [{"role": "user", "content": "Hi"}]} for value in values]
    with pytest.warns(UserWarning, match=f"column 'x' holds {why}"):
        found = to_dataset(rows)
    assert [json.dumps(json.loads(row["x"])) for row in found] == [json.dumps(value) for value in values]
    assert found[0]["z"] == rows[0]["z"]
    (note,) = write_directory({"train": rows}, str(tmp_path / "set"))
    assert why in note
    assert list(datasets.load_from_disk(str(tmp_path / "set"))["train"]) == list(found)


def test_a_library_without_json_keeps_json_text_and_says_so(monkeypatch, tmp_path):
    """As datasets 3.2 to 4.6 do."""
    monkeypatch.delattr(datasets, "Json", raising=False)
    turns = [{"role": "user", "content": "Hi"}]
    rows = [{"x": [{"y": 2**70}], "z": turns, "n": 1, "o": {"a": 0.5}}, {"x": None, "z": turns}]
    with pytest.warns(UserWarning, match=r"column '[xo]' .* before 4\.7 has no type for") as warned:
        found = list(to_dataset(rows))
    assert len(warned) == 2
    assert [row["x"] and json.loads(row["x"]) for row in found] == [rows[0]["x"], None]
    assert [json.loads(found[0]["o"]), found[0]["z"], found[0]["n"], found[1]["n"]] == [{"a": 0.5}, turns, 1, None]
    assert len(write_directory({"train": rows}, str(tmp_path / "set"))) == 2


def test_nothing_is_left_when_rows_are_refused(tmp_path):
    rows = [{"x": "a"}, {"x": "half \ud83d"}]
    with pytest.raises(UnicodeEncodeError):
        write_directory({"train": rows}, str(tmp_path / "set"))
    assert not list(tmp_path.iterdir())


def test_equal_rows_have_an_equal_fingerprint():
    rows = [{"text": "a", "n": None}, {"text": "ä", "n": 2}]
    assert to_dataset(rows)._fingerprint == to_dataset(rows)._fingerprint
    assert to_dataset(rows)._fingerprint != to_dataset(rows[::-1])._fingerprint


def test_too_much_text_for_one_array_is_divided(monkeypatch):
    whole = _columns._plain

    def small(values, type_):
        if sum(len(value or "") for value in values) > 100:
            raise _columns._TooLargeError
        return whole(values, type_)

    monkeypatch.setattr(_columns, "_plain", small)
    rows = [{"text": str(number) * 20} for number in range(10)] * 3
    assert list(to_dataset(rows)) == rows
    with pytest.raises(ftdata.UsageError, match="row 2: more than 2 GiB"):
        to_dataset([{"text": "a"}, {"text": "b" * 101}])


@pytest.mark.parametrize(
    "rows",
    [
        [{"text": "half \ud83d"}],
        [{1: "a"}],
        [{"text": "a"}, "b"],
        [{"n": float("nan")}],
        [{"text": "a", "x": {1, 2}.__iter__}],
    ],
)
def test_rows_that_are_no_json_are_refused_with_their_place(rows):
    assert plain_dataset(rows) is None
    with pytest.raises(ftdata.UsageError, match="row"):
        ftdata.to_dataset(rows)
