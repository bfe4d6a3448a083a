"""To which open round something belongs that was handed in, and when that closes: of one row, and within a query."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.db.models import Case, DateField, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import Expression
from django.db.models.functions import Least

from reports.models import Agreement, Country, Round, zones_of
from themes.zones import end_of

FAR = date.max  # instead of the last day of what belongs to no round
RoundOf = tuple[Round | None, date | None, datetime | None]
NONE: RoundOf = (None, None, None)


def names(countries: Iterable[str]) -> Q:
    """Of rows with an `activity`: does that name one of these countries?"""
    return Q(Exists(Agreement.objects.filter(activity=OuterRef("activity"), country__in=countries)))


@dataclass(frozen=True)
class Closing:
    """The rounds that are open somewhere at a `moment`, with all countries by code; `everyone`, who is meant where an activity
    names no country."""

    moment: datetime
    rounds: list[Round]
    countries: dict[str, Country]
    everyone: frozenset[str]

    @classmethod
    def at(cls, now: datetime, everyone: frozenset[str]) -> "Closing":
        """Three queries; without an open round one."""
        rounds = list(Round.objects.perhaps_open(now))
        return cls(now, rounds, Country.objects.in_bulk() if rounds else {}, everyone)

    @cached_property
    def openings(self) -> dict[int, dict[datetime, set[str]]]:
        """By round: from which moment on it is open in which countries, of those in which it still is."""
        openings: dict[int, dict[datetime, set[str]]] = {row.pk: defaultdict(set) for row in self.rounds}
        for row in self.rounds:
            for country in self.countries.values():
                if row.is_open_for(country, self.moment):
                    opening = country.end_of(row.opens_on - timedelta(days=1)).astimezone(UTC)
                    openings[row.pk][opening].add(country.pk)
        return openings

    @cached_property
    def first(self) -> datetime | None:
        """What was handed in before this moment belongs to no round; None: nothing does."""
        return min((moment for moments in self.openings.values() for moment in moments), default=None)

    @cached_property
    def days(self) -> list[date]:
        """On which any of them closes for some country, in order."""
        extended = {one.closes_on for row in self.rounds for one in row.extensions.all()}
        return sorted({row.closes_on for row in self.rounds} | extended)

    def of(self, codes: Collection[str], since: datetime) -> RoundOf:
        """Of what names these countries and was handed in then: its round, with the last day in the last of them and the moment at
        which that is over. No query."""
        if self.first is None or since < self.first:
            return NONE
        countries = [self.countries[code] for code in codes or self.everyone]
        return round_of(self.rounds, countries, since, self.moment)

    def last_day(self) -> Expression:
        """The same day within a query, of rows with an `activity` and `since`; `FAR`: it belongs to no round."""
        far = Value(FAR, output_field=DateField())
        days = [
            Case(When(self.belongs(row), then=self.closes(row)), default=far, output_field=DateField())
            for row in self.rounds
            if self.openings[row.pk]
        ]
        return Least(*days) if len(days) > 1 else days[0] if days else far

    def belongs(self, row: Round) -> Q:
        """Had it opened in one of the countries when this was handed in?"""
        belongs = Q(pk__in=[])
        for moment, countries in self.openings[row.pk].items():
            belongs |= Q(since__gte=moment) & self.is_of(countries)
        return belongs

    def closes(self, row: Round) -> Expression:
        """The last day in the last of the countries."""
        later: dict[date, set[str]] = defaultdict(set)
        for one in row.extensions.all():
            if one.closes_on > row.closes_on:
                later[one.closes_on].add(one.country_id)
        days = [When(self.is_of(later[day]), then=Value(day)) for day in sorted(later, reverse=True)]
        return Case(*days, default=Value(row.closes_on), output_field=DateField())

    def is_of(self, countries: Collection[str]) -> Q:
        """Does it name one of these countries, or none, where one of them is meant by that?"""
        named = names(countries)
        none = ~Q(Exists(Agreement.objects.filter(activity=OuterRef("activity"))))
        return named | none if self.everyone.intersection(countries) else named


def round_of(rounds: list[Round], countries: list[Country], since: datetime, now: datetime) -> RoundOf:
    """The round that closes first, of those open in one of these countries that had opened there when the activity was
    handed in, with its last day in the last of them and the moment at which that is over."""
    closing = [
        (max(row.closes_for(country.pk) for country in countries), row)
        for row in rounds
        if any(row.is_open_for(country, now) and row.opens_on <= country.today(since) for country in countries)
    ]
    closing.sort(key=lambda pair: (pair[0], pair[1].pk))
    if not closing:
        return NONE
    closes_on, row = closing[0]
    last = [country for country in countries if row.closes_for(country.pk) == closes_on]
    return row, closes_on, end_of(closes_on, zones_of(last))[0]
