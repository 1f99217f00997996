"""`ftdata rule`, `ftdata format`, `ftdata target`."""

from datetime import date

import pytest

from ftdata import targets
from ftdata.cli import _style, target
from ftdata.cli._table import aligned
from ftdata.formats import formats
from ftdata.rules import rules


def _columns(line):
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_rule_lists_every_rule(ftdata):
    code, out, err = ftdata("rule")
    assert (code, err) == (0, "")
    head, *lines = map(_columns, out.splitlines())
    assert head == ["code", "name", "severity", "fix", "title"]
    assert [line[0] for line in lines] == list(rules())
    assert lines[list(rules()).index("R002")][:4] == ["R002", "last-not-assistant", "error", "unsafe"]


@pytest.mark.parametrize("name", ["R002", "r002", "last-not-assistant"])
def test_rule_explains_one(ftdata, name):
    code, out, _ = ftdata("rule", name)
    assert code == 0
    assert out.startswith("R002 last-not-assistant\nseverity: error; methods: sft; fix: unsafe; page: ")
    assert "## Why\n" in out and "```jsonl bad\n" in out and "## Sources\n" in out


def test_rule_lists_a_family(ftdata):
    code, out, _ = ftdata("rule", "R")
    assert code == 0
    assert {line[0] for line in out.splitlines()[1:]} == {"R"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("rule", "last-not-asistant"), "did you mean last-not-assistant"),
        (("rule", "qqqqqq"), "`ftdata rule` lists them all"),
        (("format", "chatt"), "did you mean chat"),
        (("target", "azur"), "did you mean azure"),
        (("target", "../targets/azure"), "no target is called"),
    ],
)
def test_unknown_names(ftdata, words, expected):
    code, out, err = ftdata(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert expected in err


def test_format_lists_every_format(ftdata):
    code, out, _ = ftdata("format")
    assert code == 0
    assert [_columns(line)[0] for line in out.splitlines()] == ["name", *formats()]
    assert ["chat", "sft, rft, grpo", "OpenAI chat messages"] in map(_columns, out.splitlines())


def test_format_explains_one(ftdata):
    code, out, _ = ftdata("format", "chat")
    assert code == 0
    assert out.startswith("chat: OpenAI chat messages\nmethods: sft, rft, grpo\n\n")
    assert "```json row\n" in out


def test_target_lists_every_target(ftdata):
    code, out, _ = ftdata("target")
    assert code == 0
    lines = [_columns(line) for line in out.splitlines()]
    assert [line[0] for line in lines] == ["name", *targets.names()]
    assert ["any", "-", "sft, dpo, rft, completion, kto, reward, grpo, stepwise, pretrain", "-", "Any trainer"] in lines


@pytest.mark.parametrize("name", targets.names())
def test_target_shows_every_fact_with_source_and_date(ftdata, name):
    code, out, _ = ftdata("target", name)
    assert code == 0
    found = targets.get(name)
    facts = [*found.facts.items(), *((n, f) for m in found.methods.values() for n, f in m.facts.items())]
    for fact, value in facts:
        assert f"  {fact}: " in out
        assert f"      {value.source}, {value.as_of}" in out
    assert all(f" {model}  " in out for model in found.models)
    assert all(f"  {method}" in out for method in found.methods)


def test_target_marks_retired_models():
    openai = targets.get("openai")
    lines = list(target._models(openai, date(2026, 11, 23)))
    nano = next(line for line in lines if "gpt-4.1-nano-2025-04-14" in line)
    assert nano.startswith("x ") and "retired 2026-10-23" in nano
    mini = next(line for line in lines if "gpt-4.1-mini-2025-04-14" in line)
    assert mini.startswith("  ") and "retires 2027-01-14" in mini


def test_old_facts_are_called_old():
    assert _style.age(date(2026, 1, 1), date(2026, 11, 23)) == "facts as of 2026-01-01, more than 180 days ago"
    assert _style.age(date(2026, 11, 1), date(2026, 11, 23)) == "facts as of 2026-11-01"
    assert _style.age(None, date(2026, 11, 23)) == ""


def test_table_pads_all_but_the_last_column():
    assert list(aligned([("a", "bb", "c"), ("aaa", "b", "")])) == ["a    bb  c", "aaa  b"]
