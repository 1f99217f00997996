"""Rows that repeat others: which go, why, and that no row is lost, however the work is shared out."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ftdata
from ftdata.cli import main
from ftdata.engine import parallel
from ftdata.engine.alike.dedupe import Order, dedupe
from ftdata.engine.settings import Settings
from tests import corpora
from tests.rows import BLANK, broken_line, files, good_line

WORDS = [f"word{number}" for number in range(400)]


def chat(asked, told, **more):
    messages = [{"role": "user", "content": asked}, {"role": "assistant", "content": told}]
    return {"messages": messages, **more}


def text(draw, words=60):
    return " ".join(draw.choices(WORDS, k=words))


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def found(rows, **options):
    result = dedupe([rows], Settings(), Order(**options))
    return [(copy.code, copy.place.example, copy.like.example) for copy in result.copies]


@pytest.mark.parametrize(
    ("other", "options", "code"),
    [
        ({"id": 7, **chat("Where?", "In Oslo.")}, {}, "D001"),
        (chat("where? ", "in  oslo."), {"normal": True}, "D002"),
        (chat("where? ", "in  oslo."), {}, None),
        (chat("where? ", "in  oslo."), {"near": True}, "D003"),
        (chat("Where?", "In Bergen."), {"near": True}, None),
        (chat("WHERE?", "In Bergen."), {"by": "prompt"}, "D002"),
        (chat("Where is it?", "in oslo."), {"by": "answer"}, "D002"),
        (chat("Where?", "In Oslo.", label=True), {"near": True}, None),
        (chat("Where?", "👍"), {"near": True}, None),
    ],
)
def test_what_counts_as_a_repetition(other, options, code):
    assert found([chat("Where?", "In Oslo."), other], **options) == ([(code, 2, 1)] if code else [])


def test_symbols_are_no_nothing():
    assert found([chat("And?", ":)"), chat("And?", ":("), chat("C++", "!"), chat("C#", "!")], near=True) == []


def test_a_templated_task_repeats_nothing():
    rows = [chat(f"Translate the word: {word}", word[::-1]) for word in WORDS]
    assert found(rows, near=True) == []
    ask = text(random.Random(1), 40)
    assert found([chat(f"{ask} Item {word}.", "yes") for word in WORDS], near=True) == []


def test_one_changed_word_in_a_long_answer_is_near():
    answer = text(random.Random(2))
    assert found([chat("Why?", answer), chat("Why?", answer.replace(answer.split()[30], "other"))], near=True) == [
        ("D003", 2, 1)
    ]


def test_a_chain_of_small_changes_carries_nothing_away():
    """Each is like the one before it, the last one is not like the first."""
    words = text(random.Random(3), 60).split()
    chain = []
    for step in range(8):
        chain.append(chat("Why?", " ".join(words)))
        words[step * 7 : step * 7 + 5] = [f"changed{step}{place}" for place in range(5)]
    gone = found(chain, near=True)
    assert 0 < len(gone) < len(chain) - 1
    assert all(like not in {row for _, row, _ in gone} for _, _, like in gone), "each names one that stays"


@pytest.mark.parametrize(("keep", "stays"), [("first", 1), ("last", 3), ("best", 2)])
def test_which_row_stays(keep, stays):
    answer = text(random.Random(4))
    rows = [chat("Why?", answer), chat("Why?", f"{answer} indeed"), chat("Why?", answer[:-3])]
    assert {like for _, _, like in found(rows, near=True, keep=keep)} == {stays}
    assert len(found([rows[0]] * 3, keep=keep)) == 2


def test_other_thresholds_and_the_borderline():
    draw = random.Random(5)
    answer = text(draw, 100)
    words = answer.split()
    rows = [chat("Why?", answer)]
    for changed in (3, 9, 14):
        places = draw.sample(range(100), changed)
        edited = [f"new{changed}{at}" if at in places else word for at, word in enumerate(words)]
        rows.append(chat("Why?", " ".join(edited)))
    result = dedupe([rows], Settings(), Order(near=True, threshold=0.8, borderline=2, table=True))
    assert {copy.place.example for copy in result.copies} == {2, 3}
    assert [result.table[threshold] for threshold in (0.7, 0.8, 0.9)] == [1, 2, 3]
    beside = [pair.similarity for pair in result.borderline]
    assert len(beside) == 2 and beside == sorted(beside, reverse=True)
    assert all(abs(alike - 0.8) < 0.06 for alike in beside)
    assert json.loads(result.borderline[0].texts[0]) == rows[0]


LINES = files(good_line(), good_line(), broken_line(), BLANK, min_size=1, max_size=10)


@settings(max_examples=40, deadline=None)
@given(LINES, st.booleans())
def test_no_row_is_lost(tmp_path_factory, lines, near):
    folder = tmp_path_factory.mktemp("dedupe")
    source, out, rejected = folder / "in.jsonl", folder / "out.jsonl", folder / "rejected.jsonl"
    source.write_bytes(b"\n".join(lines * 2) + b"\n")
    rows = [line.removesuffix(b"\r") for line in source.read_bytes().split(b"\n") if line.strip(b" \t\r")]
    words = ["dedupe", str(source), "-o", str(out), "--rejected", str(rejected), "--quiet", *(["--near"] * near)]
    main([*words, "--format", "chat"])
    kept = out.read_bytes().splitlines()
    refused = [json.loads(line) for line in rejected.read_bytes().splitlines()]
    assert len(kept) + len(refused) == len(rows)
    every = iter(rows)
    assert all(line in every for line in kept), "rows stay as they are, in their order"
    assert all(reject["codes"] and ("row" in reject or "text" in reject or "base64" in reject) for reject in refused)
    assert all("like" in reject for reject in refused if reject["codes"] in (["D001"], ["D003"]))


def test_the_same_for_any_number_of_workers(tmp_path, monkeypatch):
    draw = random.Random(6)
    rows = [chat(text(draw, 20), text(draw)) for _ in range(300)]
    rows += [chat(row["messages"][0]["content"], f"{row['messages'][1]['content']} more") for row in rows[:80]]
    rows += rows[100:150]
    draw.shuffle(rows)
    source = write(tmp_path / "in.jsonl", rows)
    results = []
    for workers, unit in ((1, 1 << 24), (2, 40_000)):
        monkeypatch.setattr(parallel, "UNIT", unit)
        out, rejected = tmp_path / f"{workers}.jsonl", tmp_path / f"{workers}.rejected"
        order = Order(str(out), str(rejected), near=True, normal=True)
        result = dedupe([source], Settings(workers=workers), order)
        results.append((result.copies, out.read_bytes(), rejected.read_bytes()))
    assert results[0] == results[1]
    assert len(results[0][0]) == 130


def test_nothing_is_written_or_replaced_unasked(tmp_path, capsys):
    source = write(tmp_path / "in.jsonl", [chat("a", "b")] * 3)
    before = (tmp_path / "in.jsonl").read_bytes()
    assert main(["dedupe", source]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
    assert "nothing was written" in capsys.readouterr().out
    assert main(["dedupe", source, "-o", source, "--force"]) == 2, "never onto its own input"
    assert main(["dedupe", source, "--rejected", str(tmp_path / "r.jsonl")]) == 2
    assert (tmp_path / "in.jsonl").read_bytes() == before
    assert main(["dedupe", source, "-o", str(tmp_path / "out.jsonl")]) == 0
    assert main(["dedupe", source, "-o", str(tmp_path / "out.jsonl")]) == 2


def test_groups_name_the_place_of_every_member(tmp_path):
    source = write(tmp_path / "in.jsonl", [chat("a", "b"), chat("c", "d"), chat("a", "b"), chat("a", "b")])
    groups = tmp_path / "groups.jsonl"
    main(["dedupe", source, "--groups", str(groups), "--quiet"])
    (group,) = [json.loads(line) for line in groups.read_text().splitlines()]
    assert group["stays"]["line"] == 1
    assert [copy["line"] for copy in group["copies"]] == [3, 4]


def test_from_python():
    answer = text(random.Random(7))
    rows = [chat("Why?", answer), chat("Why?", answer + " so"), chat("How?", "Well.")]
    result = ftdata.dedupe(rows, near=True)
    assert list(result.rows) == [rows[0], rows[2]]
    (gone,) = result.repeated
    assert (gone.row, gone.code, gone.like.example) == (rows[1], "D003", 1)
    assert result.borderline == [(rows[0], rows[1], gone.similarity)]
    assert len(result.rethreshold(1.0).rows) == 3
    with pytest.raises(ftdata.UsageError, match="once only"):
        ftdata.dedupe(iter(rows))
    with pytest.raises(ftdata.UsageError, match="compared by"):
        ftdata.dedupe(rows, by="length")


@corpora.needed
@pytest.mark.parametrize(
    ("name", "copies"),
    [
        ("lf_glaive_toolcall_en/glaive_toolcall_en_demo.json", 35),
        ("lf_dpo_en/dpo_en_demo.json", 5),
        ("tictactoe_chat/training_data.jsonl", 3),
        ("lf_v1/v1_multimodal_demo.jsonl", 18),
        ("metatool_csv/all_clean_data.csv", 51),
        ("azure_rft_countdown/countdown_train_100.jsonl", 0),
        ("fastchat_dummy/dummy_conversation.json", 0),
    ],
)
def test_real_files_have_the_copies_that_were_counted_independently(name, copies):
    result = dedupe([corpora.path(name)], Settings(), Order())
    assert result.codes == ({"D001": copies} if copies else {})


@corpora.needed
@pytest.mark.parametrize(
    "name",
    [
        "azure_rft_countdown/countdown_train_100.jsonl",
        "bedrock_nova/formatted_test_ft.jsonl",
        "azure_toolcall/stock_toolcall_training.jsonl",
        "azure_functions_legacy/stock-train-hallucination.jsonl",
        "azure_gsm8k_chat/chat_train.jsonl",
    ],
)
def test_real_templated_tasks_have_no_near_duplicates(name):
    assert dedupe([corpora.path(name)], Settings(), Order(near=True)).copies == []


def test_a_row_that_is_too_deep_is_set_aside(tmp_path, capsys):
    """It would be read, and then something that follows it down would not get to its bottom."""
    deep = '{"messages": [{"role": "user", "content": "a"}], "metadata": ' + "[" * 900 + "]" * 900 + "}"
    path = tmp_path / "deep.jsonl"
    path.write_text(json.dumps(chat("a", "b")) + "\n" + deep + "\n", encoding="utf-8")
    assert main(["dedupe", str(path), "-o", str(tmp_path / "out.jsonl")]) == 1
    assert "2 rows in = 1 unique + 0 repeating others + 1 unreadable" in capsys.readouterr().out
    assert main(["split", str(path), "--output", str(tmp_path)]) == 1
