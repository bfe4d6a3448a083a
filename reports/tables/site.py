"""What the rows of a table are compared with: who asks, for which country, and what is there."""

from datetime import datetime
from functools import cached_property

from reports import checks, rules
from reports.models import Adoption, User
from reports.state import EMPTY, State
from reports.tables.cells import Choices


class Site:
    """Shared by all rows of a table: each small table of codes is read once.

    `since` is when the table arrived: a row that carries no version conflicts with what was changed after it.
    """

    def __init__(self, *, by: User, country: str | None = None, since: datetime | None = None):
        self.by, self.country, self.since = by, country, since
        self.who = rules.standing(by)
        self.choices = Choices(sorted(self.who.countries) or ([country] if country else []))
        self.codes = checks.Codes()

    @cached_property
    def plan(self) -> dict[str, Adoption]:
        """The country's plan, by the code of the action or the identifier of its own."""
        rows = Adoption.objects.filter(country=self.country)
        return {row.action_id or str(row.pk): row for row in rows}

    def first_state(self) -> State:
        """What a new activity begins with."""
        countries = [self.country] if self.country else sorted(self.who.countries)[:1]
        return EMPTY | {"language": self.by.language or "en", "countries": countries}
