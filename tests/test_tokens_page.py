"""The page on tokens and cost: its figures are those that the commands print, its program runs."""

import datetime as dt
import re
import shlex
import shutil
from pathlib import Path

import pytest

from ftdata import targets
from ftdata.cli import main

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "tokens-and-cost.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


class _Day(dt.date):
    @classmethod
    def today(cls):
        return cls(2026, 11, 26)


@pytest.fixture(autouse=True)
def beside_samples(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    for name in targets.names():
        targets.get(name)  # while days are still days
    monkeypatch.setattr("ftdata.targets.load.date", _Day)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command[:50] for command, _ in SHOWN])
def test_the_command_prints_what_is_shown(command, shown, capsys):
    assert main(shlex.split(command)[1:]) == 0
    printed = capsys.readouterr().out.replace(" (splintr)", "").replace(" (fastokens)", "").replace(" (tiktoken)", "")
    place = 0
    for part in shown.split("…\n"):
        assert part in printed[place:], part
        place = printed.index(part, place) + len(part)


def test_both_providers_are_worked_through():
    assert sum("estimate" in command for command, _ in SHOWN) == 2
    assert {word for command, _ in SHOWN for word in ("openai", "azure") if word in command} == {"openai", "azure"}


def test_the_sums_of_the_page_are_right():
    """The additions and products that are written out."""
    terms = re.search(r"All thirteen: ([\d +\n]+) = 779", TEXT)[1]
    assert sum(map(int, terms.split("+"))) == 779
    assert 779 * 7 == 5453 and round(5453 * 5 / 1e6, 4) == 0.0273
    prompt, answer, talk = (779 - 300) / 13, 300 / 13, 519 / 13
    assert round(((prompt + 5 * talk) * 0.4 + answer * 1.6) / 10, 2) == 13.15
    assert round((prompt * 0.8 + answer * 3.2) / 10, 2) == 10.33
    assert round(730 * 1.7, 2) == 1241
    assert round((prompt + 20 * talk) * 2 + answer * 8, 2) == 1855.23
    assert round(prompt * 2 + answer * 8 + 1241, 2) == 1499.31
    assert 5 * talk * 2 / 1e6 < 0.00041 and 1241 / (5 * talk * 2 / 1e6) > 3_000_000


def test_the_program_runs():
    (program,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    exec(compile(program, "tokens-and-cost.md", "exec"), {})
