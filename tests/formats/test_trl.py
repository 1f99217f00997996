"""What ftdata makes of rows beside what TRL's own functions make of them, and where the two differ on purpose.

TRL is fetched without its dependencies, since one of them needs torch; these functions do not. Where ftdata does
otherwise, a test says how and shows what TRL does (facts read in TRL 1.16, 2026-11-23):

- TRL looks at one row, and at the keys in the order of a set: the same row may be conversational or not, by chance.
- TRL cuts two texts at their first unlike letter, and at the last letter of all where nothing is alike.
- TRL takes 1 and true for the same, and fails on a list without messages.
- TRL renames the keys of ShareGPT turns, not the roles.
- TRL copies every further column into both rows of a pair that it parts; ftdata says that it leaves them out.
"""

import importlib
import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from ftdata import formats
from ftdata.errors import FormatError
from tests.formats.test_preferences import CALL, RESULT, SHARED, assistant, user

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(find_spec("transformers") is None, reason="transformers is not installed"),
]

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content or '' }}"
    "{% for call in message.tool_calls or [] %}{{ call.function | tojson }}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class Tokenizer:
    """Renders a chat template as a tokenizer does, without a vocabulary."""

    def apply_chat_template(self, conversation, **options):
        from transformers.utils.chat_template_utils import render_jinja_template

        chosen = {
            key: options[key] for key in ("tools", "add_generation_prompt", "continue_final_message") if key in options
        }
        tools = chosen.pop("tools", None)
        (text,), _ = render_jinja_template([conversation], tools=tools, chat_template=TEMPLATE, **chosen)
        return text


@pytest.fixture(scope="module")
def trl(tmp_path_factory):
    """TRL's module of data functions: of this environment, or fetched for the test."""
    try:
        return importlib.import_module("trl.data_utils")
    except ImportError:
        folder = str(tmp_path_factory.mktemp("trl"))
        fetch = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, "trl>=1.16"]
        if subprocess.run(fetch, capture_output=True, check=False).returncode:
            pytest.skip("TRL cannot be fetched")
        sys.path.append(folder)
        return importlib.import_module("trl.data_utils")


def convert(row, goal):
    (name,), _ = formats.classify(row)
    return formats.render(formats.get(name).parse(row), goal).row


PAIR = {"prompt": [user("a")], "chosen": [assistant("b")], "rejected": [assistant("c")]}
TEXTS = {"prompt": "a", "chosen": "b", "rejected": "c"}
ROWS = [
    # source, goal, whether TRL has to see a conversation
    ({"messages": [user("a"), assistant("b")]}, "chat", True),
    ({"messages": [user("a"), assistant("b")]}, "prompt-only", True),
    ({"messages": [user("a"), assistant("b")]}, "kto", True),
    ({"messages": [user("a"), assistant("b"), user("c"), assistant("d")]}, "prompt-completion", True),
    ({"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}, "kto", True),
    ({"chosen": "\n\nHuman: a\n\nAssistant: b", "rejected": "\n\nHuman: a\n\nAssistant: c"}, "chosen-rejected", True),
    ({"question": "a", "chosen": "b", "rejected": "c"}, "chosen-rejected", True),
    ({"prompt": "a", "text": "b", "rejected_text": "c"}, "chosen-rejected", False),
    (PAIR, "kto", True),
    (TEXTS, "kto", False),
    (TEXTS, "prompt-only", False),
    ({"prompt": "a", "completion": "b", "label": True}, "prompt-completion", False),
]


@pytest.mark.parametrize(("row", "goal", "talk"), ROWS)
def test_trl_sees_what_was_written(trl, row, goal, talk):
    made = convert(row, goal)
    for key in set(made) & {"prompt", "completion", "chosen", "rejected", "messages"}:
        assert trl.is_conversational({key: made[key]}) is talk, "whichever key comes first"
    assert formats.classify(made)[0] == (goal,)


@pytest.mark.parametrize(("row", "goal", "talk"), [each for each in ROWS if each[2]])
def test_trl_renders_what_was_written(trl, row, goal, talk):
    """Every text is in what the trainer sees, and prompt and answer are one conversation."""
    made = convert(row, goal)
    seen = trl.apply_chat_template(made, Tokenizer())
    rendered = " ".join(cell for cell in seen.values() if isinstance(cell, str))
    for text in ("a", "b", "c", "d"):
        assert (f"{text}<|im_end|>" in rendered) == (f'"{text}"' in json.dumps(made))
    if "completion" in made:
        assert seen["prompt"].endswith("<|im_start|>assistant\n")
        whole = Tokenizer().apply_chat_template([*made["prompt"], *made["completion"]])
        assert seen["prompt"] + seen["completion"] == whole


@pytest.mark.parametrize(("chosen", "rejected", "count"), SHARED[:-1])
def test_trl_finds_the_same_prompt(trl, chosen, rejected, count):
    found = trl.extract_prompt({"chosen": chosen, "rejected": rejected})
    assert found == {"prompt": chosen[:count], "chosen": chosen[count:], "rejected": rejected[count:]}


def test_trl_takes_one_for_true(trl):
    chosen, rejected, count = SHARED[-1]
    assert len(trl.extract_prompt({"chosen": chosen, "rejected": rejected})["prompt"]) == count + 1


def test_trl_cuts_texts_in_the_middle(trl):
    found = trl.extract_prompt({"chosen": "The sky is blue.", "rejected": "The sky is bold."})
    assert found["prompt"] == "The sky is b"
    example = formats.get("chosen-rejected").parse({"chosen": "The sky is blue.", "rejected": "The sky is bold."})
    assert (example.context, example.kind) == ([], "text")


def test_trl_wraps_round_to_the_end(trl):
    found = trl.extract_prompt({"chosen": "blue ", "rejected": "red "})
    assert found["prompt"] == "blue" and found["chosen"] == " "


@pytest.mark.parametrize("empty", ["", []])
def test_trl_fails_on_nothing(trl, empty):
    with pytest.raises(UnboundLocalError):
        trl.extract_prompt({"chosen": empty, "rejected": empty})
    format_ = formats.get("chosen-rejected")
    if empty == []:
        with pytest.raises(FormatError, match="non-empty"):
            format_.parse({"chosen": empty, "rejected": empty})
    else:
        assert format_.parse({"chosen": empty, "rejected": empty}).context == []


def test_a_prompt_in_another_form_is_taken_from_the_answers_by_both(trl):
    talk, other = [user("a"), assistant("b")], [user("a"), assistant("c")]
    found = trl.maybe_extract_prompt({"prompt": "a", "chosen": talk, "rejected": other})
    made = convert({"prompt": "a", "chosen": talk, "rejected": other}, "preference")
    assert found["prompt"] == made["input"]["messages"]
    assert (found["chosen"], found["rejected"]) == (made["preferred_output"], made["non_preferred_output"])


@pytest.mark.parametrize(
    "row",
    [PAIR, TEXTS, {"prompt": [user("a")], "chosen": [CALL, RESULT, assistant("b")], "rejected": [assistant("c")]}],
)
def test_pairs_are_parted_alike(trl, row):
    from datasets import Dataset, Features, Json, List, Value

    cell = Value("string") if row is TEXTS else List(Json())
    dataset = Dataset.from_list([row], features=Features(dict.fromkeys(row, cell)))
    goal = Features({"prompt": cell, "completion": cell, "label": Value("bool")})
    theirs = [dict(each) for each in trl.unpair_preference_dataset(dataset, features=goal)]
    example = formats.get("chosen-rejected").parse(row)
    ours = [
        formats.render(example._replace(candidates=[answer._replace(label=not number)]), "kto").row
        for number, answer in enumerate(example.candidates)
    ]
    assert ours == theirs


def test_trl_renames_keys_and_not_roles(trl):
    row = {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}
    ours = convert(row, "chat")["messages"]
    theirs = trl.maybe_convert_to_chatml(json.loads(json.dumps(row)))["messages"]
    assert [turn["content"] for turn in ours] == [turn["content"] for turn in theirs]
    assert [turn["role"] for turn in theirs] == ["human", "gpt"]
    assert [turn["role"] for turn in ours] == ["user", "assistant"]


def test_trl_is_of_two_minds_about_a_row(trl):
    """The shape of ultrachat_200k: text under prompt and messages beside it."""
    row = {"prompt": "a", "messages": [user("a"), assistant("b")]}
    code = f"from trl.data_utils import is_conversational; print(is_conversational({row!r}))"
    place = str(next(iter(importlib.import_module("trl").__path__))).removesuffix("trl")
    said = set()
    for seed in range(12):
        own = {"PYTHONHASHSEED": str(seed), "PYTHONPATH": place}
        run = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, text=True, check=True)
        said.add(run.stdout.split()[-1])
        if len(said) == 2:
            break
    assert said == {"True", "False"}
    assert formats.classify(row)[0] == ("chat",)
