"""Where the programs come from: this environment, and one of its own for each heavy peer."""

import subprocess
import sys
import venv
from pathlib import Path

from tests.benchmarks.race import RunError

_LAUNCHER = """import sys
if __name__ == "__main__":
    from ftdata.cli import main
    sys.exit(main())
"""


def ftdata(folder: Path) -> list[str | Path]:
    """How ftdata is started: the installed command, or a copy of it where it is not installed."""
    installed = Path(sys.executable).parent / "ftdata"
    if installed.exists():
        return [installed]
    launcher = folder / "start.py"
    launcher.write_text(_LAUNCHER, encoding="utf-8")
    return [sys.executable, launcher]


def python_with(folder: Path, name: str, *packages: str) -> Path:
    """Return a Python that has some packages from PyPI, installed when they are first needed.

    Raises:
        RunError: They cannot be installed.
    """
    room = folder / "rooms" / name
    python = room / "bin" / "python"
    mark = room / ".installed"
    if mark.exists():
        return python
    venv.create(room, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    done = subprocess.run(pip, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RunError(f"{' '.join(packages)} cannot be installed: {(done.stderr.splitlines() or ['?'])[-1][:200]}")
    mark.touch()
    return python


def version(python: Path | str, package: str) -> str:
    """Version of a package in an environment; empty where it is missing."""
    ask = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    done = subprocess.run([python, "-c", ask, package], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def vocabulary(folder: Path, name: str) -> tuple[str, str]:
    """Fill a cache of tiktoken's from what ftdata finds offline; return the variable that names it.

    Raises:
        RunError: The vocabulary is nowhere on this machine.
    """
    cache = folder / "tiktoken"
    fill = "import sys, ftdata.tokenizers as t; t.encoding(sys.argv[1])"
    root = str(Path(__file__).parents[2])
    environment = {"TIKTOKEN_CACHE_DIR": str(cache), "PYTHONPATH": root}
    done = subprocess.run([sys.executable, "-c", fill, name], check=False, capture_output=True, env=environment)
    if done.returncode:
        raise RunError(f"the vocabulary {name} is not on this machine")
    return "TIKTOKEN_CACHE_DIR", str(cache)
