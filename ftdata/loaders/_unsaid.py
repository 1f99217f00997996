"""What JSON has no word for."""

from ftdata.types import Defect


class Unsaid:
    """Stands where a value is that JSON cannot hold.

    Attributes:
        defect: Why not.
    """

    __slots__ = ("defect",)

    def __init__(self, kind: str, detail: str) -> None:
        self.defect = Defect(kind, detail)
