"""What the norm asked for on each day up to that of a selection, and of whom: revisions, participations, memberships."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F

from indicators.models import Indicator, Target, TargetRevision
from indicators.progress import Rule
from indicators.revisions import Revised, oldest_first, revised
from reports.models import BodyMembership, Country, CountryQuerySet, Participation
from reports.summaries.selection import Selection


@dataclass(frozen=True)
class InForce:
    """Rows that stand, the oldest first; of a selection of no body there are no `memberships` (None)."""

    selection: Selection
    revisions: Sequence[TargetRevision]
    participations: Sequence[Participation]
    memberships: Sequence[BodyMembership] | None = None

    def of(self, selection: Selection) -> "InForce":
        """The same rows for another selection. One query of a body, none otherwise."""
        return replace(self, selection=selection, memberships=memberships_of(selection))

    def required(self, indicator: Indicator, day: date) -> int | None:
        """The threshold on a day; None: every participating country."""
        row = next((row for row in reversed(self.thresholds(indicator)) if row.in_force_from <= day), indicator)
        return row.required

    def thresholds(self, indicator: Indicator) -> list[TargetRevision]:
        return [row for row in self.revisions if row.indicator_id == indicator.pk]

    def rule(self, indicator: Indicator) -> Rule:
        """Of the day of the selection."""
        return Rule(indicator.pk, indicator.counts, self.required(indicator, self.selection.as_at))

    def revised(self, target: Target) -> tuple[Revised, ...]:
        """What had been revised of a target by the day of the selection, the oldest first."""
        rows = (row for row in self.revisions if row.target_id == target.pk)
        return tuple(revised(target, rows, self.selection.as_at))

    def members(self, day: date) -> frozenset[str] | None:
        """The members of the selection's body on a day; None: no body was asked for."""
        if self.memberships is None:
            return None
        return frozenset(
            row.country_id for row in self.memberships if row.since <= day and (row.until is None or day <= row.until)
        )

    @cached_property
    def everyone(self) -> frozenset[str]:
        """What "all countries" means on the day of the selection: those that take part, of the body's members."""
        return self.participants(self.selection.as_at)

    def participants(self, day: date) -> frozenset[str]:
        taking_part = taking_part_on(day, self.participations)
        members = self.members(day)
        return taking_part if members is None else taking_part & members

    @cached_property
    def days(self) -> list[date]:
        """The first days, up to that of the selection, on which something else may be asked for or of others."""
        days = {row.in_force_from for row in self.revisions} | {row.since for row in self.participations}
        for row in self.memberships or ():
            days |= {row.since} | ({row.until + timedelta(1)} if row.until and row.until < date.max else set())
        return sorted(day for day in days | {date.min} if day <= self.selection.as_at)


def in_force(selection: Selection, participations: Sequence[Participation] | None = None) -> InForce:
    """Two queries, and one of a body; `participations` that stand spare one where at hand."""
    revisions = list(oldest_first())
    if participations is None:
        participations = standing_participations()
    return InForce(selection, revisions, participations, memberships_of(selection))


def memberships_of(selection: Selection) -> list[BodyMembership] | None:
    return list(BodyMembership.objects.of(selection.body).standing()) if selection.body else None


def taking_part_on(day: date, participations: Iterable[Participation]) -> frozenset[str]:
    """The countries (ISO alpha-3), by the participations that stand, the oldest first."""
    by_country = {row.country_id: row.takes_part for row in participations if row.since <= day}
    return frozenset(country for country, takes_part in by_country.items() if takes_part)


def standing_participations() -> list[Participation]:
    """The oldest first. One query."""
    return list(Participation.objects.standing().order_by("since", "pk"))


PARTICIPATION = (
    *("pk", "since", "status", "decision", "source", "language", "translations"),
    *("entered_at", "is_withdrawn", "replaces"),
)


def with_participations(countries: CountryQuerySet) -> tuple[list[Country], list[Participation]]:
    """These countries, and the participations that stand, the oldest first: of all the days, beside the countries
    themselves. One query."""
    return participations_in(each_participation(countries))


def each_participation(countries: CountryQuerySet) -> CountryQuerySet:
    """A country once for each of its participations."""
    return countries.annotate(**{f"participation_{name}": F(f"participations__{name}") for name in PARTICIPATION})


def participations_in(rows: Iterable[Country]) -> tuple[list[Country], list[Participation]]:
    """Of rows of `each_participation`, in which each may stand more than once."""
    by_code: dict[str, Country] = {}
    by_key: dict[int, Participation] = {}
    for row in rows:
        country = by_code.setdefault(row.pk, row)
        values = {name: getattr(row, f"participation_{name}") for name in PARTICIPATION}
        if values["pk"] is not None:
            by_key[values["pk"]] = Participation(country=country, replaces_id=values.pop("replaces"), **values)
    replaced = {row.replaces_id for row in by_key.values()}
    standing = [row for row in by_key.values() if not row.is_withdrawn and row.pk not in replaced]
    return list(by_code.values()), sorted(standing, key=lambda row: (row.since, row.pk))
