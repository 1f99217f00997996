"""``ftdata convert --for TRAINER``: what is written beside the data makes the trainer read the rows as they are meant.

The readers here follow the documentation of each trainer; none of them is imported.
"""

import json
import sys
from types import ModuleType

import pytest
import yaml

from ftdata import formats, handover
from ftdata.engine.handover import hand_over
from ftdata.errors import UsageError

CALL = '{"name": "weather", "arguments": {"city": "Oslo"}}'
TALKS = [
    [
        {"from": "human", "value": "Weather in Oslo?"},
        {"from": "function_call", "value": CALL},
        {"from": "observation", "value": "4"},
        {"from": "gpt", "value": "It is 4 degrees."},
    ],
    [{"from": "human", "value": "007"}, {"from": "gpt", "value": "[1, 2]"}],
]
CHATS = [
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "null", "weight": 0}]},
    {"messages": [{"role": "user", "content": "2"}, {"role": "assistant", "content": "007"}], "id": "08"},
]


@pytest.fixture
def rows(tmp_path):
    def write(rows, name="rows.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


def as_llama_factory(folder, name):
    """Read a data set as LLaMA-Factory's README says: columns and tags of its entry, turns in strict order."""
    entry = json.loads((folder / "dataset_info.json").read_text())[name]
    lines = (folder / entry["file_name"]).read_text().splitlines()
    tags = {"role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt"}
    tags |= {"observation_tag": "observation", "function_tag": "function_call", "system_tag": "system"}
    tags = entry.get("tags", tags)
    for row in map(json.loads, lines):
        turns = row[entry["columns"]["messages"]]
        said = [(turn[tags["role_tag"]], turn[tags["content_tag"]]) for turn in turns]
        system = [said.pop(0)] if said[0][0] == tags["system_tag"] else []
        odd, even = (tags["user_tag"], tags["observation_tag"]), (tags["assistant_tag"], tags["function_tag"])
        assert all(word in (odd, even)[place % 2] for place, (word, _) in enumerate(said)), "would be dropped"
        answers = [row[entry["columns"][key]] for key in ("chosen", "rejected")] if entry.get("ranking") else []
        yield [text for _, text in system + said], [answer[tags["content_tag"]] for answer in answers]


def test_llama_factory_reads_turns(ftdata, rows, tmp_path):
    source = rows([{"conversations": talk} for talk in TALKS])
    code, out, _ = ftdata("convert", source, "--for", "llama-factory", "-o", str(tmp_path / "talks.jsonl"))
    assert code == 0
    assert str(tmp_path / "dataset_info.json") in out
    assert "dataset: talks" in out
    read = list(as_llama_factory(tmp_path, "talks"))
    assert read == [([turn["value"] for turn in talk], []) for talk in TALKS]


def test_llama_factory_is_told_other_words(ftdata, rows, tmp_path):
    """Chat messages with files stay as they are; the entry names their words and columns."""
    messages = [{"role": "user", "content": "<image>What is it?"}, {"role": "assistant", "content": "A cat."}]
    source = rows([{"messages": messages, "images": ["cat.png"]}])
    assert ftdata("convert", source, "--for", "llama-factory", "-o", str(tmp_path / "cats.jsonl"))[0] == 0
    entry = json.loads((tmp_path / "dataset_info.json").read_text())["cats"]
    assert entry["columns"] == {"messages": "messages", "images": "images"}
    assert list(as_llama_factory(tmp_path, "cats")) == [(["<image>What is it?", "A cat."], [])]


def test_llama_factory_takes_pairs(ftdata, rows, tmp_path):
    pair = {"conversations": TALKS[1][:1], "chosen": TALKS[1][1], "rejected": {"from": "gpt", "value": "No."}}
    assert ftdata("convert", rows([pair]), "--for", "llama-factory", "-o", str(tmp_path / "pairs.jsonl"))[0] == 0
    assert list(as_llama_factory(tmp_path, "pairs")) == [(["007"], ["[1, 2]", "No."])]


def test_entries_of_other_files_stay(ftdata, rows, tmp_path):
    info = tmp_path / "dataset_info.json"
    info.write_text('{"other": {"file_name": "other.json"}}')
    arguments = (
        "convert",
        rows([{"conversations": TALKS[0]}]),
        "--for",
        "llama-factory",
        "-o",
        str(tmp_path / "t.json"),
    )
    code, _, err = ftdata(*arguments)
    assert code == 2
    assert "dataset_info.json: exists; use --force" in err
    assert not (tmp_path / "t.json").exists(), "nothing is written when the companion cannot be"
    assert ftdata(*arguments, "--force")[0] == 0
    assert list(json.loads(info.read_text())) == ["other", "t"]
    info.write_text("[")
    code, _, err = ftdata(*arguments, "--force")
    assert code == 2
    assert "is no JSON" in err


def test_two_words_for_one_speaker_are_named(ftdata, rows, tmp_path):
    mixed = [{"conversations": [{"from": word, "value": "Hi"}, TALKS[1][1]]} for word in ("human", "user")]
    _, out, _ = ftdata("convert", rows(mixed), "--for", "llama-factory", "-o", str(tmp_path / "mixed.jsonl"))
    assert "drops rows with another; here are human, user" in out


def as_axolotl(folder, name):
    """Read rows as Axolotl's documentation of ``chat_template`` says: role, content, and whether a turn is learned."""
    config = yaml.safe_load((folder / name).read_text())
    (entry,) = config["datasets"]
    assert entry["ds_type"] == "json"
    names = {"role": "role", "content": "content"} | entry.get("message_property_mappings", {})
    roles = {"user": ["human", "user"], "assistant": ["gpt", "assistant"], "system": ["system"], "tool": ["tool"]}
    known = {word: role for role, words in entry.get("roles", roles).items() for word in words}
    for row in map(json.loads, (folder / entry["path"]).read_text().splitlines()):
        for turn in row[entry["field_messages"]]:
            role = known[turn[names["role"]]]
            mark = turn.get(entry.get("message_field_training"))
            yield role, turn.get(names["content"]), role == "assistant" if mark is None else bool(mark)


def test_axolotl_heeds_weights(ftdata, rows, tmp_path):
    """Rows that it can read stay as they are, and the config names their marks."""
    code, out, _ = ftdata("convert", rows(CHATS), "--for", "axolotl", "-o", str(tmp_path / "chats.jsonl"))
    assert code == 0
    assert "converted chat to chat" in out
    assert list(as_axolotl(tmp_path, "chats.axolotl.yaml")) == [
        ("user", "Hi", False),
        ("assistant", "null", False),
        ("user", "2", False),
        ("assistant", "007", True),
    ]


def test_axolotl_is_told_words_for_speakers(ftdata, rows, tmp_path):
    talk = [{"from": "human", "value": "Hi"}, {"from": "ChatGPT", "value": "Hello!", "train": False}]
    assert (
        ftdata("convert", rows([{"conversations": talk}]), "--for", "axolotl", "-o", str(tmp_path / "t.jsonl"))[0] == 0
    )
    assert list(as_axolotl(tmp_path, "t.axolotl.yaml")) == [("user", "Hi", False), ("assistant", "Hello!", False)]


def test_axolotl_reads_segments(rows, tmp_path):
    output = rows([{"segments": [{"label": False, "text": "a"}, {"label": True, "text": "b"}]}], "s.jsonl")
    hand_over(handover.get("axolotl"), output, "segments")
    config = yaml.safe_load((tmp_path / "s.axolotl.yaml").read_text())
    assert config == {"datasets": [{"path": "s.jsonl", "ds_type": "json", "type": "input_output"}]}


def as_axolotl_pairs(folder, name):
    """Read pairs as Axolotl's strategies of ``chat_template`` do: the prompt, and the last message of each side."""
    config = yaml.safe_load((folder / name).read_text())
    assert config["rl"] == "dpo"
    (entry,) = config["datasets"]
    for row in map(json.loads, (folder / entry["path"]).read_text().splitlines()):
        sides = [row[entry[key]] for key in ("field_chosen", "field_rejected")]
        whole = entry["type"] == "chat_template.argilla_chat"
        asked = sides[0][:-1] if whole else row[entry["field_messages"]]
        asked = [{"role": "user", "content": asked}] if isinstance(asked, str) else asked
        last = [side[-1] if isinstance(side, list) else side for side in sides]
        said = [side if isinstance(side, str) else side["content"] for side in last]
        yield [turn["content"] for turn in asked], *said


ASKED = [{"role": "user", "content": "Hi"}]
BETTER, WORSE = ({"role": "assistant", "content": text} for text in "ab")


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": ASKED, "chosen": [BETTER], "rejected": [WORSE]},
        {"prompt": "Hi", "chosen": "a", "rejected": "b"},
        {"messages": ASKED, "chosen": BETTER, "rejected": WORSE},
        {"chosen": [*ASKED, BETTER], "rejected": [*ASKED, WORSE]},
        {"prompt": "Hi", "chosen": [*ASKED, BETTER], "rejected": [*ASKED, WORSE]},
        {"input": {"messages": ASKED}, "preferred_output": [BETTER], "non_preferred_output": [WORSE]},
        {"question": "Hi", "chosen": "a", "rejected": "b"},
    ],
    ids=" ".join,
)
def test_axolotl_takes_pairs(ftdata, rows, tmp_path, row):
    assert ftdata("convert", rows([row]), "--for", "axolotl", "-o", str(tmp_path / "pairs.jsonl"))[0] == 0
    assert list(as_axolotl_pairs(tmp_path, "pairs.axolotl.yaml")) == [(["Hi"], "a", "b")]


def test_axolotl_drops_calls_of_pairs_and_that_is_said(ftdata, rows, tmp_path):
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    row = {"prompt": ASKED, "chosen": [BETTER | {"tool_calls": [call]}], "rejected": [WORSE]}
    _, out, _ = ftdata("convert", rows([row]), "--for", "axolotl", "-o", str(tmp_path / "pairs.jsonl"))
    assert "calls are lost to it" in out
    _, out, _ = ftdata(
        "convert", rows([{"chosen": "a", "rejected": "b"}]), "--for", "axolotl", "-o", str(tmp_path / "texts.jsonl")
    )
    assert "no prompt that Axolotl could find" in out


def test_autotrain_finds_file_and_column(ftdata, rows, tmp_path):
    source = rows([{"instruction": "Hi", "input": "", "output": "null"}])
    assert ftdata("convert", source, "--for", "autotrain", "-o", str(tmp_path / "train.jsonl"))[0] == 0
    config = yaml.safe_load((tmp_path / "train.autotrain.yaml").read_text())
    assert config["task"] == "llm-sft"
    assert config["base_model"] is None
    data = config["data"]
    file = tmp_path / data["path"] / f"{data['train_split']}.jsonl"
    cells = [json.loads(line)[data["column_mapping"]["text_column"]] for line in file.read_text().splitlines()]
    assert cells == [[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "null"}]]
    code, _, err = ftdata("convert", source, "--for", "autotrain", "-o", str(tmp_path / "train.csv"))
    assert code == 2
    assert "autotrain reads conversations from files that end in .jsonl" in err
    assert not (tmp_path / "train.csv").exists()


def as_autotrain(folder, name):
    """Read pairs as AutoTrain's trainer does: with a template the prompt is what stands before the last message."""
    config = yaml.safe_load((folder / name).read_text())
    data = config["data"]
    names = data["column_mapping"]
    for line in (folder / f"{data['train_split']}.jsonl").read_text().splitlines():
        row = json.loads(line)
        chosen, rejected = row[names["text_column"]], row[names["rejected_text_column"]]
        if data["chat_template"] is None:
            yield config["task"], row[names["prompt_text_column"]], chosen, rejected
        else:
            said = [turn["content"] for turn in chosen[:-1]]
            yield config["task"], said, chosen[-1]["content"], rejected[-1]["content"]


def test_autotrain_takes_pairs(ftdata, rows, tmp_path):
    pair = {"conversations": TALKS[1][:1], "chosen": TALKS[1][1], "rejected": {"from": "gpt", "value": "No."}}
    code, out, _ = ftdata("convert", rows([pair]), "--for", "autotrain", "-o", str(tmp_path / "pairs.jsonl"))
    assert code == 0
    assert "llm-orpo" in out
    assert list(as_autotrain(tmp_path, "pairs.autotrain.yaml")) == [("llm-dpo", ["007"], "[1, 2]", "No.")]


def test_autotrain_takes_pairs_of_text(ftdata, rows, tmp_path):
    pair = {"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}
    assert ftdata("convert", rows([pair]), "--for", "autotrain", "-o", str(tmp_path / "texts.jsonl"))[0] == 0
    assert list(as_autotrain(tmp_path, "texts.autotrain.yaml")) == [("llm-dpo", "2 + 2?", "4", "5")]


def test_autotrain_trains_a_reward_model_where_there_is_no_prompt(rows, tmp_path):
    output = rows([{"text": "a", "rejected_text": "b"}], "r.jsonl")
    hand_over(handover.get("autotrain"), output, "autotrain")
    config = yaml.safe_load((tmp_path / "r.autotrain.yaml").read_text())
    assert config["task"] == "llm-reward"
    assert config["data"]["column_mapping"] == {"text_column": "text", "rejected_text_column": "rejected_text"}
    assert config["data"]["chat_template"] is None


@pytest.fixture
def unsloth(tmp_path, monkeypatch):
    """Run the Python that was written, with a tokenizer that renders JSON in place of Unsloth's."""
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path / "cache"))
    given = {}

    class Tokenizer:
        @staticmethod
        def apply_chat_template(messages, tools=None, **_):
            return json.dumps([messages, tools])

    def get_chat_template(tokenizer, chat_template, mapping):
        given["mapping"] = mapping
        return tokenizer

    templates = ModuleType("unsloth.chat_templates")
    templates.get_chat_template = get_chat_template
    monkeypatch.setitem(sys.modules, "unsloth", ModuleType("unsloth"))
    monkeypatch.setitem(sys.modules, "unsloth.chat_templates", templates)

    def run(name):
        script = tmp_path / name
        scope = {"__file__": str(script)}
        exec(compile(script.read_text(), str(script), "exec"), scope)
        made = scope["load"](Tokenizer())
        return made, [json.loads(text) for text in made["text"]], given["mapping"]

    return run


def test_unsloth_loads_what_was_written(ftdata, rows, tmp_path, unsloth):
    """The Python runs, and no text changes its kind on the way through ``datasets``."""
    assert ftdata("convert", rows(CHATS), "--for", "unsloth", "-o", str(tmp_path / "chats.jsonl"))[0] == 0
    made, said, mapping = unsloth("chats_unsloth.py")
    assert said == [[row["messages"], None] for row in CHATS]
    assert list(made["id"]) == [None, "08"]
    assert mapping["user"] == "user"


def test_unsloth_is_given_arguments_as_objects(ftdata, rows, tmp_path, unsloth):
    """Templates such as Qwen2.5's would quote arguments that are text once more."""
    tool = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
    source = rows([{"conversations": TALKS[0], "tools": json.dumps([tool])}])
    code, _, _ = ftdata("convert", source, "--to", "chat", "--for", "unsloth", "-o", str(tmp_path / "calls.jsonl"))
    assert code == 0
    _, ((messages, tools),), _ = unsloth("calls_unsloth.py")
    assert messages[1]["tool_calls"][0]["function"] == {"name": "weather", "arguments": {"city": "Oslo"}}
    assert tools == [tool]


def test_unsloth_needs_a_processor_for_parts(ftdata, rows, tmp_path):
    picture = {"type": "image_url", "image_url": {"url": "a.png"}}
    row = {"messages": [{"role": "user", "content": [picture]}, {"role": "assistant", "content": "A cat."}]}
    _, out, _ = ftdata("convert", rows([row]), "--for", "unsloth", "-o", str(tmp_path / "cats.jsonl"))
    assert "give the processor of a vision model" in out


def test_unsloth_maps_sharegpt(ftdata, rows, tmp_path):
    assert (
        ftdata("convert", rows([{"conversations": TALKS[1]}]), "--for", "unsloth", "-o", str(tmp_path / "t.jsonl"))[0]
        == 0
    )
    text = (tmp_path / "t_unsloth.py").read_text()
    assert "MAPPING = {'role': 'from', 'content': 'value', 'user': 'human', 'assistant': 'gpt'}" in text


REFUSED = [
    (["--for", "nobody"], "no trainer is called 'nobody'; there are: autotrain, axolotl, llama-factory, unsloth"),
    (["--for", "axolotl", "-o", "-"], "needs one: -o OUT"),
    (["--for", "axolotl", "--to", "preference"], "axolotl is handed axolotl, chat"),
    ([], "say what to write: --to FORMAT, --for TRAINER or --restore SIDECAR"),
]


@pytest.mark.parametrize(("words", "reason"), REFUSED)
def test_what_is_refused(ftdata, rows, tmp_path, words, reason):
    output = [] if "-o" in words else ["-o", str(tmp_path / "out.jsonl")]
    code, _, err = ftdata("convert", rows(CHATS), *words, *output)
    assert code == 2
    assert reason in err


def test_pairs_are_refused_where_no_format_is_known_for_them(ftdata, rows, tmp_path):
    pair = {"conversations": TALKS[1][:1], "chosen": TALKS[1][1], "rejected": "No."}
    code, _, err = ftdata("convert", rows([pair]), "--for", "unsloth", "-o", str(tmp_path / "out.jsonl"))
    assert code == 2
    assert "unsloth is handed rows for sft, and these are for dpo" in err


def test_rows_from_standard_input_need_a_format(ftdata, tmp_path):
    code, _, err = ftdata("convert", "-", "--for", "axolotl", "-o", str(tmp_path / "out.jsonl"))
    assert code == 2
    assert "--for needs --to FORMAT" in err


@pytest.mark.parametrize("name", handover.names())
def test_a_trainer_is_complete(name):
    trainer = handover.get(name)
    assert name == trainer.NAME
    assert trainer.TITLE
    read = [format_ for named in trainer.FORMATS.values() for format_ in named]
    assert all(formats.writes(format_) for format_ in read)
    assert "Sources:" in (trainer.__doc__ or "")


def test_an_unknown_method_is_refused():
    with pytest.raises(UsageError, match="handed rows for sft"):
        handover.choose(handover.get("unsloth"), "kto", ["chat"])


@pytest.mark.parametrize(
    ("format_", "keys", "entry"),
    [
        ("kto-conversation", ("messages", "label"), {"kto_tag": "label", "messages": "messages"}),
        (
            "alpaca-kto",
            ("instruction", "output", "kto_tag"),
            {"prompt": "instruction", "response": "output", "kto_tag": "kto_tag"},
        ),
        (
            "preference-columns",
            ("input", "chosen_response", "rejected_response"),
            {"prompt": "input", "chosen": "chosen_response", "rejected": "rejected_response"},
        ),
    ],
)
def test_llama_factory_is_told_the_columns_of_labels_and_pairs(format_, keys, entry):
    from ftdata import handover

    told = handover.get("llama-factory").describe(handover.Written("a.jsonl", format_, keys), None)
    given = json.loads(told.text)["a"]
    assert given["columns"] == entry
    assert given.get("ranking", False) == (format_ == "preference-columns")
