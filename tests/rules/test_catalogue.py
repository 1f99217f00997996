"""What the catalogue reads from the text of a rule is what the rule says when it is imported."""

import pytest

from ftdata import registry
from ftdata.rules import rules
from ftdata.rules.catalogue import KINDS

EVERY = list(rules().values())


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)
def test_the_text_says_what_the_module_says(rule):
    assert [kind for kind in KINDS if hasattr(rule.module, kind)] == [rule.kind]
    assert rule.methods == getattr(rule.module, "METHODS", ())


def test_some_rules_are_for_some_methods_only():
    assert {method for rule in EVERY for method in rule.methods} >= {"sft", "dpo", "rft"}


def test_names_are_those_of_the_public_modules(tmp_path):
    for name in ("b.py", "a.py", "_own.py", "__init__.py", "data.toml"):
        (tmp_path / name).touch()
    assert registry.names_in(str(tmp_path)) == ("a", "b")
