"""Rules of the user's own: written, tested, run from every side, and never run unasked."""

import json
import sys

import pytest

import ftdata
from ftdata.cli import main
from ftdata.errors import UsageError
from ftdata.rules import rules
from ftdata.rules.plugins import load

ROWS = [
    {"messages": [{"role": "user", "content": f"{number}?"}, {"role": "assistant", "content": word}]}
    for number, word in enumerate(["fine", "TODO later"] * 6)
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A folder of its own, and a catalogue that forgets."""
    monkeypatch.chdir(tmp_path)
    before = dict(rules())
    yield
    for code in set(rules()) - set(before):
        del rules()[code]


@pytest.fixture
def written(capsys):
    """The file of a new rule."""
    assert main(["rule", "--new", "no-todo"]) == 0
    assert "wrote u001_no_todo.py" in capsys.readouterr().out
    return "u001_no_todo.py"


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return str(path)


def test_a_new_rule_passes_its_own_examples(written, capsys):
    assert main(["rule", "--test", written]) == 0
    assert capsys.readouterr().out == "U001 no-todo: as it says\n"


def test_examples_that_lie_are_told(written, tmp_path, capsys):
    path = tmp_path / written
    path.write_text(path.read_text().replace('if "TODO" in text', 'if "TODOS" in text'))
    assert main(["rule", "--test", written]) == 1
    assert "U001 no-todo: example 1 (bad): expected U001, found none" in capsys.readouterr().out


def test_the_next_rule_gets_the_next_number(written, capsys):
    assert main(["rule", "--new", "no-jokes"]) == 0
    assert "u002_no_jokes.py" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["No", "a b", "../x", "", "-x", "no-assistant"])
def test_a_name_that_is_none_is_refused(name, tmp_path):
    assert main(["rule", f"--new={name}"]) == 2
    assert not list(tmp_path.iterdir())


def test_it_runs_from_the_command_line(written, data, capsys):
    assert main(["validate", data, "--target", "azure", "--plugin", written, "--select", "U"]) == 1
    out = capsys.readouterr().out
    assert out.count("U001") >= 6
    assert "6 warnings" in out


def test_it_runs_from_python_and_only_when_asked(written, data):
    asked = ftdata.validate(data, target="azure", plugins=[written])
    assert [problem.code for problem in asked.problems].count("U001") == 6
    assert "U001" not in {problem.code for problem in ftdata.validate(data, target="azure").problems}


def test_many_rows_are_skimmed_and_workers_know_it(written, tmp_path, monkeypatch):
    monkeypatch.setattr(ftdata.engine.parallel, "UNIT", 1 << 15)
    path = tmp_path / "many.jsonl"
    rows = (dict(ROWS[number % 40 == 0], extra=None) for number in range(3000))
    path.write_text(
        "".join(json.dumps({"messages": row["messages"]}).replace("?", f"{n}?") + "\n" for n, row in enumerate(rows))
    )
    one, two = (ftdata.validate(path, target="azure", plugins=[written], select=["U"], workers=n) for n in (1, 2))
    assert len(one.problems) == 75
    assert one.problems == two.problems


def test_a_config_needs_leave_to_run_code(written, data, tmp_path, capsys):
    (tmp_path / "ftdata.toml").write_text('target = "azure"\nplugins = ["./u001_no_todo.py"]\n')
    assert main(["validate", data]) == 2
    assert "--allow-plugins" in capsys.readouterr().err
    assert main(["validate", data, "--allow-plugins"]) == 1
    assert "U001" in capsys.readouterr().out
    assert main(["validate", data, "--config", "ftdata.toml"]) == 1


def test_a_package_may_offer_rules(written, data, tmp_path, monkeypatch):
    package = tmp_path / "site" / "our_rules"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (tmp_path / written).rename(package / written)
    info = tmp_path / "site" / "our_rules-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-rules\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[ftdata.rules]\nours = our_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert [rule.code for rule in load(["ours"])] == ["U001"]
    assert "U001" in {problem.code for problem in ftdata.validate(data, plugins=["ours"]).problems}
    sys.modules.pop("our_rules", None)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("u001_x.py", "raise RuntimeError('boom')", "boom"),
        ("u001_x.py", '"""x."""\nSEVERITY = "warning"\n', "defines none of"),
        ("u001_x.py", '"""x."""\ndef check_row(row):\n    return ()\n', "SEVERITY"),
        ("ours.py", '"""x."""\nSEVERITY = "warning"\ndef check_row(row):\n    return ()\n', "CODE"),
        ("r001_x.py", '"""x."""\nSEVERITY = "warning"\ndef check_row(row):\n    return ()\n', "is a rule of ftdata"),
        ("nowhere.py", None, "no such file"),
        ("nobody", None, "nor does an installed package"),
    ],
)
def test_what_is_no_rule_is_told(name, text, said, tmp_path):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match=said):
        ftdata.validate(ROWS, plugins=[name])
    assert "U001" not in rules()


def test_a_file_may_say_which_rule_it_is(written, data, tmp_path):
    text = (tmp_path / written).read_text()
    (tmp_path / "ours.py").write_text(text.replace("SEVERITY =", 'CODE = "U042"\nNAME = "no-todo"\nSEVERITY ='))
    found = ftdata.validate(data, plugins=["ours.py"])
    assert [(problem.code, problem.name) for problem in found.problems if problem.code[0] == "U"] == [
        ("U042", "no-todo")
    ] * 6


def test_a_rule_that_fails_is_named_with_the_row(written, data, tmp_path):
    path = tmp_path / written
    path.write_text(path.read_text().replace('if "TODO" in text', 'if row.value["nothing"]'))
    with pytest.raises(UsageError, match=r"u001_no_todo\.py: the rule failed on .*train\.jsonl:1: KeyError"):
        ftdata.validate(data, plugins=[written])


def test_a_changed_file_is_read_again(written, data, tmp_path):
    assert ftdata.validate(data, plugins=[written], select=["U"]).problems
    path = tmp_path / written
    path.write_text(path.read_text().replace("TODO", "FIXME!"))
    assert not ftdata.validate(data, plugins=[written], select=["U"]).problems


@pytest.mark.parametrize("output", ["text", "json", "markdown"])
def test_every_page_is_printed(output, capsys):
    assert main(["rule", "--all", "--output", output]) == 0
    out = capsys.readouterr().out
    assert all(code in out for code in rules())
    if output == "json":
        listed = json.loads(out)
        assert [each["code"] for each in listed] == list(rules())
        assert all(each["page"]["Why"] and each["fix"] in ("safe", "unsafe", "none") for each in listed)
    assert main(["rule", "R", "--output", output]) == 0
    assert "## Why" not in capsys.readouterr().out
