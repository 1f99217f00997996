"""Tokens and money: what a file holds, what of it is trained, and what training and using a model costs.

``tally.py`` folds rows, ``stats.py`` runs that over a source, ``sample.py`` over some of its rows; ``estimate.py``
makes costs of the result and of dated prices.
"""
