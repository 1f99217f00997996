"""The rules of the family T say the same of rows that are skimmed: calls, ids, flags and definitions of every make."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.rules.skim import Skimmer
from tests.rules.tool_rows import ANSWER, USER, answered, call, calling, chat, tool

DATED = {"type": "object", "properties": {"day": {"type": "string", "format": "date", "nullable": True}}}
ARGUMENTS = ("{}", '{"day": "2024-01-01"}', '{"day": "soon"}', '{"day": null}', '{"day": 7}')
TOOLS = (
    [tool(parameters=DATED)],
    [tool(parameters=DATED), tool("wind")],
    [tool(parameters={**DATED, "description": "Says"})],
    [tool(parameters={**DATED, "additionalProperties": False, "required": ["day"]}, strict=True)],
    [tool(parameters=DATED, strict=True)],
    [tool(parameters={"type": "array"})],
    [],
)

calls = st.builds(
    call, arguments=st.sampled_from(ARGUMENTS), identity=st.sampled_from(("c1", "c2")), name=st.just("weather")
)
steps = st.one_of(
    st.just([USER]),
    st.just([ANSWER]),
    st.lists(calls, min_size=1, max_size=2).map(
        lambda many: [calling(*many), *[answered(each["id"]) for each in many]]
    ),
    st.lists(calls, min_size=1, max_size=2).map(lambda many: [calling(*many)]),
    st.sampled_from(("c1", "c2")).map(lambda identity: [answered(identity)]),
)


@st.composite
def lines(draw):
    """A row of a few steps."""
    messages = [message for step in draw(st.lists(steps, min_size=1, max_size=4)) for message in step]
    more = draw(st.sampled_from(({}, {}, {"parallel_tool_calls": False}, {"parallel_tool_calls": True})))
    tools = draw(st.one_of(st.just(TOOLS[0]), st.sampled_from(TOOLS)))
    return json.dumps(chat(USER, *messages, ANSWER, tools=tools, **more))


@settings(max_examples=50, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=8), st.sampled_from(("azure", "any")))
def test_the_report_is_the_same(some, target):
    taken = []
    asked = Settings(target=target, select=("T",))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "train.jsonl"
        path.write_text("\n".join([*some, *some, *some]), encoding="utf-8")
        patch.setattr(validating, "FEW", 1)
        take = Skimmer.take
        patch.setattr(Skimmer, "take", lambda self: (found := take(self), taken.append(len(found.identities)))[0])
        short = validate([str(path)], asked)
        patch.setattr(Judge, "skimmer", lambda _: None)
        long = validate([str(path)], asked)
    event("skimmed" if sum(taken) else "nothing skimmed")
    assert short.problems == long.problems
