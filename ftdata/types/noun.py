"""What the nouns whose fields can be set have in common.

They are no dataclasses, since a run over a few rows would spend a tenth of its time on making these.
"""

from typing import Any, Self


class Noun:
    """Some fields, named in ``__slots__`` as in the arguments; equal to another when all of them are."""

    __slots__: tuple[str, ...] = ()
    __hash__ = None  # type: ignore[assignment]  # what can change has no lasting hash

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"

    def _replace(self, **changes: Any) -> Self:
        """A copy with other values for some fields, as named tuples have it."""
        return type(self)(**{name: getattr(self, name) for name in self.__slots__} | changes)
