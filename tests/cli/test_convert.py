"""``ftdata convert`` from end to end."""

import gzip
import json

import pytest

from ftdata.cli import main

ALPACA = [
    {"instruction": "Translate to French", "input": "Hello", "output": "Bonjour", "id": 1},
    {"instruction": "Name a colour", "input": "", "output": "Blue", "id": 2},
]


def _lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_alpaca_to_chat_says_what_was_lost(tmp_path, capsys):
    source, out = tmp_path / "alpaca.json", tmp_path / "chat.jsonl"
    source.write_text(json.dumps(ALPACA, indent=2), encoding="utf-8")
    assert main(["convert", str(source), "--to", "chat", "-o", str(out), "--system", "Be brief."]) == 0
    rows = _lines(out)
    assert [turn["content"] for turn in rows[0]["messages"]] == ["Be brief.", "Translate to French\nHello", "Bonjour"]
    said = capsys.readouterr().out
    assert "2 rows in = 2 written + 0 rejected" in said
    assert "could not be carried" in said and "2  id " in said


def test_system_from_a_file(tmp_path):
    source, out, prompt = tmp_path / "a.jsonl", tmp_path / "chat.json", tmp_path / "system.txt"
    source.write_text(json.dumps(ALPACA[0]), encoding="utf-8")
    prompt.write_text("Sois bref.\n", encoding="utf-8")
    assert main(["convert", str(source), "--to", "chat", "-o", str(out), "--system-file", str(prompt)]) == 0
    assert json.loads(out.read_bytes())[0]["messages"][0] == {"role": "system", "content": "Sois bref."}
    assert main(["convert", str(source), "--to", "chat", "--system-file", str(tmp_path / "gone")]) == 2


def test_columns_of_a_table(tmp_path, capsys):
    source = tmp_path / "faq.csv"
    source.write_text('question,answer,topic\n"Who, me?","Yes,\nyou",a\nWhen?,007,b\n', encoding="utf-8")
    assert main(["convert", str(source), "--columns", "prompt=question,completion=answer", "--to", "chat"]) == 0
    out, said = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["messages"][1]["content"] for row in rows] == ["Yes,\nyou", "007"]
    assert "topic" in said
    assert main(["convert", str(source), "--columns", "prompt=frage", "--to", "chat"]) == 2
    assert "'question'" in capsys.readouterr().err


def test_rejected_rows_can_be_restored(tmp_path, capsys):
    source, rejects = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    bad = [b'{"messages": [}', b"\xff\xfe{}x", b'{"messages": "none", "n": 1.50}']
    good = json.dumps({"messages": [{"role": "user", "content": "x"}]}).encode()
    source.write_bytes(b"\n".join([good, *bad, b""]))
    out = tmp_path / "out.jsonl"
    command = ["convert", str(source), "--to", "chat", "-o", str(out), "--rejected", str(rejects)]
    assert main(command) == 1
    assert out.read_bytes() == good + b"\n"
    one, two, three = _lines(rejects)
    assert one == {"file": str(source), "line": 2, "example": 2, "codes": ["F003"], "text": bad[0].decode()}
    assert (two["line"], two["codes"], two["base64"]) == (3, ["F001"], "//57fXg=")
    assert (three["codes"], three["row"]) == (["S015"], {"messages": "none", "n": 1.5})
    assert b'"n":1.50' in rejects.read_bytes(), "numbers keep their spelling"
    assert "3 rejected" in capsys.readouterr().out


def test_identity_changes_no_byte_of_a_row(tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    line = b'{ "messages" : [{"role":"user","content":"\\u00e9"}], "big":12345678901234567890123, "f":1.00}'
    source.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\n")
    assert main(["convert", str(source), "--to", "chat", "-o", str(out)]) == 0
    assert out.read_bytes() == line + b"\n"


def test_strict_writes_nothing_when_something_would_be_lost(tmp_path, capsys):
    source, out = tmp_path / "a.jsonl", tmp_path / "chat.jsonl"
    source.write_text(json.dumps(ALPACA[0]), encoding="utf-8")
    assert main(["convert", str(source), "--to", "chat", "-o", str(out), "--strict"]) == 2
    assert not out.exists()
    assert "id could not be carried" in capsys.readouterr().err


def test_output_is_not_overwritten_unless_forced(tmp_path):
    source, out = tmp_path / "a.jsonl", tmp_path / "chat.jsonl"
    source.write_text(json.dumps(ALPACA[0]), encoding="utf-8")
    out.write_bytes(b"old\n")
    command = ["convert", str(source), "--to", "chat", "-o", str(out)]
    assert main(command) == 2
    assert out.read_bytes() == b"old\n"
    assert main([*command, "--force"]) == 0
    assert len(_lines(out)) == 1
    assert main(["convert", str(source), "--to", "alpaca", "-o", str(source), "--force"]) == 2


def test_a_cut_gzip_file_leaves_no_output(tmp_path, capsys):
    row = json.dumps({"messages": [{"role": "user", "content": "x"}]}) + "\n"
    source, out = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    whole = gzip.compress((row * 5000).encode())
    source.write_bytes(whole[:-20])
    assert main(["convert", str(source), "--to", "chat", "-o", str(out)]) == 2
    assert "cut off or damaged" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["in.jsonl.gz"]
    source.write_bytes(whole)
    assert main(["convert", str(source), "--to", "chat", "-o", str(out)]) == 0
    assert len(_lines(out)) == 5000


@pytest.mark.parametrize(
    "words", [["--to", "nonsense"], ["--from", "nonsense", "--to", "chat"], ["--to", "chat", "-o", "x.xls"]]
)
def test_unknown_names_are_answered_with_the_known_ones(tmp_path, capsys, words):
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(ALPACA[0]), encoding="utf-8")
    assert main(["convert", str(source), *words]) == 2
    said = capsys.readouterr().err
    assert any(known in said for known in ("alpaca, alpaca-kto", ".jsonl"))


def test_standard_input_and_columns_are_named_once(tmp_path, capsys):
    assert main(["convert", "-", "-", "--to", "chat"]) == 2
    assert "once" in capsys.readouterr().err
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(ALPACA[0]), encoding="utf-8")
    assert main(["convert", str(source), "--columns", "prompt=input,prompt=output", "--to", "chat"]) == 2
    assert "'prompt' twice" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    source = tmp_path / "big.jsonl"
    source.write_text((json.dumps(ALPACA[0]) + "\n") * 40000, encoding="utf-8")
    command = f"{sys.executable} -m ftdata convert {source} --to chat | head -1"
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        env={"PYTHONPATH": root, "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")
