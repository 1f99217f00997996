"""Fixing files without losing what cannot be fixed."""

import json

import pytest

import ftdata
from ftdata import loaders
from ftdata.cli import main

ROW = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}


def _write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_line_too_long_to_be_held_is_never_cut(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(loaders.jsonl, "MAX_LINE", 5000)
    path = tmp_path / "long.jsonl"
    source = _write(path, ROW, {"messages": [{"role": "user", "content": "x" * 6000}]})
    before = path.read_bytes() + b"\n"
    path.write_bytes(before)
    assert main(["fix", source, "--in-place"]) == 2
    assert ":2: the line is too long" in capsys.readouterr().err
    assert path.read_bytes() == before
    main(["prepare", source, "--output", str(tmp_path / "out")])
    (reject,) = [json.loads(line) for line in (tmp_path / "out" / "rejected.jsonl").read_bytes().splitlines()]
    assert (reject["codes"], reject["cut"], len(reject["text"])) == (["F022"], True, 1000)


def test_a_file_without_rows_is_not_fixed(tmp_path, capsys):
    page = tmp_path / "page.jsonl"
    page.write_text("<!doctype html><p>404</p>" + " " * 5000, encoding="utf-8")
    assert main(["fix", str(page), "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "HTML" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_dropped_row_has_no_say_in_what_is_left(tmp_path, capsys):
    answers = [{"messages": [ROW["messages"][0], {"role": "assistant", "content": str(n)}]} for n in range(9)]
    empty = {"messages": [ROW["messages"][0], {"role": "assistant", "content": ""}]}
    source = _write(tmp_path / "ten.jsonl", *answers, empty)
    out = str(tmp_path / "nine.jsonl")
    assert main(["fix", source, "--target", "azure", "--unsafe", "-o", out]) == 1
    told = capsys.readouterr().out
    assert "of 10 rows" in told and "L001" in told
    assert main(["validate", out, "--target", "azure"]) == 1
    assert "L001" in capsys.readouterr().out


def test_check_of_a_clean_document(tmp_path):
    path = tmp_path / "clean.json"
    path.write_text(json.dumps([ROW], indent=2), encoding="utf-8")
    assert main(["fix", str(path), "--check"]) == 0


def test_a_missing_last_line_end_stays_missing(tmp_path):
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    weighted = {"messages": [ROW["messages"][0], ROW["messages"][1] | {"weight": 1.0}]}
    path.write_text(json.dumps(weighted), encoding="utf-8")
    main(["fix", str(path), "--target", "azure", "-o", str(out)])
    assert out.read_text(encoding="utf-8") == json.dumps(weighted).replace("1.0", "1")


def test_another_encoding_is_told_as_mended(tmp_path, capsys):
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_bytes((json.dumps(ROW) + "\n").encode("utf-16"))
    assert main(["fix", str(path), "-o", str(out)]) == 0
    assert "F023  write as UTF-8" in capsys.readouterr().out
    assert json.loads(out.read_bytes()) == ROW


def test_a_change_far_into_a_line_is_shown(tmp_path, capsys):
    far = {"messages": [{"role": "user", "content": "x" * 2000}, ROW["messages"][1] | {"weight": 1.0}]}
    source = _write(tmp_path / "far.jsonl", far)
    main(["fix", source, "--target", "azure", "--diff", "--quiet"])
    out = capsys.readouterr().out
    assert '"weight": 1.0' in out and '"weight": 1}' in out


@pytest.mark.parametrize("verb", [ftdata.split, ftdata.to_dataset, lambda rows: ftdata.write(rows, "unused.jsonl")])
def test_no_verb_leaves_a_row_behind_silently(verb):
    with pytest.raises(ftdata.UsageError, match=r"1 of the rows cannot be read, the first at row 2 \(F004\)"):
        verb([ROW, "text"])


def test_numbers_that_json_has_no_word_for_are_no_null():
    report = ftdata.validate([{"messages": ROW["messages"], "n": float("nan")}])
    assert report.by_code() == {"F009": 1}
    circle = {"messages": []}
    circle["self"] = circle
    assert ftdata.validate([circle]).by_code() == {"F021": 1}
