"""What rules say trainers do, and what the trainers really do, where they can be run here."""

import ast
import io
import json
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.rules.trainers import h005_prompt_cut_wrongly, h010_content_decoded, h011_texts_read_as_dates
from ftdata.rules.trainers.h012_texts_read_as_numbers import _is_numeric
from ftdata.rules.trainers.h013_cell_not_python import _is_python


def _needs(*names):
    missing = [name for name in names if find_spec(name) is None]
    marks = [pytest.mark.heavy, *([pytest.mark.trainers] if "trl" in names else [])]
    return [*marks, pytest.mark.filterwarnings("ignore")] + (
        [pytest.mark.skip(reason=f"{missing[0]} is not installed")] if missing else []
    )


def _with(*names):
    def mark(test):
        for each in _needs(*names):
            test = each(test)
        return test

    return mark


def _codes(rows, **settings):
    return {problem.code for problem in validate([rows], Settings(**settings)).problems}


def _say(role, content, **more):
    return {"role": role, "content": content, **more}


HI = [_say("user", "Hi"), _say("assistant", "Hello!")]


def test_target_without_the_fact_says_nothing():
    rows = [
        {"prompt": "Hi", "messages": HI},
        {"messages": [_say("user", "Hi"), _say("assistant", "Hm.", weight=0), *HI]},
        {"messages": HI, "chat_template_kwargs": None, "autotrain_text": "x"},
    ]
    assert not any(code.startswith("H") for code in _codes(rows, target="any"))


def test_quotes_of_one_service_are_not_put_into_the_mouth_of_another():
    rows = [{"messages": [*HI, _say("user", "Bye")]}]
    said = {name: validate([rows], Settings(name)).problems for name in ("azure", "mistral")}
    (azure,) = (each.message for each in said["azure"] if each.code == "R002")
    (mistral,) = (each.message for each in said["mistral"] if each.code == "R002")
    assert "fine-tune expects the final message" in azure
    assert mistral == "the last message is from user; add the answer or drop what follows the last one"


def test_every_row_that_would_be_dropped_is_named():
    good, bad = {"messages": HI}, {"messages": [HI[0], *HI]}
    found = validate([[good, bad] * 37], Settings("llama-factory", ignore=("D",))).problems
    assert [each.location.example for each in found if each.code == "H001"] == list(range(2, 76, 2))
    assert not {"R007", "R008"} & {each.code for each in found}


def test_pairs_of_another_format_are_told_of_the_file_alone():
    answers = {"chosen": {"from": "gpt", "value": "4"}, "rejected": {"from": "gpt", "value": "5"}}
    rows = [{"conversations": [{"from": "human", "value": "2 + 2?"}], **answers}]
    assert {code for code in _codes(rows, target="huggingface") if code[0] in "HS"} == {"S012"}


def test_weights_are_told_once_where_nobody_reads_them():
    rows = [{"messages": [_say("user", "Hi"), _say("assistant", "Hm.", weight=0), *HI]}]
    for target in ("huggingface", "unsloth", "autotrain", "llama-factory"):
        assert "H009" in _codes(rows, target=target)
    for target in ("azure", "together", "fireworks", "mistral", "axolotl"):
        assert "H009" not in _codes(rows, target=target)


@_with("datasets")
@pytest.mark.parametrize(
    ("text", "becomes"),
    [("007", 7), ("5", 5), ("null", None), ("[1, 2]", [1, 2]), ("-", 0), ("Hello", "Hello"), ("", "")],
)
def test_loader_decodes_texts_beside_parts(tmp_path, text, becomes):
    rows = [{"messages": [_say("user", [{"type": "text", "text": "Hi"}]), _say("assistant", text)]}]
    assert _load(tmp_path, rows)[0]["messages"][1]["content"] == becomes
    assert h010_content_decoded._is_decoded(text) == (becomes != text)
    assert ("H010" in _codes(rows, target="huggingface")) == (becomes != text)
    plain = [{"messages": [_say("user", "Hi"), _say("assistant", text)]}]
    assert _load(tmp_path, plain)[0]["messages"][1]["content"] == text
    assert "H010" not in _codes(plain, target="huggingface")


@_with("datasets")
@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (["2024-01-01", "2024-12-31"], True),
        (["2024-01-01T10:00:00", "2024-01-01 10:00"], True),
        (["2024-01-01", "2024-1-1"], False),
        (["2024-01-01", "10:30"], False),
        (["2024", "2023"], False),
        (["2024-01-01", "never"], False),
    ],
)
def test_loader_makes_timestamps_of_dates(tmp_path, texts, dates):
    rows = [{"prompt": f"When {number}?", "completion": text} for number, text in enumerate(texts)]
    loaded = [row["completion"] for row in _load(tmp_path, rows)]
    assert (loaded != texts) == dates
    assert all(map(h011_texts_read_as_dates._is_date, texts)) == dates
    assert ("H011" in _codes(rows, target="huggingface", method="completion")) == dates


def _load(folder, rows):
    from datasets import load_dataset

    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return list(load_dataset("json", data_files=str(source), split="train", cache_dir=str(folder / "cache")))


@_with("pandas")
@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["007", "42"], True),
        ([" 7 ", "1_0"], True),
        (["1e5", "2"], True),
        (["1.5", ""], False),
        (["007", "x"], False),
        (["1e5", "-"], False),
        (["true", "null"], False),
    ],
)
def test_pandas_makes_numbers_of_texts(texts, numbers):
    import pandas as pd

    rows = [{"text": text} for text in texts]
    read = pd.read_json(io.StringIO("".join(json.dumps(row) + "\n" for row in rows)), lines=True).text.tolist()
    assert (read != texts) == numbers
    assert all(map(_is_numeric, texts)) == numbers
    assert ("H012" in _codes(rows, target="autotrain", method="pretrain")) == numbers


@pytest.mark.parametrize("value", [None, True, False, "x", 7, {"a": [1.5]}])
def test_python_reads_what_the_rule_says_it_does(value):
    text = json.dumps([{"role": "user", "content": value}])
    try:
        ast.literal_eval(text)
    except ValueError:
        assert not _is_python(text)
    else:
        assert _is_python(text)


MESSAGES = st.lists(
    st.sampled_from([_say("user", "a"), _say("assistant", "b"), _say("assistant", "c")]), min_size=1, max_size=4
)


@_with("trl")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first example imports TRL
@given(MESSAGES, MESSAGES)
def test_prompts_are_cut_as_the_rule_says(chosen, rejected):
    from trl.data_utils import extract_prompt

    shared = h005_prompt_cut_wrongly._shared(chosen, rejected)
    cut = extract_prompt({"chosen": chosen, "rejected": rejected})["prompt"]
    right = 0 < shared < min(len(chosen), len(rejected)) and cut == chosen[:shared]
    assert bool(h005_prompt_cut_wrongly._fault(chosen, rejected)) == (not right)


@_with("trl")
def test_prompts_of_texts_are_cut_within_words():
    from trl.data_utils import extract_prompt

    assert extract_prompt({"chosen": "The sky is blue.", "rejected": "The sky is black."})["prompt"] == "The sky is bl"
    assert "within a word" in h005_prompt_cut_wrongly._fault("The sky is blue.", "The sky is black.")
    assert extract_prompt({"chosen": "It is four.", "rejected": "It is two."})["prompt"] == "It is"
    assert h005_prompt_cut_wrongly._fault("It is four.", "It is two.") == ""


@_with("trl")
def test_role_is_refused_with_images():
    from trl.data_utils import prepare_multimodal_messages

    with pytest.raises(ValueError, match="Invalid role in message: developer"):
        prepare_multimodal_messages([_say("developer", "Be brief."), *HI])
    assert prepare_multimodal_messages([_say("system", "Be brief."), *HI])


@_with("trl", "transformers")
def test_template_arguments_are_unpacked():
    from trl.data_utils import apply_chat_template

    with pytest.raises(TypeError, match="must be a mapping"):
        apply_chat_template({"messages": HI, "chat_template_kwargs": None}, _Tokenizer())


@_with("trl", "transformers")
def test_prompt_beside_messages_is_refused_where_templates_are_applied():
    from trl.data_utils import apply_chat_template

    with pytest.raises(KeyError):
        apply_chat_template({"prompt": "Hi", "messages": HI}, _Tokenizer())


class _Tokenizer:
    """Has the one method that is called."""

    def apply_chat_template(self, messages, **_):
        return "".join(message["content"] for message in messages)


@_with("transformers")
def test_templates_encode_texts_a_second_time():
    from transformers.utils.chat_template_utils import render_jinja_template

    template = "{% for m in messages %}{{ m.tool_calls[0].function.arguments | tojson }}{% endfor %}"
    calls = ([{"function": {"name": "f", "arguments": arguments}}] for arguments in ({"x": 1}, '{"x": 1}'))
    rendered = (
        render_jinja_template([[_say("assistant", None, tool_calls=each)]], chat_template=template) for each in calls
    )
    assert [text for (text,), _ in rendered] == ['{"x": 1}', '"{\\"x\\": 1}"']
