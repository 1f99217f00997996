"""Where a source can be given a small fault, and the source that has it; the faults are those of mutmut."""

import difflib
import random
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


@dataclass(frozen=True)
class Mutant:
    """A source with one fault; ``lines`` are the first and last that it touches."""

    path: str
    lines: tuple[int, int]
    in_function: bool
    code: str

    @property
    def change(self) -> str:
        """The lines that differ, as a diff without its head."""
        before, after = Path(self.path).read_text(encoding="utf-8").splitlines(), self.code.splitlines()
        return "\n".join(
            line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:2] not in HEADS
        )


HEADS = ("--", "++", "@@")


def sample(folders: list[str], number: int, seed: int) -> tuple[list[Mutant], int]:
    """Draw mutants from all that the sources in folders can have, each equally likely, and count them all."""
    counts = {path: len(_faults(path)[1]) for folder in folders for path in sorted(Path(folder).rglob("*.py"))}
    every = [(path, index) for path, count in counts.items() for index in range(count)]
    drawn = random.Random(seed).sample(every, min(number, len(every)))
    wanted: dict[Path, list[int]] = {}
    for path, index in sorted(drawn):
        wanted.setdefault(path, []).append(index)
    return [mutant for path, chosen in wanted.items() for mutant in _made(path, chosen)], len(every)


def _faults(path: Path):
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    return wrapper, visitor.mutations


def _made(path: Path, chosen: list[int]):
    wrapper, faults = _faults(path)
    places = wrapper.resolve(PositionProvider)
    for index in chosen:
        fault = faults[index]
        span = places.get(fault.original_node)
        lines = (span.start.line, span.end.line) if span else (1, len(wrapper.module.code.splitlines()))
        code = wrapper.module.deep_replace(fault.original_node, fault.mutated_node).code
        yield Mutant(str(path), lines, fault.contained_by_top_level_function is not None, code)
