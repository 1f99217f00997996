"""``python -m tests.release.build FOLDER``: build the package from two copies, and keep it if both are the same."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONG_AGO = 1_000_000_000


def main(folder: str) -> int:
    """Leave the wheel and the source archive in a folder, and print their hashes."""
    with tempfile.TemporaryDirectory() as work:
        first, second = (built(Path(work) / name, stamp) for name, stamp in (("a", None), ("b", LONG_AGO)))
        if hashes(first) != hashes(second):
            sys.stdout.write(f"two builds differ: {hashes(first)} and {hashes(second)}\n")
            return 1
        shutil.copytree(first, folder, dirs_exist_ok=True)
    sys.stdout.writelines(f"{value}  {name}\n" for name, value in hashes(Path(folder)).items())
    return 0


def built(folder: Path, stamp: int | None = None) -> Path:
    """Build from a copy of what git knows, whose files may all be of one time."""
    source = folder / "source"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
            if stamp is not None:
                os.utime(source / name, (stamp, stamp))
    words = [sys.executable, "-m", "hatchling", "build", "-d", str(folder / "dist")]
    subprocess.run(words, cwd=source, env=os.environ | {"SOURCE_DATE_EPOCH": epoch()}, capture_output=True, check=True)
    return folder / "dist"


def epoch() -> str:
    """The time of the last commit, which archives are given in place of the time of day."""
    words = ["git", "log", "-1", "--format=%ct"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the files of a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
