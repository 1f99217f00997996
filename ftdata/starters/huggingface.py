"""Hugging Face TRL: a script that trains on the written files, for each method.

``max_length=None`` is said because TRL cuts rows at 1,024 tokens otherwise, ``bf16`` because TRL takes it for granted.
Conversations are learned in what the assistant says; TRL mends the chat templates it knows for that, and refuses
others. Where answers have weights, the template marks by these what is learned, since TRL reads none.

Sources:
- https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/sft_config.py and its kin (2026-11-26)
"""

from collections.abc import Iterator

from ftdata.starters import File, Job

FILES = ("train.py",)

_TRAINERS = {
    "sft": "SFT",
    "completion": "SFT",
    "pretrain": "SFT",
    "dpo": "DPO",
    "kto": "KTO",
    "reward": "Reward",
    "grpo": "GRPO",
}
_SPECIAL = {
    "sft": "    assistant_only_loss=True,  # the chat template has to mark what the assistant says\n",
    "completion": "    completion_only_loss=True,\n",
}
_MODEL = "Qwen/Qwen2.5-0.5B-Instruct"
_REWARD = '''

def reward(completions, **columns):
    """Say how good each completion is: one number for each."""
    raise NotImplementedError("write here what a good completion is; columns holds the other columns of its row")
'''
_WEIGHTED = """
# Answers with the weight 0 are read and not learned: while it trains, the chat template marks them so.
tokenizer = AutoTokenizer.from_pretrained(MODEL)
template = tokenizer.chat_template
tokenizer.chat_template = ftdata.weighted_template(get_training_chat_template(tokenizer) or template)
"""
_TEXT = '''\
"""Trains a model with TRL on the files beside this one.

    pip install trl ftdata
    python train.py
"""

from pathlib import Path

import ftdata
import torch
{imports}from trl import {trainer}Config, {trainer}Trainer{more}

MODEL = {model!r}  # on the Hugging Face Hub, or a directory
HERE = Path(__file__).parent
{reward}{weights}
config = {trainer}Config(
    output_dir=str(HERE / "model"),
    num_train_epochs=3,
    per_device_train_batch_size=1,
    gradient_accumulation_steps=8,
    bf16=torch.cuda.is_available() and torch.cuda.is_bf16_supported(),  # older GPUs and CPUs cannot
{length}{special}{evaluation})
trainer = {trainer}Trainer(
    model=MODEL,
    args=config,
    train_dataset=ftdata.to_dataset(str(HERE / {train!r})),
{validation}{functions})
trainer.train()
{restored}trainer.save_model()
'''


def files(job: Job) -> Iterator[File]:
    """Write the script."""
    trainer = _TRAINERS.get(job.method)
    if trainer is None:
        return
    grpo, weighted = job.method == "grpo", job.weighted and job.method == "sft"
    text = _TEXT.format(
        trainer=trainer,
        model=job.model or _MODEL,
        train=job.train,
        reward=_REWARD + "\n" if grpo else "",
        functions="    reward_funcs=reward,\n" if grpo else "    processing_class=tokenizer,\n" if weighted else "",
        imports="from transformers import AutoTokenizer\n" if weighted else "",
        more=", get_training_chat_template" if weighted else "",
        weights=_WEIGHTED if weighted else "",
        restored="tokenizer.chat_template = template\n" if weighted else "",
        length="" if grpo else "    max_length=None,  # the default cuts rows at 1,024 tokens\n",
        special=_SPECIAL.get(job.method, ""),
        evaluation='    eval_strategy="epoch",\n' if job.validation else "",
        validation=f"    eval_dataset=ftdata.to_dataset(str(HERE / {job.validation!r})),\n" if job.validation else "",
    )
    yield File("train.py", text)


def advice(job: Job, folder: str) -> str:
    """Say what is next."""
    write = f"write the reward in {folder}/train.py, then " if job.method == "grpo" else ""
    return f"{write}name your model in {folder}/train.py and run it: python {folder}/train.py"
