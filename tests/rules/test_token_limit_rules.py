"""Token limits beyond their pages: what is not counted, what would be lost, and what a fix leaves alone."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata import tokenizers
from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine import validate as validating
from ftdata.engine.validate import validate
from ftdata.errors import UsageError, VocabularyError
from ftdata.jsontext import dumps, patch
from ftdata.rules import Row, get, lengths
from ftdata.targets import destination
from ftdata.types import FileSummary, Record, path_text

CODES = ("L005", "L006", "L007")
CALL = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}


def chat(*turns):
    return {"messages": [{"role": role, "content": text} for role, text in turns]}


def goal(target="openai", method="sft", model="gpt-4.1", **options):
    return destination(target, method, model, options={f"L005.{name}": value for name, value in options.items()})


def findings(code, row, where):
    return list(get(code).check(Row(row, Record("x.jsonl", 1, 0, 1, dumps(row), row), where)))


def long(words):
    return "word " * words


@pytest.fixture
def nothing_counts(monkeypatch):
    def refuse(_):
        raise AssertionError("a row was tokenised")

    monkeypatch.setattr(lengths, "meter", refuse)


@pytest.mark.usefixtures("nothing_counts")
@pytest.mark.parametrize("code", CODES)
def test_a_row_whose_bytes_prove_that_it_fits_is_not_counted(code):
    row = chat(("user", long(50)), ("assistant", "So."))
    size = len(dumps(row))
    assert findings(code, row, goal(most=2 * size)) == []
    with pytest.raises(AssertionError, match="tokenised"):
        findings(code, row, goal(most=size - 1))


@pytest.mark.usefixtures("nothing_counts")
def test_a_clean_file_is_validated_without_a_tokenizer(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(chat(("user", f"{n}?"), ("assistant", f"{n}!"))) + "\n" for n in range(100)))
    assert not {each.code for each in validate([str(path)], Settings("openai", "sft", "gpt-4.1")).problems} & {*CODES}


def test_the_long_row_of_a_file_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(validating, "FEW", 1)
    rows = [chat(("user", f"Number {number}?"), ("assistant", "Yes!")) for number in range(40)]
    rows[20] = chat(("user", long(16_500)), ("assistant", "Yes!"))
    rows[30] = chat(("user", long(16_000)), ("assistant", "Yes!"))
    rows[35] = chat(("user", long(10)), ("assistant", long(16_500)))
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = validate([str(path)], Settings("openai", "sft", "gpt-3.5-turbo-0125", select=("L",))).problems
    assert [(each.code, each.location.line) for each in found] == [
        ("L005", 21),
        ("L006", 21),
        ("L007", 31),
        ("L005", 36),
    ]
    assert "16,5" in found[0].message and "16,385" in found[0].message
    assert path_text(found[1].path) == "messages[1]"


def test_what_is_lost_is_said():
    row = chat(("user", long(20)), ("assistant", long(20)))
    (found,) = findings("L005", row, goal(most=40))
    assert "its end is cut off" in found.message and "trained tokens" in found.message
    assert findings("L006", row, goal(most=40)) == [], "some of the answer is left"
    (lost,) = findings("L006", row, goal(most=20))
    assert "nothing of this row is trained" in lost.message
    (first,) = findings(
        "L006", chat(("user", "a"), ("assistant", "b"), ("user", long(30)), ("assistant", "c")), goal(most=30)
    )
    assert "nothing of it is trained" in first.message and path_text(first.path) == "messages[3]"


def test_a_cut_at_the_start_loses_other_answers():
    row = chat(("user", "a"), ("assistant", "b"), ("user", long(30)), ("assistant", "c"))
    (found,) = findings("L006", row, goal(most=30, cut="start"))
    assert path_text(found.path) == "messages[1]"


def test_where_nobody_says_what_happens_no_answer_is_called_lost():
    row = chat(("user", long(70_000)), ("assistant", "So."))
    (found,) = findings("L005", row, goal("azure"))
    assert "not documented" in found.message
    assert findings("L006", row, goal("azure")) == []


@pytest.mark.parametrize("code", CODES)
def test_no_limit_no_finding(code):
    row = chat(("user", long(70_000)), ("assistant", "So."))
    assert findings(code, row, goal("any", model=None)) == []
    assert findings(code, row, goal("azure", model="qwen3-32b")) == []
    assert get(code).module.least(goal("any", model=None)) is None


def test_a_limit_without_a_model():
    assert lengths.limit(goal("openai", model=None)) == 65_536
    assert lengths.limit(goal("openai", model="gpt-3.5-turbo-0613")) == 4096
    assert lengths.limit(goal("azure", model=None)) is None


def test_images_are_counted_however_short_their_address():
    part = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    row = {"messages": [{"role": "user", "content": [part]}, {"role": "assistant", "content": "A bike."}]}
    assert len(dumps(row)) < 200
    assert findings("L005", row, goal(model="gpt-4o", most=300))


def test_pairs_and_completions():
    answers = [{"role": "assistant", "content": text} for text in (long(10), long(60))]
    pair = {"input": chat(("user", "Which?")), "preferred_output": answers[:1], "non_preferred_output": answers[1:]}
    assert findings("L005", pair, goal(method="dpo", most=50))
    assert findings("L005", pair, goal(method="dpo", most=100)) == []
    completion = {"prompt": long(60), "completion": " yes"}
    (found,) = findings("L006", completion, goal(method="completion", model="babbage-002", most=50))
    assert path_text(found.path) == "completion"
    fixed = json.loads(patch(dumps(completion), found.fix.edits))
    assert fixed["completion"] == " yes" and 30 < len(fixed["prompt"].split()) < 50


def test_a_vocabulary_that_is_not_here_silences_and_is_told_of(monkeypatch):
    def missing(*_):
        raise VocabularyError("not here")

    monkeypatch.setattr(tokenizers, "meter", missing)
    monkeypatch.setattr(tokenizers, "available", lambda _: False)
    monkeypatch.setattr(get("L011").module, "find_spec", lambda _: None)
    row = chat(("user", long(70_000)), ("assistant", "So."))
    assert [findings(code, row, goal()) for code in CODES] == [[], [], []]
    (told,) = get("L011").check(goal())
    assert "o200k_base" in told.message and "L005.tokenizer=bytes" in told.message


def test_a_tokenizer_of_the_user_s_own_has_every_row_counted():
    where = goal("any", model=None, most=40, tokenizer="cl100k_base")
    assert get("L005").module.least(where) == 0
    assert findings("L005", chat(("user", long(60)), ("assistant", "So.")), where)
    with pytest.raises(UsageError):
        findings(
            "L005", chat(("user", long(60)), ("assistant", "So.")), goal("any", model=None, most=9, tokenizer="nope")
        )
    (told,) = get("L011").check(goal("any", model=None, most=40, tokenizer="bytes"))
    assert "estimated" in told.message


def test_known_models_are_counted_and_others_are_told_of():
    assert list(get("L011").check(goal())) == []
    assert list(get("L011").check(goal("any", model="my-own"))) == []
    assert list(get("L011").check(goal("any", model="my-own", most=100)))
    assert list(get("L011").check(goal("azure", model="Qwen3-32B")))


@pytest.mark.parametrize(
    ("size", "epochs", "severity"),
    [(100_000_000, 3, ""), (4_000_000_000, 3, "warning"), (400_000_000, 50, "warning"), (20_000_000_000, 3, "error")],
)
def test_tokens_times_epochs(size, epochs, severity):
    summary = FileSummary("x.jsonl", size=size, container="jsonl")
    where = destination("azure", "sft", options={"L008.epochs": epochs})
    found = [each.severity or get("L008").severity for each in get("L008").check(summary, where)]
    assert found == [severity] * bool(severity)
    assert list(get("L008").check(summary, destination("openai", "sft"))) == []


words = st.sampled_from(["Look at this", "What now?", long(12), long(30)])
exchanges = st.one_of(
    st.tuples(words, st.just(())).map(lambda each: [("user", each[0]), ("assistant", "Fine.")]),
    st.tuples(words, words).map(lambda each: [("user", each[0]), "call", ("tool", each[1]), ("assistant", "Found.")]),
    words.map(lambda each: [("user", each), ("user", "Really."), ("assistant", "Yes.")]),
)


@settings(max_examples=50, deadline=None)
@given(
    system=st.sampled_from([None, "Be brief."]),
    talk=st.lists(exchanges, min_size=1, max_size=5),
    most=st.integers(20, 120),
)
def test_a_fix_shortens_context_and_nothing_else(system, talk, most):
    messages = [{"role": "system", "content": system}] if system else []
    for turn in [turn for exchange in talk for turn in exchange]:
        if turn == "call":
            messages.append({"role": "assistant", "tool_calls": [CALL]})
        else:
            more = {"tool_call_id": "c1"} if turn[0] == "tool" else {}
            messages.append({"role": turn[0], "content": turn[1]} | more)
    row, where = {"messages": messages}, goal(model="gpt-4o", most=most)
    found = findings("L005", row, where)
    if not found or found[0].fix is None:
        return
    assert not found[0].fix.safe
    fixed = json.loads(patch(dumps(row), found[0].fix.edits))["messages"]
    assert findings("L005", {"messages": fixed}, where) == []
    last = max(number for number, message in enumerate(messages) if message["role"] == "user")
    assert fixed[-1] == messages[-1]
    assert [each for each in fixed if each["role"] == "system"] == [
        each for each in messages if each["role"] == "system"
    ]
    behind = len(messages) - last - 1
    assert fixed[len(fixed) - behind :] == messages[last + 1 :], "what answers the last question is untouched"
    for before, after in zip([None, *fixed], fixed, strict=False):
        if after["role"] == "tool":
            assert before and "tool_calls" in before, "a result stands behind its call"
    for before, after in zip(fixed, [*fixed[1:], None], strict=True):
        if "tool_calls" in before:
            assert after and after["role"] == "tool"


def test_the_command_trims_when_asked(tmp_path, capsys):
    path = tmp_path / "train.jsonl"
    rows = [
        chat(("user", long(40)), ("assistant", "One."), ("user", "And now?"), ("assistant", "Two.")),
        chat(("user", "Hi"), ("assistant", "Hello!")),
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    words = ["fix", str(path), "--target", "openai", "--model", "gpt-4.1", "--set", "L005.most=30", "--select", "L005"]
    assert main([*words, "--diff"]) == 0, "nothing without --unsafe"
    assert main([*words, "--unsafe", "--in-place"]) == 0
    said = capsys.readouterr().out
    assert "the 2 oldest messages" in said and "1 of them answers" in said
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    assert first == chat(("user", "And now?"), ("assistant", "Two.")) and second == rows[1]
