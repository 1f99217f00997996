"""Weights travel: what has the weight 0 is read and not learned, by the script that ``prepare`` writes."""

import json
import re
import runpy
from importlib.util import find_spec
from pathlib import Path

import pytest
from jinja2 import TemplateError

import ftdata
from ftdata.cli import main
from tests.trainers import tiny

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch") or not find_spec("trl"), reason="torch or TRL is not installed"),
]
SPEC = find_spec("trl")
TEMPLATES = sorted(Path(SPEC.origin).parent.glob("chat_templates/*_training.jinja")) if SPEC and SPEC.origin else []


def _talk(weight):
    return [
        {"role": "user", "content": "Where are you?"},
        {"role": "assistant", "content": "Nowhere.", "weight": weight},
        {"role": "user", "content": "And today?"},
        {"role": "assistant", "content": "By the harbour.", "weight": 1},
    ]


def _rendered(template, messages):
    """The text, and the pieces of it that are marked as learned."""
    from transformers.utils.chat_template_utils import render_jinja_template

    words = {"bos_token": "<s>", "eos_token": "</s>"}
    texts, marks = render_jinja_template([messages], chat_template=template, return_assistant_tokens_mask=True, **words)
    return texts[0], [texts[0][start:end] for start, end in marks[0]]


def _in_parts(messages):
    return [message | {"content": [{"type": "text", "text": message["content"]}]} for message in messages]


def _takes_text(template, messages):
    """Whether contents may be texts; templates for pictures want parts."""
    try:
        return "Nowhere." in _rendered(template, messages)[0]
    except TemplateError:
        return False


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_of_trl_write_the_same_and_mark_less(path):
    template = path.read_text(encoding="utf-8")
    weighted = ftdata.weighted_template(template)
    learned, not_learned = _talk(1), _talk(0)
    if not _takes_text(template, learned):
        learned, not_learned = _in_parts(learned), _in_parts(not_learned)
    plain, marked = _rendered(template, learned)
    assert any("Nowhere." in piece for piece in marked)
    assert _rendered(weighted, learned) == (plain, marked)
    text, left = _rendered(weighted, not_learned)
    assert text == plain
    assert left == marked[len(marked) - len(left) :] != marked
    assert "harbour" in "".join(left) and "Nowhere." not in "".join(left)


def test_the_script_does_not_learn_them(tokenizer, tmp_path):
    rows = [{"messages": [*_talk(0)[:3], {"role": "assistant", "content": f"By pier {n}."}]} for n in range(20)]
    source, base, out = tmp_path / "in.jsonl", tmp_path / "base", tmp_path / "out"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["prepare", str(source), "--target", "huggingface", "--output", str(out), "--no-page", "--quiet"]) == 1
    tiny.model(tokenizer, base)
    own, tokenizer.chat_template = tokenizer.chat_template, tiny.TEMPLATE.replace(" and m.get('weight', 1) != 0", "")
    tokenizer.save_pretrained(base)
    tokenizer.chat_template = own
    script = out / "train.py"
    text = re.sub("(?m)^MODEL = .*$", f"MODEL = {str(base)!r}", script.read_text(encoding="utf-8"))
    here = " report_to='none',"
    script.write_text(re.sub(r"(?m)^(    output_dir=.*)$", rf"\1{here}", text), encoding="utf-8")
    with tiny.quiet():
        ran = runpy.run_path(str(script), run_name="__main__")
    trainer = ran["trainer"]
    batch = trainer.data_collator([*trainer.train_dataset])
    for ids, labels in zip(batch["input_ids"], batch["labels"], strict=True):
        assert "Nowhere." in tokenizer.decode(ids)
        learned = tokenizer.decode([label for label in labels.tolist() if label != -100])
        assert re.fullmatch(r"By pier \d+\.<\|im_end\|>", learned)
    saved = (out / "model" / "chat_template.jinja").read_text(encoding="utf-8")
    assert "weight" not in saved, "what is kept is the model's own template"
