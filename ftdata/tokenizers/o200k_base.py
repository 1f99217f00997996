"""The vocabulary of GPT-4o, GPT-4.1, GPT-5 and the o-series.

Source: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16); a test holds
the two against each other.
"""

from ftdata.tokenizers._vocabulary import Vocabulary

_START = r"[^\r\n\p{L}\p{N}]?"
_UPPER, _LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_SUFFIX = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"

VOCABULARY = Vocabulary(
    name="o200k_base",
    file="o200k_base",
    url="https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
    sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    pattern=(
        f"{_START}{_UPPER}*{_LOWER}+{_SUFFIX}"
        f"|{_START}{_UPPER}+{_LOWER}*{_SUFFIX}"
        r"|\p{N}{1,3}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n/]*"
        r"|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
    special={"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018},
)
