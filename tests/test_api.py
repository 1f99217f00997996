"""The verbs as a notebook uses them."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import ftdata
from tests import needs

CHAT = [
    {"messages": [{"role": "user", "content": f"Say {word}"}, {"role": "assistant", "content": word}]}
    for word in ("007", "null", "2024-01-02", "[1, 2]", "<b>five</b>", "six", "seven", "eight", "nine", "ten")
]
HEAVY = ("datasets", "pyarrow", "pandas", "numpy", "tiktoken", "jsonschema", "pydantic")


def test_import_loads_nothing_heavy():
    script = f"import sys, ftdata; print([name for name in {HEAVY} if name in sys.modules], len(ftdata.__all__))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.startswith("[] ")


def test_every_public_name_is_there():
    assert all(getattr(ftdata, name) is not None for name in ftdata.__all__)
    with pytest.raises(AttributeError):
        ftdata.nothing_of_that_name  # noqa: B018


@pytest.fixture(params=["path", "list", "generator", "frame", "dataset", "rows"])
def source(request, tmp_path):
    if request.param == "path":
        path = tmp_path / "train.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in CHAT), encoding="utf-8")
        return str(path)
    make = {
        "list": lambda: CHAT,
        "generator": lambda: (row for row in CHAT),
        "frame": lambda: pd.DataFrame(CHAT),
        "dataset": lambda: ftdata.to_dataset(CHAT),
        "rows": lambda: ftdata.load(CHAT),
    }
    return make[request.param]()


def test_load_gives_the_rows(source):
    rows = ftdata.load(source)
    assert list(rows) == CHAT
    assert rows.format == "chat"
    assert rows[0] == CHAT[0]


def test_validate_is_true_for_clean_rows(source):
    report = ftdata.validate(source, target="azure", model="gpt-4.1-mini-2025-04-14")
    assert report, report.problems
    assert (report.rows, report.method) == (10, "sft")


def test_validate_says_where():
    wizard = {"messages": [{"role": "wizard", "content": "x"}]}
    report = ftdata.validate([*CHAT, wizard], target="azure", ignore=["Q"])
    (problem,) = report.problems
    assert (problem.code, problem.location.example, problem.location.line) == ("S006", 11, None)
    assert problem.path == ("messages", 0, "role")
    assert not report


def test_report_shows_itself_and_escapes_what_the_data_says():
    rows = [{"messages": [{"role": "<script>alert(1)</script>", "content": "x"}]}]
    page = ftdata.validate(rows, target="azure")._repr_html_()
    assert "<table>" in page
    assert "<script>" not in page
    assert "/rules/S006/'>S006 unknown-role</a>" in page


def test_fix_mends_and_says_what_is_left():
    row = {"messages": [*CHAT[0]["messages"][:1], {"role": "assistant", "content": "x", "weight": 1.0}]}
    fixed = ftdata.fix([row], target="azure", ignore=["L", "M"])
    assert fixed[0]["messages"][1]["weight"] == 1
    assert [code for code, _ in fixed.fixes] == ["S013"]
    assert fixed.problems == []
    assert row["messages"][1]["weight"] == 1.0, "the caller's rows are not touched"


def test_convert_and_back_states_what_is_lost():
    alpaca = [{"instruction": "Add", "input": "1 + 1", "output": "2", "id": 7}]
    chat = ftdata.convert(alpaca, to="chat")
    assert [turn["role"] for turn in chat[0]["messages"]] == ["user", "assistant"]
    assert [loss.path for loss in chat.losses] == ["id"]
    with pytest.raises(ftdata.UsageError, match="id"):
        ftdata.convert(alpaca, to="chat", strict=True)


def test_columns_name_a_table():
    frame = pd.DataFrame({"question": ["Who?"], "answer": ["Me."]})
    rows = ftdata.convert(frame, to="chat", columns={"prompt": "question", "completion": "answer"}, system="Be brief.")
    assert [turn["content"] for turn in rows[0]["messages"]] == ["Be brief.", "Who?", "Me."]


def test_write_and_load_again(tmp_path):
    path = str(tmp_path / "out.jsonl")
    assert ftdata.write(CHAT, path) == 10
    assert list(ftdata.load(path)) == CHAT
    with pytest.raises(ftdata.UsageError, match="exists"):
        ftdata.write(CHAT, path)
    ftdata.write(CHAT[:3], path, force=True)
    assert len(ftdata.load(path)) == 3


def test_a_written_file_is_handed_over(tmp_path):
    talk = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}]
    name = str(tmp_path / "talks.jsonl")
    ftdata.write([{"conversations": talk}], name)
    place, *notes = ftdata.hand_over(name, "llama-factory")
    assert json.loads(Path(place).read_text(encoding="utf-8"))["talks"]["file_name"] == "talks.jsonl"
    assert any("dataset: talks" in note for note in notes)
    with pytest.raises(ftdata.UsageError, match="use --force"):
        ftdata.hand_over(name, "llama-factory")
    with pytest.raises(ftdata.UsageError, match="autotrain is handed chat, conversations, autotrain, not sharegpt"):
        ftdata.hand_over(name, "autotrain")


def test_split_keeps_equal_rows_together():
    parts = ftdata.split(CHAT * 2, validation=0.2, seed=3)
    assert len(parts.train) + len(parts.validation) == 20
    assert not [row for row in parts.validation if row in list(parts.train)]
    with pytest.raises(ftdata.UsageError):
        ftdata.split(CHAT, validation=1)


@needs.json_in_datasets
def test_to_dataset_changes_no_value(tmp_path):
    rows = [*CHAT, {"messages": [{"role": "assistant", "tool_calls": [{"id": "a", "x": None}]}], "n": 1}]
    dataset = ftdata.to_dataset(rows)
    assert dataset["messages"][0] == CHAT[0]["messages"]
    assert [dict(row)["messages"] for row in dataset] == [row["messages"] for row in rows]
    plain = ftdata.to_dataset(CHAT)
    assert list(plain) == CHAT
    assert plain.features["messages"].feature["content"].dtype == "string"


def test_explain():
    assert "no-assistant" in ftdata.explain("R001")
    assert ftdata.explain("no-assistant") == ftdata.explain("r001")
    assert "messages" in ftdata.explain("chat")
    assert "Foundry" in ftdata.explain("azure")
    with pytest.raises(ftdata.UsageError):
        ftdata.explain("X999")


def test_unreadable_sources_are_named(tmp_path):
    with pytest.raises(ftdata.UnreadableError, match=r"gone\.jsonl"):
        ftdata.load(str(tmp_path / "gone.jsonl"))
    with pytest.raises(ftdata.UsageError, match="int"):
        ftdata.load(7)


def test_rows_that_cannot_be_read_are_kept_aside(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(b'{"messages": []}\n{broken\n\xff\n')
    rows = ftdata.load(str(path))
    assert len(rows) == 1
    assert [(reject["line"], reject.get("text")) for reject in rows.rejected] == [(2, "{broken"), (3, None)]
    assert rows.rejected[1]["base64"] == "/w=="


@needs.json_in_datasets
@pytest.mark.parametrize("values", [["a", ["b"]], [{"x": 0.12345678901234567}]])
def test_to_dataset_says_what_a_dataset_would_change(values):
    with pytest.warns(UserWarning, match="keeps it as JSON text"):
        found = ftdata.to_dataset([{"column": value} for value in values])
    assert [json.loads(row["column"]) for row in found] == values


@needs.json_in_datasets
def test_strings_that_look_like_something_else_stay_strings():
    words = ["007", "null", "1e3", "2024-01-02", "[1, 2]", "NaN", '"quoted"']
    dataset = ftdata.to_dataset([{"text": word, "part": {"content": word}} for word in words])
    assert list(dataset["text"]) == words
    assert [row["part"]["content"] for row in dataset] == words


def test_a_list_of_names_is_no_list_of_rows():
    with pytest.raises(ftdata.UsageError, match="arguments"):
        ftdata.validate(["a.jsonl", "b.jsonl"])


def test_a_report_says_itself_in_one_line():
    assert str(ftdata.validate(CHAT)) == "10 rows for target any: 0 errors, 0 warnings"
    assert ftdata.load([1]).rejected[0]["codes"] == ["F004"]


def test_a_slip_in_the_name_of_a_model_is_a_warning():
    (problem,) = ftdata.validate(CHAT, target="azure", model="gpt-4.1-mni", select=["M"]).problems
    assert (problem.code, problem.severity) == ("M007", "warning")


@pytest.mark.parametrize("goal", ["prompt-completion", "sharegpt", "ms-swift"])
def test_a_row_of_any_format_has_its_tokens_counted(goal):
    said = [("system", "Be kind."), ("user", "Hi"), ("assistant", "Hello there!")]
    row = {"messages": [{"role": role, "content": text} for role, text in said]}
    (other,) = ftdata.convert([row], to=goal)
    assert ftdata.count_tokens(other, model="gpt-4.1") == ftdata.count_tokens(row, model="gpt-4.1")


def test_a_row_of_no_format_is_not_counted():
    with pytest.raises(ftdata.UsageError, match="no format"):
        ftdata.count_tokens({"words": ["Hi"]}, model="gpt-4.1")


MARKED = (
    "{# {% generation %} #}{% for m in messages %}{% if m.role == 'assistant' %}"
    "{%- generation -%} {{ m.content }}{% endgeneration %}{% endif %}{% endfor %}"
)


def test_what_has_the_weight_0_is_not_marked_as_learned():
    weighted = ftdata.weighted_template(MARKED)
    assert "{%- if m['weight'] == 0 -%} {{ m.content }}{% else %}{% generation -%} {{ m.content }}" in weighted
    behind = ftdata.weighted_template(MARKED + "{% generation %}{{ eos_token }}{% endgeneration %}")
    assert "{% if messages[-1]['weight'] == 0 %}{{ eos_token }}" in behind
    with pytest.raises(ftdata.UsageError, match="marks nothing"):
        ftdata.weighted_template("{% for m in messages %}{{ m.content }}{% endfor %}{# {% generation %} #}")
