"""A rule that needs a word finds nothing in a row without it, so leaving it out there changes no report."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings, able
from ftdata.engine.judge import Judge
from ftdata.jsontext import parse
from ftdata.rules import rules
from ftdata.rules.option import GIVEN, options_of
from ftdata.targets import destination, get, names
from ftdata.types import FileSummary, Record
from tests.rules.test_skim import ROLES, mangled, spelt, work_lines

METHODS = {"sft": "chat", "dpo": "preference"}
KEYS = ("tool_calls", "function_call", "tool_call_id", "weight", "name", "audio", "refusal")
LISTS = ("tools", "functions")
FUNCTION = {"name": "weather", "arguments": "{}"}
VALUES = (
    None,
    [],
    {},
    2,
    "a b",
    FUNCTION,
    [FUNCTION],
    [{"function": FUNCTION}],
    [{"id": "c1", "type": "function", "function": FUNCTION}],
)
PARTS = ("text", "refusal", "input_audio", "image_url", "file", None)

values = st.sampled_from(VALUES)
contents = st.one_of(
    st.sampled_from(("Hi", "", None)), st.lists(st.fixed_dictionaries({"type": st.sampled_from(PARTS)}), max_size=2)
)
messages = st.builds(
    lambda role, content, more: {"role": role, "content": content} | more,
    st.sampled_from(ROLES),
    contents,
    st.dictionaries(st.sampled_from(KEYS), values, max_size=2),
)
talks = st.builds(
    lambda turns, more: {"messages": turns} | more,
    st.lists(messages, min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(LISTS), values, max_size=2),
)


@st.composite
def odd_lines(draw):
    """A row of odd messages, as chat or as a pair, some letters of its keys escaped now and then."""
    row = draw(talks)
    if draw(st.booleans()):
        row = {"input": row, "preferred_output": [draw(messages)], "non_preferred_output": [draw(messages)]}
    text = json.dumps(row)
    letter = draw(st.sampled_from("\0otfnw"))
    return text.replace(letter, f"\\u{ord(letter):04x}").encode()


def problems(line, target, method):
    """What is found in a row with only the rules that can find something, told in both ways, and with all of them."""
    summary = FileSummary("x.jsonl", format=METHODS[method], method=method)
    judge = Judge(summary, destination(target, method), Settings(target=target, method=method))
    row, defects = parse(line)

    def found():
        return judge.judge(Record("x.jsonl", 1, 0, 1, line, row, defects)).problems

    with pytest.MonkeyPatch.context() as patch:
        some = found()
        patch.setattr(able, "FEW", 0)
        at_once = found()
        patch.setattr(able.Able, "rules", lambda self, _: self._chosen)
        every = found()
    assert some == at_once
    return some, every


@settings(max_examples=133, deadline=None)
@given(
    st.one_of(odd_lines(), odd_lines(), spelt(), work_lines(), mangled()),
    st.sampled_from(("azure", "openai", "any")),
    st.sampled_from(tuple(METHODS)),
)
def test_nothing_is_missed(line, target, method):
    some, every = problems(line, target, method)
    for code in {problem.code for problem in every if rules()[problem.code].needs or rules()[problem.code].marks}:
        event(code)
    assert some == every


def test_a_word_within_a_text_is_none():
    line = rb'{"messages": [{"role": "user", "content": "the \"tool_calls\", and tool_calls"}]}'
    assert not any(word in line for word in rules()["T001"].needs)


def test_a_word_may_be_escaped():
    line = rb'{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "\u0074ool_calls": 7}]}'
    some, _ = problems(line, "azure", "sft")
    assert "T001" in {problem.code for problem in some}


def test_a_rule_whose_words_are_not_there_does_not_run(monkeypatch):
    monkeypatch.setitem(vars(rules()["T001"]), "check", lambda _: pytest.fail("it ran"))
    line = b'{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}'
    record = Record("x.jsonl", 1, 0, 1, line, *parse(line))
    judge = Judge(FileSummary("x.jsonl", format="chat"), destination("azure", "sft"), Settings(target="azure"))
    assert judge.judge(record).problems == ()


@pytest.mark.parametrize("code", [rule.code for rule in rules().values() if rule.needs])
def test_needs_are_what_the_module_says(code):
    rule = rules()[code]
    assert tuple(json.dumps(word).encode() for word in rule.module.NEEDS) == rule.needs


TEXTS = (
    "Hi",
    "Why?",
    "",
    " ",
    "<|im_end|>",
    "\u200bHi",
    "a\u00c3\u00a9",
    "&nbsp;",
    '{"a": 1',
    "word " * 3000,
    "a\\nb.\\n" * 9,
)
plain_turns = st.lists(
    st.builds(lambda role, content: {"role": role, "content": content}, st.sampled_from(ROLES), st.sampled_from(TEXTS)),
    max_size=3,
)


@st.composite
def plain_rows(draw):
    """Rows of nothing but messages, several of which have the same shape."""
    turns = draw(plain_turns)
    rows = []
    for text in draw(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4)):
        row = {"messages": [{**turn, "content": text} if draw(st.booleans()) else turn for turn in turns]}
        if draw(st.booleans()):
            answers = [[{"role": "assistant", "content": draw(st.sampled_from(TEXTS))}] for _ in range(2)]
            row = {"input": row, "preferred_output": answers[0], "non_preferred_output": answers[1]}
        rows.append(row)
    return rows


@settings(max_examples=60, deadline=None)
@given(plain_rows(), st.sampled_from(("azure", "openai", "any")), st.sampled_from(tuple(METHODS)))
def test_a_shape_that_was_clean_hides_nothing(rows, target, method):
    summary = FileSummary("x.jsonl", format=METHODS[method], method=method)
    judges = [Judge(summary, destination(target, method), Settings(target=target, method=method)) for _ in range(2)]
    for row in rows * 2:
        line = json.dumps(row, ensure_ascii=False).encode()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(able, "FEW", 0)
            some = judges[0].judge(Record("x.jsonl", 1, 0, 1, line, *parse(line))).problems
            patch.setattr(able.Able, "rules", lambda self, _: self._chosen)
            assert some == judges[1].judge(Record("x.jsonl", 1, 0, 1, line, *parse(line))).problems
    event(f"{len(judges[0]._able._clean) if judges[0]._able else 0} clean shapes")


def test_a_clean_shape_is_not_judged_again(monkeypatch):
    monkeypatch.setattr(able, "FEW", 0)
    judge = Judge(FileSummary("x.jsonl", format="chat"), destination("azure", "sft"), Settings(target="azure"))
    line = b'{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}'
    for _ in range(2):
        judge.judge(Record("x.jsonl", 1, 0, 1, line, *parse(line)))
    monkeypatch.setitem(vars(rules()["R001"]), "check", lambda _: pytest.fail("it ran"))
    assert judge.judge(Record("x.jsonl", 1, 0, 1, line, *parse(line))).problems == ()


ASKING = [rule for rule in rules().values() if rule.declared.asks]


@pytest.mark.parametrize("rule", ASKING, ids=lambda rule: rule.code)
def test_what_a_rule_asks_for_is_a_fact_or_an_option(rule):
    assert rule.declared.asks == rule.module.ASKS
    targets = [get(name) for name in names()]
    facts = {name for target in targets for name in target.facts}
    facts |= {name for target in targets for method in target.methods.values() for name in method.facts}
    options = {option.name for option in options_of(rule)}
    assert {*rule.declared.asks} <= facts | options | {*GIVEN}


@pytest.mark.parametrize("rule", ASKING, ids=lambda rule: rule.code)
def test_a_rule_is_asked_where_a_fact_is_known_or_an_option_given(rule):
    name = rule.declared.asks[0]
    assert not rule.is_asked(SimpleNamespace(fact={}.get, options={}))
    assert rule.is_asked(SimpleNamespace(fact={name: "known"}.get, options={}))
    assert rule.is_asked(SimpleNamespace(fact={}.get, options={name: "given"}))
