"""What the catalogue reads from the text of a rule is what the rule says when it is imported."""

import tomllib
from pathlib import Path

import pytest

from ftdata import registry
from ftdata.rules import rules
from ftdata.rules.catalogue import KINDS
from ftdata.types import DOCS_URL, page_url
from ftdata.types.address import OWN

ROOT = Path(__file__).parents[2]
EVERY = [rule for rule in rules().values() if rule.family != "user"]


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


def test_every_rule_has_an_address_for_good():
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert metadata["project"]["urls"]["Documentation"] == DOCS_URL
    assert f"site_url: {DOCS_URL} " in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {rule.code[0] for rule in EVERY} == OWN
    assert page_url("R001") == f"{DOCS_URL}rules/R001/"
    assert all((ROOT / "docs" / "rules" / f"{rule.code}.md").is_file() for rule in EVERY)
    assert page_url("U001") == ""


def test_no_two_rules_have_one_name():
    names = [rule.name for rule in EVERY]
    assert len(names) == len(set(names))
