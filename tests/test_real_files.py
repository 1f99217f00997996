"""Real files that others wrote: clean ones come out clean, raw ones become training data, no row is lost."""

import json
from pathlib import Path

import pytest

import ftdata
from ftdata.cli import main
from tests.corpora import needed, path

pytestmark = needed

CLEAN = [
    ("azure_toolcall/stock_toolcall_training.jsonl", "sft", 86),
    ("azure_toolcall/stock_toolcall_validation.jsonl", "sft", 10),
    ("azure_functions_legacy/stock-train-hallucination.jsonl", "sft", 96),
    ("azure_functions_legacy/stock-test-token-reduction.jsonl", "sft", 10),
    ("azure_gsm8k_chat/chat_train.jsonl", "sft", 449),
    ("azure_gsm8k_chat/chat_validation.jsonl", "sft", 50),
    ("azure_dpo/validation.jsonl", "dpo", 284),
    ("azure_rft_countdown/countdown_train_100.jsonl", "rft", 100),
    ("tinker_conversations/conversations.jsonl", "sft", 128),
    ("fw_text2sql/text2sql_dataset.jsonl", "sft", 100),
    ("genai_beginners_elle/training-data.jsonl", "sft", 10),
]
RAW = [
    ("lf_identity/identity.json", 91),
    ("lf_glaive_toolcall_en/glaive_toolcall_en_demo.json", 300),
    ("lf_dpo_en/dpo_en_demo.json", 300),
    ("lf_kto_en/kto_en_demo.json", 300),
    ("huatuo_liver_zh/liver_cancer.json", 1000),
    ("huatuo_med_zh/llama_data.json", 8658),
    ("huatuo_med_zh/infer.json", 5),
    ("gpteacher_roleplay/roleplay-simple-deduped-roleplay-instruct.json", 1923),
    ("fastchat_dummy/dummy_conversation.json", 500),
    ("medicalgpt/medical_sft_1K_format.jsonl", 1000),
    ("medicalgpt/toolcall_dpo_zh_demo.jsonl", 11),
]


@pytest.mark.parametrize(("name", "method", "rows"), CLEAN)
def test_the_providers_own_samples_have_no_error(name, method, rows):
    report = ftdata.validate(path(name), target="azure", model=None)
    assert (report.rows, report.method) == (rows, method), "the method is told from the rows"
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert set(report.by_code()) <= {"T010"}, "the only warning is about legacy functions"


@pytest.mark.parametrize(("name", "rows"), RAW)
def test_raw_files_become_chat_and_every_row_is_kept(name, rows, tmp_path):
    out = str(tmp_path / "chat.jsonl")
    assert main(["convert", path(name), "--to", "chat", "-o", out]) == 0
    report = ftdata.validate(out)
    assert report.rows == rows
    assert report.files[0].format == "chat"
    assert set(report.by_code()) <= {"D001", "T005"}, report.by_code()
    assert report.count("error") == 0, [problem for problem in report.problems if problem.severity == "error"]


def test_broken_lines_are_named():
    report = ftdata.validate(path("instructor_broken/test.jsonl"), target="azure")
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
    assert [problem.code for problem in report.problems] == ["F005", "S016"]
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
