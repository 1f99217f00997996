"""The config file and the command line together."""

import json

import pytest

from tests.cli.conftest import GOOD, UNANSWERED, UNFINISHED


@pytest.fixture
def configure(tmp_path):
    def write_config(text, name="ftdata.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write_config


@pytest.fixture
def report(ftdata, write):
    name = write(GOOD, UNANSWERED, UNFINISHED)

    def run(*options):
        code, out, err = ftdata("validate", name, "--output", "json", *options)
        assert code < 2, err
        return json.loads(out)

    return run


def _codes(report):
    return {each["code"]: each["severity"] for each in report["problems"]}


def test_the_config_is_used(configure, report):
    configure('target = "azure"\nmodel = "gpt-4.1"\nselect = ["R001", "last-not-assistant"]\n')
    found = report()
    assert (found["target"], found["model"], _codes(found)) == ("azure", "gpt-4.1", {"R001": "error", "R002": "error"})


def test_pyproject_is_used(configure, report):
    configure('[tool.ftdata]\ntarget = "azure"\nselect = ["R002"]\n', "pyproject.toml")
    assert _codes(report()) == {"R002": "error"}


def test_the_command_line_wins(configure, report):
    configure('target = "azure"\nselect = ["R001"]\nmax-problems = 1\n')
    assert _codes(report("--select", "R002")) == {"R002": "error"}
    assert report("--target", "openai")["target"] == "openai"


def test_a_model_of_another_target_is_left_out(configure, report):
    configure('target = "azure"\nmodel = "gpt-4.1"\nselect = ["R"]\n')
    assert report("--target", "any")["model"] is None
    assert report("--target", "azure")["model"] == "gpt-4.1"


def test_a_model_without_a_target_goes_with_any_target(configure, report):
    configure('model = "gpt-4.1"\n')
    assert report("--target", "azure")["model"] == "gpt-4.1"


def test_severity_by_code_beginning_and_name(configure, report):
    configure('target = "azure"\nselect = ["R001", "R002"]\n[severity]\nlast-not-assistant = "warning"\nR = "info"\n')
    assert _codes(report("--show-info")) == {"R001": "info", "R002": "warning"}


def test_show_info_can_be_taken_back(configure, report):
    configure('show-info = true\nselect = ["R001"]\n[severity]\nR001 = "info"\n')
    assert _codes(report()) == {"R001": "info"}
    assert _codes(report("--no-show-info")) == {}
    assert report("--no-show-info")["summary"]["infos"] == 1


def test_reasons_for_ignoring_are_shown_with_verbose(configure, ftdata, write):
    configure('[ignore]\nR001 = "prompts are\\u001b[2J answered later"\n')
    name = write(UNANSWERED)
    _, out, _ = ftdata("validate", name, "--verbose")
    assert "note: R001 is ignored: prompts are\\x1b[2J answered later" in out
    assert "answered later" not in ftdata("validate", name)[1]
    assert "answered later" not in ftdata("validate", name, "--ignore", "R002", "--verbose")[1]


def test_a_named_config(configure, report):
    configure('select = ["R001"]\n', "other.toml")
    assert _codes(report("--config", "other.toml")) == {"R001": "error"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('targt = "azure"', "'targt'; did you mean target?"),
        ('plugins = ["evil"]', "--allow-plugins"),
        ('target = "azur"', "azure"),
        ("[severity]\nR999 = 'info'", "'R999'"),
        ("target = ", "not valid TOML"),
    ],
)
def test_a_wrong_config_is_one_line_and_exit_2(configure, ftdata, clean, text, expected):
    configure(text)
    code, out, err = ftdata("validate", clean)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert expected in err


def test_a_missing_config_is_told(ftdata, clean):
    code, _, err = ftdata("validate", clean, "--config", "none.toml")
    assert (code, err) == (2, "ftdata: none.toml: cannot be read: No such file or directory\n")


def test_a_chat_template_beside_the_config_is_asked(configure, report, tmp_path):
    configure("{% for m in messages %}{{ m.role }}{% endfor %}", "silent.jinja")
    configure('target = "huggingface"\nselect = ["H021"]\nchat-template = "silent.jinja"\n')
    assert set(_codes(report())) == {"H021"}, "it leaves out what is said"


def test_a_chat_template_that_is_not_there_is_told(configure, ftdata, write):
    configure('chat-template = "missing.jinja"\n')
    code, _, err = ftdata("validate", write(GOOD))
    assert code == 2 and "missing.jinja" in err
    assert ftdata("split", write(GOOD), "--output", "parts")[0] == 0, "a command without rules does not read it"
