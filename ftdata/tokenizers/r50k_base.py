"""The vocabulary of GPT-2 and of the first GPT-3 models.

Source: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16); a test holds
the two against each other.
"""

from ftdata.tokenizers._vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    name="r50k_base",
    file="r50k_base",
    url="https://openaipublic.blob.core.windows.net/encodings/r50k_base.tiktoken",
    sha256="306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
    pattern=r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
    special={"<|endoftext|>": 50_256},
    joins_last_space=True,
)
