"""A model and a tokenizer small enough to be made on the spot: random weights, words of the samples."""

import contextlib
import logging
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
END = "<|im_end|>"
_TURN = "<|im_start|>{{ m.role }}\n"
_SAID = (
    "{{ m.content or '' }}{% for c in m.tool_calls or [] %}<call>{{ c.function.name }} "
    "{{ c.function.arguments | tojson }}</call>{% endfor %}<|im_end|>"
)
TEMPLATE = (
    "{% for t in tools or [] %}<|im_start|>tool definition\n{{ t | tojson }}<|im_end|>\n{% endfor %}"
    "{% for m in messages %}" + _TURN + "{% if m.role == 'assistant' and m.get('weight', 1) != 0 %}"
    "{% generation %}" + _SAID + "{% endgeneration %}{% else %}" + _SAID + "{% endif %}{{ '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""ChatML with calls; answers are marked as generated, those with the weight 0 are not."""


def tokenizer(folder):
    """Train a byte-level tokenizer on the samples, and save it as a model's folder has it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    words = ["<|im_start|>", END, "<|endoftext|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=words, initial_alphabet=alphabet, show_progress=False)
    made.train_from_iterator([(SAMPLES / "chat.jsonl").read_text(encoding="utf-8")], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=made, eos_token=END, pad_token="<|endoftext|>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    return fast


def model(tokenizer, folder, *, reward=False):
    """A Llama with one layer and random weights, saved and loaded; with ``reward`` it has one number for an output."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
        num_labels=1,
    )
    kind = LlamaForSequenceClassification if reward else LlamaForCausalLM
    kind(config).save_pretrained(folder)
    return kind.from_pretrained(folder)


def train(kind, config, dataset, tokenizer, folder, *, reward=False, **options):
    """Let a trainer of TRL take its steps on a tiny model; return it and the batches that it computed a loss of.

    Args:
        kind: A class of trainer.
        config: The class of its arguments.
        dataset: The rows.
        tokenizer: What the rows are rendered and encoded with.
        folder: Where the trainer may write.
        reward: Whether the model gives a number.
        options: Further arguments of ``config``.
    """
    seen = []

    class Watched(kind):
        def compute_loss(self, model, inputs, *args, **more):
            seen.append({key: value.clone() for key, value in inputs.items() if hasattr(value, "clone")})
            return super().compute_loss(model, inputs, *args, **more)

    arguments = {
        "output_dir": str(folder),
        "per_device_train_batch_size": 4,
        "num_train_epochs": 1,
        "learning_rate": 0.1,
        "max_length": 2048,
        "use_cpu": True,
        "bf16": False,
        "gradient_checkpointing": False,
        "report_to": "none",
        "save_strategy": "no",
        "disable_tqdm": True,
        "logging_steps": 1,
    }
    with quiet():
        trainer = Watched(
            model=model(tokenizer, folder / "model", reward=reward),
            args=config(**arguments | options),
            train_dataset=dataset,
            processing_class=tokenizer,
        )
        trainer.train()
    return trainer, seen


@contextlib.contextmanager
def quiet():
    """Keep what trainers say of their progress out of the tests' output."""
    logging.disable(logging.WARNING)
    try:
        with open("/dev/null", "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
            yield
    finally:
        logging.disable(logging.NOTSET)
