"""What was reported by a day, decided here and nowhere else. A report counts from its own day on."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from reports.models import Activity, Change, Confirmation, Country
from reports.summaries.kept import kept_countries
from reports.summaries.view import View


def countries_with_last_report(day: date) -> QuerySet[Country]:
    """Countries with the last day, of those up to this one, on which something of theirs was submitted, changed after
    that or confirmed (`last_confirmed`), and with the last moment at which they said that a report was complete
    (`last_completed`). One query.

    The log holds each time that a report was said to be complete, its row only one of them.
    """
    confirmed = (
        Confirmation.objects.by(day)
        .filter(activity__countries=OuterRef("pk"))
        .exclude(activity__review=Activity.Review.DRAFT)
        .exclude(activity__scope=Activity.Scope.REGIONAL)
    )
    completed = Change.objects.filter(verb="round.reported", country=OuterRef("pk"), at__lte=end_of(day))
    return Country.objects.annotate(
        last_confirmed=Subquery(confirmed.order_by("-on").values("on")[:1]),
        last_completed=Subquery(completed.order_by("-at").values("at")[:1]),
    )


def last_report(country: Country) -> date | None:
    """The later of both, of a row of `countries_with_last_report`; None: not by that day."""
    completed = country.last_completed and timezone.localdate(country.last_completed)
    return max((day for day in (country.last_confirmed, completed) if day), default=None)


def silent_among(countries: Iterable[Country]) -> set[str]:
    """The codes of those that take part and had not reported, out of `countries_with_last_report`."""
    return {country.pk for country in countries if country.takes_part and last_report(country) is None}


def never_reported(view: View) -> list[Country]:
    """The countries that take part, of the body's members on the day, and had not reported by then. One query."""
    countries = kept_countries(view, countries_with_last_report(view.known_on)).participating()
    return [country for country in countries if last_report(country) is None]


def with_last_confirmed(activities: QuerySet[Activity], day: date) -> QuerySet[Activity]:
    """With the last day, of those up to this one, on which each was reported (`last_confirmed`)."""
    confirmed = Confirmation.objects.by(day).filter(activity=OuterRef("pk")).order_by("-on")
    return activities.annotate(last_confirmed=Subquery(confirmed.values("on")[:1]))


def end_of(day: date) -> datetime:
    """Its last moment, where the site is at home."""
    return timezone.make_aware(datetime.combine(day, time.max))
