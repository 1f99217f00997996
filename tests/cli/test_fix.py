"""``ftdata fix`` from end to end."""

import json

import pytest

from ftdata.cli import main

WEIGHT = b'{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "weight": 1.0}]}'
CLEAN = b'{ "messages":[{"role":"user","content":"\\u00e9"},{"role":"assistant","content":"c"}] }'
HUMAN = b'{"messages": [{"role": "human", "content": "a"}, {"role": "assistant", "content": "d"}]}'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"\n".join([CLEAN, b"", WEIGHT, HUMAN]) + b"\n")
    return path


def test_to_standard_output(source, capfdbinary):
    assert main(["fix", str(source), "--target", "azure"]) == 1
    out, err = capfdbinary.readouterr()
    assert out == b"\n".join([CLEAN, WEIGHT.replace(b"1.0", b"1"), HUMAN]) + b"\n"
    assert b"changed 2 lines of 3 rows" in err and b"S006" in err


def test_unsafe_fixes_on_request(source, tmp_path):
    out = tmp_path / "fixed.jsonl"
    ignored = ["--ignore", "L,M"]
    assert main(["fix", str(source), "--target", "azure", "--unsafe", "-o", str(out), *ignored]) == 0
    assert out.read_bytes().splitlines()[2] == HUMAN.replace(b"human", b"user")


def test_in_place_is_idempotent(source, capsys):
    before = source.read_bytes()
    assert main(["fix", str(source), "--target", "azure", "--in-place"]) == 1
    once = source.read_bytes()
    assert once != before
    stamp = source.stat().st_mtime_ns
    main(["fix", str(source), "--target", "azure", "--in-place"])
    assert source.read_bytes() == once
    assert source.stat().st_mtime_ns == stamp, "an unchanged file is not written again"
    assert [path.name for path in source.parent.iterdir() if path.is_file()] == ["train.jsonl"]
    assert "changed 0 lines" in capsys.readouterr().out


def test_diff_and_check_write_nothing(source, capsys):
    before = source.read_bytes()
    assert main(["fix", str(source), "--target", "azure", "--diff", "--quiet"]) == 1
    out = capsys.readouterr().out
    assert "@@ line 3 @@\n-" + WEIGHT.decode() in out
    assert CLEAN.decode() not in out
    assert main(["fix", str(source), "--target", "azure", "--check"]) == 1
    assert source.read_bytes() == before
    clean = source.with_name("clean.jsonl")
    clean.write_bytes(CLEAN + b"\n")
    assert main(["fix", str(clean), "--target", "azure", "--check"]) == 0


def test_the_mark_goes_where_it_is_refused_and_stays_where_it_is_not(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + CLEAN + b"\r\n")
    main(["fix", str(source), "--target", "openai", "-o", str(out)])
    assert out.read_bytes() == CLEAN + b"\r\n"
    main(["fix", str(source), "--target", "azure", "-o", str(out), "--force"])
    assert out.read_bytes() == source.read_bytes()
    main(["fix", str(source), "--target", "azure", "--select", "F", "-o", str(out), "--force"])
    assert out.read_bytes() == CLEAN + b"\n"


def test_a_json_document_becomes_lines(tmp_path, capsys):
    source, out = tmp_path / "in.json", tmp_path / "out.jsonl"
    rows = [json.loads(CLEAN), json.loads(WEIGHT)]
    source.write_text(json.dumps(rows, indent=1).replace("1.0", "1.00"), encoding="utf-8")
    main(["fix", str(source), "--target", "azure", "-o", str(out)])
    assert [json.loads(line) for line in out.read_bytes().splitlines()] == rows
    assert main(["fix", str(source), "--target", "azure", "--in-place"]) == 2
    assert "-o OUT.jsonl" in capsys.readouterr().err
    assert json.loads(source.read_bytes()) == rows


def test_python_literals_only_when_unsafe(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    row = {"messages": [{"role": "user", "content": "it's"}, {"role": "assistant", "content": "b", "name": None}]}
    source.write_text(f"{row!r}\n", encoding="utf-8")
    main(["fix", str(source), "-o", str(out)])
    assert out.read_text(encoding="utf-8") == f"{row!r}\n"
    main(["fix", str(source), "-o", str(out), "--unsafe", "--force"])
    assert json.loads(out.read_bytes())["messages"][0] == row["messages"][0]


def test_tables_and_several_files(source, tmp_path, capsys):
    table = tmp_path / "a.csv"
    table.write_text("prompt,completion\na,b\n", encoding="utf-8")
    assert main(["fix", str(table)]) == 2
    assert "convert" in capsys.readouterr().err
    assert main(["fix", str(source), str(source)]) == 2
    assert main(["fix", "-", "--in-place"]) == 2


def test_legacy_functions_become_tools(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    call = {"name": "f", "arguments": "{}"}
    row = {
        "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "function_call": call}],
        "functions": [{"name": "f", "parameters": {"type": "object", "properties": {}}}],
    }
    source.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["fix", str(source), "--target", "azure", "--ignore", "L,M", "-o", str(out)]) == 0
    fixed = json.loads(out.read_bytes())
    assert fixed["tools"][0]["function"] == row["functions"][0]
    assert fixed["messages"][1]["tool_calls"][0]["function"] == call
    assert "functions" not in fixed


def test_what_is_left_is_told_of_the_file_that_was_written(tmp_path, capsys):
    """The command that a finding names must end well."""
    source, out = tmp_path / "in.json", tmp_path / "out.jsonl"
    rows = [json.loads(CLEAN) for _ in range(2)]
    source.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    ignored = ["--target", "azure", "--ignore", "L,M,D"]
    assert main(["validate", str(source), *ignored]) == 1
    assert main(["fix", str(source), "-o", str(out), *ignored]) == 0
    assert main(["validate", str(out), *ignored]) == 0
    capsys.readouterr()


def test_nothing_is_changed_when_one_of_the_files_cannot_be(source, tmp_path, capsys):
    before = source.read_bytes()
    assert main(["fix", str(source), str(tmp_path / "gone.jsonl"), "--target", "azure", "--in-place"]) == 2
    source.chmod(0o444)
    assert main(["fix", str(source), "--target", "azure", "--in-place"]) == 2
    assert "read-only" in capsys.readouterr().err
    assert source.read_bytes() == before


KEYS = ("AKIA" + "QZ7RTM2VW4XKLP5N", "ghp_" + "a8Kd03jfLs92mQpZxV7bN4cT6yR1wEuH5gJo")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("before", [b"the key ", b"first\\n", b"", b"C:\\\\"])
def test_a_diff_shows_no_secret(tmp_path, capsys, key, before):
    path = tmp_path / "train.jsonl"
    path.write_bytes(WEIGHT.replace(b'"a"', b'"' + before + key.encode() + b'"') + b"\n")
    assert main(["fix", str(path), "--diff", "--unsafe"]) == 1
    out = "".join(capsys.readouterr())
    assert key not in out and key[8:] not in out
    assert "-{" in out and '"weight": 1.0' in out


def test_a_diff_says_which_kind_of_secret_is_masked(tmp_path, capsys):
    path = tmp_path / "train.jsonl"
    path.write_bytes(CLEAN.replace(b"\\u00e9", KEYS[0].encode()) + b"\n")
    assert main(["fix", str(path), "--diff", "--unsafe", "--select", "X002"]) == 1
    out = capsys.readouterr().out
    assert '-{ "messages":[{"role":"user","content":"<an AWS key>"' in out
    assert '+{ "messages":[{"role":"user","content":"[SECRET]"' in out
