"""Executing the notebooks in samples/, and what of their outputs has to stay the same."""

import os
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "samples").glob("*.ipynb"))
MISSING = [name for name in ("nbclient", "nbformat", "ipykernel") if find_spec(name) is None]
_VARIES = [
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"\(splintr\)|\(tiktoken\)"), "(a counter)"),
    (re.compile(r"in \d+ days"), "in some days"),
]
"""What differs from one machine or day to another, and what stands for it in a comparison."""


def read(path):
    import nbformat

    return nbformat.read(path, as_version=4)


def needs(notebook):
    """The packages that a notebook says it needs, in its metadata."""
    return notebook.metadata.get("needs", [])


def execute(path, folder):
    """Execute a notebook beside copies of the samples; return it with its outputs.

    Args:
        path: The notebook.
        folder: A directory to work in.
    """
    from nbclient import NotebookClient

    notebook = read(path)
    beside = Path(shutil.copytree(ROOT / "samples", Path(folder) / "samples", ignore=shutil.ignore_patterns("*.ipynb")))
    here = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    kernel = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(beside)}})
    kernel.execute(env=os.environ | here)
    return _tidy(notebook)


def _tidy(notebook):
    """Keep of the outputs what is text, and of the metadata what says something."""
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "needs": needs(notebook)}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs):
    """The outputs without what is written to stderr, pieces of one text as one."""
    found = []
    for output in outputs:
        output.get("data", {}).pop("text/html", None)
        stream = output.output_type == "stream"
        if stream and output.name == "stderr":
            continue
        if stream and found and found[-1].output_type == "stream":
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def shown(notebook):
    """The text of each code cell's outputs, without what varies."""
    return [(cell.source, _text(cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"]


def _text(outputs):
    text = "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)
    for pattern, instead in _VARIES:
        text = pattern.sub(instead, text)
    return text
