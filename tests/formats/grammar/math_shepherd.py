"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import optional, scalars, shuffled, text

steps = st.lists(st.tuples(text.filter(lambda step: "Step 1:" not in step), st.sampled_from("+-")), min_size=1)


@st.composite
def _row(draw):
    judged = draw(steps.filter(lambda given: len(given) < 5))
    joint, end = draw(st.sampled_from(["\n", " "])), draw(st.sampled_from(["", "\n"]))

    def solution(mark):
        return joint.join(f"Step {number}: {step} {mark(sign)}" for number, (step, sign) in enumerate(judged, 1)) + end

    problem = draw(text) + " "
    row = {"input": problem + solution(lambda _: "ки"), "label": problem + solution(str)}
    return row | draw(optional({}, task=scalars))


ROWS = shuffled(_row())
