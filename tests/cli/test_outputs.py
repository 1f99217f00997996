"""Several reports at once, and baselines."""

import json

from tests.cli.conftest import GOOD, UNANSWERED

BAD = {"messages": [{"role": "user", "content": "Say it."}]}
ROLES = ("--select", "R")


def test_several_reports_at_once(ftdata, write, tmp_path):
    name = write(UNANSWERED, GOOD)
    outputs = ("--output", "sarif=out.sarif", "--output", "junit=out.xml", "--output", "json")
    code, out, _ = ftdata("validate", name, *ROLES, *outputs)
    assert code == 1
    assert json.loads(out)["summary"]["errors"] == 1
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
    assert (tmp_path / "out.xml").read_text().startswith("<?xml")
    code, _, err = ftdata("validate", name, *ROLES, *outputs)
    assert code == 2 and "out.sarif: exists; use --force" in err
    assert ftdata("validate", name, *ROLES, *outputs, "--force")[0] == 1


def test_a_file_alone_leaves_the_verdict_on_the_terminal(ftdata, write):
    _, out, _ = ftdata("validate", write(UNANSWERED), *ROLES, "--output", "markdown=report.md")
    assert len(out.splitlines()) == 1 and "1 error" in out


def test_two_reports_for_one_place_are_refused(ftdata, write):
    name = write(GOOD)
    assert "one report goes to standard output" in ftdata("validate", name, "--output", "text", "--output", "json")[2]
    assert ftdata("validate", name, "--output", "text=a", "--output", "json=a")[0] == 2
    assert ftdata("validate", name, "--output", f"text={name}", "--force")[0] == 2, "never over an input"
    assert "no report is called 'pdf'" in ftdata("validate", name, "--output", "pdf")[2]


def test_a_baseline_hides_what_is_known_and_shows_what_is_new(ftdata, write):
    name = write(UNANSWERED, GOOD, BAD)
    assert ftdata("validate", name, *ROLES, "--write-baseline", "known.json")[0] == 0
    code, out, _ = ftdata("validate", name, *ROLES, "--baseline", "known.json")
    assert code == 0 and "nothing new, 2 known problems in the baseline" in out
    write(GOOD, BAD, UNANSWERED, {"messages": [{"role": "user", "content": "New."}]})
    code, out, _ = ftdata("validate", name, *ROLES, "--baseline", "known.json")
    assert code == 1 and "train.jsonl:4" in out and "train.jsonl:2" not in out and "2 known" in out


def test_a_baseline_counts_equal_problems(ftdata, write):
    name = write(UNANSWERED, UNANSWERED)
    ftdata("validate", name, *ROLES, "--write-baseline", "known.json")
    write(UNANSWERED, UNANSWERED, UNANSWERED)
    _, out, _ = ftdata("validate", name, *ROLES, "--baseline", "known.json", "--output", "json")
    assert [json.loads(out)["summary"][key] for key in ("errors", "known")] == [1, 2]


def test_a_baseline_in_the_config(ftdata, write, tmp_path):
    name = write(UNANSWERED)
    ftdata("validate", name, *ROLES, "--write-baseline", "known.json")
    (tmp_path / "ftdata.toml").write_text('baseline = "known.json"\n')
    assert ftdata("validate", name, *ROLES)[0] == 0


def test_what_is_no_baseline_is_refused(ftdata, write, tmp_path):
    name = write(UNANSWERED)
    for text in ("[]", "{", '{"version": 2, "problems": {}}', '{"version": 1, "problems": {"a": "x"}}'):
        (tmp_path / "known.json").write_text(text)
        code, _, err = ftdata("validate", name, "--baseline", "known.json")
        assert code == 2 and "known.json" in err and "Traceback" not in err
    assert ftdata("validate", name, "--baseline", "gone.json")[0] == 2
