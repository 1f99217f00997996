"""What rules say that TRL's trainers do with rows that they do not like, and what these do."""

import math
from importlib.util import find_spec

import pytest

import ftdata
from tests.trainers import tiny

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch") or not find_spec("trl"), reason="torch or TRL is not installed"),
]
ASK, SAY, NO = (
    {"role": role, "content": text} for role, text in (("user", "Hi"), ("assistant", "Hello!"), ("assistant", "No."))
)
HI = [ASK, SAY]
MARKS = "{% generation %}", "{% endgeneration %}"


def codes(rows, target="huggingface", **more):
    return set(ftdata.validate(rows, target=target, **more).by_code())


def without_marks(template):
    for mark in MARKS:
        template = template.replace(mark, "")
    return template


@pytest.fixture
def fit(tokenizer, tmp_path):
    """A function that hands rows to a trainer of TRL and lets it take its steps."""

    def run(name, rows, **options):
        import trl

        kind, config = getattr(trl, f"{name}Trainer"), getattr(trl, f"{name}Config")
        return tiny.train(kind, config, ftdata.to_dataset(rows), tokenizer, tmp_path, **options)

    return run


def test_h003_prompt_beside_messages(fit):
    rows = [{"prompt": "Hi", "messages": HI}] * 4
    assert "H003" in codes(rows)
    with pytest.raises(KeyError, match="completion"):
        fit("SFT", rows)
    (fixed, *_) = ftdata.fix(rows, target="huggingface")
    assert "H003" not in codes([fixed]) and fit("SFT", [fixed] * 4)


@pytest.mark.parametrize("prompt", ["Hi", [ASK]])
def test_h004_prompt_and_answers_of_two_kinds(prompt, fit):
    rows = [{"prompt": prompt, "chosen": [SAY], "rejected": [NO]}] * 4
    if "H004" in codes(rows):
        with pytest.raises((TypeError, AttributeError)):  # which, depends on the hash seed
            fit("DPO", rows)
    else:
        assert fit("DPO", rows)[1]


@pytest.mark.parametrize("given", [None, {}, {"x": 1}])
def test_h007_template_arguments(given, fit):
    rows = [{"messages": HI, "chat_template_kwargs": given}, {"messages": HI, "chat_template_kwargs": {"x": 1}}]
    if "H007" in codes(rows):
        with pytest.raises(TypeError, match="mapping"):
            fit("SFT", rows)
    else:
        assert fit("SFT", rows)[1]


@pytest.mark.parametrize("labels", [(True, True), (True, False)])
def test_h016_labels_of_one_kind(labels, fit):
    rows = [{"prompt": [ASK], "completion": [SAY], "label": label} for label in labels * 4]
    trainer, _ = fit("KTO", rows)
    margins = [entry.get("rewards/margins", math.nan) for entry in trainer.state.log_history if "loss" in entry]
    assert ("H016" in codes(rows, method="kto")) == all(map(math.isnan, margins))


@pytest.mark.parametrize("marked", [True, False])
def test_h023_answers_without_marks(marked, fit, tokenizer, monkeypatch):
    template = tiny.TEMPLATE if marked else without_marks(tiny.TEMPLATE)
    monkeypatch.setattr(tokenizer, "chat_template", template)
    said = "H023" in codes([{"messages": HI}], options={"template": template})
    assert said == (not marked)
    if said:
        with pytest.raises((RuntimeError, ValueError), match="generation"):
            fit("SFT", [{"messages": HI}] * 4, assistant_only_loss=True)


@pytest.mark.parametrize("doubled", [True, False])
def test_h024_two_beginnings(doubled, tokenizer, tmp_path):
    from tokenizers.processors import TemplateProcessing
    from transformers import AutoTokenizer

    tiny.tokenizer(tmp_path)
    again = AutoTokenizer.from_pretrained(tmp_path)
    again.add_special_tokens({"bos_token": "<|endoftext|>"})
    if doubled:
        places = [("<|endoftext|>", again.bos_token_id)]
        again.backend_tokenizer.post_processor = TemplateProcessing(single="<|endoftext|> $A", special_tokens=places)
    again.chat_template = "{{ bos_token }}" + tiny.TEMPLATE
    again.save_pretrained(tmp_path)
    text = again.apply_chat_template(HI, tokenize=False)
    ids = again(text)["input_ids"]
    assert (ids[:2] == [again.bos_token_id] * 2) == doubled
    assert ("H024" in codes([{"messages": HI}], options={"template": str(tmp_path)})) == doubled


@pytest.mark.parametrize("ended", [True, False])
def test_h025_answers_without_an_end(ended, tokenizer, tmp_path, fit, monkeypatch):
    template = tiny.TEMPLATE if ended else tiny.TEMPLATE.replace(tiny.END, "")
    monkeypatch.setattr(tokenizer, "chat_template", template)
    tokenizer.save_pretrained(tmp_path)
    said = "H025" in codes([{"messages": HI}], options={"template": str(tmp_path)})
    assert said == (not ended)
    _, batches = fit("SFT", [{"messages": HI}] * 4)
    learned = {label for batch in batches for label in batch["labels"].flatten().tolist()}
    assert (tokenizer.eos_token_id in learned) == ended


def test_h009_weights_are_read_by_nobody(fit, tokenizer, monkeypatch):
    plain = tiny.TEMPLATE.replace(" and m.get('weight', 1) != 0", "")
    monkeypatch.setattr(tokenizer, "chat_template", plain)
    rows = [{"messages": [ASK, NO | {"weight": 0}, *HI]}] * 4
    assert "H009" in codes(rows)
    _, batches = fit("SFT", rows, assistant_only_loss=True)
    learned = [label for label in batches[0]["labels"][0].tolist() if label != -100]
    assert "No." in tokenizer.decode(learned)
