"""`ftdata validate`: exit codes, inputs, options, and what they do to the report."""

import io
import json
import sys

import pytest

from tests.cli.conftest import GOOD, UNANSWERED, UNFINISHED

ROLES = ("--select", "R001,R002")


def test_clean_data(ftdata, clean):
    code, out, err = ftdata("validate", clean)
    assert (code, err) == (0, "")
    assert out.startswith("10 rows in 1 file, target any (format chat, method sft") and out.endswith(": no problems\n")


def test_problems(ftdata, write):
    code, out, _ = ftdata("validate", write(GOOD, UNANSWERED), *ROLES)
    assert code == 1
    assert out.splitlines()[0] == "train.jsonl:2 (example 2) messages: error R001 no-assistant"
    assert out.splitlines()[-1].endswith(": 1 error")


def test_exit_zero(ftdata, write):
    assert ftdata("validate", write(UNANSWERED), *ROLES, "--exit-zero")[0] == 0


def test_standard_input(ftdata, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(json.dumps(UNANSWERED).encode()))
    monkeypatch.setattr("sys.stdin", stream)
    code, out, _ = ftdata("validate", "-", *ROLES)
    assert code == 1
    assert out.startswith("-:1 (example 1) messages: error R001")


def test_standard_input_of_a_process(process):
    done = process("validate", "-", *ROLES, input=json.dumps(UNFINISHED).encode())
    assert done.returncode == 0
    assert done.stdout.startswith(b"1 row in 1 file")


def test_several_files(ftdata, write):
    one, two = write(UNANSWERED, name="b.jsonl"), write(GOOD, UNANSWERED, name="a.jsonl")
    code, out, _ = ftdata("validate", one, two, *ROLES)
    assert code == 1
    places = [line.split()[0] for line in out.splitlines() if "error R001" in line]
    assert places == ["a.jsonl:2", "b.jsonl:1"]
    assert "3 rows in 2 files" in out.splitlines()[-1]


def test_default_target_is_any_and_another_can_be_chosen(ftdata, write):
    name = write(UNFINISHED)
    assert ftdata("validate", name, *ROLES)[0] == 0
    code, out, _ = ftdata("validate", name, *ROLES, "--target", "azure", "--model", "gpt-4.1-mini")
    assert code == 1
    assert "target azure (format chat, method sft" in out and "model gpt-4.1-mini" in out and "facts as of 20" in out


@pytest.mark.parametrize(
    ("option", "known"),
    [("--target", "azure, bedrock-claude"), ("--method", "completion, dpo"), ("--format", "chat")],
)
def test_unknown_values_name_the_known_ones(ftdata, clean, option, known):
    code, out, err = ftdata("validate", clean, option, "nonsense")
    assert (code, out) == (2, "")
    assert "'nonsense'" in err and known in err


@pytest.mark.parametrize(
    ("option", "pattern"), [("--select", "R999"), ("--select", "no-such"), ("--ignore", "no-such")]
)
def test_unknown_rules(ftdata, clean, option, pattern):
    code, _, err = ftdata("validate", clean, option, pattern)
    assert code == 2
    assert f"'{pattern}'" in err and "ftdata rule" in err


def test_a_code_of_another_version_may_be_ignored(ftdata, clean):
    assert ftdata("validate", clean, "--ignore", "M,D003")[0] == 0


def test_select_takes_codes_beginnings_names_and_repeats(ftdata, write):
    name = write(UNANSWERED, UNFINISHED)
    target = ("--target", "azure", "--output", "json")

    def codes(*options):
        return [each["code"] for each in json.loads(ftdata("validate", name, *target, *options)[1])["problems"]]

    assert codes("--select", "R001") == ["R001"]
    assert codes("--select", "no-assistant,last-not-assistant") == ["R001", "R002"]
    assert codes("--select", "R001", "--select", "R002") == ["R001", "R002"]
    assert codes("--select", "R", "--ignore", "R001") == ["R002"]


def test_columns(ftdata, tmp_path):
    (tmp_path / "q.csv").write_text("question,reply\nHi,Hello\n", encoding="utf-8")
    code, _, err = ftdata("validate", "q.csv", "--columns", "prompt=nowhere,completion=reply")
    assert code == 2
    assert "'nowhere'" in err


def test_max_problems_cuts_each_rule_and_says_so(ftdata, write):
    name = write(*[UNANSWERED] * 60)
    code, out, _ = ftdata("validate", name, *ROLES)
    assert code == 1
    assert out.count("error R001") == 50
    assert "… and 10 more of R001 no-assistant (--max-problems 0 lists them all)" in out
    assert out.splitlines()[-1].endswith(": 60 errors")
    assert ftdata("validate", name, *ROLES, "--max-problems", "0")[1].count("error R001") == 60
    assert ftdata("validate", name, *ROLES, "--max-problems", "1")[1].count("error R001") == 1


def test_json_has_every_problem(ftdata, write):
    _, out, _ = ftdata("validate", write(*[UNANSWERED] * 60), *ROLES, "--output", "json", "--max-problems", "1")
    assert len(json.loads(out)["problems"]) == 60


def test_quiet_prints_one_line(ftdata, write):
    code, out, _ = ftdata("validate", write(UNANSWERED), *ROLES, "--quiet")
    assert code == 1
    assert out.count("\n") == 1 and out.startswith("1 row in 1 file")


def test_statistics(ftdata, write):
    _, out, _ = ftdata("validate", write(UNANSWERED, UNANSWERED), *ROLES, "--quiet", "--statistics")
    assert out.splitlines()[0] == "2  R001  error    no-assistant"


def test_verbose_tells_about_files_target_and_model(ftdata, clean):
    _, out, _ = ftdata("validate", clean, "--target", "openai", "--model", "gpt-4.1-nano", "--verbose")
    assert out.startswith("clean.jsonl: 10 rows; jsonl; format chat; method sft; ")
    assert "note: target openai: " in out
    assert "note: OpenAI closes 2027-01-06" in out
    assert "model gpt-4.1-nano-2025-04-14 retire" in out


def test_hostile_data_names_and_keys_stay_text(ftdata, tmp_path):
    evil = "\x1b]0;x\x07\x9b31m\u202e\n::error::a\r##[error]b ##vso[task.x]\x7f"
    row = {"messages": [{"role": evil, "content": "x", evil: 1}, {"role": "assistant", "content": "y"}], evil: 1}
    name = "\n::warning::\x1b[2J\u2066.jsonl"
    (tmp_path / name).write_text(json.dumps(row) + "\n" + json.dumps({"messages": {evil: 1}}) + "\n{" + evil, "utf-8")
    for options in ((), ("--output", "json"), ("--verbose", "--statistics"), ("--target", "azure")):
        code, out, err = ftdata("validate", name, *options)
        assert code == 1, err
        _assert_harmless(out)
    code, _, err = ftdata("validate", "\n::error::none\x1b.jsonl")
    assert code == 2
    _assert_harmless(err)


def _assert_harmless(text):
    assert not [char for char in text if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]
    assert not set("\u202e\u2066\u2028") & set(text)
    assert not [line for line in text.split("\n") if line.lstrip().startswith("::")]
    assert "##[" not in text and "##vso[" not in text


def test_colour_only_on_a_terminal_without_no_color(ftdata, write, monkeypatch):
    name = write(UNANSWERED)
    assert "\x1b[" not in ftdata("validate", name, *ROLES)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[31merror\x1b[0m" in ftdata("validate", name, *ROLES)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in ftdata("validate", name, *ROLES)[1]


def test_workers_make_no_difference(ftdata, write, monkeypatch):
    name = write(GOOD, UNANSWERED, UNFINISHED)
    monkeypatch.setattr("ftdata.engine.parallel.UNIT", 64)
    one = ftdata("validate", name, *ROLES, "--target", "azure", "--workers", "1")
    two = ftdata("validate", name, *ROLES, "--target", "azure", "--workers", "2")
    assert one == two
    assert one[0] == 1
