"""The piece of a row that a problem is about, underlined."""

import json
from itertools import pairwise

import pytest

from tests.cli.conftest import GOOD

KEY = "AKIA" + "QZ7RTM2VW4XKLP5N"


def _row(role, text="Hi"):
    return {"messages": [{"role": role, "content": text}, GOOD["messages"][1]]}


def _underlined(out):
    """What stands above the marks, for every excerpt."""
    lines = out.splitlines()
    pairs = pairwise(lines)
    return [above[below.index("^") :][: below.count("^")] for above, below in pairs if set(below.strip("| ")) == {"^"}]


def test_the_place_is_underlined(ftdata, write):
    _, out, _ = ftdata("validate", write(GOOD, _row("robot")), "--select", "S006", "--excerpt")
    assert _underlined(out) == ['"role": "robot"']


def test_it_is_off_where_no_terminal_is(ftdata, write):
    _, out, _ = ftdata("validate", write(_row("robot")), "--select", "S006")
    assert "^" not in out


def test_after_bom_blank_lines_and_crlf(ftdata, tmp_path):
    text = b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n" + json.dumps(_row("robot")).encode() + b"\r\n"
    (tmp_path / "rows.jsonl").write_bytes(text)
    _, out, _ = ftdata("validate", "rows.jsonl", "--select", "S006", "--excerpt")
    assert _underlined(out) == ['"role": "robot"']


@pytest.mark.parametrize("text", ["\x1b[31m\u202e\n::error::", "日本語" * 40, "x" * 5000])
def test_odd_text_is_safe_and_short(ftdata, write, text):
    _, out, _ = ftdata("validate", write(_row("robot", text)), "--select", "S006", "--excerpt")
    assert "\x1b" not in out and "\u202e" not in out
    assert all(len(line) < 200 for line in out.splitlines() if line.startswith("    |"))


def test_secrets_are_masked(ftdata, write):
    _, out, _ = ftdata("validate", write(_row("user", f"my key {KEY} is")), "--select", "X002", "--excerpt")
    assert "X002" in out and "[SECRET]" in out and KEY not in out and KEY[:12] not in out


def test_a_place_in_another_container_has_none(ftdata, tmp_path):
    (tmp_path / "rows.json").write_text(json.dumps([_row("robot")], indent=1))
    code, out, _ = ftdata("validate", "rows.json", "--select", "S006", "--excerpt")
    assert code == 1 and "^" not in out


def test_a_line_far_down_a_file_that_is_read_in_parts(ftdata, write, monkeypatch):
    from ftdata.engine import parallel

    monkeypatch.setattr(parallel, "UNIT", 500)
    name = write(*[GOOD] * 50, _row("robot"))
    _, out, _ = ftdata("validate", name, "--select", "S006", "--excerpt", "--workers", "2")
    assert _underlined(out) == ['"role": "robot"']
