"""The vocabulary of GPT-3.5 Turbo and GPT-4.

Source: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16); a test holds
the two against each other.
"""

from ftdata.tokenizers._vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    name="cl100k_base",
    file="cl100k_base",
    url="https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
    sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    pattern=(
        r"'(?i:[sdmt]|ll|ve|re)"
        r"|[^\r\n\p{L}\p{N}]?+\p{L}++"
        r"|\p{N}{1,3}+"
        r"| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
    special={
        "<|endoftext|>": 100_257,
        "<|fim_prefix|>": 100_258,
        "<|fim_middle|>": 100_259,
        "<|fim_suffix|>": 100_260,
        "<|endofprompt|>": 100_276,
    },
    joins_last_space=True,
)
