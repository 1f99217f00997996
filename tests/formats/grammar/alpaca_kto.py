"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.grammar import alpaca
from tests.formats.rows import shuffled

ROWS = shuffled(st.tuples(alpaca.ROWS, st.booleans()).map(lambda both: {**both[0], "kto_tag": both[1]}))
