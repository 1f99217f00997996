"""What is asked of the provider: the requests, as data, before any of them is made."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ftdata.engine.deliver import REPORT, TRAIN, VALIDATION
from ftdata.engine.settings import Settings
from ftdata.engine.submit.upload import LARGE, PART, PURPOSE
from ftdata.engine.validate import validate
from ftdata.errors import UnreadableError, UsageError
from ftdata.starters._requests import METHODS, request
from ftdata.types import Problem, path_text

_EXAMPLE = re.compile(r"\bExample (\d+)\b|\(line (\d+)\)")


class Wish(NamedTuple):
    """What the user wants.

    Attributes:
        folder: Where ``ftdata prepare`` put the files.
        target: ``openai`` or ``azure``.
        model: The model to be tuned, or None to take the one of the preparation.
        method: Training method, or None to take the one of the preparation.
        suffix: A word for the name of the tuned model.
        seed: The job's seed.
        epochs: Epochs, or None for the provider's choice.
        training_type: Azure's tier.
        hyperparameters: Further ones, by the provider's names.
    """

    folder: str
    target: str
    model: str | None = None
    method: str | None = None
    suffix: str | None = None
    seed: int | None = None
    epochs: int | None = None
    training_type: str | None = None
    hyperparameters: Mapping[str, Any] = MappingProxyType({})


class Plan(NamedTuple):
    """What is to be done.

    Attributes:
        files: The files to upload, the training file first.
        request: The body of the job's request without the ids of the files.
        method: Training method.
    """

    files: tuple[Path, ...]
    request: dict[str, Any]
    method: str

    def lines(self) -> list[str]:
        """The requests as text."""
        said = []
        for path in self.files:
            size = path.stat().st_size
            parts = f" in {-(-size // PART)} parts (POST /uploads)" if size > LARGE else " (POST /files)"
            said.append(f"upload {path.name}, {size:,} bytes, purpose {PURPOSE}{parts}")
        said.append("wait until each is processed (GET /files/ID)")
        said.append("start the job (POST /fine_tuning/jobs):")
        return [*said, *json.dumps(self.body(*("<id>" for _ in self.files)), indent=1).splitlines()]

    def body(self, training: str, validation: str | None = None) -> dict[str, Any]:
        """The body of the job's request."""
        files = {"training_file": training} | ({"validation_file": validation} if validation else {})
        return self.request | files


def plan(wish: Wish) -> Plan:
    """Work out what is to be done.

    Raises:
        UsageError: There is no training file, the model or the method is not known, or the files have errors.
        UnreadableError: A file cannot be read.
    """
    folder = Path(wish.folder)
    train, held = folder / TRAIN, folder / VALIDATION
    if not train.is_file():
        raise UsageError(
            f"{train}: is not there; `ftdata prepare ... --target {wish.target} --output {folder}` writes it"
        )
    told = _told(folder)
    model, method = wish.model or told.get("model"), wish.method or told.get("method") or "sft"
    if not model:
        raise UsageError("name the model to be tuned: --model")
    if method not in METHODS:
        raise UsageError(f"jobs are submitted for {', '.join(METHODS)}, not for the method {method!r:.40}")
    files = (train, *([held] if held.is_file() and held.stat().st_size else []))
    _refuse_errors(files, Settings(wish.target, method, model))
    return Plan(files, _request(wish, model, method), method)


def _told(folder: Path) -> dict[str, Any]:
    """What the preparation said of itself; nothing where it left no report."""
    path = folder / REPORT
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}


def _refuse_errors(files: tuple[Path, ...], settings: Settings) -> None:
    for path in files:
        found = [each for each in validate([str(path)], settings).problems if each.severity == "error"]
        if path.name == VALIDATION:
            found = [each for each in found if each.location.line]  # a small part held back is no fault
        if found:
            raise UsageError(
                f"{path}: has {len(found)} errors, and the job would fail: {_problem(found[0])}; "
                f"`ftdata validate {path} --target {settings.target}` shows them"
            )


def _request(wish: Wish, model: str, method: str) -> dict[str, Any]:
    hyper = dict(wish.hyperparameters) | ({"n_epochs": wish.epochs} if wish.epochs else {})
    tier = {"trainingType": wish.training_type} if wish.training_type else None
    optional = {"suffix": wish.suffix, "seed": wish.seed, "extra_body": tier}
    return request(model, method, hyperparameters=hyper) | {
        key: value for key, value in optional.items() if value is not None
    }


def explanation(message: str, files: tuple[Path, ...], settings: Settings) -> list[str]:
    """Lead from the provider's words, where they count an example, to its line and to what ftdata says of it."""
    said = []
    for first, second in _EXAMPLE.findall(message):
        number = int(first or second)
        problems = [
            each
            for path in files[:1]
            for each in validate([str(path)], settings).problems
            if number in (each.location.example, each.location.line)
        ]
        said += [_problem(each) for each in problems[:5]] or [f"{files[0]}:{number} (the row that is meant)"]
    return said


def _problem(problem: Problem) -> str:
    place = f"{problem.location.file}:{problem.location.line}" if problem.location.line else problem.location.file
    path = f" {path_text(problem.path)}" if problem.path else ""
    return f"{place}{path}: {problem.code} {problem.message}"
