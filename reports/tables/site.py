"""What the rows of a table are compared with: who asks, for which country, and what is there."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from reports import rules
from reports.activity import checks
from reports.activity.state import EMPTY, State
from reports.models import Activity, Adoption, Agreement, Change, Country, User, awaited
from reports.tables.cells import Choices
from reports.workflow.identifiers import SystemCodes

Decisions = dict[str, dict[str, Any]]


class Site:
    """Shared by all rows of a table: each small table of codes is read once.

    `since` is when the table arrived: a row that carries no version is laid over what stood then. With `keeps_filled`
    an empty cell empties nothing. `decisions` are `{place of a row: {"version": the site's that was seen, "fields":
    {field: "mine" (the table's) or "theirs" (the site's)}}}`. Of a table that `is_applied` nobody is told any more what looks
    like personal data, or like an event that is on the site: that was said before.
    """

    def __init__(
        self,
        *,
        by: User,
        country: str | None = None,
        since: datetime | None = None,
        keeps_filled: bool = False,
        decisions: Decisions | None = None,
        agreed: str = "",
        is_applied: bool = False,
    ):
        self.by, self.country, self.since = by, country, since
        self.keeps_filled, self.decisions, self.agreed = keeps_filled, decisions or {}, agreed
        self.is_applied = is_applied
        self.who = rules.standing(by)
        self.choices = Choices(sorted(self.who.recording) or ([country] if country else []))
        self.codes = checks.Codes()
        self.system_codes = SystemCodes(self.who)

    @cached_property
    def today(self) -> date:
        """The country's."""
        return Country.objects.get(pk=self.country).today()

    @cached_property
    def plan(self) -> dict[str, Adoption]:
        """The country's plan, by the code of the action or the identifier of its own."""
        rows = Adoption.objects.current().filter(country=self.country)
        return {row.action_id or str(row.pk): row for row in rows}

    @cached_property
    def plan_changes(self) -> list[Change]:
        """What was done to the country's plan, newest first."""
        rows = Change.objects.filter(subject="adoption", country=self.country, verb__startswith="adoption.")
        return list(rows.order_by("-pk"))

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """What others recorded that names the country and was submitted, by activity."""
        rows = Agreement.objects.filter(country=self.country).exclude(activity__review=Activity.Review.DRAFT)
        return {str(row.activity_id): row for row in rows.select_related("activity")}

    @cached_property
    def awaiting(self) -> set[int]:
        """Those of them on which something awaits the country's word."""
        return set(awaited(Agreement.objects.filter(country=self.country)).values_list("pk", flat=True))

    def decided(self, place: str, version: int | None) -> dict[str, str]:
        """What was decided about a row's conflicts; nothing, if the site has moved on since they were shown."""
        decision = self.decisions.get(place, {})
        return decision.get("fields", {}) if decision.get("version") == version else {}

    def first_state(self) -> State:
        """What a new activity begins with."""
        countries = [self.country] if self.country else sorted(self.who.recording)[:1]
        first = {"language": self.by.language or "en", "countries": countries}
        is_of_a_body = self.country is None and bool(self.who.bodies)
        return EMPTY | first | ({"scope": rules.first_scope(self.who)} if is_of_a_body else {})
