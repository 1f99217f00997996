"""``python -m tests.mutants [NUMBER] [SEED]``: how many of so many small faults in rules and formats the tests notice.

Needs what ``make coverage`` measured. The faults that no test noticed stand in ``build/mutants.txt``, to be looked at.
"""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.mutants import alone, reach
from tests.mutants.fork import Forks
from tests.mutants.sites import Mutant, sample

FOLDERS = ["ftdata/rules", "ftdata/formats"]
JOBS = 2
Fates = dict[Mutant, str]


def main(number: int, seed: int) -> int:
    """Print killed/total; the exit code is 1 below 85 percent."""
    mutants, of = sample(FOLDERS, number, seed)
    print(f"{len(mutants)} of {of} mutants, seed {seed}")
    fates = _in_forks(mutants)
    print(f"{sum(fate != 'survived' for fate in fates.values())} noticed in a fork")
    fates |= _alone([mutant for mutant in mutants if fates[mutant] == "survived"])
    killed = sum(fate != "survived" for fate in fates.values())
    print(f"{killed}/{len(mutants)} killed ({100 * killed / len(mutants):.1f} %), {_count(fates, 'timeout')} by time")
    _write([mutant for mutant in mutants if fates[mutant] == "survived"])
    return int(killed < 0.85 * len(mutants))


def _count(fates: Fates, fate: str) -> int:
    return list(fates.values()).count(fate)


def _in_forks(mutants: list[Mutant]) -> Fates:
    fates = dict.fromkeys(mutants, "survived")
    tried = [mutant for mutant in mutants if mutant.in_function]
    work = [(mutant, reach.tests_of(mutant.path, mutant.lines, anywhere=False)) for mutant in tried]

    def note(mutant: Mutant | None, fate: str, tests: int, seconds: float) -> None:
        if mutant is None and fate != "survived":
            raise SystemExit(f"the tests fail without any mutant ({tests} tests, {seconds:.0f} s)")
        if mutant is not None:
            fates[mutant] = fate

    files = sorted({name.split("::")[0] for _, names in work for name in names})
    words = ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:terminal"]
    code = pytest.main([*words, *files], plugins=[Forks(work, JOBS, note)])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"the tests cannot be collected: {code!r}")
    return fates


def _alone(mutants: list[Mutant]) -> Fates:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        projects: SimpleQueue[Path] = SimpleQueue()
        for job in range(JOBS):
            projects.put(alone.copy_of_the_project(Path(folder) / str(job)))

        def verdict(mutant: Mutant) -> str:
            project = projects.get()
            try:
                return alone.verdict(project, mutant, reach.tests_of(mutant.path, mutant.lines, anywhere=True))
            finally:
                projects.put(project)

        return dict(zip(mutants, pool.map(verdict, mutants), strict=True))


def _write(survivors: list[Mutant]) -> None:
    text = "\n\n".join(f"{mutant.path}:{mutant.lines[0]}\n{mutant.change}" for mutant in survivors)
    Path("build").mkdir(exist_ok=True)
    Path("build/mutants.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]] + [600, 0][len(sys.argv) - 1 :]
    sys.exit(main(*words[:2]))
