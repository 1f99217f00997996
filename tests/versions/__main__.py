"""``python -m tests.versions [--bytes] [NAME ...]``: the tests in environments with other Pythons and other packages.

Each environment is made with uv in ``build/versions``. At the end the commands of ``commands.py`` have to have written
the same bytes in every environment with the newest packages, whatever its Python; ``--bytes`` does nothing else.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "versions"
EXTRAS = [word for name in ("huggingface", "languages", "openai", "pandas") for word in ("--extra", name)]
TOOLS = ("hypothesis", "pytest", "pytest-xdist", "hatchling")
OF_DATASETS = (
    "tests/loaders", "tests/writers", "tests/test_api.py", "tests/engine/test_intake.py", "tests/test_startup.py",
    "tests/formats/test_columns.py", "tests/cli/test_outputs.py",
)  # fmt: skip


@dataclass(frozen=True)
class Environment:
    """A Python, how versions are chosen, what is asked for besides, and the tests to run (all of them if none)."""

    python: str
    resolution: str = "highest"
    also: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


ENVIRONMENTS = {
    "py3.11": Environment("3.11"),
    "py3.12": Environment("3.12"),
    "py3.13": Environment("3.13"),
    "lowest": Environment("3.11", "lowest-direct"),
    "datasets-3.2": Environment("3.11", also=("datasets==3.2.*",), tests=OF_DATASETS),
    "datasets-4": Environment("3.11", also=("datasets==4.*",), tests=OF_DATASETS),
    "datasets-5": Environment("3.13", also=("datasets==5.*",), tests=OF_DATASETS),
}


def main(names: list[str]) -> int:
    """Print a line for each environment; the exit code says whether all tests passed and all bytes were the same."""
    written, bad, only_bytes = {}, 0, "--bytes" in names
    names = [name for name in names if name != "--bytes"] or list(ENVIRONMENTS)
    for name in names:
        python = _make(name, ENVIRONMENTS[name])
        passed = only_bytes or _test(python, ENVIRONMENTS[name].tests)
        sys.stdout.write(f"{name}: {'made' if only_bytes else 'passed' if passed else 'failed'}\n")
        bad += not passed
        if name.startswith("py"):
            written[name] = _output(python)
    different = sorted(
        {line for each in written.values() for line in each if len({w[line] for w in written.values()}) > 1}
    )
    for line in different:
        sys.stdout.write(f"not the same bytes: {line}\n")
    sys.stdout.write(f"{len(names) - bad} environments passed, {bad} failed\n")
    return int(bool(bad or different))


def _make(name: str, environment: Environment) -> str:
    """An environment with the lowest or newest packages; the tools of testing may not change their versions."""
    folder = FOLDER / name
    pins = FOLDER / f"{name}.txt"
    FOLDER.mkdir(parents=True, exist_ok=True)
    _uv("venv", "--clear", "--python", environment.python, str(folder))
    python = str(folder / "bin" / "python")
    asked = FOLDER / f"{name}.in"
    asked.write_text("\n".join(environment.also), encoding="utf-8")
    _uv(
        "pip", "compile", "--python", python, "--resolution", environment.resolution, *EXTRAS,
        "pyproject.toml", str(asked), "--output-file", str(pins),
    )  # fmt: skip
    _uv("pip", "install", "--python", python, "--requirement", str(pins))
    _uv("pip", "install", "--python", python, "--constraint", str(pins), "pip", *TOOLS)
    _uv("pip", "install", "--python", python, "--no-deps", "--editable", ".")
    return python


def _uv(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *words], cwd=ROOT, check=True)


def _test(python: str, tests: tuple[str, ...]) -> bool:
    words = [python, "-m", "pytest", "-q", "-n", "auto", "-m", "not heavy", "-p", "no:cacheprovider", *tests]
    return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


def _output(python: str) -> dict[str, str]:
    done = subprocess.run(
        [python, "-m", "tests.versions.commands"], cwd=ROOT, env=os.environ, capture_output=True, check=True
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
