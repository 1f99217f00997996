"""The fold that follows tool definitions: any cut of a file says the same, the places are right, memory is bounded."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules import Row
from ftdata.rules.tools import t014_drifting_tools as t014
from ftdata.targets import destination
from ftdata.types import Record
from tests.rules.tool_rows import ANSWER, USER, chat, tool

GOAL = destination("any", "sft")
WAYS = ({}, {"description": "Says"}, {"description": "says"})


def _fold(rows, goal=GOAL) -> t014.Fold:
    fold = t014.Fold(goal)
    for number, value in enumerate(rows, start=1):
        record = Record("x.jsonl", number * 2, None, number, None, value)  # every other line is blank
        fold.add(Row(value, record, goal))
    return fold


def _rows(*declared):
    return [chat(USER, ANSWER) if tools is None else chat(USER, ANSWER, tools=tools) for tools in declared]


def _found(*declared, goal=GOAL):
    found = _fold(_rows(*declared), goal).findings()
    return [(each.message.partition(";")[0], each.location and each.location.line) for each in found]


one_tool = st.builds(lambda name, more: tool(name, **more), st.sampled_from("abc"), st.sampled_from(WAYS))
tools = st.none() | st.lists(one_tool, max_size=2)


@settings(max_examples=66, deadline=None)
@given(
    declared=st.lists(tools, max_size=10),
    cuts=st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted),
    most=st.sampled_from([1, 2, t014.MOST_TOOLS]),
    told=st.sampled_from([0, 1, 10]),
)
def test_merged_folds_say_what_one_fold_says(declared, cuts, most, told):
    rows = _rows(*declared)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(t014, "MOST_TOOLS", most)
        patched.setattr(t014, "_MOST_TOLD", told)
        whole = list(_fold(rows).findings())
        edges = [0, *(min(cut, len(rows)) for cut in cuts), len(rows)]
        merged = _fold(())
        for start, end in itertools.pairwise(edges):
            merged.merge(_fold(rows[start:end]), start * 2, start)
        assert list(merged.findings()) == whole


def test_each_tool_is_placed_where_it_is_defined_otherwise_first():
    assert _found([tool("a"), tool("b")], [tool("b")], [tool("a", strict=True)], [tool("a"), tool("b", x=1)]) == [
        ("the tool 'a' is defined here in another way than on line 2", 6),
        ("the tool 'b' is defined here in another way than on line 2", 8),
    ]


def test_order_of_keys_and_of_tools_makes_no_difference():
    one = tool("a", description="Says", parameters={"type": "object"})
    same = {"function": dict(reversed(one["function"].items())), "type": "function"}
    assert _found([one, tool("b")], [tool("b"), same]) == []


def test_a_name_declared_twice_in_a_row_is_not_held_against_itself():
    assert _found([tool("a"), tool("a", strict=True)]) == []


def test_tools_on_some_rows_only_are_told_where_no_other_rule_does():
    (told,) = _fold(_rows([tool()], None, [tool()])).findings()
    assert told.severity == "info" and told.location.line == 4 and told.message.startswith("2 of 3 rows have tools")
    assert _found(None, None, [tool()])[0][1] == 6
    assert _found([tool()], None, goal=destination("azure", "sft")) == []
    assert _found([tool()], None, goal=destination("any", "rft")) != []
    assert _found(None, None) == _found([tool()], [tool()]) == _found() == []


def test_many_tools_that_drift_are_told_once():
    names = [f"t{number}" for number in range(20)]
    (told,) = _fold(_rows([tool(name) for name in names], [tool(name, strict=True) for name in names])).findings()
    assert told.message.startswith("20 of 20 tools ('t0', 't1', ")
    assert told.location is None and told.severity == "info"


def test_a_file_about_tools_in_general_is_left_alone_and_memory_does_not_grow():
    rows = [[tool(f"t{number}", description=str(way))] for way in (1, 2) for number in range(t014.MOST_TOOLS + 1)]
    fold = _fold(_rows(*rows))
    assert list(fold.findings()) == []
    assert len(fold._tools) <= t014.MOST_TOOLS and len(fold._seen) <= t014.MOST_TOOLS


@pytest.mark.parametrize("tools", ["[]", 7, {}, [None, 7, {}, {"function": {}}, {"function": {"name": 7}}], [[]]])
def test_what_is_no_definition_is_passed_over(tools):
    assert _found(tools, tools) == []


@pytest.mark.parametrize("target", ["azure", "any"])
def test_skimmed_rows_change_nothing(tmp_path, monkeypatch, target):
    ways = [None, [tool("a")], [tool("a"), tool("b")], [tool("a", strict=True)]]
    order = [1, 1, 2, 1, 0, 2, 1, 2, 0] * 10 + [3] + [1, 3, 0] * 10
    rows = [chat({"role": "user", "content": f"{number}?"}, ANSWER) for number in range(len(order))]
    for row, way in zip(rows, order, strict=True):
        row.update({"tools": ways[way]} if ways[way] else {})
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setattr(validating, "FEW", 1)
    short = validate([str(path)], Settings(target=target, select=("T", "S")))
    places = [problem.location.line for problem in short.problems if problem.code == "T014"]
    assert places == ([91] if target == "azure" else [5, 91])
    monkeypatch.setattr(Judge, "skimmer", lambda _: None)
    assert validate([str(path)], Settings(target=target, select=("T", "S"))).problems == short.problems
