"""The wheel and the source archive hold what they must and nothing else, and the wheel works once it is installed."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from email import message_from_bytes

import pytest

import ftdata
from tests.release import build

ROOT = build.ROOT
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
needs_git = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a git checkout, or no git"
)
needs_hatchling = pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling is not installed")


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    return build.built(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def wheel(dist):
    (path,) = dist.glob("*.whl")
    return path


def tracked(folder):
    done = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.splitlines() if (ROOT / name).is_file()}


@needs_git
@needs_hatchling
def test_two_builds_are_the_same(dist, tmp_path):
    assert build.hashes(dist) == build.hashes(build.built(tmp_path / "second", build.LONG_AGO))


@needs_git
@needs_hatchling
def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == tracked("ftdata")
    assert {"py.typed", "targets/azure.toml", "reporters/_page/page.js"} <= {name[len("ftdata/") :] for name in names}
    assert {name.split(".dist-info/")[1] for name in about} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


@needs_git
@needs_hatchling
def test_the_wheel_says_what_the_project_says(wheel):
    archive = zipfile.ZipFile(wheel)
    about = {name.split("/")[1]: archive.read(name) for name in archive.namelist() if ".dist-info/" in name}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    head = message_from_bytes(about["METADATA"])
    assert (head["Name"], head["Version"]) == ("ftdata", ftdata.__version__) == (project["name"], project["version"])
    assert (head["License-Expression"], head["Requires-Python"]) == ("Apache-2.0", ">=3.11")
    needed = [name for name in head.get_all("Requires-Dist") if "extra ==" not in name]
    assert len(needed) == len(project["dependencies"])
    assert b"ftdata = ftdata.cli:main" in about["entry_points.txt"]


@needs_git
@needs_hatchling
def test_the_source_archive_builds_and_holds_no_tests(dist):
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert tracked("ftdata") | {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO"} <= names
    assert not [name for name in names if name.startswith(("tests/", ".github/", ".ci/"))]


@needs_git
@needs_hatchling
@pytest.mark.heavy
def test_an_installed_wheel_works(wheel, tmp_path):
    """In an environment that has ftdata's dependencies and the wheel, away from the sources."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    where = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    subprocess.run([*where, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    (site,) = (tmp_path / "venv" / "lib").glob("*/site-packages")
    shown = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *filter(_is_a_site, sys.path)}
    (site / "dependencies.pth").write_text("\n".join(shown), encoding="utf-8")
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "COVERAGE_PROCESS_CONFIG")
    }

    def run(*words):
        command = [str(tmp_path / "venv" / "bin" / "ftdata"), *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    shutil.copy2(ROOT / "samples" / "broken.jsonl", tmp_path)
    place = subprocess.run(
        [str(python), "-c", "import ftdata; print(ftdata.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert place.stdout.strip() == str(site / "ftdata" / "__init__.py")
    assert run("--version").stdout.split()[-1] == ftdata.__version__
    assert "8 errors" in run("validate", "broken.jsonl", "--target", "azure", "--model", "gpt-4.1-mini").stdout
    assert json.loads(run("stats", "broken.jsonl", "--model", "gpt-4.1-mini", "--output", "json").stdout)
    assert "no-assistant" in run("rule", "R001").stdout
    assert run("report", "broken.jsonl", "-o", "page.html").returncode == 1 and (tmp_path / "page.html").stat().st_size


def _is_a_site(folder: str) -> bool:
    return folder.endswith("site-packages")


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])
def test_workflows_use_what_cannot_be_changed_under_them(path):
    """Actions are named by the hash of a commit, no token may do more than it has to, and targets of make are there."""
    import yaml

    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used and all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", name) for name in used)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert "secrets." not in text
    lines = [line for step in steps for line in re.findall(r"\bmake (.+)", step.get("run", ""))]
    lines += [
        line for job in workflow["jobs"].values() for line in job.get("strategy", {}).get("matrix", {}).get("what", ())
    ]
    wanted = {word for line in lines for word in line.split() if re.fullmatch(r"[a-z-]+", word)}
    assert wanted <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_a_release_is_attested():
    import yaml

    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))["jobs"]
    named = {name: [step.get("uses", "").split("@")[0] for step in job["steps"]] for name, job in jobs.items()}
    assert "actions/attest-build-provenance" in named["build"]
    assert "pypa/gh-action-pypi-publish" in named["publish"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}, "nothing that builds may publish"
