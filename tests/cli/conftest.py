"""What the tests of the command line share."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ftdata.cli import main

ROOT = Path(__file__).parents[2]
GOOD = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
UNANSWERED = {"messages": [{"role": "user", "content": "Hi"}]}
UNFINISHED = {"messages": [*GOOD["messages"], {"role": "user", "content": "Bye"}]}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """Work in a fresh directory, out of reach of any config but the test's own."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def write(tmp_path):
    """Write rows to a JSON Lines file and return its name."""

    def write_rows(*rows, name="train.jsonl"):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return name

    return write_rows


@pytest.fixture
def clean(write):
    """Name of a file of ten different sound rows, with one system prompt."""
    system = {"role": "system", "content": "Answer with the number."}
    rows = [
        [system, {"role": "user", "content": f"Add {i} and 1"}, {"role": "assistant", "content": f"{i + 1}"}]
        for i in range(10)
    ]
    return write(*({"messages": messages} for messages in rows), name="clean.jsonl")


@pytest.fixture
def ftdata(capsys):
    """Run a command line in this process and return exit code, standard output and standard error."""

    def run(*words):
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def process(tmp_path):
    """Run a command line, or Python code, in a process of its own."""

    def run(*words, python=None, **options):
        command = [sys.executable, "-c", python] if python else [sys.executable, "-m", "ftdata"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | options.pop("env", {})
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60} | options
        return subprocess.run([*command, *words], cwd=tmp_path, env=environment, check=False, **options)

    return run
