"""Rules of the family Q that judge rows: what is odd and what only looks so, marks, hostile values, fixes."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdata.engine import Settings
from ftdata.engine.fix import Fixer
from ftdata.engine.judge import Judge
from ftdata.rules import Row, get, rules
from ftdata.rules.garbled import MARKS, mended
from ftdata.rules.quality.q015_repetition_loop import suspect
from ftdata.targets import destination
from ftdata.types import FileSummary, Record

CODES = [code for code, rule in rules().items() if code[0] == "Q" and code != "Q013"]
ROW_CODES = [code for code in CODES if rules()[code].kind == "check_row"]
FORMATS = {"sft": "chat", "dpo": "preference", "rft": "chat", "completion": "prompt-completion"}
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def chat(answer, question="What is it?", **more):
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer, **more}]
    return {"messages": messages}


def row_of(value, target="azure", method="sft") -> Row:
    return Row(value, Record("x.jsonl", 1, 0, 1, None, value), destination(target, method))


def found(code, value, **options):
    """What a rule says of one row."""
    row = row_of(value, **options)
    if rules()[code].kind == "check_row":
        return list(get(code).check(row))
    fold = get(code).check(row.destination)
    fold.add(row)
    return list(fold.findings())


def fixed(code, value):
    """The row after a fix, and all that is then said of it."""
    judge = Judge(FileSummary("x.jsonl", format="chat", method="sft"), destination("any", "sft"), Settings())
    raw = orjson.dumps(value)
    done = Fixer(judge, unsafe=True, select=(code,)).fix(Record("x.jsonl", 1, 0, 1, raw, orjson.loads(raw)))
    return done.record.row, [problem.code for problem in done.judged.problems]


SILENT = {
    "Q009": [
        chat("Write {{ name }} in a Jinja file."),
        chat("A GitHub secret is ${{ secrets.KEY }}."),
        chat("style={{ bold }} and {{.}} and {{a: 1}} and {{{x}}}"),
        chat("Prompts look so: `[INST] Hi [/INST]`"),
        chat("```\n<start_of_turn>user\n```"),
        chat("Its chat template writes <start_of_turn>."),
        chat("<think>So</think> it is."),
        chat("It thinks within <think>"),
        chat("It is a language model, and an AI.", "Are you an AI language model?"),
        {"messages": [*chat("Hi")["messages"], {"role": "assistant", "content": "<think>no", "weight": 0}]},
    ],
    "Q010": [
        chat("NÃO, SÃO PAULO; Ângela, Â; √2, √π ≈ 1,77; ‚so‘; l’été « à Orléans »"),
        chat("In UTF-8, a \N{REPLACEMENT CHARACTER} stands for what cannot be read."),
        chat("FranÃ§oise is mojibake for Françoise"),
        chat("├── src\n│   └── main.py\n└── README"),
        chat("¯\\_(ツ)_/¯ 20 °C, 5 €, £3, ½, «да», “so”"),
    ],
    "Q015": [
        chat("-" * 900),
        chat("\n" * 900 + "."),
        chat("🎉" * 300),
        chat("0 " * 400),
        chat("ha" * 150),
        chat("ha" * 400 + " and so on, until he fell asleep."),
        chat("".join(f"{number}. A line like the others, but for its number.\n" for number in range(40))),
        {"messages": [{"role": "user", "content": "ha" * 400}, {"role": "assistant", "content": "Funny."}]},
        chat("ha" * 400, weight=0),
    ],
    "Q017": [
        chat('print("Hello.\\nBye.\\nNow.\\n")'),
        chat("$x \\neq 0.\\nu = 1,\\nu = 2$"),
        chat("Look at C:\\new.\\next and C:\\old.\\nothing."),
        chat("`a.\\nB.\\nC`"),
        chat("One only.\\nBut no more"),
        chat("Real.\nLine.\nEnds."),
        chat("The regex .\\n:\\n finds ends. A:\\nB.\\nC"),
    ],
    "Q018": [
        chat("Write &amp; for it.", "How do I write & in HTML?"),
        chat("<p>Fish &amp; chips</p>"),
        chat("`&amp;`"),
        chat("| a<br>b | c |"),
        chat("R&D at AT&T; x<b"),
        {"messages": [{"role": "user", "content": "Fish &amp; chips"}, {"role": "assistant", "content": "Yes."}]},
    ],
    "Q019": [
        chat(f"{FLAG} Cymru"),
        chat("می\u200cرود 👩\u200d👩\u200d👧 ❤\ufe0f 葛\U000e0101"),
        chat("\u2067שלום\u2069 and \u202bعربي\u202c"),
        chat("\u200eleft\u200f"),
    ],
    "Q020": [chat("สวัสดี\u200bครับ"), chat("می\u200cرود 👩\u200d👧"), chat("soft\u00adhyphen")],
}


@pytest.mark.parametrize(("code", "value"), [(code, value) for code, values in SILENT.items() for value in values])
def test_what_only_looks_odd_is_right(code, value):
    assert found(code, value) == []


TOLD = {
    "Q009": [
        chat("Oslo [/INST]"),
        chat("Oslo<|eot_id|>"),
        chat("Oslo", "<<SYS>> Be brief. Capital?"),
        chat("Dear {{ customer name }}, hello!"),
        chat("<thinking>Well, well"),
        chat("Sorry, as a large language model I cannot."),
    ],
    "Q010": [
        chat("Oslo", "the caf\N{REPLACEMENT CHARACTER}"),
        chat("a man\x92s hat"),
        chat("GeÃ¯llustreerd"),
        chat("spr√•k"),
    ],
    "Q015": [
        chat("He said no. " * 40),
        chat("So: " + "我不知道。" * 60 + "我不"),
        chat('say "no" \\ ' * 80),
        chat("\U0001f600a" * 200),
    ],
    "Q017": [
        chat("Fish:\\n- cod\\n- eel"),
        chat("Yes.\\r\\nNo.\\r\\n"),
        chat("ok", "A passage.\\n\\nBased on it, why?"),
    ],
    "Q018": [chat("E/A&lt;1 is low"), chat("It&#39;s so"), chat("One.<br/>Two."), chat("Three.<BR>Four.")],
    "Q019": [
        chat("Hi" + "".join(chr(0xE0000 + ord(char)) for char in "Obey!")),
        chat("a" + "".join(chr(0xE0100 + ord(char) - 16) for char in "tell")),
        chat("user\u202etxt.exe"),
        chat("if \u2066x\u2069"),
    ],
    "Q020": [chat("Os\u200blo"), chat("\ufeffOslo"), chat("Os\u2060lo")],
}
"""Each gives one finding."""


@pytest.mark.parametrize(("code", "value"), [(code, value) for code, values in TOLD.items() for value in values])
def test_what_is_odd_is_told(code, value):
    assert len(found(code, value)) == 1
    words = [json.dumps(word, ensure_ascii=False)[1:-1].encode() for word in _marks(code)]
    assert not words or any(word in orjson.dumps(value) for word in words)


def _marks(code):
    rule = rules()[code]
    if rule.sees != "texts":
        return ()
    return rule.module.MARKS if rule.marks else rule.module.marks(destination("azure", "sft"))


FRAGMENTS = (
    *("{{", "}}", "name", "<think>", "<thinking>", "[THINK]", "As an AI language model", "as a large language model"),
    *("[INST]", "<</SYS>>", "### Human:", "<|user|>", "<end_of_turn>", "fianceÃ©", "â€™", "\x92", "Ð¼Ð¸Ñ€", "√©"),
    *(
        "\\n",
        "\\r\\n",
        ".",
        ":",
        " A ",
        " b ",
        "&lt;",
        "&#8217;",
        "&NBSP;",
        "<br>",
        "<Br />",
        "\U000e0041",
        "\U000e0062",
    ),
    *(
        "\U000e0155\U000e0161\U000e0162",
        "\ufe0f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "Ã",
        "\N{REPLACEMENT CHARACTER}",
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=7).map("".join), st.sampled_from(("azure", "any", "openai")))
def test_nothing_is_found_without_a_mark(text, target):
    raw = orjson.dumps(chat(text))
    for code in CODES:
        if rules()[code].sees == "texts" and found(code, chat(text), target=target):
            module = rules()[code].module
            marks = module.MARKS if rules()[code].marks else module.marks(destination(target, "sft"))
            assert any(json.dumps(mark, ensure_ascii=False)[1:-1].encode() in raw for mark in marks), code


UNIT = st.text(st.sampled_from('ab \\"\n,é你'), min_size=1, max_size=90)


@st.composite
def looped_rows(draw):
    """A row whose last answer may end in a loop, written in one of many ways."""
    tail = draw(st.integers(0, 30))
    unit = draw(UNIT)
    text = draw(st.text(max_size=30)) + unit * draw(st.integers(4, 120)) + unit[:tail]
    answer = {"role": "assistant", "content": text} | draw(st.sampled_from([{}, {"weight": 1}]))
    messages = [{"role": "user", "content": draw(st.text(max_size=200))}, answer]
    if draw(st.booleans()):
        messages = [dict(reversed(message.items())) for message in messages]
    tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}] * draw(
        st.integers(1, 9)
    )
    extra = draw(st.sampled_from([{}, {"tools": tools}, {"parallel_tool_calls": False}]))
    parts = [("messages", messages), *extra.items()]
    if draw(st.booleans()):
        parts.reverse()
    separators = draw(st.sampled_from([(",", ":"), (", ", ": ")]))
    return json.dumps(dict(parts), ensure_ascii=False, separators=separators).encode("utf-8", "surrogatepass")


@settings(max_examples=200, deadline=None)
@given(looped_rows(), st.sampled_from([b"", b"\n"]))
def test_a_loop_is_suspected(raw, end):
    if found("Q015", json.loads(raw)):
        assert suspect(raw + end)


def test_plain_rows_are_no_suspects():
    talk = [turn for number in range(12) for turn in chat(f"It is {number}.", f"And {number} plus nought?")["messages"]]
    for width in range(60, 140):
        turns = [*talk, {"role": "assistant", "content": " ".join(map(str, range(40)))[:width]}]
        assert not suspect(orjson.dumps({"messages": turns}))
        assert not suspect(json.dumps({"messages": turns}).encode() + b"\n")
        assert not suspect(json.dumps({"messages": turns, "tools": [{"type": "function"}] * 20}).encode())


SENTENCES = (
    *("Größe und Übermut, schön wär’s", "L’été, les élèves sont déjà là…", "¿Qué será de mañana?", "São três irmãos"),
    *("Żółć i gęś", "Příliš žluťoučký kůň", "Öğretmen çocuğa şiir öğretti", "Съешь ещё этих булок", "שלום לכולם"),
    *("Τα παιδιά τρώνε ψωμί", "مرحبا بالعالم", "नमस्ते दुनिया", "สวัสดีชาวโลก", "こんにちは、世界。", "你好，世界。"),
    *("안녕하세요 여러분", "“Quoted” – dash — and €5 • ok"),
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_garbled_text_of_many_languages_is_mended(sentence):
    assert mended(sentence) is None
    garbled = sentence.encode().decode("latin-1")
    assert any(mark in garbled for mark in MARKS)
    assert mended(f"Well: {garbled}") == f"Well: {sentence}"


def test_a_fix_of_garbled_text_brings_nothing_unseen_to_light():
    assert mended("zeroâ€‹width") == "zeroâ€‹width"
    value, codes = fixed("Q010", chat("zeroâ€‹width"))
    assert value == chat("zeroâ€‹width") and codes == ["Q010"]


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("Q010", "cafÃ© <|im_endÃ©", "café <|im_endé"),
        ("Q017", "\\nOne.\\nTwo:\\n", "One.\nTwo:"),
        ("Q017", ".\\n\\n", "."),
        ("Q018", "Fish&nbsp;&amp;&nbsp;chips&nbsp;", "Fish & chips"),
        ("Q018", "a &lt; b<br>", "a < b"),
        ("Q018", "&lt;b&gt;", "&lt;b&gt;"),
        ("Q018", "&lt;|im_end|&gt;", "&lt;|im_end|&gt;"),
        ("Q018", "zero&#8203;width", "zero&#8203;width"),
        ("Q018", "a&#x202e;b", "a&#x202e;b"),
        ("Q018", "&nbsp;", "&nbsp;"),
        ("Q019", f"{FLAG} a\U000e0061\U000e0062b\u202e", f"{FLAG} ab"),
        ("Q019", "<|im_\u202eend|>", "<|im_\u202eend|>"),
        ("Q019", "\u2066\u202e", "\u2066\u202e"),
        ("Q020", "\u200bOs\ufefflo", "Oslo"),
        ("Q020", "\ufeff", "\ufeff"),
    ],
)
def test_a_fix_writes_what_was_meant_and_brings_no_other_problem(code, text, wanted):
    before = {other for other in ROW_CODES if found(other, chat(text))}
    value, codes = fixed(code, chat(text))
    assert value == chat(wanted)
    assert (code in codes) == (text == wanted)
    assert set(codes) - {code} <= before


KEYS = ("role", "content", "weight", "tool_calls", "refusal", "text", "type")
ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from((*FRAGMENTS, "\ud800", "assistant", "user")),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)),
    max_leaves=8,
)
TURNS = st.one_of(ODD, st.lists(st.one_of(ODD, st.fixed_dictionaries({"role": ODD, "content": ODD})), max_size=4))
TOP = ("messages", "input", "preferred_output", "non_preferred_output", "prompt", "completion")


@settings(max_examples=166, deadline=None)
@given(
    st.dictionaries(st.sampled_from(TOP), st.one_of(TURNS, st.fixed_dictionaries({"messages": TURNS})), max_size=4),
    st.sampled_from(tuple(FORMATS)),
)
def test_wrong_types_never_raise(value, method):
    for code in CODES:
        if rules()[code].kind in ("check_row", "Fold"):
            found(code, value, method=method)


@pytest.mark.parametrize("method", ["dpo", "completion"])
def test_the_preferred_answer_and_the_completion_are_judged(method):
    loop = "He said no. " * 40
    pair = {"input": {"messages": [{"role": "user", "content": "Why?"}]}}
    pair |= {name: [{"role": "assistant", "content": loop}] for name in ("preferred_output", "non_preferred_output")}
    value = pair if method == "dpo" else {"prompt": "Why?", "completion": loop}
    (finding,) = found("Q015", value, method=method)
    assert finding.path == (("preferred_output", 0, "content") if method == "dpo" else ("completion",))
    if method == "dpo":
        assert (
            found("Q015", value | {"preferred_output": [{"role": "assistant", "content": "No."}]}, method=method) == []
        )


def test_nothing_is_learned_from_the_context_of_reinforcement():
    assert found("Q015", chat("He said no. " * 40), method="rft") == []
