"""The hooks work with the real pre-commit: it clones the project, installs it, and runs it on a commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GOOD = b'{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}\n'
BAD = b'{"messages": [{"role": "user", "content": "Hi"}]}\n'
MENDABLE = GOOD.replace(b'"Hello!"', b'"Hello!", "weight": 1.0')
MENDED = MENDABLE.replace(b"1.0", b"1")

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout"),
]


def run(*words, home, check=True):
    """Run a command with a git and pre-commit configuration of its own."""
    own = {"HOME": str(home), "PRE_COMMIT_HOME": str(home / "cache"), "GIT_CONFIG_NOSYSTEM": "1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    done = subprocess.run(words, cwd=home / "repo", env=inherited | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
    return done


def project(home) -> Path:
    """A repository with the project as it stands in the working tree, tagged."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    copy = home / "repo"
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    begin(home)
    run("git", "tag", "v0.1.0", home=home)
    return copy


def begin(home):
    """Make the folder ``repo`` a repository and commit what is there."""
    run("git", "init", "--quiet", home=home)
    run("git", "config", "user.name", "Tester", home=home)
    run("git", "config", "user.email", "tester@example.org", home=home)
    run("git", "add", "--all", home=home)
    run("git", "commit", "--quiet", "--message", "begin", home=home)


@pytest.fixture(scope="module")
def user(tmp_path_factory):
    """A user's repository whose pre-commit runs both hooks; installing them takes most of the time."""
    source = project(tmp_path_factory.mktemp("project"))
    home = tmp_path_factory.mktemp("user")
    options = ["--target", "azure", "--ignore", "L"]
    hooks = [{"id": "ftdata-validate", "args": options}, {"id": "ftdata-fix", "args": options, "stages": ["manual"]}]
    (home / "repo").mkdir()
    config = yaml.safe_dump({"repos": [{"repo": str(source), "rev": "v0.1.0", "hooks": hooks}]})
    (home / "repo" / ".pre-commit-config.yaml").write_text(config)
    begin(home)
    run(sys.executable, "-m", "pre_commit", "install", "--install-hooks", home=home)
    return home


def commit(home, name, data):
    (home / "repo" / name).write_bytes(data)
    run("git", "add", name, home=home)
    done = run("git", "commit", "--message", name, home=home, check=False)
    run("git", "reset", "--quiet", home=home)
    return done


def test_manifest_is_valid(tmp_path):
    (tmp_path / "repo").mkdir()
    manifest = str(ROOT / ".pre-commit-hooks.yaml")
    run(sys.executable, "-m", "pre_commit", "validate-manifest", manifest, home=tmp_path)


def test_a_bad_file_is_refused(user):
    done = commit(user, "bad.jsonl", BAD)
    assert done.returncode != 0
    assert "R001" in done.stdout + done.stderr
    assert "bad.jsonl:1" in done.stdout + done.stderr


def test_a_good_file_passes(user):
    done = commit(user, "good.jsonl", GOOD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ftdata validate" in done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr


def test_other_files_are_left_alone(user):
    done = commit(user, "notes.json", BAD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" in done.stdout + done.stderr


def test_the_fix_hook_mends_in_place(user):
    path = user / "repo" / "mendable.jsonl"
    path.write_bytes(MENDABLE)
    run("git", "add", path.name, home=user)
    words = (sys.executable, "-m", "pre_commit", "run", "ftdata-fix", "--hook-stage", "manual", "--files", str(path))
    done = run(*words, home=user, check=False)
    assert done.returncode != 0, "a file that was changed is to be added again"
    assert path.read_bytes() == MENDED
    assert run(*words, home=user).returncode == 0
