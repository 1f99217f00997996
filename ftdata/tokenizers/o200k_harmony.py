"""The vocabulary of gpt-oss: o200k_base with the special tokens of the harmony format.

Source: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16); a test holds
the two against each other.
"""

from dataclasses import replace

from ftdata.tokenizers import o200k_base

_NAMED = {
    "<|startoftext|>": 199_998,
    "<|endoftext|>": 199_999,
    "<|return|>": 200_002,
    "<|constrain|>": 200_003,
    "<|channel|>": 200_005,
    "<|start|>": 200_006,
    "<|end|>": 200_007,
    "<|message|>": 200_008,
    "<|call|>": 200_012,
}
# 200018 has two names: its own of o200k_base and the reserved one.
_RESERVED = {f"<|reserved_{number}|>": number for number in range(200_000, 201_088) if number not in _NAMED.values()}

VOCABULARY = replace(
    o200k_base.VOCABULARY,
    name="o200k_harmony",
    special={**o200k_base.VOCABULARY.special, **_NAMED, **_RESERVED},
)
