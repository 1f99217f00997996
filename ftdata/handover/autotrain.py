"""AutoTrain Advanced: a YAML config for its trainer of language models, with the columns of a file.

AutoTrain reads ``data.path`` as a directory and ``train_split`` as the name of a file in it, without ``.jsonl``. Which
model is trained is for the user to say. A validation file is not named: together with a chat template AutoTrain fails
on it. Pairs with a prompt are for DPO (or ORPO, which reads the same columns), pairs without one for a reward model.
Cells of conversations need a chat template; cells of text get none.

Sources:
- https://github.com/huggingface/autotrain-advanced/tree/main/configs/llm_finetuning, 0.8.36 (2026-11-23)
"""

from ftdata.handover import Companion, Written

NAME = "autotrain"
TITLE = "AutoTrain's YAML config"
FORMATS = {"sft": ("chat", "conversations", "autotrain"), "dpo": ("autotrain",), "reward": ("autotrain",)}
SUFFIXES = ("jsonl",)
FILE = "{stem}.autotrain.yaml"

_LISTS = ("messages", "conversations", "conversation")
_PAIR = {"text_column": "text", "rejected_text_column": "rejected_text", "prompt_text_column": "prompt"}


def describe(written: Written, there: str | None) -> Companion:  # noqa: ARG001 - a file of its own is written anew
    """Say how AutoTrain reads a file."""
    import yaml

    task, columns = _columns(written)
    config = {
        "task": task,
        "base_model": None,
        "project_name": written.stem,
        "log": "tensorboard",
        "backend": "local",
        "data": {
            "path": ".",
            "train_split": written.stem,
            "valid_split": None,
            "chat_template": None if columns["text_column"] in written.texts else "tokenizer",
            "column_mapping": columns,
        },
    }
    notes = ["name base_model in it, then start autotrain --config in the directory of the data"]
    if task == "llm-dpo":
        notes.append("task: llm-orpo and task: llm-reward train on the same columns")
    return Companion(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), tuple(notes))


def _columns(written: Written) -> tuple[str, dict[str, str]]:
    """What AutoTrain trains on a file, and what its columns are to it."""
    if written.format != "autotrain":
        return "llm-sft", {"text_column": next((key for key in _LISTS if key in written.keys), _LISTS[0])}
    columns = {name: key for name, key in _PAIR.items() if key in written.keys}
    if "rejected_text" not in written.keys:
        return "llm-sft", {"text_column": "text"}
    return "llm-dpo" if "prompt" in written.keys else "llm-reward", columns
