"""A script as people write it: one ``jsonschema`` validator over all rows."""

import json
import sys

from jsonschema import Draft202012Validator

MESSAGE = {
    "type": "object",
    "properties": {
        "role": {"enum": ["system", "developer", "user", "assistant", "tool"]},
        "content": {"type": "string", "minLength": 1},
        "name": {"type": "string"},
        "weight": {"enum": [0, 1]},
    },
    "required": ["role", "content"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {"messages": {"type": "array", "items": MESSAGE, "minItems": 1}},
    "required": ["messages"],
    "additionalProperties": False,
}

validator = Draft202012Validator(SCHEMA)
with open(sys.argv[1], encoding="utf-8") as stream:
    faults = sum(1 for line in stream for _ in validator.iter_errors(json.loads(line)))
sys.exit(faults != 0)
