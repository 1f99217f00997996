"""AutoTrain Advanced: a YAML config for its trainer of language models, with the columns of a file.

AutoTrain reads ``data.path`` as a directory and ``train_split`` as the name of a file in it, without ``.jsonl``. Which
model is trained is for the user to say. A validation file is not named: together with a chat template AutoTrain fails
on it.

Sources:
- https://github.com/huggingface/autotrain-advanced/tree/main/configs/llm_finetuning, 0.8.36 (2026-11-23)
"""

from ftdata.handover import Companion, Written

NAME = "autotrain"
TITLE = "AutoTrain's YAML config"
FORMATS = {"sft": ("chat", "conversations")}
SUFFIXES = ("jsonl",)
FILE = "{stem}.autotrain.yaml"

_LISTS = ("messages", "conversations", "conversation")


def describe(written: Written, there: str | None) -> Companion:  # noqa: ARG001 - a file of its own is written anew
    """Say how AutoTrain reads a file."""
    import yaml

    config = {
        "task": "llm-sft",
        "base_model": None,
        "project_name": written.stem,
        "log": "tensorboard",
        "backend": "local",
        "data": {
            "path": ".",
            "train_split": written.stem,
            "valid_split": None,
            "chat_template": "tokenizer",
            "column_mapping": {"text_column": next((key for key in _LISTS if key in written.keys), _LISTS[0])},
        },
    }
    notes = ("name base_model in it, then start autotrain --config in the directory of the data",)
    return Companion(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), notes)
