"""Yardstick: rows parsed with orjson, then ``Dataset.from_list`` with the features of ``to_dataset``."""

import sys

import orjson
from datasets import Dataset, Features, List, Value

with open(sys.argv[1], "rb", buffering=1 << 20) as stream:
    rows = [orjson.loads(line) for line in stream]
message = {"role": Value("string"), "content": Value("string")}
dataset = Dataset.from_list(rows, features=Features({"messages": List(message)}))
sys.exit(len(dataset) != len(rows))
