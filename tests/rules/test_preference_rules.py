"""The family P beyond its pages: edges, what each rule leaves to others, broken rows, and folds that merge."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings, parallel
from ftdata.engine.validate import validate
from ftdata.jsontext import dumps
from ftdata.rules import Row, get
from ftdata.rules.preference import p004_near_identical_pair as p004
from ftdata.targets import destination
from ftdata.types import DropRow, Finding, Record, path_text

USER = {"role": "user", "content": "Where is Oslo?"}
LONG = "Oslo is the capital of Norway and lies at the northern end of a fjord that bears its name."


def says(*texts, role="assistant"):
    return [{"role": role, "content": text} for text in texts]


def calls(name, arguments, identity="c1"):
    call = {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}
    return [{"role": "assistant", "tool_calls": [call]}]


def pair(preferred, other, messages=(USER,), **more):
    return {"input": {"messages": list(messages), **more}, "preferred_output": preferred, "non_preferred_output": other}


def as_row(value, target="azure", number=1, options={}) -> Row:  # noqa: B006 - only read
    goal = destination(target, "dpo", options=options)
    return Row(value, Record("x.jsonl", number, 0, number, None, value), goal)


def findings(code, value, target="azure", **options) -> list[Finding]:
    return list(get(code).check(as_row(value, target, options=options)))


def paths(code, value, target="azure"):
    return [path_text(finding.path) for finding in findings(code, value, target)]


def pair_codes(*values, target="azure"):
    report = validate([list(values)], Settings(target=target, method="dpo", select=("P",)))
    return [(problem.code, problem.severity, path_text(problem.path)) for problem in report.problems]


BROKEN = (
    None,
    7,
    True,
    "text",
    [],
    {},
    [None],
    [[]],
    ["x"],
    [{}],
    [{"role": 7}],
    [{"role": "assistant", "content": 7}],
)
BROKEN_CALLS = [[{"role": "assistant", "tool_calls": each}] for each in BROKEN]


@pytest.mark.parametrize("code", ["P003", "P004", "P005", "P006", "P007", "P008"])
@pytest.mark.parametrize("target", ["azure", "openai", "any"])
def test_no_broken_row_stops_a_rule(code, target):
    for one, two in itertools.product((*BROKEN, *BROKEN_CALLS), (*BROKEN[:4], says("Yes."))):
        findings(code, pair(one, two), target)
        findings(code, {"input": one, "preferred_output": two}, target)
        findings(code, {"input": {"messages": one}, "non_preferred_output": two}, target)


@pytest.mark.parametrize("code", ["P009", "P010"])
def test_no_broken_row_stops_a_fold(code):
    fold = get(code).check(destination("azure", "dpo"))
    for one, two in itertools.product((*BROKEN, *BROKEN_CALLS), BROKEN):
        fold.add(as_row(pair(one, two)))
        fold.add(as_row({"preferred_output": one, "non_preferred_output": two}))
    list(fold.findings())


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (says("Yes."), says("Yes."), True),
        (says("Yes."), [{"content": "Yes.", "role": "assistant"}], True),
        (calls("f", "{}"), calls("f", "{}"), True),
        (says("Yes."), says("Yes!"), False),
        (says("Yes."), says("Yes.", "Yes."), False),
        (calls("f", "{}"), calls("f", "{}", "c2"), False),
        ([], [], False),
        ("Yes.", "Yes.", False),
        (None, None, False),
    ],
)
def test_pairs_that_are_the_same(one, two, same):
    found = findings("P003", pair(one, two))
    assert bool(found) is same
    assert all(each.fix and not each.fix.safe and each.fix.edits == (DropRow(),) for each in found)


@pytest.mark.parametrize(
    ("one", "two", "near"),
    [
        (says(LONG), says(LONG.upper()), True),
        (says(LONG), says(f"  {LONG}\n\n"), True),
        (says(LONG), [{"role": "assistant", "content": [{"type": "text", "text": LONG}]}], True),
        (says(LONG), says(LONG.replace("northern", "northen")), True),
        (calls("f", "{}"), calls("f", "{}", "c2"), True),
        (says(LONG), says(LONG), False),
        (says("It is 4."), says("It is 5."), False),
        (says("Yes"), says("No"), False),
        (says(""), says(" "), False),
        (says(LONG), says(LONG + LONG), False),
        (says("ab" * 50), says("ba" * 50), False),
        (says(LONG), "text", False),
    ],
)
def test_pairs_that_are_nearly_the_same(one, two, near):
    assert bool(findings("P004", pair(one, two))) is near


def test_how_near_is_too_near_can_be_told():
    row = pair(says("It is 4."), says("It is 5."))
    assert findings("P004", row, **{"P004.similarity": 0.8})
    row = pair(says(LONG), says(LONG.replace("northern", "northen")))
    assert not findings("P004", row, **{"P004.similarity": 1.0})


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=5), st.text(max_size=5))
def test_what_is_alike_is_never_overstated(head, tail, one, two):
    first, second = head + one + tail, head + two + tail
    if first or second:
        share = p004._alike(first, second)
        assert 2 * (len(head) + len(tail)) / (len(first) + len(second)) <= share + 1e-9
        assert share <= 2 * min(len(first), len(second)) / (len(first) + len(second)) + 1e-9
        assert (share == 1) == (first == second)


def test_long_answers_are_measured_quickly():
    text = "a b c d e f g h " * 60_000
    assert findings("P004", pair(says(text), says(text + "!")))


@pytest.mark.parametrize(
    ("answer", "azure", "openai"),
    [
        (says("Yes."), [], []),
        (says("Yes.", role="user"), ["preferred_output[0].role"], ["preferred_output[0].role"]),
        (says("Yes.", role="developer"), ["preferred_output[0].role"], ["preferred_output[0].role"]),
        (says("Yes.", role="tool"), ["preferred_output"], ["preferred_output[0].role"]),
        ([*says("4 C", role="tool"), *says("Cold.")], [], []),
        ([*says("Well."), *says("Yes.", role="user")], ["preferred_output[1].role"], []),
        (says("Yes.", role="wizard"), [], []),
        ([{"content": "Yes."}], [], []),
        (["Yes."], [], []),
        ([*says("4 C", role="tool"), "Cold."], [], []),
    ],
)
def test_roles_of_an_answer(answer, azure, openai):
    """Unknown roles, broken messages and, where one message is the limit, several of them are for other rules."""
    row = pair(answer, says("No."))
    assert paths("P005", row) == azure
    assert paths("P005", row, "openai") == openai
    assert paths("P005", row, "any") == []


def test_several_messages_are_one_finding_an_answer():
    row = pair(says("Well.", "Yes."), says("Well.", "No."))
    assert pair_codes(row, target="openai") == [
        ("P006", "error", "non_preferred_output"),
        ("P006", "error", "preferred_output"),
    ]
    assert pair_codes(row) == pair_codes(row, target="any") == []


@pytest.mark.parametrize(
    ("messages", "answer", "found"),
    [
        ([USER, *says("Norway.")], says("Yes."), True),
        (says("Norway."), says("Yes."), True),
        ([USER, *calls("f", "{}")], says("Yes."), True),
        ([USER, *calls("f", "{}")], [{"role": "tool", "tool_call_id": "c1", "content": "4"}, *says("Yes.")], False),
        ([USER], says("Yes."), False),
        ([USER, *calls("f", "{}"), {"role": "tool", "tool_call_id": "c1", "content": "4"}], says("Yes."), False),
        ([USER, *says("Norway.", role="wizard")], says("Yes."), False),
        ([], says("Yes."), False),
    ],
)
def test_inputs_that_end_with_an_answer(messages, answer, found):
    row = pair(answer, says("No."), messages)
    assert paths("P007", row) == ([f"input.messages[{len(messages) - 1}]"] if found else [])


def test_an_answer_in_the_input_is_refused_where_the_guide_says_so():
    row = pair(says("Yes."), says("No."), [USER, *says("Norway.")])
    assert [severity for code, severity, _ in pair_codes(row, target="openai") if code == "P007"] == ["error"]
    assert [severity for code, severity, _ in pair_codes(row) if code == "P007"] == ["warning"]
    assert [code for code, *_ in pair_codes(row, target="any")] == []


def image(kind="image_url"):
    return {"type": kind, kind: {"url": "https://example.com/cat.png"}}


def test_images_are_found_where_the_target_takes_text_only():
    asked = {
        "role": "user",
        "content": [{"type": "text", "text": "What?"}, image(), image("input_audio"), image("file")],
    }
    row = pair(says("A cat."), [{"role": "assistant", "content": [image()]}], [asked])
    assert paths("P008", row, "openai") == ["input.messages[0].content[1]"]
    assert paths("P008", row) == paths("P008", row, "any") == []


def fold(code, rows, **options):
    made = get(code).check(destination("azure", "dpo", options=options))
    for number, value in enumerate(rows, start=1):
        made.add(as_row(value, number=number))
    return made


def merged(code, rows, cuts, **options):
    made = fold(code, (), **options)
    for start, end in itertools.pairwise([0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]):
        made.merge(fold(code, rows[start:end], **options), start, start)
    return made


MANY = [pair(says(one), says(two)) for one in ("a", "bb") for two in ("a", "bb", "ccc")]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(MANY), max_size=12), st.tuples(st.integers(0, 12), st.integers(0, 12)))
@pytest.mark.parametrize("code", ["P009", "P010"])
def test_merged_folds_say_what_one_fold_says(code, rows, cuts):
    options = {"P009.rows": 2, "P009.share": 0.75}
    whole = list(fold(code, rows, **options).findings())
    assert list(merged(code, rows, cuts, **options).findings()) == whole


def test_length_tells_the_answers_apart():
    longer, shorter, even = pair(says("aaa"), says("a")), pair(says("a"), says("aaa")), pair(says("a"), says("b"))
    said = [each.message for each in fold("P009", [longer] * 18 + [even, shorter]).findings()]
    assert len(said) == 1 and "the longer one in 18 of 20" in said[0]
    assert "the shorter one in 20 of 20" in next(fold("P009", [shorter] * 20).findings()).message
    assert list(fold("P009", [longer] * 17 + [even] * 3).findings()) == []
    assert list(fold("P009", [longer] * 19).findings()) == []
    assert list(fold("P009", [], **{"P009.rows": 0}).findings()) == []


def test_rows_that_are_no_pairs_are_not_counted_as_pairs():
    longer = pair(says("aaa"), says("a"))
    assert "of 20 pairs" in next(fold("P009", [longer] * 20 + [pair(says("a"), None)] * 9).findings()).message


def places(rows):
    return [(each.location.line, each.message) for each in fold("P010", rows).findings()]


def test_a_pair_turned_round_names_the_first_of_the_other_kind():
    yes, no = pair(says("Yes."), says("No.")), pair(says("No."), says("Yes."))
    found = places([yes, yes, no, pair(says("Yes."), says("Maybe.")), no, yes])
    assert [(line, "line 1 " in said) for line, said in found] == [(3, True), (5, True), (6, False)]
    assert "line 3 " in found[-1][1]


def test_the_order_of_keys_makes_no_difference_but_the_prompt_and_the_tools_do():
    yes = pair(says("Yes."), says("No."))
    turned = dict(reversed(pair(says("No."), [{"content": "Yes.", "role": "assistant"}]).items()))
    assert [line for line, _ in places([yes, turned])] == [2]
    assert places([yes, pair(says("No."), says("Yes."), says("Where is Bergen?", role="user"))]) == []
    assert places([yes, pair(says("No."), says("Yes."), tools=[])]) == []


def test_a_pair_of_the_same_answers_does_not_contradict_itself():
    assert places([pair(says("Yes."), says("Yes."))] * 3) == []


def test_memory_is_24_bytes_a_pair():
    made = fold("P010", [pair(says(str(number)), says("No.")) for number in range(100)])
    assert sum(each.itemsize * len(each) for each in (made._keys, made._lines, made._examples)) == 2400


def test_rows_in_memory_are_named_by_their_example():
    report = validate(
        [[pair(says("Yes."), says("No.")), pair(says("No."), says("Yes."))]], Settings(method="dpo", select=("P010",))
    )
    (found,) = report.problems
    assert found.location.example == 2 and found.location.line is None and "example 1 " in found.message


def test_parts_of_a_file_are_merged(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "UNIT", 2_000)
    rows = [pair(says(f"{number}"), says("No.")) for number in range(200)]
    lines = [dumps(row) for row in (*rows, pair(says("No."), says("7")))]
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"\n".join(lines))
    told = [
        validate([str(path)], Settings(method="dpo", select=("P009", "P010"), workers=workers)).problems
        for workers in (1, 2)
    ]
    assert told[0] == told[1]
    assert [(each.code, each.location.line) for each in told[0]] == [("P010", 201)]
