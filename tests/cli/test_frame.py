"""The frame: finding commands, exit codes, signals, streams that break."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ftdata import __version__
from ftdata.cli import _frame, validate
from ftdata.errors import UnreadableError

ROOT = Path(__file__).parents[2]
COMMANDS = _frame.command_names()


def test_version(ftdata):
    assert ftdata("--version") == (0, f"ftdata {__version__}\n", "")


def test_help_lists_every_command_with_its_line(ftdata):
    code, out, err = ftdata("--help")
    assert (code, err) == (0, "")
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] and _frame.command(name).HELP in line for line in out.splitlines()), name


def test_no_command_is_a_wrong_call_that_shows_the_help(ftdata):
    code, out, err = ftdata()
    assert (code, out) == (2, "")
    assert err.startswith("usage: ftdata COMMAND")


def test_the_four_commands_are_there():
    assert {"validate", "rule", "format", "target"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(ftdata, name):
    code, out, err = ftdata(name, "--help")
    assert (code, err) == (0, "")
    assert f"\n  ftdata {name}" in out.split("examples:")[1]


def test_unknown_command_names_the_nearest_and_all(ftdata):
    code, out, err = ftdata("validat")
    assert (code, out) == (2, "")
    assert "no command is called 'validat'; did you mean validate?" in err
    assert all(name in err for name in COMMANDS)


def test_option_before_the_command(ftdata):
    code, _, err = ftdata("--quiet", "validate", "x")
    assert code == 2
    assert "options come after it" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("validate",), "FILE"),
        (("validate", "x", "--outpt", "json"), "--outpt"),
        (("validate", "x", "--output", "yaml"), "json, jsonl, junit"),
        (("validate", "x", "--max-problems", "-1"), "0 or more"),
        (("validate", "x", "--workers", "many"), "0 or more"),
        (("validate", "x", "--columns", "prompt"), "prompt=question"),
        (("validate", "x", "--select", "R001,,T"), "empty entry"),
        (("validate", "x", "--quiet", "--verbose"), "not allowed with"),
        (("validate", "x", "--target", "azur"), "azure"),
        (("validate", "x.jsonl"), "x.jsonl"),
    ],
)
def test_wrong_call_is_one_line_and_exit_2(ftdata, words, expected):
    code, out, err = ftdata(*words)
    assert (code, out) == (2, "")
    assert err.startswith("ftdata: ") and err.count("\n") == 1
    assert expected in err


def test_what_the_user_typed_is_made_safe(ftdata):
    _, _, err = ftdata("validate", "x", "--output", "\x1b[31m\n::error::\u202e")
    assert err.count("\n") == 1
    assert not set("\x1b\u202e") & set(err)


def _raise(error):
    def run(_options):
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "expected"),
    [
        (UnreadableError("a.jsonl: cut off"), 2, "ftdata: a.jsonl: cut off\n"),
        (KeyboardInterrupt(), 130, "ftdata: interrupted; nothing was written\n"),
        (
            FileNotFoundError(2, "No such file or directory", "b.jsonl"),
            2,
            "ftdata: b.jsonl: No such file or directory\n",
        ),
        (OSError("odd"), 2, "ftdata: odd\n"),
        (MemoryError(), 2, "ftdata: there is not enough memory\n"),
        (
            ModuleNotFoundError("No module named 'orjson'"),
            2,
            "ftdata: a part of the installation is missing: No module named 'orjson'. Install ftdata again\n",
        ),
        (
            ZeroDivisionError("secret"),
            2,
            "ftdata: internal error, please report it: ZeroDivisionError; --verbose shows where\n",
        ),
    ],
)
def test_errors_become_one_line(ftdata, monkeypatch, error, code, expected):
    monkeypatch.setattr(validate, "run", _raise(error))
    assert ftdata("validate", "x") == (code, "", expected)


def test_a_bug_shows_its_traceback_only_with_verbose(ftdata, monkeypatch):
    monkeypatch.setattr(validate, "run", _raise(ZeroDivisionError("why")))
    code, _, err = ftdata("validate", "x", "--verbose")
    assert code == 2
    assert "Traceback" in err and err.endswith("please report it: ZeroDivisionError\n")


def test_a_command_says_what_it_leaves_behind(ftdata, monkeypatch):
    monkeypatch.setattr(validate, "run", _raise(KeyboardInterrupt()))
    monkeypatch.setattr(validate, "STOPPED", "the files are as they were", raising=False)
    assert ftdata("validate", "x")[2] == "ftdata: interrupted; the files are as they were\n"


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")]
)
def test_signals(ftdata, monkeypatch, number, code, word):
    cleaned = []

    def run(_options):
        try:
            signal.raise_signal(number)
        finally:
            cleaned.append(True)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(validate, "run", run)
    assert ftdata("validate", "x") == (code, "", f"ftdata: {word}; nothing was written\n")
    assert cleaned == [True]
    assert signal.getsignal(signal.SIGTERM) is before


_ENDED = {"SIGTERM": "SystemExit", "SIGINT": "KeyboardInterrupt"}
_STOPPED_WHILE_SETTING_UP = """
import signal, sys
from ftdata.cli._signals import terminable

class Finder:
    def find_spec(self, name, *_):
        if name == "uuid":
            sys.meta_path.remove(self)
            signal.raise_signal(signal.{number})

sys.meta_path.insert(0, Finder())
try:
    with terminable():
        import orjson
        while True:
            pass
except (KeyboardInterrupt, SystemExit) as end:
    print(type(end).__name__, orjson.loads(b"1"))
"""


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT"])
def test_a_signal_waits_for_a_module_in_c(number):
    """orjson imports uuid and does not look at the result, so an exception there would crash Python."""
    words = [sys.executable, "-c", _STOPPED_WHILE_SETTING_UP.format(number=number)]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": "."}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{_ENDED[number]} 1\n".encode()), done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_in_the_making_of_a_class(ftdata, monkeypatch, number, code):
    class Field:
        def __set_name__(self, *_):
            signal.raise_signal(number)

    monkeypatch.setattr(validate, "run", lambda _: type("Model", (), {"field": Field()}))
    assert ftdata("validate", "x")[0] == code


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_that_is_swallowed_comes_again(ftdata, monkeypatch, number, code):
    class Thing:
        def __del__(self):
            signal.raise_signal(number)

    def run(_options):
        Thing()
        time.sleep(60)

    monkeypatch.setattr(validate, "run", run)
    found, _, err = ftdata("validate", "x")
    assert (found, err.count("\n")) == (code, 1)


def test_a_reader_that_leaves_early_changes_nothing(process, clean):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process("validate", clean, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("--version",), ("--help",), ("validate", "--help"), ("rule",)])
def test_a_full_disk_is_told(process, words):
    with Path("/dev/full").open("wb") as full:
        done = process(*words, stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"ftdata: cannot write to standard output: No space left on device\n"


def test_ascii_terminal_gets_escapes(process, write):
    name = write({"messages": [{"role": "usér", "content": "Hi"}, {"role": "assistant", "content": "x"}]})
    done = process("validate", name, "--select", "S006", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert b"us\\xe9r" in done.stdout


def test_ends_without_a_word_on_standard_error(process, clean):
    done = process("validate", clean)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_deleted_directory_is_no_problem(process, clean, tmp_path):
    code = (
        "import os, sys\nos.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')\n"
        f"from ftdata.cli import main\nsys.exit(main(['validate', {str(tmp_path / clean)!r}]))"
    )
    done = process(python=code)
    assert (done.returncode, done.stderr) == (0, b"")


HEAVY = ("pydantic", "jsonschema", "tiktoken", "numpy", "datasets", "tqdm", "pandas", "pyarrow", "importlib.metadata")


def test_a_clean_run_loads_nothing_heavy(process, clean):
    code = (
        f"import sys\nimport ftdata.cli\nprint([m for m in {HEAVY!r} if m in sys.modules])\n"
        f"code = ftdata.cli.main(['validate', {clean!r}])\nprint(code, [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = process(python=code)
    lines = done.stdout.decode().splitlines()
    assert (lines[0], lines[-1]) == ("[]", "0 []"), done.stderr


def test_version_loads_next_to_nothing(process):
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom ftdata.cli import main\nmain(['--version'])\n"
        "print(sorted(name for name in set(sys.modules) - before if '.' not in name or name.startswith('ftdata')))"
    )
    loaded = process(python=code).stdout.decode()
    assert not [name for name in ("argparse", "dataclasses", "ftdata.engine", "ftdata.types") if repr(name) in loaded]


def test_a_command_is_imported_only_when_called(process):
    code = (
        "import sys\nfrom ftdata.cli import main\nmain(['format'])\n"
        "print([name for name in sys.modules if name == 'ftdata.cli.validate'])"
    )
    assert process(python=code).stdout.endswith(b"[]\n")


@pytest.mark.parametrize("name", ["json", "orjson", "argparse", "tqdm"])
def test_no_code_of_the_current_directory_runs(process, clean, tmp_path, name):
    (tmp_path / f"{name}.py").write_text("open('canary', 'w')")
    done = process("validate", clean, "--output", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert not (tmp_path / "canary").exists()
