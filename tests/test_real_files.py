"""Real files that others wrote: good ones come out clean, raw ones become training data, no row is lost."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

import ftdata
from ftdata.cli import main
from tests.corpora import ROOT, needed, path

pytestmark = needed

PAGE = Path(__file__).parents[1] / "docs" / "clean-files.md"
QA = {"prompt": "question", "completion": "answer"}
CLEAN = [
    # file, method, rows, findings: by code, how many rows they speak of (0: of the file as a whole)
    ("azure_toolcall/stock_toolcall_training.jsonl", "sft", 86, {}),
    ("azure_toolcall/stock_toolcall_validation.jsonl", "sft", 10, {}),
    ("azure_functions_legacy/stock-train-hallucination.jsonl", "sft", 96, {"T010": 96}),
    ("azure_functions_legacy/stock-test-token-reduction.jsonl", "sft", 10, {"Q001": 0, "T010": 10}),
    ("azure_gsm8k_chat/chat_train.jsonl", "sft", 449, {"Q011": 449}),
    ("azure_gsm8k_chat/chat_validation.jsonl", "sft", 50, {"Q011": 50}),
    ("azure_dpo/validation.jsonl", "dpo", 284, {"Q009": 1, "Q010": 3}),
    ("azure_rft_countdown/countdown_train_100.jsonl", "rft", 100, {"Q001": 0, "Q002": 100}),
    ("tinker_conversations/conversations.jsonl", "sft", 128, {"Q002": 103}),
    ("fw_text2sql/text2sql_dataset.jsonl", "sft", 100, {}),
    ("genai_beginners_elle/training-data.jsonl", "sft", 10, {"Q001": 0}),
]
RAW = [
    # file, rows, findings in the rows as chat, for any trainer
    ("lf_identity/identity.json", 91, {"Q002": 91, "Q009": 85}),
    (
        "lf_glaive_toolcall_en/glaive_toolcall_en_demo.json",
        300,
        {"D001": 35, "Q002": 300, "Q013": 1, "T005": 1, "T014": 0},
    ),
    ("lf_dpo_en/dpo_en_demo.json", 300, {"D001": 5, "Q002": 220, "Q010": 1, "Q016": 2, "Q017": 7, "Q020": 1}),
    ("huatuo_liver_zh/liver_cancer.json", 1000, {"Q002": 1000}),
    ("huatuo_med_zh/llama_data.json", 8658, {"Q002": 2919, "Q011": 8}),
    ("huatuo_med_zh/infer.json", 5, {}),
    (
        "gpteacher_roleplay/roleplay-simple-deduped-roleplay-instruct.json",
        1923,
        {"Q002": 1923, "Q011": 3, "Q017": 2},
    ),
    ("fastchat_dummy/dummy_conversation.json", 500, {"Q002": 500}),
    ("medicalgpt/medical_sft_1K_format.jsonl", 1000, {"Q002": 1000, "Q011": 11, "Q018": 2}),
    ("medicalgpt/toolcall_dpo_zh_demo.jsonl", 11, {"Q002": 11, "Q011": 6}),
]
WHOLE = {"Q001", "S011", "T014"}
"""Rules that speak of a file as a whole, and whose messages name no number of rows."""


def found(report):
    """By code, how many rows the findings speak of; 0 of the file as a whole."""
    rows = Counter()
    for problem in report.problems:
        share = re.match(r"(?:(\d+)|none) of (\d+) rows looked at", problem.message)
        rows[problem.code] += int(share[1] or share[2]) if share else problem.count * (problem.code not in WHOLE)
    return dict(rows)


@pytest.mark.parametrize(("name", "method", "rows", "findings"), CLEAN)
def test_the_providers_own_samples_have_no_error(name, method, rows, findings):
    report = ftdata.validate(path(name), target="azure", model=None)
    assert (report.rows, report.method) == (rows, method), "the method is told from the rows"
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert found(report) == findings


@pytest.mark.parametrize(("name", "rows", "findings"), RAW)
def test_raw_files_become_chat_and_every_row_is_kept(name, rows, findings, tmp_path):
    out = str(tmp_path / "chat.jsonl")
    assert main(["convert", path(name), "--to", "chat", "-o", out]) == 0
    report = ftdata.validate(out)
    assert report.rows == rows
    assert report.files[0].format == "chat"
    assert report.count("error") == 0, [problem for problem in report.problems if problem.severity == "error"]
    assert found(report) == findings


def test_bad_answers_do_not_become_chat(tmp_path):
    """Of LLaMA-Factory's sample for KTO the half that is labelled bad is rejected, and accounted for."""
    out, rejects = tmp_path / "chat.jsonl", tmp_path / "rejects.jsonl"
    source = path("lf_kto_en/kto_en_demo.json")
    assert main(["convert", source, "--to", "chat", "-o", str(out), "--rejected", str(rejects)]) == 1
    assert (len(out.read_bytes().splitlines()), len(rejects.read_bytes().splitlines())) == (150, 150)
    report = ftdata.validate(str(out))
    assert report.count("error") == 0
    whole = ftdata.validate(source)
    assert (whole.method, whole.rows) == ("kto", 300)
    assert found(whole) == {"Q002": 300, "Q009": 1, "Q010": 2, "Q017": 1}, "what is labelled bad is not learned"


def _cells(heading, columns):
    """Rows of the tables of the page whose first header is ``File`` and whose second is given, as lists of cells."""
    rows, inside = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        inside = line.startswith("|") and (inside or cells[:2] == ["File", heading])
        if inside and cells[0].startswith("`"):
            rows.append([cells[0].strip("`"), *cells[1:columns]])
    return rows


def _places():
    """The files of the corpora by the address of their origin."""
    entries = json.loads(Path(path("manifest.json")).read_text(encoding="utf-8"))
    return {
        f"https://github.com/{each['repo']}/blob/{each['commit']}/{quote(each['path'])}": ROOT / each["file"]
        for each in entries
    }


def _named(source):
    """Files with a table of questions and answers; MGSM's tables get a header and become one file a language."""
    return sorted((ROOT / "text_mgsm").glob("mgsm_*.tsv")) if source.endswith("/mgsm") else [_places()[source]]


def _judge(file, steps, target, tmp_path):
    """What the page says was done with a file."""
    way, _, named = steps.partition(", ")
    if way != "as it is":
        if file.suffix == ".tsv":
            table = tmp_path / file.name
            table.write_text("question\tanswer\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
            file = table
        rows = ftdata.convert(str(file), to=way, columns=QA if named else None)
        file = tmp_path / f"{file.stem}.jsonl"
        ftdata.write(rows, str(file))
    return ftdata.validate(str(file), target=target)


ERRORS = {"reason_tool_use_demo_50.jsonl": {"T012"}}
"""The one file with errors, and the page says why."""


@pytest.mark.parametrize(
    ("name", "source", "rows", "steps", "target"), [pytest.param(*cells, id=cells[0]) for cells in _cells("From", 5)]
)
def test_the_page_about_clean_files_says_what_ftdata_says(name, source, rows, steps, target, tmp_path):
    said = {
        (code, severity, 0 if rows == "file" else int(rows))
        for file, code, severity, rows in _cells("Code", 4)
        if file == name and code != "–"
    }
    assert {code for code, severity, _ in said if severity == "error"} <= ERRORS.get(name, set())
    assert len([severity for _, severity, _ in said if severity == "warning"]) <= 5
    for file in _named(source[source.index("(") + 1 : -1]):
        report = _judge(file, steps, target, tmp_path)
        assert report.rows == int(rows), file
        grades = {problem.code: problem.severity for problem in report.problems}
        assert {(code, grades[code], number) for code, number in found(report).items()} == said, file


def test_the_page_names_every_file_twice():
    assert [name for name, *_ in _cells("From", 5)] == list(dict.fromkeys(name for name, *_ in _cells("Code", 4)))


def test_broken_lines_are_named():
    report = ftdata.validate(path("instructor_broken/test.jsonl"), target="azure", ignore=["Q001"])
    assert [(problem.code, problem.location.line) for problem in report.problems] == [
        ("S016", None),
        ("F003", 3),
        ("F003", 5),
    ]


def test_a_misspelt_role_is_one_finding_a_row():
    report = ftdata.validate(path("gemini_tuning/training_data_wrong.first9.jsonl"), target="azure", ignore=["L001"])
    assert [(p.code, p.location.line, p.path) for p in report.problems] == [
        ("S006", line, ("messages", 1, "role")) for line in range(1, 10)
    ]


def test_lines_of_an_array_are_physical_lines():
    name = "azure_eval_arrays/data.jsonl"
    rows = ftdata.load(path(name))
    assert len(rows) == 5
    report = ftdata.validate(path(name), target="azure", ignore=["L001"])
    assert [problem.code for problem in report.problems] == ["F005", "S012"]
    text = Path(path("lf_dpo_en/dpo_en_demo.json")).read_text(encoding="utf-8").split("\n")
    copies = ftdata.validate(path("lf_dpo_en/dpo_en_demo.json"), select=["D001"]).problems
    assert len(copies) == 5
    assert all(text[problem.location.line - 1].strip() == "{" for problem in copies)


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("medicalgpt/sample.jsonl", "prompt=question,completion=answer", 32),
        ("gsm8k/test.jsonl", "prompt=question,completion=answer", 1319),
        ("azure_eval_arrays/qr_data.csv", "prompt=query,completion=response", 3),
    ],
)
def test_any_table_with_its_columns_named(name, columns, rows, tmp_path):
    out = str(tmp_path / "chat.jsonl")
    assert main(["convert", path(name), "--columns", columns, "--to", "chat", "-o", out]) == 0
    assert len(ftdata.load(out)) == rows


@pytest.mark.parametrize(
    "name", ["lf_glaive_toolcall_en/glaive_toolcall_en_demo.json", "huatuo_liver_zh/liver_cancer.json"]
)
def test_prepare_accounts_for_every_row(name, tmp_path):
    out = tmp_path / "out"
    assert main(["prepare", path(name), "--target", "azure", "--output", str(out), "--quiet"]) in (0, 1)
    count = {
        each: len((out / f"{each}.jsonl").read_bytes().splitlines()) for each in ("train", "validation", "rejected")
    }
    account = json.loads((out / "report.json").read_bytes())["prepare"]
    assert sum(count.values()) == account["rows"] == len(ftdata.load(path(name)))
    report = ftdata.validate(str(out / "train.jsonl"), target="azure")
    assert report.count("error") == 0
    assert "D001" not in report.by_code()
