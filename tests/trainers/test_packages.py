"""What rules say that LLaMA-Factory, AutoTrain and Unsloth do with rows, and what their own code does."""

import importlib
import json
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

import ftdata
from tests.trainers import packages

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch"), reason="torch is not installed"),
]


@pytest.fixture(scope="module")
def borrow(tmp_path_factory):
    """A function that imports a module of one of the packages; they are fetched once."""
    folder = tmp_path_factory.mktemp("packages")
    if not packages.fetch(folder):
        pytest.skip("the packages cannot be fetched")
    importlib.import_module("transformers.trainer")  # before anything stands in for what it looks for
    yield lambda name, **more: packages.borrow(folder, name, **more)
    packages.forget()


def say(role, content, **more):
    return {"role": role, "content": content, **more}


HI = [say("user", "Hi"), say("assistant", "Hello!")]
CALLS = [
    say("assistant", "", tool_calls=[{"id": each, "type": "function", "function": {"name": "f", "arguments": "{}"}}])
    for each in "ab"
]
RESULTS = [say("tool", "4", tool_call_id=each) for each in "ab"]
BOTH = say("assistant", "", tool_calls=[call["tool_calls"][0] for call in CALLS])
TALKS = {
    "talk": HI,
    "system": [say("system", "Be kind."), *HI],
    "longer": [*HI, *HI],
    "twice": [HI[0], *HI],
    "answered twice": [*HI, HI[1]],
    "open": [*HI, HI[0]],
    "begun": [HI[1], *HI],
    "call": [HI[0], CALLS[0], RESULTS[0], HI[1]],
    "calls": [HI[0], BOTH, *RESULTS, HI[1]],
    "no result": [HI[0], CALLS[0], HI[1]],
    "result at the end": [HI[0], CALLS[0], RESULTS[0]],
    "one answer": [HI[1]],
    "one question": [HI[0]],
}


@pytest.fixture(scope="module")
def openai_converter(borrow):
    """LLaMA-Factory's reader of OpenAI's messages."""
    info = borrow("llamafactory.data.parser").DatasetAttr("file", "rows")
    tags = {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant"}
    columns = {"messages": "messages", "system": "system", "tools": "tools", "kto_tag": "label"}
    tags |= {"observation_tag": "tool", "function_tag": "function", "system_tag": "system"}
    info.join({"formatting": "openai", "columns": columns, "tags": tags})
    converter = borrow("llamafactory.data.converter").OpenAIDatasetConverter(info, SimpleNamespace())
    return lambda row: converter({"label": None, **row})


@pytest.fixture(scope="module")
def sharegpt_converter(borrow):
    """LLaMA-Factory's reader of ShareGPT turns."""
    info = borrow("llamafactory.data.parser").DatasetAttr("file", "rows", "sharegpt", system="system", tools="tools")
    converter = borrow("llamafactory.data.converter").SharegptDatasetConverter(info, SimpleNamespace())
    return lambda row: converter({"system": "", "tools": "", **row})


def _kept(read, borrow):
    """Whether LLaMA-Factory goes on with a row that it has read."""
    kept = []
    processor = SimpleNamespace(_encode_data_example=lambda **example: kept.append(example) or ([], []))
    columns = ("_prompt", "_response", "_system", "_tools", "_images", "_videos", "_audios")
    kind = borrow("llamafactory.data.processor.supervised").SupervisedDatasetProcessor
    kind.preprocess_dataset(processor, {key: [read[key]] for key in columns})
    return bool(kept)


@pytest.mark.parametrize("talk", TALKS)
def test_rows_are_dropped_where_h001_says_so(talk, openai_converter, sharegpt_converter, borrow):
    row = {"messages": TALKS[talk]}
    found = "H001" in ftdata.validate([row], target="llama-factory").by_code()
    (written,) = list(ftdata.convert([row], to="sharegpt")) or [{"conversations": []}]
    assert _kept(sharegpt_converter(written), borrow) == (not found)
    # this reader joins results into one turn, and forgets those at the end
    assert _kept(openai_converter(row), borrow) == (not found or talk in ("calls", "result at the end"))


@pytest.mark.parametrize("answer", ["Hello!", "", " ", "\n"])
@pytest.mark.parametrize("label", [True, False])
def test_labels_turn_where_h002_says_so(answer, label, openai_converter, borrow):
    row = {"messages": [HI[0], say("assistant", answer)], "label": label}
    read = openai_converter(row)
    processor = borrow("llamafactory.data.processor.feedback").FeedbackDatasetProcessor
    *_, tag = processor._encode_data_example(
        _Encoder(), read["_prompt"], read["_response"], read["_response"], "", "", [], [], []
    )
    found = ftdata.validate([row], target="llama-factory", method="kto").by_code()
    assert ("H002" in found) == (label and not tag)


class _Encoder:
    """Takes the place of a processor of feedback, whose tokens do not matter here."""

    data_args = SimpleNamespace(cutoff_len=8)
    tokenizer = processor = None

    class template:  # noqa: N801 - an attribute of that name is looked for
        efficient_eos = False
        mm_plugin = SimpleNamespace(
            process_messages=lambda messages, *_: messages, process_token_ids=lambda ids, *_: (ids, None)
        )
        encode_oneturn = staticmethod(lambda *_: ([1], [2]))


@pytest.mark.parametrize("system", ["", "Be brief."])
@pytest.mark.parametrize("tools", ["", '[{"name": "f"}]'])
def test_words_are_added_as_h019_says(system, tools, openai_converter):
    read = openai_converter({"messages": HI, "system": system, "tools": tools})
    assert ("detailed thinking off" in read["_system"]) == (not tools)


def test_sharegpt_turns_are_taken_as_they_are(sharegpt_converter):
    (row,) = ftdata.convert([{"messages": TALKS["system"]}], to="sharegpt")
    read = sharegpt_converter(row)
    assert (read["_system"], read["_prompt"], read["_response"]) == ("Be kind.", [HI[0]], [HI[1]])


CELLS = [
    '[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]',
    '[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "name": null}]',
    '[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "weight": 1}]',
    '[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!", "end": true}]',
]


@pytest.mark.parametrize("cell", CELLS)
def test_cells_are_read_as_h013_says(cell, borrow):
    heavy = ("autotrain.trainers.clm.callbacks", "autotrain.trainers.common")
    module = borrow("autotrain.trainers.clm.utils", absent=heavy)
    config = SimpleNamespace(trainer="reward", chat_template="chatml")
    tokenizer = SimpleNamespace(apply_chat_template=lambda messages, **_: messages)
    try:
        read = module.apply_chat_template({"chosen": cell, "rejected": CELLS[0]}, tokenizer, config)
    except ValueError:
        read = None
    row = {"prompt": "Hi", "text": cell, "rejected_text": CELLS[0]}
    assert ("H013" in ftdata.validate([row], target="autotrain", method="reward").by_code()) == (read is None)
    assert read is None or read["chosen"] == json.loads(cell)


@pytest.mark.parametrize("name", ["autotrain_text", "autotrain_label", "autotrain_context", "autotrain_answer", "text"])
def test_names_are_reserved_as_h014_says(name, borrow):
    import pandas as pd

    module = borrow("autotrain.preprocessor.text")
    row = {"messages": HI, name: "x"}
    try:
        module.LLMPreprocessor(pd.DataFrame([row]), "", "", "", text_column="messages")
    except ValueError:
        refused = True
    else:
        refused = False
    assert ("H014" in ftdata.validate([row], target="autotrain").by_code()) == refused


def test_all_reserved_names_are_known(borrow):
    module = borrow("autotrain.preprocessor.text")
    from ftdata.targets import get

    assert set(get("autotrain").facts["reserved_columns"].value) == {
        *module.RESERVED_COLUMNS,
        *module.LLM_RESERVED_COLUMNS,
    }


@pytest.mark.parametrize("texts", [["007", "42"], ["007", "x"], ["1e5", "2"]])
def test_numbers_are_made_as_h012_says(texts, tmp_path, borrow):
    module = borrow("autotrain.dataset", absent=_preprocessors())
    source = tmp_path / "train.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    read = module.AutoTrainDataset([str(source)], "lm_training", "", "", ext="jsonl").train_df.text.tolist()
    found = ftdata.validate(str(source), target="autotrain", method="pretrain").by_code()
    assert ("H012" in found) == (read != texts)


def _preprocessors():
    return tuple(f"autotrain.preprocessor.{each}" for each in ("tabular", "text", "vision", "vlm"))


TURNS = {
    "talk": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}],
    "spelled": [{"from": " Human", "value": "Hi"}, {"from": "GPT", "value": "Hello!"}],
    "result": [{"from": "human", "value": "Hi"}, {"from": "tool", "value": "4"}],
    "weight": [{"from": "human", "value": "Hi", "weight": 0}, {"from": "gpt", "value": "Hello!", "weight": 1}],
    "marked": [{"from": "human", "value": "Hi", "id": "a"}, {"from": "gpt", "value": "Hello!", "id": "b"}],
    "marked once": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!", "id": "b"}],
}


@pytest.mark.parametrize("before", [0, 10])
@pytest.mark.parametrize("talk", TURNS)
def test_turns_are_refused_as_h015_says(talk, before, borrow, tmp_path):
    module = borrow("unsloth_zoo.dataset_utils", absent=("unsloth_zoo.dataset_num_proc",))
    rows = [{"conversations": TURNS["talk"]}] * before + [{"conversations": TURNS[talk]}]
    try:
        module.standardize_data_formats(_List(rows))
        raised = ""
    except (RuntimeError, AssertionError, TypeError, KeyError) as error:
        raised = type(error).__name__
    found = ftdata.validate(rows, target="unsloth", ignore=["D", "Q"]).problems
    said = [each.message for each in found if each.code == "H015"]
    assert bool(said) == bool(raised), (said, raised)
    assert not raised or raised in said[0]


class _List(list):
    """Rows of a column of structs, as ``load_dataset`` gives them: a key that one turn has, all have."""

    def __init__(self, rows):
        keys = dict.fromkeys(key for row in rows for turn in row["conversations"] for key in turn)
        super().__init__(
            {"conversations": [{key: turn.get(key) for key in keys} for turn in row["conversations"]]} for row in rows
        )

    def map(self, function, **_):
        return function({"conversations": [row["conversations"] for row in self]})
