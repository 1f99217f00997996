"""The scripts that ``prepare`` writes for TRL run to their end, once the model that they name is one that is here."""

import runpy
from importlib.util import find_spec

import pytest

from ftdata.cli import main
from tests.trainers import tiny

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not find_spec("torch") or not find_spec("trl"), reason="torch or TRL is not installed"),
]
SAMPLES = {"sft": "chat_tools.jsonl", "dpo": "preference.jsonl", "reward": "preference.jsonl"}


@pytest.mark.parametrize("method", SAMPLES)
def test_script_trains_a_model(method, tokenizer, tmp_path):
    from safetensors.torch import load_file

    base, out = tmp_path / "base", tmp_path / "out"
    source = str(tiny.SAMPLES / SAMPLES[method])
    words = ["--target", "huggingface", "--method", method, "--output", str(out), "--quiet"]
    assert main(["prepare", source, *words]) in (0, 1)
    tiny.model(tokenizer, base, reward=method == "reward")
    tokenizer.save_pretrained(base)
    script = out / "train.py"
    lines = script.read_text(encoding="utf-8").splitlines()
    (named,) = (number for number, line in enumerate(lines) if line.startswith("MODEL = "))
    lines[named] = f"MODEL = {str(base)!r}"
    (told,) = (number for number, line in enumerate(lines) if "output_dir=" in line)
    lines[told] += " report_to='none', learning_rate=0.01,"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with tiny.quiet():
        runpy.run_path(str(script), run_name="__main__")
    before, after = (load_file(folder / "model.safetensors") for folder in (base, out / "model"))
    assert before.keys() == after.keys()
    assert any(not before[name].equal(after[name].to(before[name].dtype)) for name in before), "it has learned"
