"""Rules of the family Q that compare rows: shares, severities, places, merging, bounded memory."""

import itertools
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.rules import Row, get, rules
from ftdata.rules.labels import MOST as MOST_LABELS
from ftdata.rules.quality import q003_many_system_prompts as q003
from ftdata.rules.quality import q004_constant_answers as q004
from ftdata.rules.refusals import refuses
from ftdata.rules.scripts import script_of
from ftdata.rules.sightings import Sightings
from ftdata.targets import destination
from ftdata.types import FileSummary, Location, Record

FOLDS = [code for code, rule in rules().items() if code[0] == "Q" and rule.kind == "Fold"]
LONG = "The long answer goes on. " * 200


def chat(answer, question="What is the capital of Norway?", system=None):
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": ([{"role": "system", "content": system}] if system else []) + turns}


def fold(code, values, start=0, **options):
    """A fold over rows that stand on every second line."""
    goal = destination("any", options.pop("method", "sft"), options=options)
    made = get(code).check(goal)
    for number, value in enumerate(values, start=1):
        made.add(Row(value, Record("x.jsonl", 2 * number, None, number, None, value), goal))
    return made


def told(code, values, **options):
    return [
        (each.severity, each.location and each.location.line, each.message)
        for each in fold(code, values, **options).findings()
    ]


POOL = [
    *(
        chat(answer)
        for answer in ("Oslo", "Oslo.", "oslo", " Oslo", "nan", "I'm sorry, but I can't help.", LONG, "<think>Well")
    ),
    chat("What is the capital of Norway?"),
    chat("столица России — город Москва, она большая"),
    chat("```python\nprint(1"),
    chat("Oslo", system="Be brief."),
    chat("Bergen", system="be brief"),
    chat("Bergen", system="Be kind."),
    chat("I am {{name}}"),
    {"messages": []},
]
EAGER = {"Q004.share": 0.3, "Q005.share": 0.3, "Q006.share": 0.1, "Q007.rows": 2, "Q002.share": 0.5}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(POOL) | st.sampled_from(POOL[:3]), max_size=45),
    st.tuples(st.integers(0, 45), st.integers(0, 45)).map(sorted),
)
def test_merged_folds_say_what_one_fold_says(values, cuts):
    for code in FOLDS:
        whole = list(fold(code, values, **EAGER).findings())
        edges = [0, *(min(cut, len(values)) for cut in cuts), len(values)]
        parts = [(fold(code, values[start:end], **EAGER), start) for start, end in itertools.pairwise(edges)]
        parts = [(pickle.loads(pickle.dumps(part)), start) for part, start in parts]
        merged = fold(code, [], **EAGER)
        for part, start in parts:
            merged.merge(part, 2 * start, start)
        assert list(merged.findings()) == whole, code
        (left, _), (middle, second), (right, third) = parts
        middle.merge(right, 2 * (third - second), third - second)
        left.merge(middle, 2 * second, second)
        assert list(left.findings()) == whole, code


def test_every_fold_finds_something_in_the_pool():
    values = [
        *POOL,
        *[chat("Oslo", f"{number}?") for number in range(30)],
        *[chat("oslo", f"{number}?") for number in range(30)],
    ]
    silent = {code for code in FOLDS if not told(code, values, **EAGER)}
    labels = [chat(answer, f"{number}?") for number, answer in enumerate(["yes"] * 30 + ["no"] * 9 + ["No"])]
    assert {code for code in silent if not told(code, labels, **EAGER)} <= {"Q004", "Q006", "Q014"}


@pytest.mark.parametrize(
    ("missing", "severity"), [(0, []), (1, [None]), (2, [None]), (3, ["info"]), (9, ["info"]), (10, ["info"])]
)
def test_a_few_rows_without_a_system_prompt_are_a_warning_and_many_are_mentioned(missing, severity):
    values = [chat("Oslo")] * missing + [chat("Oslo", system="Be brief.")] * (10 - missing)
    assert [each[0] for each in told("Q002", values)] == severity


def test_how_many_are_a_few_can_be_told():
    values = [chat("Oslo")] * 3 + [chat("Oslo", system="Be brief.")] * 7
    assert [each[:2] for each in told("Q002", values, **{"Q002.share": 0.3})] == [(None, 2)]


def test_a_small_file_without_system_prompts_is_no_matter():
    assert told("Q002", [chat("Oslo")] * 9) == []
    assert told("Q002", [{"prompt": "a", "completion": "b"}] * 20, method="completion") == []


def test_a_system_prompt_may_stand_beside_the_messages():
    values = [{"system": system, **chat("Oslo")} for system in ("Be brief.", [{"text": "Be brief."}])]
    assert told("Q002", values * 10) == []
    assert [each[0] for each in told("Q002", [*values * 10, {"system": "", **chat("Oslo")}])] == [None]


@pytest.mark.parametrize(
    ("prompts", "said"),
    [
        (["A"] * 10, ""),
        (["A b."] * 9 + ["a  b"], "2 system prompts in 10 rows looked at differ, 1 of them only in case"),
        (["A"] * 9 + ["B"], "2 system prompts in 10 rows looked at differ; the commonest is on 9"),
        (["A", "B", "C"] * 10, "3 system prompts in 30 rows looked at differ; the commonest is on 10"),
        ([str(number) for number in range(30)], ""),
        ([str(number // 2) for number in range(30)], ""),
    ],
)
def test_prompts_that_are_meant_to_differ_are_not_told_of(prompts, said):
    found = told("Q003", [chat("Oslo", system=prompt) for prompt in prompts])
    assert [each[2][: len(said)] for each in found] == [said] * bool(said)
    assert not found or found[0][1] == 2 * (1 + next(n for n, prompt in enumerate(prompts) if prompt != prompts[0]))


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        (["Ask us, we will tell you what we know of it."] * 10, {"Q004"}),
        (["Ask us, we will tell you what we know of it."] * 9, set()),
        (["Ask us, we will tell you what we know of it."] * 9 + ["Oslo"], {"Q004"}),
        (["Ask us, we will tell you what we know of it."] * 8 + ["Oslo"] * 2, set()),
        (["yes"] * 10, {"Q004"}),
        (["yes"] * 18 + ["no"] * 2, {"Q005"}),
        (["yes"] * 12 + ["no"] * 8, set()),
        (["yes"] * 18 + ["Yes"] + ["no"] * 11, {"Q021"}),
        (["1"] * 18 + ["0"] * 2, {"Q005"}),
        (["+"] * 12 + ["-"] * 8, set()),
        (["yes"] * 18 + ["no"] * 2 + ["That depends on what you mean by it, I think."], set()),
        ([str(number) for number in range(60)], set()),
        (["yes"] * 18 + ["Yes"], set()),
    ],
)
def test_answers_that_are_labels(answers, codes):
    values = [chat(answer, f"{number}?") for number, answer in enumerate(answers)]
    assert {code for code in ("Q004", "Q005", "Q021") if told(code, values)} == codes


def test_the_first_row_of_the_rarer_spelling_is_named():
    values = [chat(answer) for answer in ["Yes"] * 3 + ["yes"] * 15 + ["no"] * 12]
    ((severity, line, said),) = told("Q021", values)
    assert (severity, line) == (None, 2)
    assert "'yes', 'Yes'; the first is on 15 of 30 rows looked at, the others on 3" in said


REFUSALS = (
    *(
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but as an AI, I don't have access to it.",
        "I cannot answer this.",
    ),
    *(
        "As an AI language model, I am unable to browse.",
        "抱歉，我无法回答这个问题。",
        "Lo siento, pero no puedo ayudarte.",
    ),
    *(
        "Désolé, je ne peux pas répondre.",
        "Es tut mir leid, aber das kann ich nicht beantworten.",
        "К сожалению, я не могу.",
    ),
    *(
        "申し訳ありませんが、お答えできません。",
        "Przepraszam, ale nie mogę pomóc.",
        "Mi dispiace, ma non posso aiutarti.",
    ),
)
ANSWERS = (
    *("Sorry to hear that! Try this.", "I can help with that.", "The cat cannot swim.", "Unfortunately it rained.", ""),
    *("You cannot divide by zero, so there is no answer.", "I'm afraid of spiders.", "I can't wait to help you!"),
    *("Entschuldigung heißt auf Englisch sorry.", "对不起是什么意思？", "He said: I cannot help you."),
    "I'm sorry, but I can't find the symbol of Delta Devices. Could you please provide it?",
    "抱歉，我无法找到您的订单。请提供订单号。",
)


def test_refusals_are_known_by_how_they_begin():
    assert [text for text in REFUSALS if not refuses(text)] == []
    assert [text for text in ANSWERS if refuses(text)] == []


def test_asking_for_another_question_is_a_refusal():
    assert refuses("I'm sorry, but I am unable to provide that. Could you provide another type of query?")


def test_the_share_of_refusals():
    values = [chat(REFUSALS[0])] * 3 + [chat("Oslo")] * 12
    assert told("Q006", values) == []
    assert [each[:2] for each in told("Q006", values[:-1])] == [(None, 2)]
    assert told("Q006", values[:-1], **{"Q006.share": 0.25}) == []
    assert told("Q006", [chat(REFUSALS[0])] * 2) == []
    refusal = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "refusal": "No."}]}
    assert len(told("Q006", [refusal] * 3 + [chat("Oslo")] * 5)) == 1
    calls = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{}]}]}
    assert told("Q006", [chat(REFUSALS[0])] * 3 + [calls] * 12) == []


def test_only_answers_far_above_the_middle_half_are_outliers():
    usual = [chat("x" * (100 + number)) for number in range(120)]
    assert told("Q007", usual) == []
    assert told("Q007", [*usual, chat("y" * 1500)]) == []
    ((severity, line, said),) = told("Q007", [*usual, chat("y" * 2001), chat("y" * 30_000)])
    assert (severity, line) == (None, 244)
    assert "30,000 in line 244, 2,001 in line 242; half of 122 answers looked at" in said
    mixed = [chat("yes")] * 60 + [chat("z" * 8000)] * 60
    assert told("Q007", mixed) == []
    assert told("Q007", [*usual[:90], chat("y" * 30_000)]) == []


@pytest.mark.parametrize(
    ("answer", "question", "copies"),
    [
        ("What is the capital of Norway?", "What is the capital of Norway?", True),
        (" what is  the capital of Norway? Oslo", "What is the capital of Norway?", True),
        ("The capital of Norway is Oslo.", "What is the capital of Norway?", False),
        ("Good morning", "Good morning", False),
        ("def add(a, b):\n    return a + b", "def add(a, b):", False),
        ("def add_all(numbers):\n    return sum(numbers)", "def add_all(numbers):\n", False),
    ],
)
def test_a_copy_begins_with_all_of_the_question(answer, question, copies):
    found = told("Q008", [chat(answer, question), *[chat("Oslo", f"{number}?") for number in range(4)]])
    assert [each[:2] for each in found] == [("info", 2)] * copies
    assert [each[0] for each in told("Q008", [chat(answer, question)])] == [None] * copies


def test_white_space_at_either_end_is_told_of_once():
    values = [chat(" a"), chat("b\n"), chat(" c "), chat("d e")]
    assert [each[1:] for each in told("Q011", values)] == [
        (2, "2 of 4 rows looked at (lines 2, 6) have an answer that begins with white space; strip it"),
        (4, "2 of 4 rows looked at (lines 4, 6) have an answer that ends in white space; strip it"),
    ]
    pairs = [{"prompt": "a ->", "completion": " b"}] * 3
    assert told("Q011", pairs, method="completion") == []
    assert len(told("Q011", [*pairs, {"prompt": "a", "completion": "b"}], method="completion")) == 1


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The capital of Norway is Oslo.", "Latin"),
        ("Größe und Übermut, schön wär’s", "Latin"),
        ("столица России — город Москва", "Cyrillic"),
        ("挪威的首都是奥斯陆，这是一座美丽的城市，我很喜欢它。", "Chinese or Japanese"),
        ("ノルウェーの首都はオスロです。とても美しい街です。", "Chinese or Japanese"),
        ("노르웨이의 수도는 오슬로입니다. 아주 아름다운 도시예요.", "Hangul"),
        ("Oslo", ""),
        ("42 + 42 = 84, 42 + 42 = 84, 42 + 42 = 84", ""),
        ("столица столица the capital the capital", ""),
        ("`print(столица)`" * 9, ""),
    ],
)
def test_scripts(text, script):
    assert script_of(text) == script


RUSSIAN, ENGLISH = "столица России — город Москва", "The capital of Norway is Oslo."


@pytest.mark.parametrize(
    ("stray", "found"),
    [
        (chat(RUSSIAN, "What is the capital of Russia?"), True),
        (chat(ENGLISH, "Какой город — столица Норвегии?"), False),
        (chat(RUSSIAN, "Какой город — столица России?"), False),
        (chat(RUSSIAN, "Say it in Russian: Moscow is the capital."), False),
        (chat(RUSSIAN, "Translate: Moscow is the capital of Russia."), False),
        (chat(RUSSIAN, "What does the word столица mean, and where is it?"), False),
        (chat(RUSSIAN, "Why?"), False),
    ],
)
def test_an_answer_in_another_script_is_told_of_unless_it_was_asked_for(stray, found):
    assert len(told("Q014", [*[chat(ENGLISH)] * 20, stray])) == found
    assert told("Q014", [chat(ENGLISH)] * 5 + [stray]) == []


PROSE = "It is a long story, and it takes its time. " * 10


@pytest.mark.parametrize(
    ("answer", "cut"),
    [
        ("So:\n```python\nprint(1", "a code block"),
        ("So:\n```\na\n```\nand\n~~~\nb", "a code block"),
        ("1. So:\n   ```sh\n   ls\n   ```", ""),
        ("````md\n```\na\n```\n````", ""),
        ("```\na\n```\n```", ""),
        ("Write ``` before it.", ""),
        ("So: ```python\nprint(1)\n```\nThat is all.", ""),
        ("```sh\nls```\nThat is all.", ""),
        ("print(2)\n```\nThat is all.", ""),
        ("```python\nprint(2). # That is all.", "a code block"),
        ("```\n", ""),
        (PROSE + "And then,", "a sentence"),
        (PROSE + "And then the", "a sentence"),
        (PROSE + "Und dann das", "a sentence"),
        (PROSE * 2 + "然后，", "a sentence"),
        (PROSE, ""),
        (PROSE + "The end", ""),
        (PROSE + "Vitamin a", ""),
        ("And then the", ""),
    ],
)
def test_an_answer_that_is_cut_off(answer, cut):
    assert [each[2].partition("middle of ")[2].partition(", as")[0] for each in told("Q016", [chat(answer)])] == [
        cut
    ] * bool(cut)


@pytest.mark.parametrize("word", ["nan", " NaN\n", "undefined", "[object Object]", "#N/A"])
@pytest.mark.parametrize("other", ["none", "null", "N/A", "None", "Nan bread", "undefined behaviour", ""])
def test_only_a_programs_words_for_nothing_are_no_answers(word, other):
    ((severity, line, said),) = told("Q022", [chat(other or "Oslo"), chat(word)])
    assert (severity, line) == (None, 4)
    assert word.strip() in said and said.startswith("1 of 2 rows looked at (line 4)")


@pytest.mark.parametrize(
    ("target", "method", "rows", "speaks"),
    [
        ("azure", "sft", 9, False),
        ("azure", "sft", 10, True),
        ("azure", "sft", 49, True),
        ("azure", "sft", 50, False),
        ("azure", "dpo", 499, True),
        ("azure", "rft", 200, False),
        ("azure", "rft", 199, True),
        ("openai", "sft", 20, True),
        ("openai", "rft", 20, False),
        ("any", "sft", 20, False),
        ("azure", "sft", 0, False),
    ],
)
def test_few_examples_are_those_below_the_advice_of_the_provider(target, method, rows, speaks):
    summary = FileSummary("x.jsonl", container="jsonl", rows=rows)
    goal = destination(target, method)
    assert len(list(get("Q001").check(summary, goal))) == speaks
    if method == "sft" and target != "any":
        assert not (speaks and list(get("L001").check(summary, goal)))


def test_one_row_has_what_several_have():
    seen = Sightings()
    seen.add(Location("x.jsonl", 6, None, 6))
    assert seen.have(300) == "1 of 300 rows looked at (line 6) has"
    assert seen.have(1, verb="hold") == "1 of 1 row looked at (line 6) holds"
    seen.add(Location("x.jsonl", 7, None, 7))
    assert seen.have(300, verb="hold") == "2 of 300 rows looked at (lines 6, 7) hold"


def test_kinds_of_artefacts_are_counted_apart():
    values = [chat("I am {{name}}"), chat("Oslo"), chat("<think>Well"), chat("I am {{other}}")]
    made = fold("Q009", values)
    made.skip(6)
    assert [(each.location.line, each.path, each.message[:40]) for each in made.findings()] == [
        (2, ("messages", 1, "content"), "2 of 10 rows looked at (lines 2, 8) hold"),
        (6, ("messages", 1, "content"), "1 of 10 rows looked at (line 6) has an a"),
    ]


def test_memory_is_bounded():
    many = [chat(f"answer {number}", system=f"prompt {number}") for number in range(max(q003.MOST, q004.MOST) + 10)]
    assert not fold("Q003", many)._prompts
    assert not fold("Q004", many)._answers
    assert not fold("Q005", many[: MOST_LABELS + 1])._labels.seen
    assert len(fold("Q007", [chat(LONG)] * 50)._longest) == 3
    assert len(fold("Q002", many[:100] + [chat("a")] * 50)._missing.places) == 3
    half = len(many) // 2 + 20
    for code in ("Q003", "Q004", "Q005"):
        left, right = fold(code, many[:half]), fold(code, many[half:])
        left.merge(right, 0, 0)
        assert list(left.findings()) == []


def test_in_memory_examples_are_named():
    report = validate([[chat("nan", f"{number}?") for number in range(2)]], Settings(select=("Q022",)))
    (problem,) = report.problems
    assert problem.location.example == 1 and "(examples 1, 2)" in problem.message


def test_every_refusal_begins_as_one_of_the_starts():
    """The quick look and the patterns agree: each pattern's first word is among the starts."""
    from ftdata.rules.refusals import _PATTERNS, _STARTS

    samples = (
        *(
            "oh, i'm sorry, but i cannot",
            "sorry, i can't",
            "we are unable to help",
            "as an ai model i cannot",
            "i won't help",
        ),
        *(
            "很抱歉，我无法",
            "我不能回答",
            "lo siento, no puedo",
            "désolée, je ne peux",
            "es tut mir leid, ich kann nicht",
        ),
        *(
            "sinto muito, não posso",
            "mi dispiace, non posso",
            "к сожалению, я не могу",
            "申し訳ありませんが、お答えできません",
        ),
        *("죄송하지만 도와드릴 수 없습니다", "helaas kan ik dat niet", "niestety nie mogę", "no, i can't help"),
    )
    import re

    for text in samples:
        assert any(re.search(pattern, text, re.DOTALL) for pattern in _PATTERNS), text
        assert text.startswith(_STARTS), text
