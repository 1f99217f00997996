"""What ``datasets`` does to training data when it infers the features itself, and that ftdata's datasets are unharmed.

Each case first shows that the plain way still changes the rows; if a later version of the library mends that, the test
says so, and the case can go.
"""

import json

import pytest

import ftdata
from tests import needs

datasets = pytest.importorskip("datasets")

pytestmark = needs.json_in_datasets

CALL = {"role": "assistant", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f"}}]}


def _tool(name, **properties):
    return {
        "type": "function",
        "function": {"name": name, "parameters": {"type": "object", "properties": properties}},
    }


def _call(name, **arguments):
    return {
        "role": "assistant",
        "tool_calls": [{"type": "function", "function": {"name": name, "arguments": arguments}}],
    }


def _says(content):
    return {"messages": [{"role": "user", "content": content}, {"role": "assistant", "content": "Yes."}]}


MIXED = [
    _says(text)
    for text in ("5", "null", "[1, 2]", "1e3", "007", "-", "NaN", '"quoted"', [{"type": "text", "text": "a"}])
]
DATES = [_says("2024-01-01"), _says("2023-12-31T10:00:00")]
TWO_TOOLS = [
    {
        "messages": [{"role": "user", "content": "?"}, _call("a", x=1)],
        "tools": [_tool("a", x={"type": "integer"})],
    },
    {
        "messages": [{"role": "user", "content": "?"}, _call("b", y="z", n=None)],
        "tools": [_tool("b", y={"type": "string", "enum": ["z", None]}, n={"type": ["string", "null"]})],
    },
]
INFERRED = ("absent keys of arguments and tools become null", "keys of later messages appear in earlier ones")
"""Changed by ``Dataset.from_list``, and by files written with it; ``load_dataset`` of version 5 keeps JSON instead."""
CASES = {
    "strings among parts become numbers, nulls and lists": MIXED,
    "texts that look like dates become times": [{"text": "2024-01-01"}, {"text": "2023-12-31"}],
    "absent keys of arguments and tools become null": TWO_TOOLS,
    "keys of later messages appear in earlier ones": [
        _says("a"),
        {"messages": [{"role": "user", "content": "b", "name": "Bo"}]},
    ],
    "no tools at all become a list of nulls": [{"messages": _says("a")["messages"], "tools": []}] * 2,
}
UNCHANGED_BY_PLAIN = {"no tools at all become a list of nulls"}
"""Harmless within one file; the type it leaves breaks with the next one."""


def _plain(case, path, tmp_path):
    """Rows as the library itself reads the file, or takes them from memory."""
    if case in INFERRED:
        return list(datasets.Dataset.from_list(CASES[case]))
    found = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    return [dict(row) for row in found]


@pytest.mark.parametrize("case", CASES)
def test_the_plain_way_changes_rows_and_ours_does_not(case, tmp_path):
    rows = CASES[case]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    expected = _sorted(rows)
    if case not in UNCHANGED_BY_PLAIN:
        assert json.dumps(_plain(case, path, tmp_path), default=str, sort_keys=True) != expected, (
            "mended by the library"
        )
    assert _sorted(list(ftdata.to_dataset(str(path)))) == expected


def _sorted(rows):
    return json.dumps(rows, sort_keys=True)


def _every_way(dataset, tmp_path):
    yield "map", dataset.map(lambda row: {**row, "length": 1}).remove_columns("length")
    parts = dataset.train_test_split(test_size=1, seed=1, shuffle=False)
    yield "split", datasets.concatenate_datasets([parts["train"], parts["test"]])
    dataset.to_parquet(str(tmp_path / "rows.parquet"))
    yield (
        "parquet",
        datasets.load_dataset(
            "parquet", data_files=str(tmp_path / "rows.parquet"), split="train", cache_dir=str(tmp_path / "cache")
        ),
    )
    dataset.save_to_disk(str(tmp_path / "set"))
    yield "disk", datasets.load_from_disk(str(tmp_path / "set"))
    yield "stream", dataset.to_iterable_dataset()


@pytest.mark.parametrize("case", CASES)
def test_rows_survive_every_way_a_dataset_goes(case, tmp_path):
    rows = CASES[case]
    expected = _sorted(rows)
    for way, found in _every_way(ftdata.to_dataset(rows), tmp_path):
        assert _sorted([dict(row) for row in found]) == expected, way


def test_a_dataset_with_padding_is_read_without_it():
    """A dataset that others made with structs: what its nulls tell of is known from the tool's schema alone."""
    padded = datasets.Dataset.from_list(TWO_TOOLS, on_mixed_types=None)
    assert _sorted(list(padded)) != _sorted(TWO_TOOLS)
    found = ftdata.load(padded)
    arguments = [row["messages"][1]["tool_calls"][0]["function"]["arguments"] for row in found]
    assert arguments == [{"x": 1}, {"y": "z", "n": None}], "a null that the schema knows stays"
    assert [row["tools"] for row in found] == [row["tools"] for row in TWO_TOOLS]
    assert {loss.path for loss in found.losses} >= {"tools", "messages", "messages.tool_calls.function.arguments"}
    assert ftdata.convert(padded, to="chat").losses == found.losses


def test_nulls_in_json_columns_are_left_alone():
    rows = [{"messages": [{"role": "user", "content": "a", "name": None}, {"role": "assistant", "content": "b"}]}]
    found = ftdata.load(ftdata.to_dataset(rows))
    assert found.rows == rows and not found.losses


@pytest.mark.parametrize(
    ("tools", "kept"),
    [
        ([{"name": "f", "parameters": {"properties": {"x": {"type": "string"}}}}], {"x": None}),
        ([{"name": "f", "parameters": {"properties": {"y": {"type": "string"}}}}], {}),
        ([{"name": "other", "parameters": {"properties": {}}}], {"x": None}),
        (None, {"x": None}),
    ],
    ids=["the schema has the key", "it has not", "another tool", "no tools"],
)
def test_a_null_argument_is_padding_only_by_the_tools_own_schema(tools, kept):
    from ftdata.loaders.padding import unpadded

    row = {"messages": [{"role": "assistant", "content": None, **_call("f", x=None)}], "tools": tools}
    clean, _ = unpadded(row, ["messages"])
    assert clean["messages"][0]["tool_calls"][0]["function"]["arguments"] == kept
    assert clean["messages"][0]["content"] is None
