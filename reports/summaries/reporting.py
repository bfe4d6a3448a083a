"""What was reported by a day, decided here and nowhere else. A report counts from its own day on."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from reports.models import (
    Activity,
    ActivityQuerySet,
    BorderRegion,
    Confirmation,
    Country,
    CountryQuerySet,
    CountryReport,
)
from reports.summaries.kept import kept_countries
from reports.summaries.selection import Selection

SILENT_AFTER = timedelta(days=365)  # without a report


def countries_with_last_report(day: date) -> CountryQuerySet:
    """Countries with the last day, of those up to this one, on which by their word something of theirs was submitted, changed
    after that, confirmed or agreed to (`last_confirmed`), and on which they said that a report was complete
    (`last_completed`), each by the calendar of there. One query.
    """
    confirmed = (
        Confirmation.objects.by(day).filter(country=OuterRef("pk")).exclude(activity__review=Activity.Review.DRAFT)
    )
    completed = CountryReport.objects.filter(country=OuterRef("pk"), on__lte=day)
    return Country.objects.annotate(
        last_confirmed=Subquery(confirmed.order_by("-on").values("on")[:1]),
        last_completed=Subquery(completed.order_by("-on").values("on")[:1]),
    )


def last_report(country: Country) -> date | None:
    """The later of both, of a row of `countries_with_last_report`; None: not by that day."""
    return max((day for day in (country.last_confirmed, country.last_completed) if day), default=None)


def all_countries(selection: Selection) -> CountryQuerySet:
    """Of the sub-regions, each with its participation on the day of the selection and its last report by then. One query."""
    return countries_with_last_report(selection.known_on).with_participation(selection.as_at)


def bordering(countries: CountryQuerySet, code: str) -> CountryQuerySet:
    """With `is_neighbour`: whether each shares a border region with this one."""
    borders = BorderRegion.objects.filter(countries=code).values("pk")
    shared = BorderRegion.countries.through.objects.filter(country=OuterRef("pk"), borderregion__in=borders)
    return countries.annotate(is_neighbour=Exists(shared.exclude(country=code)))


def countries_of(selection: Selection) -> CountryQuerySet:
    """The same, of a body its members on that day. One query."""
    return kept_countries(selection, all_countries(selection))


def has_never_reported(takes_part: bool, last: date | str | None) -> bool:
    """A country that takes part and had not reported by the day: of what it does nothing is known."""
    return takes_part and last is None


def silent_among(countries: Iterable[Country]) -> list[Country]:
    """Those that had never reported, out of `countries_of`."""
    return [row for row in countries if has_never_reported(row.takes_part, last_report(row))]


def never_reported(selection: Selection) -> list[Country]:
    """The countries that take part, of the body's members on the day, and had not reported by then. One query."""
    return silent_among(countries_of(selection))


def with_last_confirmed(activities: ActivityQuerySet, day: date) -> ActivityQuerySet:
    """With the last day, of those up to this one, on which each was reported (`last_confirmed`)."""
    confirmed = Confirmation.objects.by(day).filter(activity=OuterRef("pk")).order_by("-on")
    return activities.annotate(last_confirmed=Subquery(confirmed.values("on")[:1]))


def end_of(day: date) -> datetime:
    """Its last moment, where the site is at home."""
    return timezone.make_aware(datetime.combine(day, time.max))
