"""Tries a mutant in an interpreter and a copy of the project of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutants.sites import Mutant

SECONDS = 300


def copy_of_the_project(folder: Path) -> Path:
    """Copy what git knows of the project, with the corpora beside it where they are."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if os.path.isfile(name):
            (folder / "project" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, folder / "project" / name)
    if os.path.isdir("../shared"):
        (folder / "shared").symlink_to(Path("../shared").resolve())
    return folder / "project"


def verdict(project: Path, mutant: Mutant, names: list[str]) -> str:
    """Run tests with a mutant: killed, timeout or survived."""
    target = project / mutant.path
    before = target.read_bytes()
    listed = project / "tests.txt"
    listed.write_text("\n".join(names), encoding="utf-8")
    words = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"@{listed}"]
    try:
        target.write_text(mutant.code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, *words],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    finally:
        target.write_bytes(before)
    return "killed" if done.returncode else "survived"
