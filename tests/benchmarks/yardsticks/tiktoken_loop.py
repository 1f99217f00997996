"""Yardstick: parse every line, encode every text with tiktoken, add up the tokens; nothing else."""

import sys

import orjson
import tiktoken

encode = tiktoken.get_encoding("o200k_base").encode_ordinary
total = 0
with open(sys.argv[1], "rb", buffering=1 << 20) as stream:
    for line in stream:
        for message in orjson.loads(line)["messages"]:
            if content := message.get("content"):
                total += len(encode(content))
sys.stdout.write(f"{total}\n")
