"""What the user tells rules: by name, of the right type, from the command line, the config and Python."""

import json

import pytest

import ftdata
from ftdata.cli import main
from ftdata.errors import UsageError
from ftdata.rules import rules
from ftdata.rules.option import check_options, options_of

ROWS = [
    {"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": f"{n}"}]} for n in range(12)
]


@pytest.mark.parametrize("name", ["", "share", "R001.share", "X999.share", "R001"])
def test_unknown_names_are_refused(name):
    with pytest.raises(UsageError, match="has an option"):
        check_options({name: 1})


@pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
def test_an_option_bears_the_code_of_its_rule_and_takes_its_own_default(rule):
    for option in options_of(rule):
        assert option.name.startswith(f"{rule.code}.")
        assert option.reason
        check_options({option.name: option.default})


def test_python_takes_them():
    with pytest.raises(UsageError, match="R001 has: none"):
        ftdata.validate(ROWS, options={"R001.share": 1})


@pytest.mark.parametrize(
    "words", [["--set", "R001.share=1"], ["--set", "R001.share=a b"], ["--grader", "nowhere.json"]]
)
def test_the_command_line_takes_them(words, tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert main(["validate", str(path), *words]) == 2
    assert "R001 has: none" in (said := capsys.readouterr().err) or "nowhere.json: cannot be read" in said


def test_the_config_takes_them(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    (tmp_path / "ftdata.toml").write_text("[options.R001]\nshare = 1\n")
    assert main(["validate", "a.jsonl"]) == 2
    assert "R001 has: none" in capsys.readouterr().err


def test_files_of_the_config_are_beside_it(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    (tmp_path / "ftdata.toml").write_text('grader = "grader.json"\n')
    (tmp_path / "grader.json").write_text("{")
    assert main(["validate", str(tmp_path / "a.jsonl"), "--config", str(tmp_path / "ftdata.toml")]) == 2
    assert f"{tmp_path / 'grader.json'}: is not valid JSON" in capsys.readouterr().err
