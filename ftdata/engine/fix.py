"""Applying fixes to one record: only what a fix names changes, everything else stays byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass

from ftdata.engine.judge import Judge, Judged
from ftdata.jsontext import compact, dumps, parse, patch
from ftdata.rules import matches, rules
from ftdata.types import Defect, Problem, Record, RemoveKey, SetValue

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Fixed:
    """A record after its fixes.

    Attributes:
        record: The record as it now is; None when a fix dropped it.
        judged: The verdict on it as it now is.
        applied: Codes and titles of the fixes, in order.
    """

    record: Record | None
    judged: Judged
    applied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fixer:
    """Which fixes to apply.

    Attributes:
        judge: The rules.
        unsafe: Apply unsafe fixes too.
        select: Patterns the user chose; a fix of an ``info`` finding is applied only when chosen.
    """

    judge: Judge
    unsafe: bool = False
    select: tuple[str, ...] = ()

    def fix(self, record: Record) -> Fixed:
        """Judge a record and apply fixes until none is left."""
        applied: list[tuple[str, str]] = []
        judged = self.judge.judge(record)
        for _ in range(_ROUNDS):
            wanted = [problem for problem in judged.problems if self._wanted(problem)]
            if not wanted:
                break
            raw, done = _apply(text_of(record), wanted)
            if not done:
                break
            applied += done
            if raw is None:
                return Fixed(None, judged, tuple(applied))
            record = reread(record, raw)
            judged = self.judge.judge(record)
        return Fixed(record, judged, tuple(applied))

    def _wanted(self, problem: Problem) -> bool:
        fix = problem.fix
        if fix is None or not fix.edits or not (fix.safe or self.unsafe):
            return False
        return problem.severity != "info" or matches(rules()[problem.code], self.select)


def text_of(record: Record) -> bytes:
    """The row on one line: as it stands in the file, or written out for rows that were never lines."""
    if record.raw is None:
        return dumps(record.row)
    return compact(record.raw) if b"\n" in record.raw and record.readable else record.raw


def reread(record: Record, raw: bytes) -> Record:
    """The record with other bytes, read again."""
    row, defects = parse(raw)
    if not isinstance(row, dict) and not any(defect.fatal for defect in defects):
        row, defects = None, (*defects, Defect("not-object", type(row).__name__))
    kept = tuple(defect for defect in record.defects if defect.kind == "crlf")
    return record._replace(raw=raw, row=row, defects=(*kept, *defects))


def _apply(raw: bytes, problems: Iterable[Problem]) -> tuple[bytes | None, list[tuple[str, str]]]:
    """Apply fixes one after the other; one whose place another fix just moved waits for the next round."""
    done: list[tuple[str, str]] = []
    for problem in problems:
        fix = problem.fix
        if fix is None:
            continue
        try:
            changed = patch(raw, fix.edits)
        except (KeyError, ValueError):
            continue
        done.append((problem.code, fix.title))
        if changed is None:
            return None, done
        raw = changed
        if any(_shifts(edit) for edit in fix.edits):
            break
    return raw, done


def _shifts(edit: object) -> bool:
    """Whether an edit moves array elements: those behind one that is removed, or those of a list that is replaced."""
    if isinstance(edit, SetValue):
        return isinstance(edit.value, list)
    return isinstance(edit, RemoveKey) and isinstance(edit.path[-1], int)
