"""What a reader asked to see: the whole of it fits in an address."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Selection:
    """`as_at` cuts every figure; `body` keeps its members on that day; `theme` and `status` keep their own (see `kept`).

    `taken_on` is the day of a round's edition: its figures are as at a day before the countries report on it.
    """

    as_at: date = field(default_factory=timezone.localdate)
    body: str = ""
    theme: str = ""
    status: str = ""
    taken_on: date | None = None

    @property
    def known_on(self) -> date:
        """The day by which a country must have reported for its report to count."""
        return self.taken_on or self.as_at
