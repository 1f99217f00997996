"""``ftdata format FILE`` tells a file's format, why, and which rows are not like the others."""

import json

HI = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]
GPT = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]


def _file(tmp_path, rows):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_file_of_one_format(ftdata, tmp_path):
    name = _file(tmp_path, [{"messages": HI, "instruction": "Hi", "output": "Hello!"}] * 3)
    code, out, err = ftdata("format", name)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{name}: chat (OpenAI chat messages)",
        "  container: jsonl",
        "  evidence: messages is a list of objects with role",
        "  method: sft",
        "  weaker: alpaca (there are columns instruction and output)",
        "  rows: 3 chat",
    ]


def test_every_odd_row_is_named_by_its_line(ftdata, tmp_path):
    odd = [{"conversations": GPT}, {"height": 1}, '{"messages": [}\n', "\n", "[1]\n", {"height": 2}]
    name = _file(tmp_path, [{"messages": HI}] * 3 + odd + [{"messages": HI}])
    code, out, _ = ftdata("format", name)
    assert code == 1
    said = out.splitlines()
    assert "  rows: 4 chat, 2 no format, 2 unreadable, 1 sharegpt" in said
    assert "  line 4: sharegpt: conversations is a list of objects with from and value" in said
    assert "  lines 5, 9: no format: has the keys height" in said
    assert any(line.startswith("  line 6: unreadable: ") for line in said)
    assert "  line 8: unreadable: a row is an object, not list" in said


def test_the_first_250_rows_settle_the_format_and_all_are_counted(ftdata, tmp_path):
    name = _file(tmp_path, [{"messages": HI}] * 300 + [{"conversations": GPT}] * 400)
    _, out, _ = ftdata("format", name, "--output", "json")
    (found,) = json.loads(out)
    assert (found["format"], found["rows"]) == ("chat", {"chat": 300, "sharegpt": 400})
    assert found["odd"][0]["places"][0] == {"file": name, "line": 301, "example": 301}


def test_a_tie_is_told_with_the_names(ftdata, tmp_path):
    name = _file(tmp_path, [{"messages": HI, "conversations": GPT}] * 2)
    code, out, _ = ftdata("format", name)
    assert code == 1
    assert "chat or sharegpt: say which with --format" in out
    assert "2 chat or sharegpt" in out


def test_many_kinds_of_odd_rows_do_not_flood(ftdata, tmp_path):
    name = _file(tmp_path, [{"messages": HI}] * 30 + [{f"key{number}": 1} for number in range(25)])
    _, out, _ = ftdata("format", name)
    assert len(out.splitlines()) < 20
    assert "25 no format" in out and "of further kinds" in out


def test_hostile_names_are_made_safe(ftdata, tmp_path):
    name = _file(tmp_path, [{"\x1b[31mred": 1, "a\nb": 2}])
    _, out, _ = ftdata("format", name)
    assert "\x1b" not in out and "a\nb" not in out


def test_an_unknown_word_is_neither_file_nor_format(ftdata):
    assert "did you mean chat?" in ftdata("format", "chit")[2]
    assert "cannot be opened" in ftdata("format", "gone.jsonl")[2]


def test_in_a_notebook():
    import ftdata as library

    found = library.detect([{"messages": HI}, {"<b>": 1}])
    assert (found.format, found.votes["chat"]) == ("chat", 1)
    assert "example 2: no format: has the keys <b>" in str(found)
    assert "<b>" not in found._repr_html_()
