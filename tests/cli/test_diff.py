"""``ftdata diff`` and ``ftdata init``."""

import json
import tomllib

from tests.cli.conftest import GOOD, UNANSWERED


def _talk(question, answer, **more):
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}], **more}


def test_the_same_rows_in_another_order_and_spelling_are_equal(ftdata, write, tmp_path):
    write(_talk("a", "b"), _talk("c", "d"), name="old.jsonl")
    lines = [json.dumps(_talk("c", "d"), indent=None, separators=(",", ":")), json.dumps(_talk("a", "b"))]
    (tmp_path / "new.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = ftdata("diff", "old.jsonl", "new.jsonl")
    assert code == 0 and "2 the same, 0 changed, 0 removed, 0 added" in out


def test_rows_are_paired_by_prompt_and_by_id(ftdata, write):
    write(_talk("a", "b"), _talk("old words", "x", id=7), _talk("gone", "y"), name="old.jsonl")
    write(_talk("new words", "x", id=7), _talk("come", "y"), _talk("a", "B"), name="new.jsonl")
    code, out, _ = ftdata("diff", "old.jsonl", "new.jsonl", "--output", "json")
    found = json.loads(out)
    assert code == 1
    pairs = {(each["old"]["line"], each["new"]["line"]) for each in found["changed"]}
    assert pairs == {(1, 3), (2, 1)}
    assert [each["line"] for each in found["removed"]] == [3]
    assert [each["line"] for each in found["added"]] == [2]


def test_every_row_is_accounted_for(ftdata, write):
    write(*[_talk("a", "b")] * 3, _talk("c", "d"), UNANSWERED, name="old.jsonl")
    write(*[_talk("a", "b")] * 2, *[_talk("c", "D")] * 2, name="new.jsonl")
    _, out, _ = ftdata("diff", "old.jsonl", "new.jsonl", "--output", "json")
    found = json.loads(out)
    same, changed = found["rows"]["same"], len(found["changed"])
    assert same + changed + len(found["removed"]) == 5
    assert same + changed + len(found["added"]) == 4


def test_problems_that_went_and_came(ftdata, write):
    write(_talk("a", "b"), UNANSWERED, name="old.jsonl")
    write(_talk("a", "b"), {"messages": [{"role": "robot", "content": "x"}, GOOD["messages"][1]]}, name="new.jsonl")
    _, out, _ = ftdata("diff", "old.jsonl", "new.jsonl", "--select", "R001,S006", "--output", "json")
    found = json.loads(out)
    assert found["problems_gone"] == {"R001": 1} and found["new_problems"] == {"S006": 1}


def test_labels_that_moved(ftdata, write):
    write(*[_talk(f"q{n}", "yes" if n < 10 else "no") for n in range(20)], name="old.jsonl")
    write(*[_talk(f"q{n}", "yes" if n < 15 else "no") for n in range(20)], name="new.jsonl")
    _, out, _ = ftdata("diff", "old.jsonl", "new.jsonl")
    assert "yes: 50.0% -> 75.0%" in out


def test_init_writes_settings_that_are_read(ftdata, clean, tmp_path):
    (tmp_path / "notes.json").write_text('{"a": 1}')
    (tmp_path / "other.jsonl").write_text('{"height": 1}\n')
    code, out, err = ftdata("init", "--target", "azure")
    assert (code, err) == (0, "")
    assert "1 chat" in out and "ftdata.toml" in out
    settings = tomllib.loads((tmp_path / "ftdata.toml").read_text())
    assert settings["target"] == "azure"
    assert "other.jsonl: no known format; keys height" in (tmp_path / "ftdata.toml").read_text()
    assert ftdata("validate", clean)[0] == 0
    assert "files: '.*(\\.jsonl)$'" in (tmp_path / ".pre-commit-config.yaml").read_text()


def test_init_explains_what_it_finds_and_replaces_nothing(ftdata, write, tmp_path):
    write(UNANSWERED)
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    code, out, _ = ftdata("init")
    assert code == 1 and "R001" in out and "was left alone" in out
    assert "# found now: R001" in (tmp_path / "ftdata.toml").read_text()
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert "exists; use --force" in ftdata("init")[2]


def test_init_without_data_writes_nothing(ftdata, tmp_path):
    code, _, err = ftdata("init")
    assert code == 2 and "no training data" in err
    assert not (tmp_path / "ftdata.toml").exists()
    assert ftdata("init", "gone")[0] == 2
