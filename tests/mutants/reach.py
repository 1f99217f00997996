"""Which tests ran a line: read from what ``make coverage`` measured."""

import random
from functools import lru_cache
from pathlib import Path

from coverage import CoverageData

MOST = 60
FOLDERS = ("tests/rules/", "tests/formats/")


@lru_cache(maxsize=1)
def _measured() -> CoverageData:
    data = CoverageData("build/coverage/data")
    data.read()
    return data


@lru_cache
def _by_line(path: str) -> dict[int, list[str]]:
    return _measured().contexts_by_lineno(str(Path(path).resolve()))


def tests_of(path: str, lines: tuple[int, int], *, anywhere: bool) -> list[str]:
    """Names of tests of rules and formats that ran one of the lines, or any line of the file.

    Those named after the file come first. Of more than ``MOST`` tests some are drawn, each time the same.
    """
    found = {
        name.split("|")[0]
        for line, names in _by_line(path).items()
        if anywhere or lines[0] <= line <= lines[1]
        for name in names
        if name.endswith("|run") and name.startswith(FOLDERS)
    }
    word = Path(path).stem.strip("_").split("_")[0]
    own = sorted(name for name in found if word.lower() in name.lower())[:MOST]
    others = sorted(found - set(own))
    random.Random(0).shuffle(others)
    return own + others[: MOST - len(own)]
