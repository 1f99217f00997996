"""``ftdata prepare`` from end to end."""

import json
import os

import pytest

from ftdata.cli import main


def _row(word, **more):
    return {"messages": [{"role": "user", "content": f"Say {word}"}, {"role": "assistant", "content": word} | more]}


ROWS = [_row(f"word {number}") for number in range(20)]


@pytest.fixture
def source(tmp_path):
    """Twenty clean rows, one to mend, one copy written in another way, one broken, one without an answer."""
    lines = [json.dumps(row) for row in ROWS]
    lines += [json.dumps(_row("mended", weight=1.0)), json.dumps(ROWS[3], separators=(",", ":"), sort_keys=True)]
    lines += ['{"messages": [', json.dumps({"messages": ROWS[0]["messages"][:1]})]
    path = tmp_path / "raw.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_every_row_is_accounted_for(source, tmp_path, capsys):
    out = tmp_path / "out"
    command = ["prepare", str(source), "--target", "azure", "--model", "gpt-4.1-mini-2025-04-14", "--output", str(out)]
    assert main(command) == 1
    train, validation, rejected = (_lines(out / f"{name}.jsonl") for name in ("train", "validation", "rejected"))
    assert (len(train), len(validation), len(rejected)) == (19, 2, 3)
    assert [(reject["line"], reject["codes"]) for reject in rejected] == [
        (22, ["D001"]),
        (23, ["F003"]),
        (24, ["R001"]),
    ]
    assert not [row for row in train if row in validation]
    assert _row("mended", weight=1) in train + validation
    account = json.loads((out / "report.json").read_bytes())
    assert account["prepare"]["written"] == {"train.jsonl": 19, "validation.jsonl": 2}
    assert (account["prepare"]["rows"], account["prepare"]["fixed"], account["prepare"]["rejected"]) == (24, 1, 3)
    assert account["prepare"]["rejected_by_code"] == {"D001": 1, "F003": 1, "R001": 1}
    assert {problem["code"] for problem in account["problems"]} == {"D001", "F003", "R001"}
    said = capsys.readouterr().out
    assert "24 rows in = 19 train + 2 validation + 3 rejected" in said
    assert "S013" in said and "D001  exact-duplicate" in said


def test_what_was_written_is_clean(source, tmp_path, capsys):
    out = tmp_path / "out"
    model = ["--target", "azure", "--model", "gpt-4.1-mini-2025-04-14"]
    main(["prepare", str(source), *model, "--output", str(out)])
    assert main(["validate", str(out / "train.jsonl"), *model]) == 0, capsys.readouterr().out


def test_the_seed_decides(source, tmp_path):
    for name, seed in (("a", "0"), ("b", "0"), ("c", "1")):
        main(["prepare", str(source), "--output", str(tmp_path / name), "--seed", seed, "--validation", "0.3"])
    a, b, c = ((tmp_path / name / "validation.jsonl").read_bytes() for name in "abc")
    assert a == b != c


def test_no_validation(source, tmp_path):
    out = tmp_path / "out"
    main(["prepare", str(source), "--output", str(out), "--validation", "0"])
    assert sorted(path.name for path in out.iterdir()) == [
        "rejected.jsonl",
        "report.html",
        "report.json",
        "train.jsonl",
    ]
    assert main(["prepare", str(source), "--output", str(tmp_path / "x"), "--validation", "1"]) == 2


def test_a_table_becomes_training_data(tmp_path):
    source, out = tmp_path / "faq.csv", tmp_path / "out"
    source.write_text(
        "question,answer\n" + "".join(f"Q{n}?,A{n}\n" for n in range(12)) + "broken\nQ?,\n", encoding="utf-8"
    )
    columns = ["--columns", "prompt=question,completion=answer", "--system", "Be brief."]
    assert main(["prepare", str(source), "--target", "azure", *columns, "--output", str(out)]) == 1
    train, rejected = _lines(out / "train.jsonl"), _lines(out / "rejected.jsonl")
    assert [turn["role"] for turn in train[0]["messages"]] == ["system", "user", "assistant"]
    assert [(reject["line"], reject["codes"]) for reject in rejected] == [(14, ["F020"]), (15, ["C002"])]
    assert rejected[1]["row"] == {"question": "Q?", "answer": ""}


def test_a_datasets_directory(source, tmp_path):
    from datasets import load_from_disk

    out = tmp_path / "out"
    assert main(["prepare", str(source), "--target", "azure", "--to", "huggingface", "--output", str(out)]) == 1
    parts = load_from_disk(str(out / "dataset"))
    assert {name: len(part) for name, part in parts.items()} == {"train": 19, "validation": 2}
    kept = [row for part in parts.values() for row in part]
    assert all(row in kept for row in ROWS)
    assert sorted(path.name for path in out.iterdir()) == ["dataset", "rejected.jsonl", "report.html", "report.json"]


def test_nothing_is_overwritten_and_nothing_is_left_after_a_failure(source, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "train.jsonl").write_bytes(b"old\n")
    assert main(["prepare", str(source), "--output", str(out)]) == 2
    assert "--force" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["train.jsonl"]
    assert main(["prepare", str(tmp_path / "gone.jsonl"), "--output", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()
    assert main(["prepare", str(source), "--output", str(out), "--force"]) == 1
    assert len(_lines(out / "train.jsonl")) == 19


def test_too_few_rows_are_said(tmp_path, capsys):
    source = tmp_path / "raw.jsonl"
    source.write_text(json.dumps(ROWS[0]) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["prepare", str(source), "--target", "azure", "--output", str(out)]) == 1
    assert "L001" in capsys.readouterr().out
    assert (out / "train.jsonl").exists()


def test_sources_for_different_methods_are_refused(source, tmp_path, capsys):
    other = tmp_path / "pairs.jsonl"
    turn = [{"role": "assistant", "content": "x"}]
    pair = {
        "input": {"messages": [{"role": "user", "content": "a"}]},
        "preferred_output": turn,
        "non_preferred_output": [],
    }
    other.write_text(
        json.dumps(pair | {"non_preferred_output": [{"role": "assistant", "content": "y"}]}), encoding="utf-8"
    )
    assert main(["prepare", str(source), str(other), "--target", "azure", "--output", str(tmp_path / "out")]) == 2
    assert "--method" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_no_two_outputs_are_one_file(source, tmp_path, capsys):
    out = tmp_path / "out"
    for name in ("train.jsonl", "report.json"):
        assert main(["prepare", str(source), "--output", str(out), "--rejected", str(out / name), "--force"]) == 2
        assert "a name of its own" in capsys.readouterr().err
    assert not out.exists()
    both = str(tmp_path / "both.jsonl")
    assert main(["convert", str(source), "--to", "chat", "-o", both, "--rejected", both]) == 2
    assert not (tmp_path / "both.jsonl").exists()


def test_parts_of_an_earlier_run_do_not_stay_beside_new_ones(source, tmp_path):
    out = tmp_path / "out"
    main(["prepare", str(source), "--output", str(out)])
    assert main(["prepare", str(source), "--output", str(out), "--validation", "0"]) == 2, (
        "they are not replaced unasked"
    )
    main(["prepare", str(source), "--output", str(out), "--validation", "0", "--force"])
    assert sorted(path.name for path in out.iterdir()) == [
        "rejected.jsonl",
        "report.html",
        "report.json",
        "train.jsonl",
    ]


def test_every_rejected_row_has_a_code(tmp_path):
    source, out = tmp_path / "odd.jsonl", tmp_path / "out"
    source.write_text('null\n1\n[]\n"x"\n', encoding="utf-8")
    assert main(["prepare", str(source), "--output", str(out)]) == 1
    assert [reject["codes"] for reject in _lines(out / "rejected.jsonl")] == [["F004"]] * 4
    source.write_text("null\n{}\n", encoding="utf-8")
    assert main(["prepare", str(source), "--output", str(out), "--force"]) == 2, "no row has a known format"


def test_an_empty_source_is_named(source, tmp_path, capsys):
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert main(["prepare", str(source), str(empty), "--output", str(tmp_path / "out")]) == 1
    assert "empty.jsonl: F012" in capsys.readouterr().out


def test_unsafe_fixes_of_the_text(tmp_path):
    source, out = tmp_path / "python.jsonl", tmp_path / "out"
    source.write_text("".join(f"{row!r}\n" for row in ROWS), encoding="utf-8")
    main(["prepare", str(source), "--target", "azure", "--output", str(out)])
    assert len(_lines(out / "rejected.jsonl")) == 20
    assert main(["prepare", str(source), "--target", "azure", "--unsafe", "--output", str(out), "--force"]) == 0
    assert len(_lines(out / "train.jsonl")) == 18


def test_an_extra_id_is_taken_out(tmp_path):
    source, out = tmp_path / "ids.jsonl", tmp_path / "out"
    source.write_text("".join(json.dumps({"id": n} | row) + "\n" for n, row in enumerate(ROWS)), encoding="utf-8")
    assert main(["prepare", str(source), "--target", "azure", "--output", str(out)]) == 0
    kept = _lines(out / "train.jsonl") + _lines(out / "validation.jsonl")
    assert sorted(map(str, kept)) == sorted(map(str, ROWS))


def test_which_fixes_are_wanted_does_not_change_what_is_rejected(source, tmp_path):
    for words in ([], ["--select", "F"]):
        out = tmp_path / f"out{len(words)}"
        main(["prepare", str(source), "--target", "azure", "--output", str(out), *words])
        codes = {code for reject in _lines(out / "rejected.jsonl") for code in reject["codes"]}
        assert {"D001", "F003", "R001"} <= codes
    main(["prepare", str(source), "--target", "azure", "--output", str(tmp_path / "all"), "--ignore", "D001"])
    assert len(_lines(tmp_path / "all" / "rejected.jsonl")) == 2, "copies stay when that was asked for"


def test_rows_that_the_method_cannot_use(source, tmp_path, capsys):
    assert main(["prepare", str(source), "--method", "dpo", "--output", str(tmp_path / "out")]) == 2
    assert "method dpo cannot use" in capsys.readouterr().err


def test_a_datasets_directory_never_swallows_its_source(source, tmp_path):
    out = tmp_path / "out"
    main(["prepare", str(source), "--to", "huggingface", "--output", str(out)])
    inside = out / "dataset" / "in.jsonl"
    inside.write_bytes(source.read_bytes())
    assert main(["prepare", str(inside), "--to", "huggingface", "--output", str(out), "--force"]) == 2
    assert inside.exists()


def test_an_account_that_cannot_be_written_leaves_the_old_parts(source, tmp_path, monkeypatch):
    """All parts are on the disk before the first gets its name."""
    import errno
    import os

    out = tmp_path / "out"
    main(["prepare", str(source), "--output", str(out)])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    calls = []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["prepare", str(source), "--output", str(out), "--seed", "5", "--force"]) == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_an_error_about_rows_against_each_other_is_told(tmp_path, capsys):
    """Which row of a contradiction is wrong nobody knows, so none is rejected; but it is not passed over in silence."""
    rows = [*(_pair(number, "It is 1.", "It may be 2.") for number in range(40)), _pair(0, "It may be 2.", "It is 1.")]
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "ours.toml").write_text('[severity]\nP010 = "error"\n', encoding="utf-8")
    words = ["prepare", str(tmp_path / "pairs.jsonl"), "--target", "azure", "--output", str(tmp_path / "out")]
    assert main(words) == 0, "as a warning it is for validate to tell"
    assert main([*words, "--force", "--config", str(tmp_path / "ours.toml")]) == 1
    said = capsys.readouterr().out
    assert "errors that no row was rejected for:" in said and "pairs.jsonl:41: P010" in said
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert [(each["code"], each["line"]) for each in report["problems"]] == [("P010", 41)]


def test_too_many_images_in_the_whole_are_told(tmp_path, capsys):
    part = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}
    rows = [_row(f"word {number}") for number in range(40)]
    for row in rows[::3]:
        row["messages"][0]["content"] = [{"type": "text", "text": row["messages"][0]["content"]}, part]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = ["prepare", str(tmp_path / "rows.jsonl"), "--target", "azure", "--output", str(tmp_path / "out")]
    assert main([*words, "--set", "V008.most=13"]) == 1
    assert "V008 14 examples hold images" in capsys.readouterr().out
    assert main([*words, "--set", "V008.most=14", "--force"]) == 0


@pytest.mark.parametrize(("share", "codes"), [("0", ["G001"]), ("0.2", [])])
def test_a_job_that_needs_validation_data_is_not_prepared_without(share, codes, tmp_path, capsys):
    rows = [
        {"messages": [{"role": "user", "content": f"{number} + 1?"}], "answer": str(number)} for number in range(40)
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = ["prepare", str(tmp_path / "rows.jsonl"), "--target", "azure", "--output", str(tmp_path / "out")]
    assert main([*words, "--method", "rft", "--validation", share]) == len(codes)
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert [each["code"] for each in report["problems"] if each["severity"] == "error"] == codes
    assert ("needs a validation file" in capsys.readouterr().out) == bool(codes)


def _pair(number, one, other):
    asked = {"messages": [{"role": "user", "content": f"What is {number}?"}]}
    answers = ([{"role": "assistant", "content": text}] for text in (one, other))
    return {"input": asked} | dict(zip(("preferred_output", "non_preferred_output"), answers, strict=True))


def test_a_file_name_that_is_no_text(source, tmp_path):
    odd = tmp_path / os.fsdecode(b"odd\xff.jsonl")
    source.rename(odd)
    assert main(["prepare", str(odd), "--target", "azure", "--no-page", "--output", str(tmp_path / "out")]) == 1
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["prepare"]["rows"] == 24
