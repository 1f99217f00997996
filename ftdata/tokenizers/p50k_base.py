"""The vocabulary of text-davinci-003 and the code models before it.

Source: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken_ext/openai_public.py (2026-08-16); a test holds
the two against each other.
"""

from ftdata.tokenizers._vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    name="p50k_base",
    file="p50k_base",
    url="https://openaipublic.blob.core.windows.net/encodings/p50k_base.tiktoken",
    sha256="94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
    pattern=r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
    special={"<|endoftext|>": 50_256},
    joins_last_space=True,
)
