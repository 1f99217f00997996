"""Rows in which every joint is followed by one other or by the end: how many there are tells which, and in what order.

Most chats are such rows, because users and assistants take turns. To count is quicker than to be told of each joint.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from stringzilla import count

from ftdata.rules.joints import TEXT, Joint, any_of, is_found, shared_beginning


class Chain(NamedTuple):
    """How such rows are told.

    Attributes:
        pattern: An expression for their lines.
        needle: What is counted: every joint between two texts begins with it.
        heads: How rows begin, and by the number of joints that follow, the string that tells of the row.
    """

    pattern: bytes
    needle: bytes
    heads: tuple[tuple[bytes, Mapping[int, bytes]], ...]

    def tell(self, row: bytes) -> bytes:
        """The string that tells of a row for which the expression holds; nothing where none of that length is known."""
        for head, strings in self.heads:
            if row.startswith(head):
                return strings.get(count(row, self.needle), b"")
        return b""


def chain_of(rows: Mapping[bytes, Sequence[Joint]]) -> Chain | None:
    """Make the chain of rows with these joints, given by the strings that tell of them; None where they are no such."""
    tails = {joints[-1] for joints in rows.values()}
    follows: dict[Joint, Joint] = {}
    for joints in rows.values():
        for joint, following in pairwise(joints[:-1]):
            if follows.setdefault(joint, following) != following:
                return None
    between = [*dict.fromkeys(follows.values())]
    heads = [*dict.fromkeys(joints[0] for joints in rows.values())]
    whole = (*heads, *between, *tails)
    if len(tails) != 1 or not between or any(len(joint.literals) > 1 for joint in whole):
        return None
    needle = shared_beginning(between)
    if not is_found(needle, between, (*heads, *tails)):
        return None
    last = {follows.get(joints[-2]) for joints in rows.values()}
    ends = {joint for joint in (*heads, *between) if follows.get(joint) in last}  # a small automaton is a quick one
    ways = [way for head in sorted(heads) for way in _ways(head, follows, ends)]
    counted: dict[bytes, dict[int, bytes]] = {}
    for string, joints in rows.items():
        counted.setdefault(joints[0].literals[0], {})[len(joints) - 2] = string
    return Chain(b"^(?:" + b"|".join(ways) + b")" + TEXT + any_of(tails), needle, tuple(counted.items()))


def _ways(head: Joint, follows: Mapping[Joint, Joint], ends: set[Joint]) -> Iterator[bytes]:
    """Expressions for all that may stand between the beginning of a row and its last text."""
    path: list[Joint] = []
    following = follows.get(head)
    while following is not None and following not in path:
        path.append(following)
        following = follows.get(following)
    again = len(path) if following is None else path.index(following)
    if head in ends:
        yield head.pattern
    for last, joint in enumerate(path):
        if joint in ends:
            once = path[: min(again, last + 1)]
            loop = b"(?:" + _said(path[again:]) + b")*" if last >= again else b""
            yield head.pattern + _said(once) + loop + _said(path[again : last + 1])


def _said(joints: Sequence[Joint]) -> bytes:
    return b"".join(TEXT + joint.pattern for joint in joints)
