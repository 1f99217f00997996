"""Ours: ``import ftdata`` loads none of the heavy packages; names those it does and fails."""

import sys

import ftdata  # noqa: F401

HEAVY = {"datasets", "pyarrow", "pandas", "numpy", "tiktoken", "jsonschema", "pydantic"}
sys.exit(", ".join(sorted(HEAVY & set(sys.modules))) or None)
