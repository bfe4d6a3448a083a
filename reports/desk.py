"""What a focal point can do next: every line of it is settled in one place."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from indicators.models import Indicator
from reports import rules
from reports.models import Activity, Claim, Country, CountryReport, Remark, Round, Typed, with_proof
from reports.rules import Standing
from reports.summaries import View, target_progress

CONFIRM_AFTER = timedelta(days=91)
CHANGES = (Activity.Status.PLANNED, Activity.Status.IN_PROGRESS, Activity.Status.SUSPENDED)  # what may change by itself
MOST = 50  # lines a list shows; the list of activities has the rest


@dataclass(frozen=True)
class Wanted:
    """What an open round still wants of a country. `closes_on` is the country's own last day."""

    round: Round
    country: Country
    closes_on: date


@dataclass(frozen=True)
class Next:
    """An indicator for which the country does not count yet: `now` of `required` do."""

    indicator: Indicator
    country: Country
    now: int
    required: int


@dataclass(frozen=True)
class Desk:
    wanted: list[Wanted]
    returned: list[Activity]
    asked: list[Remark]
    typed: list[Typed]
    drafts: list[Activity]
    unconfirmed: list[Activity]
    unproved: list[Claim]
    expected: list[Claim]
    next: list[Next]

    @property
    def is_clear(self) -> bool:
        begun = (self.wanted, self.returned, self.asked, self.typed, self.drafts)
        return not any((*begun, self.unconfirmed, self.unproved, self.expected))


def desk(who: Standing, today: date) -> Desk:
    """The desk of a focal point on a day. A constant number of queries."""
    countries = list(Country.objects.filter(pk__in=who.countries).with_participation(today))
    mine = rules.editable_activities(who).select_related("lead").prefetch_related("countries", "actions")
    claims = with_proof(Claim.objects.filter(activity__in=rules.editable_activities(who)))
    claims = claims.with_units().select_related("activity").exclude(activity__status=Activity.Status.CANCELLED)
    undone = claims.exclude(verification=Claim.Verification.VERIFIED)
    return Desk(
        wanted=still_wanted(countries, today),
        returned=list(with_open_remarks(mine.filter(review=Activity.Review.RETURNED))[:MOST]),
        asked=questions(who),
        typed=list(Typed.objects.filter(person=who.person)[:MOST]),
        drafts=list(mine.filter(review=Activity.Review.DRAFT)[:MOST]),
        unconfirmed=list(unconfirmed(who, today).prefetch_related("countries", "actions")[:MOST]),
        unproved=list(undone.filter(achieved_on__isnull=False, is_proved=False)[:MOST]),
        expected=list(undone.filter(achieved_on__isnull=True, activity__ends_on__lt=today)[:MOST]),
        next=could_count_next(countries),
    )


def unconfirmed(who: Standing, today: date) -> QuerySet[Activity]:
    """What may have changed by itself and was not confirmed for three months, the oldest first."""
    mine = rules.editable_activities(who).not_confirmed_since(today - CONFIRM_AFTER)
    mine = mine.exclude(review__in=(Activity.Review.DRAFT, Activity.Review.RETURNED))
    return mine.filter(status__in=CHANGES).order_by("confirmed_on", "pk")


def still_wanted(countries: list[Country], today: date) -> list[Wanted]:
    """The open rounds for which a country has not said yet that its report is complete."""
    found = []
    said = set(CountryReport.objects.filter(country__in=countries).values_list("round", "country"))
    for row in Round.objects.open_on(today).prefetch_related("extensions"):
        asked = row.participants()
        for country in countries:
            closes_on = row.closes_for(country.pk)
            if country.pk in asked and closes_on >= today and (row.pk, country.pk) not in said:
                found.append(Wanted(row, country, closes_on))
    return sorted(found, key=lambda wanted: wanted.closes_on)


def with_open_remarks(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    remarks = Remark.objects.filter(resolved_at__isnull=True).select_related("author").order_by("-created_at")
    return activities.prefetch_related(Prefetch("remarks", remarks, to_attr="open_remarks"))


def questions(who: Standing) -> list[Remark]:
    """Remarks not answered yet, on activities that were not returned with them."""
    mine = rules.editable_activities(who).exclude(review=Activity.Review.RETURNED)
    remarks = Remark.objects.filter(activity__in=mine, resolved_at__isnull=True, reply="")
    return list(remarks.select_related("activity", "author")[:MOST])


def could_count_next(countries: list[Country]) -> list[Next]:
    """Targets that count countries and of which too few have reported, where one of these stands in no layer yet."""
    if not countries:
        return []
    by_country = (Indicator.Counts.COUNTRIES, Indicator.Counts.SECTORS)
    indicators = Indicator.objects.filter(counts__in=by_country).select_related("target").in_bulk()
    found = []
    for target in target_progress(View()):
        for row in target.indicators:
            if row.code not in indicators or not row.required or row.verified + row.reported >= row.required:
                continue
            stands = defaultdict(set)
            for unit in row.units:
                stands[unit.unit.partition("/")[0]].add(unit.layer)
            found += [
                Next(indicators[row.code], country, row.verified + row.reported, row.required)
                for country in countries
                if country.takes_part and not stands[country.pk]
            ]
    return found


def waiting_with_others(who: Standing) -> QuerySet[Activity]:
    """What this country has handed in and the working group has not checked yet."""
    handed_in = rules.editable_activities(who).awaiting_review()
    unread = Remark.objects.filter(activity=OuterRef("pk"), resolved_at__isnull=True)
    return handed_in.annotate(is_questioned=Exists(unread))
