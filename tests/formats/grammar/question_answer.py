"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import cells, optional, shuffled

PAIRS = [
    ("question", "answer"),
    ("question", "response"),
    ("problem", "solution"),
    ("query", "answer"),
    ("prompt", "generation"),
    ("input", "target"),
    ("inputs", "targets"),
    ("message_1", "message_2"),
    ("problem", "generated_solution"),
    ("Instruction", "Response"),
]


def _row(pair):
    question, answer = pair
    return optional({question: cells, answer: cells}, system_prompt=cells, context=cells)


dolly = optional({"instruction": cells, "response": cells, "context": cells}, system=cells)
ROWS = shuffled(st.sampled_from(PAIRS).flatmap(_row)) | shuffled(dolly)
