"""JSON as text: strict and exact reading, finding a value's bytes, changing only those, writing.

Fast where nothing is odd (orjson), exact where something is (numbers keep their spelling, a duplicate key is a
defect and never last-wins). Source of the traps: RFC 8259; orjson's README on integers, NaN and duplicate keys.
"""

from ftdata.jsontext.early import loads
from ftdata.jsontext.edit import patch
from ftdata.jsontext.literals import escaped, is_plain_object, literals_in_text, prove
from ftdata.jsontext.numbers import ExactFloat, ExactInt
from ftdata.jsontext.parse import MAX_DEPTH, MAX_VALUES, examine, is_crowded, is_deep, parse
from ftdata.jsontext.python import from_python
from ftdata.jsontext.repair import repair
from ftdata.jsontext.spans import Span, locate, members, skip_space, value_end
from ftdata.jsontext.surrogates import replace_lone_surrogates
from ftdata.jsontext.write import compact, dumps, dumps_sorted

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "ExactFloat",
    "ExactInt",
    "Span",
    "compact",
    "dumps",
    "dumps_sorted",
    "escaped",
    "examine",
    "from_python",
    "is_crowded",
    "is_deep",
    "is_plain_object",
    "literals_in_text",
    "loads",
    "locate",
    "members",
    "parse",
    "patch",
    "prove",
    "repair",
    "replace_lone_surrogates",
    "skip_space",
    "value_end",
]
