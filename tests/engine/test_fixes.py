"""What fixes leave: no problem that was not there before, and nothing more to fix."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ftdata.engine.mend import begin, mend
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.errors import FtdataError
from ftdata.rules import rules
from ftdata.rules.page import page
from tests.corpora import ROOT, needed

EVERY = [rule for rule in rules().values() if rule.family != "user"]
FENCES = [(rule, number, fence) for rule in EVERY for number, fence in enumerate(page(rule).fences)]
BAD = [
    pytest.param(fence, id=f"{rule.code}-{number}")
    for rule, number, fence in FENCES
    if fence.kind == "bad" and not {"size", "fact", "flags", "max_line", "max_values"} & fence.options.keys()
]
LARGEST = 500_000
"""Bytes of the largest file of the corpora that is fixed here."""


def _files():
    names = {entry["file"] for entry in json.loads((ROOT / "manifest.json").read_text())} if ROOT.is_dir() else ()
    return [
        name
        for name in sorted(names)
        if name.endswith((".jsonl", ".json")) and (ROOT / name).is_file() and (ROOT / name).stat().st_size < LARGEST
    ]


def _settings(fence):
    options = fence.options
    name, _, value = options.get("set", "").partition(":")
    return Settings(
        options.get("target", "azure"),
        options.get("method"),
        options.get("model"),
        options.get("format"),
        options={name: json.loads(value)} if name else {},
    )


def _mended(source, settings, out, *, unsafe):
    """Write what fixing makes of a file, fixes of mere information too; say which codes they had."""
    result = begin(settings)
    chosen = settings._replace(select=tuple(rule.code for rule in EVERY))
    lines = list(mend(source, chosen, result, output=str(out), unsafe=unsafe))
    out.write_bytes(b"".join(line.after for line in lines))
    return {code for code, _ in result.fixes}


def _new(source, settings, tmp_path, *, unsafe):
    """Codes of what is found more often after fixing than before, and of what there still is to fix.

    A row that could not be read had no other problem before, so of a file with such rows only the second is known.
    """
    out = tmp_path / f"fixed-{Path(source).stem}.jsonl"
    before = validate([source], settings)
    if not _mended(source, settings, out, unsafe=unsafe) or not out.stat().st_size:
        return {}, set()
    after = validate([str(out)], settings)
    new = Counter(after.by_code()) - Counter(before.by_code())
    if before.rows != after.rows:  # what is said of a file as a whole, such as that its rows are few
        new = Counter({code: number for code, number in new.items() if rules()[code].kind != "check_file"})
    unread = before.rows != before.files[0].readable or before.files[0].format != after.files[0].format
    return {} if unread else dict(new), _mended(str(out), settings, tmp_path / "again.jsonl", unsafe=unsafe)


def _try(source, settings, tmp_path, *, unsafe):
    """The same; nothing of a file that is not fixed, since nobody says what it is, or it is no file of lines."""
    try:
        return _new(source, settings, tmp_path, unsafe=unsafe)
    except FtdataError:
        return {}, set()


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("fence", BAD)
def test_a_fix_creates_no_problem(fence, unsafe, tmp_path):
    path = tmp_path / fence.options.get("file", "train.jsonl")
    path.write_bytes(fence.content)
    assert _try(str(path), _settings(fence), tmp_path, unsafe=unsafe) == ({}, set())


@needed
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("name", _files())
def test_fixes_of_real_files_create_no_problem(name, unsafe, tmp_path):
    for target in ("any", "azure"):
        assert _try(str(ROOT / name), Settings(target), tmp_path, unsafe=unsafe) == ({}, set()), target
