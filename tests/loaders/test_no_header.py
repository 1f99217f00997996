"""Tables without a header line."""

import pytest

import ftdata
from ftdata.cli import main
from ftdata.errors import UsageError

NAMED = ["--no-header", "--columns", "prompt=0,completion=1"]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "What is the capital of Norway?,Oslo.\nWhat is the capital of Sweden?,Stockholm.\n", encoding="utf-8"
    )
    return path


def test_columns_are_numbered(table):
    rows = ftdata.load(str(table), header=False, columns={"prompt": "0", "completion": "1"})
    assert rows[0] == {"prompt": "What is the capital of Norway?", "completion": "Oslo."}
    assert len(rows) == 2


def test_on_the_command_line_and_in_a_config(table, tmp_path, capsys):
    assert main(["convert", str(table), *NAMED, "--to", "chat"]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    config = tmp_path / "ftdata.toml"
    config.write_text('header = false\ncolumns = {prompt = "0", completion = "1"}\n', encoding="utf-8")
    assert main(["convert", str(table), "--config", str(config), "--to", "chat"]) == 0
    assert capsys.readouterr().out.count("\n") == 2


def test_in_a_directory_too(table):
    assert len(ftdata.load(str(table.parent), header=False)) == 2
    report = ftdata.validate(str(table.parent), header=False, columns={"prompt": "0", "completion": "1"})
    assert report.rows == 2


def test_a_missing_header_line_is_noticed(table, capsys):
    (problem,) = [problem for problem in ftdata.validate(str(table)).problems if problem.code == "S016"]
    assert "add --no-header --columns prompt=0,completion=1" in problem.message
    assert main(["convert", str(table), "--to", "chat"]) == 2
    assert "if the first line is a row, add --no-header" in capsys.readouterr().err


def test_a_header_line_that_is_none_of_ours_is_not_called_missing(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("colour,size\nred,3\nblue,4\n", encoding="utf-8")
    (problem,) = [problem for problem in ftdata.validate(str(path)).problems if problem.code == "S016"]
    assert "--no-header" not in problem.message


def test_lines_of_json_have_no_header(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="only a table"):
        ftdata.load(str(path), header=False)
