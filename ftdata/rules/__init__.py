"""Rules: one file each, named after its code, e.g. ``roles/r001_no_assistant.py`` is R001, ``no-assistant``.

To add one: write that file. Its docstring is its page (see ``rules/page.py`` for the headings and the fenced
examples, which run as tests); ``SEVERITY`` is its grade; and it defines exactly one of the functions below, which
says what the rule looks at:

- ``check_record(record, destination)``: how a row is written (encoding, JSON), from the loader's defects
- ``check_row(row)``: one readable row, in the destination's format
- ``check_file(summary, destination)``: a file as a whole, once it was read
- ``check_destination(destination)``: the choice of target, method and model, once a run
- ``Fold(destination)``: anything that compares rows: a class with ``add``, ``merge`` and ``findings``

Optional constants: ``METHODS`` (only these methods; default all), ``ONCE = True`` (one finding a file, with the
number of rows), ``SEES`` (what the verdict on a row depends on, see ``rules/skim.py``, so that the rule need not run on
every row; a rule about rows without it does), ``NEEDS`` (keys, or values that are such a word, of which one stands in
every row in which the rule finds something; for other rows it is not even imported; for ``check_destination``:
``model`` or a file such as ``grader``, which the user has to name), ``MARKS`` and ``HINTS`` (words for ``SEES``),
``FEWEST`` (the rows below which a ``Fold`` says nothing), ``ASKS`` (facts of a destination and options, without any of
which the rule has nothing to say: it does not run, nor is it imported).
"""

from ftdata.rules.catalogue import Rule, get, rules
from ftdata.rules.row import Row, Turn
from ftdata.rules.select import matches, select

__all__ = ["Row", "Rule", "Turn", "get", "matches", "rules", "select"]
