"""Yardstick: parse every line with orjson, serialise it again and write it."""

import sys

import orjson

loads, dumps = orjson.loads, orjson.dumps
with open(sys.argv[1], "rb", buffering=1 << 20) as stream, open(sys.argv[2], "wb", buffering=1 << 20) as out:
    for line in stream:
        out.write(dumps(loads(line)))
        out.write(b"\n")
