"""What counting a source gives, as data."""

from ftdata.engine.tokens.sample import Sample
from ftdata.engine.tokens.tally import Tally
from ftdata.targets import Destination
from ftdata.types import FileSummary


class Counted:
    """What a source holds, counted in tokens.

    Attributes:
        summary: What is known of the file.
        destination: What it was counted for.
        counted_by: Name of the vocabulary and of the package that counted.
        exact: Whether plain texts were counted exactly.
        doubt: Why not; empty where they were.
        tally: Everything counted.
        sample: What the rows counted tell of all; None where all were counted.
        tokenizer: What the user asked to count with; None for the model's own vocabulary.
    """

    def __init__(
        self,
        summary: FileSummary,
        destination: Destination,
        tally: Tally,
        sample: Sample | None = None,
        tokenizer: str | None = None,
    ) -> None:
        self.summary = summary
        self.destination = destination
        self.counted_by = (tally.means.name, tally.means.by)
        self.exact = tally.means.exact
        self.doubt = tally.means.doubt
        self.tokenizer = tokenizer
        self.tally = tally
        self.sample = sample

    @property
    def rows(self) -> int:
        """Examples in the source."""
        return self.sample.rows if self.sample else self.tally.rows

    @property
    def tokens(self) -> int:
        """Tokens of all examples; of a sample, the estimate."""
        return round(self.sample.tokens.value) if self.sample else self.tally.tokens.total

    @property
    def trained(self) -> int:
        """Trained tokens of all examples; of a sample, the estimate."""
        return round(self.sample.trained.value) if self.sample else self.tally.trained.total

    @property
    def billed(self) -> int:
        """Tokens that are billed for one epoch: those under the limit; of a sample, the estimate."""
        whole = self.tally.tokens.total
        return round(self.tokens * self.tally.billed / whole) if whole else 0
