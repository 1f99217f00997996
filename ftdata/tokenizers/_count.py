"""What counting a training example gives: its tokens, message by message, and what of them is trained."""

from typing import NamedTuple

_AFTER = 1
"""Of the tokens around a message, those that stand behind what it says."""


class Said(NamedTuple):
    """The tokens of one message.

    Attributes:
        role: Who speaks.
        tokens: All of them.
        said: Those of what it says: texts, images, calls.
        trained: Whether the model learns to write it.
        after: Those of the overhead that stand behind what it says.
    """

    role: str
    tokens: int
    said: int
    trained: bool = False
    after: int = _AFTER


class Count(NamedTuple):
    """The tokens of a training example.

    Attributes:
        messages: Its messages in order; of a pair the context and the preferred answer.
        tools: Tokens of the tool definitions, which stand before the messages.
        reply: Tokens that open the reply.
        rejected: Tokens of the other answer of a pair.
        doubts: Why the count may be off; empty where it is exact.
    """

    messages: tuple[Said, ...]
    tools: int = 0
    reply: int = 3
    rejected: int = 0
    doubts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All tokens, which is what is billed."""
        return self.tools + self.reply + self.rejected + sum(message.tokens for message in self.messages)

    @property
    def longest(self) -> int:
        """Tokens of the longest sequence in it: of a pair, the context with the longer answer."""
        if not self.rejected:
            return self.total
        answers = sum(message.tokens for message in self.messages if message.trained)
        return self.total - min(answers, self.rejected)

    @property
    def trained(self) -> int:
        """Tokens that the model learns to write: what the trained messages say."""
        return sum(message.said for message in self.messages if message.trained)

    @property
    def prompt(self) -> int:
        """The others: what the model reads, and all overheads."""
        return self.total - self.trained

    @property
    def exact(self) -> bool:
        """Whether the count is known to be that of the service."""
        return not self.doubts

    def kept(self, limit: int, cut: str = "end") -> tuple[int, ...]:
        """For each message, how many of the tokens that it says are left under a limit.

        Args:
            limit: Tokens of the longest example.
            cut: Where a longer one is cut: at its ``end`` or its ``start``.
        """
        first, last = (0, limit) if cut == "end" else (self.longest - limit, self.longest)
        place, found = self.tools, []
        for message in self.messages:
            place += message.tokens
            end = place - message.after
            found.append(max(min(end, last) - max(end - message.said, first), 0))
        return tuple(found)

    def trained_under(self, limit: int | None, cut: str = "end") -> int:
        """How many of the trained tokens are left under a limit."""
        if limit is None or self.longest <= limit:
            return self.trained
        left = self.kept(limit, cut)
        return sum(kept for kept, message in zip(left, self.messages, strict=True) if message.trained)

    def __repr__(self) -> str:
        mark = "" if self.exact else "about "
        said = "".join(f"\n  {each.role}: {each.tokens:,}{' (trained)' * each.trained}" for each in self.messages)
        tools = f"\n  tools: {self.tools:,}" if self.tools else ""
        other = f"\n  rejected answer: {self.rejected:,}" if self.rejected else ""
        doubts = "".join(f"\n  {doubt}" for doubt in self.doubts)
        total = f"{mark}{self.total:,} tokens, {self.trained:,} of them trained"
        return f"{total}{tools}{said}{other}\n  reply: {self.reply}{doubts}"

    def _repr_html_(self) -> str:
        """A table for notebooks; what comes from the data is escaped."""
        from html import escape

        rows: list[tuple[object, ...]]
        rows = [(each.role, each.tokens, each.said, "yes" if each.trained else "") for each in self.messages]
        rows = [("tools", self.tools, "", "")] * bool(self.tools) + rows
        rows += [("reply", self.reply, "", "")] * bool(self.reply)
        rows += [("rejected answer", self.rejected, "", "")] * bool(self.rejected)
        body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
        head = "".join(f"<th>{name}</th>" for name in ("Message", "Tokens", "of what it says", "Trained"))
        notes = "".join(f"<p>{escape(doubt)}</p>" for doubt in self.doubts)
        title = escape(repr(self).split("\n", 1)[0])
        return f"<p>{title}</p><table><tr>{head}</tr>{body}</table>{notes}"
