"""The run: pick the rules, lead records through them, fold what they say into a report, apply fixes.

Nothing here knows a rule, a format or a provider by name. The verbs are in their own modules: ``validate``,
``fix``, ``convert`` and ``prepare``.
"""

from ftdata.engine.settings import Settings

__all__ = ["Settings"]
