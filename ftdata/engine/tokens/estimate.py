"""What training on a source costs, whether it pays, and whether the data is ready: the answer to all of it at once."""

from typing import Any

from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.tokens.bench import Order
from ftdata.engine.tokens.estimate_document import document
from ftdata.engine.tokens.estimate_lines import estimate_lines
from ftdata.engine.tokens.html import page
from ftdata.engine.tokens.reckoned import Plan, Reckoned
from ftdata.engine.tokens.stats import stats
from ftdata.errors import UsageError


class Estimate(Reckoned):
    """What training costs, whether it pays, and whether the data is ready; shows itself."""

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON."""
        return document(self)

    def __repr__(self) -> str:
        return "\n".join(estimate_lines(self))

    def _repr_html_(self) -> str:
        return page(repr(self))


def estimate(
    source: object, settings: Settings, order: Order, plan: Plan, progress: Progress = no_progress
) -> Estimate:
    """Count a source and say what it costs to train on it.

    Args:
        source: A path, ``-``, or rows in memory.
        settings: Target, method, model, and how rows are read.
        order: How tokens are counted.
        plan: What the user has in mind.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: An option is unknown, or two of them contradict each other.
        VocabularyError: The vocabulary is not on this machine.
        UnreadableError: A file cannot be read to its end.
    """
    if plan.few_shot is not None and plan.shots is not None:
        raise UsageError("--few-shot FILE and --shots N both say what a prompt holds; give one of them")
    found = stats(source, settings, order, progress)
    validation = None
    if plan.validation is not None:
        chosen = settings._replace(method=found.destination.method)
        validation = stats(plan.validation, chosen, order._replace(sample=None, each=False))
    return Estimate(found, validation, plan)
