"""Comparing rows with each other: duplicates, contradictions, leakage, groups for a split.

A comparison has four steps, each plain functions of plain data that run on any engine (``parallel.py``):

1. ``survey.py`` leads every row of every source through once and leaves, unit by unit, keys, words and sketches.
2. ``store.py`` puts what the units left end to end, so that every row has one number.
3. ``ties.py`` finds rows with equal keys, ``near.py`` rows that are nearly alike, both as pairs of row numbers.
4. A verb makes of the pairs what it is for: ``dedupe.py``, ``leaks.py``, ``parting.py``.

Rows never are in memory together: what is kept of each is a few numbers, and everything else is on the disk. Modules of
this package use numpy; import them inside functions.
"""
