"""The notebooks in samples/ run, and show what they would show today."""

from importlib.util import find_spec
from itertools import pairwise

import pytest

from tests.notebooks import execute

pytestmark = [pytest.mark.notebooks, pytest.mark.filterwarnings("ignore")]
if execute.MISSING:
    pytest.skip(f"{execute.MISSING[0]} is not installed", allow_module_level=True)


@pytest.fixture(scope="module", params=execute.NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_outputs_are_current(path, tmp_path):
    stored = execute.read(path)
    missing = [name for name in execute.needs(stored) if find_spec(name) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    assert execute.shown(execute.execute(path, tmp_path)) == execute.shown(stored), "make notebooks writes them anew"


def test_notebook_reads_well(path):
    stored = execute.read(path)
    cells = stored.cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")
    for before, cell in pairwise(cells):
        if cell.cell_type == "code":
            assert before.cell_type == "markdown", f"nothing says why: {cell.source[:60]}"
    assert len(stored.cells) >= 10 and path.stat().st_size < 40_000


def test_every_notebook_is_there():
    assert len(execute.NOTEBOOKS) == 5
