"""Rows with what is known about them: what the verbs return."""

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from ftdata.jsontext import dumps
from ftdata.types import Json, Loss, Problem


@dataclass(slots=True)
class Rows(Sequence[dict[str, Json]]):
    """Rows with what is known about them; behaves like a list of dicts.

    Attributes:
        rows: The rows.
        format: Name of their format, or None.
        problems: What is wrong with the rows that were left out or changed.
        losses: What a conversion could not carry, and on how many rows.
        rejected: Rows left out, each as its line in a rejects file would say.
        sidecar: What ``restore`` needs to make the original rows of a conversion again.
        fixes: Lines changed by each fix, by code and title.
    """

    rows: list[dict[str, Json]]
    format: str | None = None
    problems: list[Problem] = field(default_factory=list)
    losses: Counter[Loss] = field(default_factory=Counter)
    rejected: list[dict[str, Json]] = field(default_factory=list)
    fixes: Counter[tuple[str, str]] = field(default_factory=Counter)
    sidecar: list[dict[str, Json]] = field(default_factory=list)

    @overload
    def __getitem__(self, index: int) -> dict[str, Json]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Json]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Json] | list[dict[str, Json]]:
        """Return a row, or several."""
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Json]]:
        return iter(self.rows)

    def _repr_html_(self) -> str:
        """A small table for notebooks: what there is, and the first rows; everything from the data escaped."""
        facts = f"{len(self)} rows, format {self.format or 'unknown'}, {len(self.rejected)} left out"
        lost = "".join(f"<li>{html.escape(f'{loss.path}: {loss.reason} ({n} rows)')}</li>" for loss, n in _top(self))
        first = "".join(f"<li><code>{html.escape(dumps(row).decode()[:200])}</code></li>" for row in self.rows[:5])
        return f"<p>{html.escape(facts)}</p><ol>{first}</ol>" + (f"<p>Lost:</p><ul>{lost}</ul>" if lost else "")


@dataclass(frozen=True, slots=True)
class Split:
    """Rows in parts.

    Attributes:
        parts: The rows of each part, in their order, by its name.
        aside: Rows that belong to several parts at once; only a stable split has any.
    """

    parts: dict[str, Rows]
    aside: list[dict[str, Json]] = field(default_factory=list)

    @property
    def train(self) -> Rows:
        """Rows to train on."""
        return self.parts.get("train", Rows([]))

    @property
    def validation(self) -> Rows:
        """Rows held back for validation."""
        return self.parts.get("validation", Rows([]))

    @property
    def test(self) -> Rows:
        """Rows held back for a test."""
        return self.parts.get("test", Rows([]))


def _top(rows: Rows) -> list[tuple[Loss, int]]:
    return rows.losses.most_common(10)
