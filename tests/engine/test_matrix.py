"""The table of conversions says what the conversions do."""

from ftdata import formats
from ftdata.engine.matrix import LOSSLESS, NONE, SOME, SPELLING, example_rows, matrix


def test_every_pair_has_a_cell_that_says_why():
    cells = matrix()
    goals = [name for name in formats.names() if formats.writes(name)]
    assert set(cells) == {(source, goal) for source in formats.names() for goal in goals if source != goal}
    for cell in cells.values():
        assert bool(cell.refusals) == (cell.mark in (SOME, NONE))
        assert not (cell.losses and cell.mark in (LOSSLESS, SPELLING, NONE))


def test_known_cells():
    cells = matrix()
    assert cells["prompt-completion", "chat"].mark == LOSSLESS
    assert cells["alpaca", "preference"].mark == NONE
    assert any(loss.path == "non_preferred_output" for loss in cells["preference", "chat"].losses)
    assert len(example_rows("chat")) >= 2
