"""Modules of trainers that cannot be installed whole beside the others, fetched and imported by themselves.

Such a package is fetched without what it needs. Of it a single module is imported, whose own code is then run; what it
imports and never uses for that is a stand-in.
"""

import importlib
import subprocess
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from unittest.mock import MagicMock

VERSIONS = {
    "autotrain": "autotrain-advanced==0.8.36",
    "llamafactory": "llamafactory==0.9.5",
    "unsloth_zoo": "unsloth-zoo",
}
"""Where a package is of another name on the index, and of which version the rules speak; the latest of unsloth-zoo."""


def fetch(folder):
    """Fetch all of them into a folder; return whether that could be done."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--target", str(folder)]
    return subprocess.run([*pip, *VERSIONS.values()], capture_output=True, check=False).returncode == 0


def borrow(folder, name, absent=()):
    """Import one module.

    Args:
        folder: Where the packages are.
        name: Its dotted name.
        absent: Modules that are stood in for, though they are there.
    """
    parts = name.split(".")
    for length in range(1, len(parts)):
        package = ".".join(parts[:length])
        sys.modules[package] = _stand_in(package, [str(folder.joinpath(*parts[:length]))])
    sys.modules.update({each: _stand_in(each) for each in absent})
    while True:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            sys.modules[error.name] = _stand_in(error.name)


def forget():
    """Take out of the interpreter what was borrowed, and what stood in for the rest."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in VERSIONS or vars(module).get("stand_in") is True:
            del sys.modules[name]


def _stand_in(name, places=()):
    module = ModuleType(name)
    module.__path__, module.__spec__, module.stand_in = list(places), ModuleSpec(name, None), True
    module.__getattr__ = lambda _: MagicMock()
    return module
