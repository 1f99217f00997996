"""What a report says of rows that have something in common, with each other and with rows that are held back."""

import json
import random

import pytest

import ftdata
from ftdata.cli import main
from tests import corpora
from tests.engine.test_alike_dedupe import chat, text, write


def codes(report):
    return [(each.code, each.severity, each.location.example) for each in report.problems]


def sharegpt(row):
    names = {"user": "human", "assistant": "gpt"}
    return {"conversations": [{"from": names[m["role"]], "value": m["content"]} for m in row["messages"]]}


def leaks(train, held, **options):
    return codes(ftdata.validate(train, against=[held], select=["D"], **options))


def test_leakage_of_each_kind_also_across_formats():
    draw = random.Random(1)
    held = [chat(text(draw, 20), text(draw)) for _ in range(5)]
    exact, normal, near, prompt, other = held
    train = [
        exact,
        chat(normal["messages"][0]["content"].upper(), normal["messages"][1]["content"]),
        chat(near["messages"][0]["content"], near["messages"][1]["content"] + " and more"),
        chat(prompt["messages"][0]["content"], text(draw)),
        chat(text(draw, 20), text(draw)),
    ]
    expected = [("D005", "error", 1), ("D005", "error", 2), ("D005", "warning", 3), ("D005", "warning", 4)]
    assert leaks(train, held) == expected
    assert leaks([sharegpt(row) for row in train], held) == expected
    assert leaks(train, [sharegpt(row) for row in held]) == expected
    assert leaks([train[4]], [other]) == []


def test_copies_of_a_leaked_row_leak_too():
    draw = random.Random(2)
    row = chat(text(draw, 20), text(draw))
    near = chat(row["messages"][0]["content"], row["messages"][1]["content"] + " so")
    assert [code for code, *_ in leaks([near, near, row], [row])] == ["D005", "D001", "D005", "D005"]


def test_a_shared_system_prompt_is_no_leak():
    draw = random.Random(3)
    system = {"role": "system", "content": text(draw, 200)}
    rows = [{"messages": [system, *chat(text(draw, 20), text(draw))["messages"]]} for _ in range(20)]
    assert leaks(rows[:14], rows[14:]) == []


def test_test_files_are_told_by_their_name(tmp_path):
    row = chat("Where?", "In Oslo.")
    train = write(tmp_path / "train.jsonl", [row])
    for name, code in (("test.jsonl", "D006"), ("my-test-set.jsonl", "D006"), ("latest.jsonl", "D005")):
        held = write(tmp_path / name, [row])
        assert [each.code for each in ftdata.validate(train, against=[held], select=["D"]).problems] == [code]


def test_copies_within_what_is_held_back_are_information():
    assert leaks([chat("a", "b")], [chat("c", "d"), chat("C", "d")]) == [("D007", "info", 2)]


def test_contradictions():
    rows = [chat("Is it so?", "yes"), chat("is it  so?", "no"), chat("Is it so?", "yes")]
    found = ftdata.validate(rows, duplicates=True, select=["D"])
    assert codes(found) == [("D004", "warning", 2), ("D001", "warning", 3)]
    essay = [chat("Write.", text(random.Random(4))), chat("Write.", text(random.Random(5)))]
    assert codes(ftdata.validate(essay, duplicates=True, select=["D"])) == [("D004", "info", 2)]
    told = [{"messages": [{"role": "system", "content": who}, *rows[n]["messages"]]} for n, who in enumerate("AB")]
    assert codes(ftdata.validate(told, duplicates=True, select=["D"])) == [], "another system prompt, another question"


def test_copies_in_other_files_are_told(tmp_path):
    one, two = (write(tmp_path / name, [chat("a", "b")]) for name in ("one.jsonl", "two.jsonl"))
    found = ftdata.validate(one, two, duplicates=True, select=["D"]).problems
    assert [(each.code, each.location.file) for each in found] == [("D001", two)]


def test_nothing_is_compared_unasked():
    rows = [chat("Is it so?", "yes"), chat("Is it so?", "no")]
    assert ftdata.validate(rows, select=["D"]).problems == []


def test_rules_are_chosen_and_graded_as_others():
    rows = [chat("Is it so?", "yes"), chat("Is it so?", "no")]
    assert ftdata.validate(rows, duplicates=True, ignore=["D004"], select=["D"]).problems == []
    graded = ftdata.validate(rows, duplicates=True, select=["D004"], severity={"D004": "error"})
    assert codes(graded) == [("D004", "error", 2)]


QUESTION = (
    "Ann has seven boxes with nine apples each and gives away two boxes to her friends. How many apples are left?"
)


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        (f"Solve this. {QUESTION.upper()}", True),
        (QUESTION.replace("apples", "pears").replace("boxes", "crates"), False),
        ("Ann has seven boxes with nine apples each and gives away two boxes to Bob.", True),
        ("Ann has seven boxes.", False),
        ("What is love?", True),
        ("So what is love?", False),
    ],
)
def test_benchmark_questions(asked, hit):
    questions = [{"question": text} for text in (QUESTION, *(f"{QUESTION[:20]} {n} " * 4 for n in range(9)))]
    questions.append({"question": "What is love?"})
    found = ftdata.validate([chat(asked, "45"), chat("Hm?", "Well.")], benchmarks=[questions], select=["D"])
    assert codes(found) == ([("D008", "warning", 1)] if hit else [])


def test_what_many_questions_share_is_not_looked_for():
    frame = "Which of the following statements about the thing that is named below is the only one that is true"
    draw = random.Random(6)
    questions = [{"question": f"{frame}: {text(draw, 14)}"} for _ in range(4)]
    rows = [chat(f"{frame}: {text(draw, 20)}", "b")]
    assert ftdata.validate(rows, benchmarks=[questions], select=["D"]).problems == []


def test_on_the_command_line(tmp_path, capsys):
    train = write(tmp_path / "train.jsonl", [chat("Where?", "In Oslo."), chat(QUESTION, "45")])
    held = write(tmp_path / "validation.jsonl", [chat("Where?", "In Oslo.")])
    (tmp_path / "bench.jsonl").write_text(json.dumps({"problem": QUESTION}) + "\n")
    words = [
        "validate",
        train,
        "--select",
        "D",
        "--against",
        held,
        "--against-benchmark",
        str(tmp_path / "bench.jsonl"),
    ]
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "D005" in said and "line 1 of" in said and "D008" in said and "100%" in said
    assert main(["validate", "-", "--duplicates"]) == 2


@corpora.needed
def test_a_real_leak_is_found():
    train, held = (corpora.path(f"instructor_math/math_finetunes{end}.jsonl") for end in ("", "_val"))
    assert leaks(train, held) == [("D005", "error", number) for number in (1, 2, 3, 4)]


@corpora.needed
def test_a_real_benchmark_is_known_by_a_row_that_is_like_one_of_its_questions():
    found = ftdata.validate(
        corpora.path("azure_gsm8k_chat/chat_train.jsonl"), benchmarks=[corpora.path("gsm8k/test.jsonl")], select=["D"]
    )
    assert codes(found) == [("D008", "warning", 21), ("D008", "warning", 407)]
