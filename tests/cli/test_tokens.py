"""``ftdata stats`` and ``ftdata estimate`` at the command line."""

import json

import pytest


def test_stats_says_what_there_is(ftdata, clean):
    code, out, err = ftdata("stats", clean, "--model", "gpt-4o")
    assert (code, err) == (0, "")
    for part in (
        "10 examples",
        "o200k_base",
        "exact",
        "median",
        "max length",
        "roles: system 10",
        "variety: 10 different",
    ):
        assert part in out
    assert "█" in out


def test_stats_as_json(ftdata, clean, write):
    code, out, _ = ftdata("stats", clean, write({"prompt": "a", "completion": "b"}, name="b.jsonl"), "--output", "json")
    first, second = json.loads(out)["files"]
    assert code == 0 and first["examples"] == 10 and second["format"] == "prompt-completion"
    assert first["tokens"]["total"] == first["tokens"]["trained"] + first["tokens"]["masked"]
    assert sum(bar["count"] for bar in first["histogram"]) == 10


def test_the_tokens_of_each_example(ftdata, clean, tmp_path):
    code, out, err = ftdata("stats", clean, "--max-tokens", "20", "--each", "each.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "each.jsonl").read_text().splitlines()]
    assert code == 0 and "each.jsonl" in err and "limit: 20 tokens" in out
    assert [line["line"] for line in lines] == list(range(1, 11))
    assert all(line["tokens"] == line["trained"] + line["masked"] for line in lines)
    assert all(line["cut"] == max(line["tokens"] - 20, 0) >= line["trained_cut"] for line in lines)
    assert ftdata("stats", clean, "--each", "each.jsonl")[0] == 2, "it is there already"
    assert ftdata("stats", clean, "--each", "each.jsonl", "--force")[0] == 0
    assert ftdata("stats", clean, "--each", clean, "--force")[0] == 2, "it is the input"


def test_a_sample(ftdata, write):
    rows = [{"messages": [{"role": "user", "content": f"{n} " * (n % 9)}]} for n in range(200)]
    code, out, _ = ftdata("stats", write(*rows), "--sample", "50")
    assert code == 0 and "counted 50 of 200 rows" in out and "±" in out


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--model", "llama-3"], "--tokenizer"),
        (["--tokenizer", "nope"], "no tokenizer is called"),
        (["--max-tokens", "0"], "1 or more"),
        (["--sample", "x"], "1 or more"),
        (["--sample", "1"], "2 rows or more"),
        (["--cut", "middle"], "invalid choice"),
        (["--each", "x.jsonl", "--sample", "5"], "--each takes one FILE"),
    ],
)
def test_a_wrong_call_says_so(words, part, ftdata, clean):
    code, out, err = ftdata("stats", clean, *words)
    assert (code, out) == (2, "") and part in err and err.count("\n") == 1


def test_a_file_that_is_not_there(ftdata):
    for command in ("stats", "estimate"):
        code, _, err = ftdata(command, "none.jsonl")
        assert code == 2 and "none.jsonl" in err


def test_what_comes_from_data_cannot_drive_the_terminal(ftdata, write):
    call = {"id": "1", "type": "function", "function": {"name": "\x1b[2J\u202e", "arguments": "{}"}}
    row = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [call]}]}
    row["messages"].append({"role": "::error::x\x1b", "content": "y"})
    for output in ("text", "json"):
        _, out, _ = ftdata("stats", write(row), "--output", output)
        assert "\x1b" not in out and "\u202e" not in out


def test_estimate_says_what_it_costs(ftdata, clean):
    code, out, err = ftdata("estimate", clean, "--target", "openai", "--model", "gpt-4.1-mini", "--epochs", "2")
    assert (code, err) == (0, "")
    for part in ("epochs        2 (as you say)", "training      $", "ready?", "still tunable", "prices, in US dollars"):
        assert part in out


def test_estimate_as_json(ftdata, clean):
    words = ["--target", "azure", "--model", "gpt-4.1", "--price", "base-input=2", "--price", "base-output=8"]
    code, out, _ = ftdata("estimate", clean, *words, "--calls", "1000", "--shots", "2", "--output", "json")
    found = json.loads(out)
    assert code == 0 and found["prices"]["base-input"]["source"] == "given with --price"
    assert found["break_even"]["never"] is True and found["hosting_a_month"] == pytest.approx(1241)
    assert {answer["question"] for answer in found["readiness"]} >= {"varied", "enough examples"}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--price", "gold=1"], "names no price"),
        (["--price", "training=-1"], "0 or more"),
        (["--price", "training=nan"], "0 or more"),
        (["--epochs", "99", "--target", "azure"], "1 to 50"),
        (["--few-shot", "none.txt", "--model", "gpt-4.1"], "none.txt"),
        (["--few-shot", "a", "--shots", "2"], "give one of them"),
        (["--validation", "none.jsonl"], "none.jsonl"),
    ],
)
def test_a_wrong_estimate_says_so(words, part, ftdata, clean):
    code, out, err = ftdata("estimate", clean, *words)
    assert (code, out) == (2, "") and part in err


def test_a_start_without_tokens_loads_no_tokenizer(process, clean):
    words = ["validate", clean, "--target", "openai", "--model", "gpt-4.1"]
    code = f"import sys; from ftdata.cli import main; main({words}); print(*sys.modules)"
    loaded = process(python=code).stdout.decode().split("\n")[-2].split()
    assert "ftdata.rules.limits.l005_example_too_long" in loaded
    assert not {"tiktoken", "splintr", "ftdata.tokenizers._rows", "ftdata.engine.tokens"} & {*loaded}
