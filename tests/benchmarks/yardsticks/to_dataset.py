"""Ours: rows parsed with orjson, then ``ftdata.to_dataset`` on them."""

import sys

import orjson

import ftdata

with open(sys.argv[1], "rb", buffering=1 << 20) as stream:
    rows = [orjson.loads(line) for line in stream]
dataset = ftdata.to_dataset(rows)
sys.exit(len(dataset) != len(rows))
