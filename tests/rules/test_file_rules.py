"""How files are written: sharp cases beyond the pages, each with its exact place."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from ftdata.engine import Settings
from ftdata.engine.fix import Fixer
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.validate import validate
from ftdata.loaders import jsonl, open_source, records
from ftdata.targets import STALE_DAYS, get
from tests import corpora

ROW = b'{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}'
SUITE = Path(corpora.path("parse_JSONTestSuite/test_parsing"))


def report_on(directory, content, name="train.jsonl", select=("F",), **options):
    path = directory / name
    path.write_bytes(content)
    options = {"target": "azure", "today": date(2026, 11, 23)} | options
    return validate([str(path)], Settings(select=select, **options))


def found(*args, **options):
    """Code, line and example of every finding that is more than information."""
    problems = report_on(*args, **options).problems
    return [(p.code, p.location.line, p.location.example) for p in problems if p.severity != "info"]


def read(directory, content, name):
    path = directory / name
    path.write_bytes(content)
    return list(records(open_source(str(path))))


def test_place_after_blank_lines_mark_crlf_and_separator(tmp_path):
    first = ROW.replace(b"Hello!", "a\u2028b".encode())
    content = b"\xef\xbb\xbf" + first + b"\r\n\r\n  \r\n" + ROW + b'\r\n{"messages": [}\r\n'
    problems = {p.code: p for p in report_on(tmp_path, content).problems}
    assert (problems["F011"].location.line, problems["F011"].location.example) == (1, 1)
    assert (problems["F006"].location.line, problems["F006"].location.example, problems["F006"].count) == (2, None, 2)
    broken = problems["F003"]
    assert (broken.location.line, broken.location.example) == (5, 3)
    assert content[broken.location.offset :].startswith(b'{"messages": [}')
    assert "at byte 15 of the row" in broken.message
    assert (problems["F013"].location.line, problems["F013"].count) == (1, 5)
    assert problems["F002"].location.line is None


def test_array_with_a_broken_element_keeps_the_others(tmp_path):
    rows = [json.dumps({"n": number}).encode() for number in range(5)]
    rows[2] = b'{"n": 2,, "x": "}"}'
    content = b"[\n  " + b",\n  ".join(rows) + b"\n]\n"
    assert [(r.line, r.example, r.row) for r in read(tmp_path, content, "t.json")] == [
        (2, 1, {"n": 0}),
        (3, 2, {"n": 1}),
        (4, 3, None),
        (5, 4, {"n": 3}),
        (6, 5, {"n": 4}),
    ]
    assert found(tmp_path, content) == [("F005", None, None), ("F003", 4, 3)]


@pytest.mark.parametrize("broken", [b'{"n": 2', b'{"n": "2}', b'{"n": [2}', b"{2"])
def test_array_element_without_its_end_does_not_swallow_the_next(tmp_path, broken):
    content = b'[\n  {"n": 1},\n  ' + broken + b',\n  {"n": 3}\n]'
    rows = read(tmp_path, content, "t.json")
    assert [(r.line, r.row) for r in rows] == [(2, {"n": 1}), (3, None), (4, {"n": 3})]


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (b'[\n{"n": 1}\n{"n": 2}\n]', "a comma is missing", 2),
        (b'[\n{"n": 1},\n{"n": 2},\n]', "a comma before the closing bracket", 3),
        (b'[\n{"n": 1},\n{"n": 2}\n', "never closed", 3),
        (b'[\n{"n": 1},\n{"n": 2},\n', "never closed", 3),
    ],
)
def test_fault_between_elements_is_told_and_costs_no_row(tmp_path, content, fault, line):
    report = report_on(tmp_path, content, "t.json", target="any")
    assert [(p.code, p.location.line) for p in report.problems] == [("F003", line)]
    assert fault in report.problems[0].message
    assert (report.files[0].rows, report.files[0].readable) == (2, 2)


def test_pretty_printed_is_one_finding(tmp_path):
    row = json.loads(ROW)
    content = "\n".join(json.dumps(row, indent=2) for _ in range(6)).encode()
    assert found(tmp_path, content) == [("F005", None, None)]


def test_place_inside_a_pretty_printed_row(tmp_path):
    content = json.dumps([{"n": 1}, {"m": 0, "n": 2}], indent=1).replace('"n": 2', '"n": NaN').encode()
    problem = report_on(tmp_path, content, "t.json", target="any").problems[0]
    assert (problem.code, problem.location.line, problem.location.example) == ("F009", 7, 2)
    assert "at byte 8 of the line" in problem.message


@pytest.mark.parametrize("second", [b'{"a": 2}', b'{"a": 2},'])
@pytest.mark.parametrize("first", [b'{"a": 1},', b'{"a": 1,', b'{"a": [{"b": 1},'])
def test_a_line_that_breaks_off_does_not_make_the_file_a_document(tmp_path, first, second):
    rows = read(tmp_path, first + b"\n" + second + b'\n{"a": 3}\n', "t.jsonl")
    assert [r.line for r in rows] == [1, 2, 3]
    assert rows[0].defects and not rows[0].row
    assert rows[2].row == {"a": 3}


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b"[1, 2]\n", "jsonl"),
        (b"{\n", "jsonl"),
        (b'{"messages": [\n', "jsonl"),
        (b'{\n{"a": 1\n', "jsonl"),
        (b'\xff{"a": 1, "b": 2}\n{"a": 1, "b": 2}\n', "jsonl"),
        (b'\xff{"a": 1, "b": 2}\n\xff{"a": 1, "b": 2}\n', "jsonl"),
        (b'{"data": [1], "n": 1}\n{"data": [2], "n": 2}\n', "jsonl"),
        (b'[{"a": 1}]\n', "json"),
        (b'[\n"a",\n"b"\n]\n', "json"),
        (b'{"a": [{"b": 1},\n{"b": 2}]}\n', "json"),
        (b'{"a": 1,\n"b": 2}\n', "json"),
        (b'{"data": [{"a": 1}]}\n', "json"),
        (b"prompt,completion\na,b\n", "csv"),
    ],
)
def test_container_goes_by_content(tmp_path, content, container):
    path = tmp_path / "t.jsonl"
    path.write_bytes(content)
    with open_source(str(path)) as source:
        assert source.container == container


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encoding_is_one_finding(tmp_path, encoding):
    text = ROW.decode().replace("Hello!", "Grüße 😀") + "\n"
    report = report_on(tmp_path, (text * 12).encode(encoding))
    assert [p.code for p in report.problems] == ["F023"]
    assert "iconv" in report.problems[0].message and report.files[0].rows == 12


def test_offsets_are_not_claimed_where_the_bytes_are_not_the_files_own(tmp_path):
    assert [r.offset for r in read(tmp_path, (ROW + b"\n").decode().encode("utf-16"), "t.jsonl")] == [None]


def test_gzip_is_one_finding(tmp_path):
    assert found(tmp_path, gzip.compress(ROW + b"\n"), "train.jsonl.gz") == [("F019", None, None)]
    assert found(tmp_path, gzip.compress(ROW + b"\n"), "train.jsonl.gz", target="any") == []


def test_ragged_row_names_the_physical_line(tmp_path):
    content = b'\ninstruction,output\nq,"two\nlines"\n\nq,a,b\nq,"open\nq,a\n'
    codes = found(tmp_path, content, "t.csv", target="any")
    assert codes == [("F006", 1, None), ("F020", 6, 2), ("F020", 7, 3)]
    assert [r.row["output"] for r in read(tmp_path, content, "t.csv") if r.row] == ["two\nlines", "a"]


def test_table_in_another_encoding_names_row_and_column(tmp_path):
    content = b"instruction,output\nq,a\nq,caf\xe9\n"
    report = report_on(tmp_path, content, "t.csv", target="any")
    assert [(p.code, p.location.line) for p in report.problems] == [("F001", 3)]
    assert "'output'" in report.problems[0].message and report.problems[0].fix is None


def test_unquoted_tsv_is_taken_as_it_stands(tmp_path):
    content = b'q\ta\n"Big Daddy" was\t5\'9" tall\n"open\tx\nplain\t"quoted"\n"a\nb\ttoo few\n'
    rows = read(tmp_path, content, "t.tsv")
    assert [(r.line, r.row) for r in rows] == [
        (2, {"q": '"Big Daddy" was', "a": "5'9\" tall"}),
        (3, {"q": '"open', "a": "x"}),
        (4, {"q": "plain", "a": "quoted"}),
        (5, None),
        (6, {"q": "b", "a": "too few"}),
    ]


@corpora.needed
def test_tsv_from_the_wild_loses_no_row():
    path = corpora.path("flan_tsv/strategyqa_train.tsv")
    rows = list(records(open_source(path)))
    assert all(row.readable for row in rows)
    assert len(rows) == Path(path).read_bytes().rstrip().count(b"\n")


def test_python_literals_are_told_once(tmp_path):
    row = repr(json.loads(ROW)).encode()
    report = report_on(tmp_path, b"\n".join([row] * 3 + [ROW, row]) + b"\n")
    assert [(p.code, p.location.line, p.count) for p in report.problems] == [("F017", 1, 4)]
    assert "ftdata fix --unsafe" in report.problems[0].message


@pytest.mark.parametrize(
    ("literal", "mended"),
    [
        (b"{'a': (1, None), 'b': -1.5}", b'{"a":[1,null],"b":-1.5}'),
        (b"{'a': None, 'a': 1}", None),
        (b"{'a': None, 1: 2}", None),
        (b"{'a': 1e999, 'b': None}", None),
        (b"{'a': {1, 2}, 'b': None}", None),
        (rb"{'a': '\d', 'b': None}", rb'{"a":"\\d","b":null}'),
    ],
)
def test_python_literal_is_mended_only_where_json_can_hold_it(tmp_path, literal, mended):
    problem = report_on(tmp_path, literal + b"\n").problems[0]
    assert problem.code == "F017"
    assert (problem.fix.edits[0].raw if problem.fix else None) == mended


@pytest.mark.parametrize("line", [b"{'a': null}", b"{[1]: 'a'}", b"{'a': open('x')}"])
def test_what_only_looks_like_python_is_invalid_json(tmp_path, line):
    assert found(tmp_path, line + b"\n") == [("F003", 1, 1)]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (ROW + b" ,", ROW + b" "),
        (ROW[:-2] + b",]}", ROW),
        (ROW.replace(b"Hello!", b"a\tb,]"), ROW.replace(b"Hello!", rb"a\tb,]")),
        (ROW[:-1], None),
        (ROW[:-2] + b",]", None),
    ],
)
def test_slips_are_mended_and_nothing_else(tmp_path, line, mended):
    problem = report_on(tmp_path, line + b"\n").problems[0]
    assert problem.code == "F003" and not (problem.fix and problem.fix.safe)
    assert (problem.fix.edits[0].raw if problem.fix else None) == mended


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (b"caf\xe9", True),
        (b"it\x92s 5\x80", True),
        (b"\xd6\xd0\xce\xc4", False),
        (b"cut \xf0\x9f\x98", False),
        (b"\x81", False),
    ],
)
def test_windows_1252_is_offered_only_where_it_shows(tmp_path, text, offered):
    problem = report_on(tmp_path, ROW.replace(b"Hello!", text) + b"\n").problems[0]
    assert problem.code == "F001" and bool(problem.fix) == offered


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1, "a": 2, "b" : 3}',
        b'{"a"  :  1, "\\u0061": 2}',
        b'{"a": {"b": [{"c": 1, "c": 1}]}, "d" : 1}',
        b'{"messages" :[{"role":"user","content":"x","content":"y"}]}',
    ],
)
def test_duplicate_keys_are_found_however_they_are_spaced(tmp_path, raw):
    assert found(tmp_path, raw + b"\n")[0] == ("F008", 1, 1)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (rb"\\u0000", []),
        (rb"\u2028", []),
        (rb"\u0009\u000a\u000c", []),
        (rb"\\\u0001", ["F011"]),
        (rb"\u001d", ["F011"]),
        (rb"\ud83d\ude00 \\ud83d", []),
        (rb"\\\ud83d", ["F010"]),
    ],
)
def test_escapes_are_read_the_way_json_reads_them(tmp_path, text, codes):
    assert [code for code, _, _ in found(tmp_path, ROW.replace(b"Hello!", text) + b"\n")] == codes


def test_a_defect_is_told_once_after_fixing(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(ROW.replace(b"Hello!", rb"a\u0000") + b"\n")
    settings = Settings(target="azure", select=("F",))
    intake = take_in(str(path), settings)
    fixed = Fixer(Judge(intake.summary, intake.destination, settings)).fix(next(intake.records))
    assert [p.code for p in fixed.judged.problems] == ["F011"]


def test_offsets_hold_behind_a_line_that_is_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE", 200)
    content = ROW + b"\n" + b'{"a": "' + b"x" * 3_000_000 + b'"}\n' + ROW + b"\n"
    rows = read(tmp_path, content, "t.jsonl")
    assert [row.defects and row.defects[0].kind for row in rows] == [(), "line-too-long", ()]
    assert content[rows[2].offset :] == ROW + b"\n" and rows[2].line == 3


@pytest.mark.parametrize("name", ["t.jsonl", "t.json"])
@pytest.mark.parametrize("line", [rb'[1e999, "\u0001"]', rb'["\u0001"]', b"null"])
def test_no_row_that_is_no_object_gets_through(tmp_path, name, line):
    rows = read(tmp_path, line + b"\n" + ROW + b"\n", name)
    assert all(row.row is None or isinstance(row.row, dict) for row in rows)
    assert any(defect.kind == "not-object" for defect in rows[0].defects)


def test_names(tmp_path):
    assert found(tmp_path, ROW, "TRAIN.JSONL") == []
    assert found(tmp_path, ROW, "train.txt") == [("F007", None, None)]
    assert found(tmp_path, b"", "train.txt") == [("F012", None, None)]
    assert validate([[json.loads(ROW)]], Settings(target="azure", select=("F",))).problems == []


def test_header_alone_is_an_empty_file(tmp_path):
    assert found(tmp_path, b"instruction,output\n", "t.csv") == [("F012", None, None)]
    assert found(tmp_path, b"\n \n") == [("F012", None, None), ("F006", 1, None)]


def test_too_few_examples_counts_rows_not_lines(tmp_path):
    limits = {"select": ("L",)}
    assert found(tmp_path, (ROW + b"\n\n") * 9, **limits) == [("L001", None, None)]
    assert found(tmp_path, (ROW + b"\n") * 10, **limits) == []
    assert found(tmp_path, b"", **limits) == []
    assert found(tmp_path, b"version https://git-lfs.github.com/spec/v1\n", **limits) == []


@pytest.mark.parametrize(("days", "codes"), [(91, []), (90, ["M002"]), (1, ["M002"]), (0, ["M001"]), (-1, ["M001"])])
def test_retirement_to_the_day(tmp_path, days, codes):
    model = get("azure").models["gpt-4.1-2025-04-14"]
    day = model.retires - timedelta(days=days)
    assert [c for c, _, _ in found(tmp_path, ROW, select=("M001", "M002"), model=model.name, today=day)] == codes


def test_platform_closing_turns_into_an_error_on_its_day(tmp_path):
    closes = get("openai").facts["closes"].value
    for days, severity in ((1, "warning"), (0, "error")):
        day = closes - timedelta(days=days)
        problems = report_on(tmp_path, ROW, select=("M003",), target="openai", today=day).problems
        assert [p.severity for p in problems] == [severity]


def test_stale_to_the_day(tmp_path):
    for extra, codes in ((0, []), (1, ["M008"])):
        day = get("azure").as_of + timedelta(days=STALE_DAYS + extra)
        assert [c for c, _, _ in found(tmp_path, ROW, select=("M008",), today=day)] == codes


@pytest.mark.parametrize("model", ["ft:gpt-4.1-2025-04-14:org::id", "gpt-4.1-2025-04-14", "llama-3.3-70b-instruct"])
def test_full_ids_are_dated(tmp_path, model):
    assert found(tmp_path, ROW, select=("M005", "M007"), model=model) == []


@corpora.needed
@pytest.mark.parametrize("path", sorted(SUITE.glob("[yn]_*")), ids=lambda path: path.stem)
def test_json_test_suite(path):
    """RFC 8259 as others test it: what must be read is read, what must not is refused with its place."""
    problems = validate([str(path)], Settings(select=("F",))).problems
    codes = {problem.code for problem in problems}
    if path.name.startswith("y_object_duplicated_key"):
        assert codes == {"F008"}
    elif path.name.startswith("y_"):
        assert codes <= {"F004", "F011", "F012"}
    elif not path.read_bytes().strip(b"\xef\xbb\xbf \n"):
        assert "F012" in codes
    else:
        placed = {p.code for p in problems if p.location.line and p.severity == "error"}
        assert placed & {"F001", "F003", "F009", "F010", "F017", "F021"}, problems
