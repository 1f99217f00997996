"""Destinations: what a provider or trainer accepts, as dated facts with their sources.

To add one: write a TOML file here. ``[facts.NAME]`` tables hold ``value``, ``source`` and ``as_of``;
``[methods.NAME]`` says in which row ``format`` its rows are judged and, where the target is given another one, in which
they are ``written``; it may have facts of its own. ``[models."NAME"]`` lists models; ``[severity.CODE]`` regrades a
rule.
Rules ask for facts by name; a fact that is not there silences the rule that needs it.
"""

from ftdata.targets.load import destination, get, names
from ftdata.targets.model import STALE_DAYS, Destination, Fact, Method, Model, Target

__all__ = ["STALE_DAYS", "Destination", "Fact", "Method", "Model", "Target", "destination", "get", "names"]
