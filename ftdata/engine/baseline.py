"""A file of problems that are known, so that a team with an old dataset sees only what is new.

JSON: ``{"version": 1, "problems": {KEY: N}}``. A key is made of file, code, place within the row and the row's bytes,
so that a row may move; N is how many problems share it. What is said of no single row (copies, the file as a whole)
is known by file and code alone.
"""

import json
import os
from collections import Counter

from ftdata.errors import UnreadableError
from ftdata.types import Problem, Report

VERSION = 1


def baseline_of(report: Report) -> bytes:
    """Write down all problems of a report but information."""
    counts = Counter(_key(problem) for problem in report.problems if problem.severity != "info")
    return json.dumps({"version": VERSION, "problems": dict(sorted(counts.items()))}, indent=0).encode() + b"\n"


def without_known(report: Report, path: str) -> Report:
    """Leave out the problems that a baseline knows, and count them.

    Raises:
        UnreadableError: The file cannot be read, or is no baseline.
    """
    left = _read(path)
    new: list[Problem] = []
    for problem in report.problems:
        key = _key(problem)
        if left[key] > 0 and problem.severity != "info":
            left[key] -= 1
        else:
            new.append(problem)
    known = len(report.problems) - len(new)
    return report._replace(problems=new, known=known)


def _key(problem: Problem) -> str:
    from xxhash import xxh3_64_hexdigest

    path = str(problem.path) if problem.row else ""
    file = problem.location.file.replace(os.sep, "/").removeprefix("./")
    said = f"{file}\0{problem.code}\0{path}\0{problem.row}"
    return f"{problem.code}:{xxh3_64_hexdigest(said.encode('utf-8', 'surrogatepass'))}"


def _read(path: str) -> Counter[str]:
    try:
        with open(path, encoding="utf-8") as stream:
            found = json.load(stream)
        if found["version"] != VERSION:
            raise UnreadableError(f"{path}: is a baseline of version {found['version']!r}, this is for {VERSION}")
        return Counter({str(key): int(number) for key, number in found["problems"].items()})
    except OSError as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{path}: the baseline cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"{path}: is no baseline as --write-baseline writes it") from error
