"""Write the outputs of the notebooks in samples/ anew: ``python -m tests.notebooks.run [NAME ...]``."""

import sys
import tempfile

from tests.notebooks.execute import NOTEBOOKS, execute


def main(names):
    import nbformat

    for path in NOTEBOOKS:
        if not names or path.stem in names:
            with tempfile.TemporaryDirectory() as folder:
                notebook = execute(path, folder)
            nbformat.write(notebook, path)
            sys.stdout.write(f"{path.name}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} cells\n")


if __name__ == "__main__":
    main(sys.argv[1:])
