"""What was reported by a day, decided here and nowhere else. A report counts from its own day on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from reports.models import (
    Activity,
    ActivityQuerySet,
    BodyMembership,
    BorderRegion,
    Confirmation,
    Country,
    CountryQuerySet,
    CountryReport,
    Membership,
)
from reports.summaries.kept import kept_countries
from reports.summaries.selection import Selection
from themes.folding import fold

BODY = ("pk", "body_id", "since", "until", "is_withdrawn", "replaces_id")
BORDER = [field.name for field in BorderRegion._meta.concrete_fields]
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


def with_institution(countries: CountryQuerySet, day: date) -> CountryQuerySet:
    """Each with the public institution whose focal point reports for it on that day, where it is known: `institution_id` and
    `institution_name`."""
    held = Membership.objects.filter(role=Membership.Role.FOCAL_POINT, country=OuterRef("pk"), since__lte=day)
    held = held.filter(Q(until=None) | Q(until__gt=day), organisation__country=OuterRef("pk"))
    first = held.order_by("is_deputy", "-since", "pk")
    return countries.annotate(
        institution_id=Subquery(first.values("organisation")[:1]),
        institution_name=Subquery(first.values("organisation__name")[:1]),
    )


def each_tie(countries: CountryQuerySet, code: str) -> CountryQuerySet:
    """A country once for each of its border regions; one of them also for each of its times in a regional body."""
    own = FilteredRelation("body_memberships", condition=Q(body_memberships__country=code))
    return countries.annotate(
        **{f"border_{name}": F(f"border_regions__{name}") for name in BORDER},
        own=own,
        **{f"body_{name}": F(f"own__{name}") for name in BODY},
    )


def borders_in(rows: Sequence[Country], code: str) -> list[tuple[BorderRegion, list[Country]]]:
    """Of rows of `each_tie`: the border regions of a country by name, each with the others that share it, by name."""
    own = {row.border_code: {name: getattr(row, f"border_{name}") for name in BORDER} for row in rows if row.pk == code}
    regions = [BorderRegion(**values) for region, values in own.items() if region]
    shared = {
        region.pk: {row.pk: row for row in rows if row.border_code == region.pk and row.pk != code}
        for region in regions
    }
    return [
        (region, sorted(shared[region.pk].values(), key=lambda row: fold(row.name)))
        for region in sorted(regions, key=lambda row: fold(row.name))
    ]


def bodies_in(rows: Iterable[Country], day: date) -> list[BodyMembership]:
    """Of rows of `each_tie`: the times in a body that a day lies in, by its code."""
    values = ({name: getattr(row, f"body_{name}") for name in BODY} for row in rows)
    times = {row["pk"]: BodyMembership(**row) for row in values if row["pk"]}
    replaced = {row.replaces_id for row in times.values()}
    standing = [row for row in times.values() if not row.is_withdrawn and row.pk not in replaced]
    return sorted((row for row in standing if row.since <= day <= (row.until or day)), key=lambda row: row.body_id)


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
