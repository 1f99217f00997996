"""Each promise is broken on purpose, and its test has to notice: a test that cannot fail proves nothing."""

import re
import socket
from pathlib import Path

import pytest

from ftdata.cli import _frame, validate
from ftdata.engine import carry, mend, rejects
from ftdata.loaders import jsonl
from ftdata.reporters import _safe
from ftdata.types import Record
from ftdata.writers import AtomicFile, _atomic
from tests.promises import test_promises as promises

data = promises.data
_BACKWARDS = """
from ftdata.engine import processes

run = processes._shared_out
processes._shared_out = lambda task, jobs, *more: run(task, jobs[::-1], *more)
"""


def _before(act):
    """Let ``ftdata validate`` do something else first."""
    real = validate.run
    return validate, "run", lambda options: (act(), real(options))[1]


def _touched():
    with Path("in.jsonl").open("ab") as file:
        file.write(b"\n")


def _called():
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))


def _moved(read):
    return lambda source: (
        each._replace(line=each.line + 1) if isinstance(each, Record) else each for each in read(source)
    )


def _forgetful(add):
    """Count a row that is rejected, and write it nowhere."""
    return lambda self, outcome: add(self, outcome) if outcome.kept is not None else self._result.add(outcome)


def _reordered(change):
    """What becomes of a row that no fix touched: its JSON anew."""
    return lambda record, *more: change(record._replace(raw=record.raw.replace(b": ", b":")), *more)


BROKEN = {
    "01": (promises.test_promise_01_the_input_is_only_read, _before(_touched)),
    "02": (promises.test_promise_02_an_output_is_whole_or_absent, (AtomicFile, "settle", lambda _: None)),
    "03": (
        promises.test_promise_03_nothing_is_overwritten_unasked,
        (_atomic, "refuse_overwrite", lambda *_, **__: None),
    ),
    "04": (
        promises.test_promise_04_rows_in_are_rows_out_and_rejected,
        (carry._Load, "_add", _forgetful(carry._Load._add)),
    ),
    "05": (
        promises.test_promise_05_a_rejected_row_can_be_had_back,
        (rejects, "_text", lambda _: {"text": "", "base64": ""}),
    ),
    "06": (
        promises.test_promise_06_a_kept_row_is_not_changed_unless_a_named_fix_ran,
        (mend, "_line", _reordered(mend._line)),
    ),
    "07": (
        promises.test_promise_07_the_same_input_gives_the_same_bytes,
        (
            promises,
            "_IN_SMALL_UNITS",
            promises._IN_SMALL_UNITS.replace("\nparallel.UNIT", _BACKWARDS + "parallel.UNIT"),
        ),
    ),
    "08": (promises.test_promise_08_places_are_those_of_the_file, (jsonl, "read", _moved(jsonl.read))),
    "09": (
        promises.test_promise_09_memory_does_not_grow_with_a_line,
        (jsonl._Lines, "next", lambda self: self._stream.readline()),
    ),
    "10": (promises.test_promise_10_exit_codes_say_what_happened, (_frame, "_fail", lambda _: 1)),
    "11": (promises.test_promise_11_no_data_leaves_and_no_path_in_it_is_opened, _before(_called)),
    "12": (promises.test_promise_12_what_is_printed_is_safe_to_look_at, (_safe, "_HIDDEN", "(?!)")),
}
_WITH = {
    "07": {"words": ["convert", "in.jsonl", "--to", "sharegpt", "-o", "out/out.jsonl"], "times": 2},
    "10": {"words": ["validate", "missing.jsonl"], "code": 2},
}


@pytest.mark.parametrize("number", BROKEN)
def test_a_broken_promise_is_noticed(number, data, monkeypatch, capsys):
    test, (where, name, what) = BROKEN[number]
    fixtures = {"data": data, "monkeypatch": monkeypatch, "capsys": capsys}
    wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
    monkeypatch.setattr(where, name, what)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test(**{each: fixtures[each] for each in wanted if each in fixtures}, **_WITH.get(number, {}))


def test_every_promise_is_broken_once():
    named = {re.search(r"\d\d", name)[0] for name in vars(promises) if name.startswith("test_promise_")}
    assert named == set(BROKEN)
