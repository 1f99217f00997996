"""Tests that need a version of what ftdata stands on, where an older one is good enough for the rest."""

from importlib.metadata import version

import pytest

DATASETS = tuple(int(part) for part in version("datasets").split(".")[:2])
json_in_datasets = pytest.mark.skipif(DATASETS < (4, 7), reason="datasets before 4.7 has no type for JSON")
