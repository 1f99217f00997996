"""What a start loads, and what it leaves for later: each run is a process of its own."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unmeasured

HEAVY = {"datasets", "jsonschema", "numpy", "pandas", "pyarrow", "pydantic", "ray", "tiktoken", "tqdm"}
FOR_LARGE_FILES = {"concurrent.futures", "multiprocessing", "threading"}
SELDOM = {"csv", "difflib", "pathlib", "pkgutil", "shlex"}

VALIDATE = """
from ftdata.cli import main
assert main(["validate", {file!r}, "--target", {target!r}]) == 0
"""


def loaded(code: str) -> set[str]:
    """Names of the modules that are there once the code ran."""
    code += "\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def row(number: int) -> dict[str, object]:
    """A plain chat row."""
    talk = (("user", f"What is {number} times two?"), ("assistant", f"It is {number * 2}."))
    return {"messages": [{"role": role, "content": text} for role, text in talk]}


@pytest.fixture
def ten(tmp_path):
    """A clean file of ten rows."""
    file = tmp_path / "ten.jsonl"
    file.write_text("".join(json.dumps(row(number)) + "\n" for number in range(10)))
    return str(file)


def test_the_package_loads_nothing_of_weight():
    assert not loaded("import ftdata") & (HEAVY | FOR_LARGE_FILES | {"typing", "re"})


def test_the_verbs_load_nothing_of_weight():
    assert not loaded("import ftdata; ftdata.validate; ftdata.Report") & HEAVY


def test_the_version_loads_no_command():
    found = loaded("from ftdata.cli import main; main(['--version'])")
    assert not found & (HEAVY | {"argparse", "dataclasses", "ftdata.cli._frame", "ftdata.rules", "orjson"})


@pytest.mark.parametrize("target", ["any", "azure"])
def test_ten_plain_rows_load_little(ten, target):
    found = loaded(VALIDATE.format(file=ten, target=target))
    assert "ftdata.engine.validate" in found
    assert not found & (HEAVY | FOR_LARGE_FILES | SELDOM)


def test_rules_about_tools_wait_for_a_row_with_tools(ten):
    found = loaded(VALIDATE.format(file=ten, target="azure"))
    assert "ftdata.rules.roles.r001_no_assistant" in found
    assert not found & {"ftdata.rules.tools.t001_tool_call_shape", "ftdata.rules.schemas", "ftdata.rules.accept"}


def test_a_config_is_read_without_more(ten, tmp_path):
    (tmp_path / "ftdata.toml").write_text('ignore = ["D"]\nmax-problems = 5\nseverity = { R007 = "warning" }\n')
    code = f"import os; os.chdir({str(tmp_path)!r})" + VALIDATE.format(file=ten, target="azure")
    assert not loaded(code) & HEAVY


def test_rules_about_how_rows_are_written_wait_for_a_defect(ten):
    found = loaded(VALIDATE.format(file=ten, target="azure"))
    assert "ftdata.rules.file.f012_empty_file" in found
    assert "ftdata.rules.file.f003_invalid_json_line" not in found


@pytest.mark.parametrize(("call", "alone"), [("main()", True), ("main(['--version'])", False)])
def test_only_a_process_of_its_own_is_tuned(call, alone):
    code = f"import gc, sys; sys.argv = ['ftdata', '--version']; from ftdata.cli import main; {call}"
    code += "; print(gc.get_freeze_count() > 0, gc.get_threshold()[0] > 10_000)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == f"{alone} {alone}"
