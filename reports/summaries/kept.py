"""What a selection keeps, decided here and nowhere else: no figure counts anything that these do not give.

`theme` keeps the actions of its menu, its targets, and what stands under it outside the menu; of an activity that has
actions of two themes, only those of the one. `body` keeps its members on the day and the work that it or they do.
`status` keeps activities that had it on the day, and their claims; an answer to the menu has none, and stays.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.models import Indicator, Target
from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    AdoptionQuerySet,
    Agreement,
    BodyMembership,
    BorderRegion,
    Claim,
    ClaimQuerySet,
    Confirmation,
    Country,
    CountryQuerySet,
    Partner,
    StatusSpan,
    Word,
)
from reports.summaries.selection import Selection
from themes.models import Action, ActionQuerySet, Recommendation, RecommendationQuerySet, Theme


def counted_activities(selection: Selection, among: ActivityQuerySet | None = None) -> ActivityQuerySet:
    """What has been handed in, agreed by one of its countries and not dropped by the day, of the selection's status on it,
    theme and body; of all, or of `among`."""
    activities = (Activity.objects.all() if among is None else among).filter(is_agreed=True)
    activities = activities.exclude(review=Activity.Review.DRAFT).exclude(dropped(selection.as_at))
    if selection.status:
        activities = activities.filter(had_status(selection, "pk"))
    if selection.theme:
        activities = activities.in_theme(selection.theme)
    return activities.filter(work_of_body(selection)) if selection.body else activities


def work_of_body(selection: Selection) -> Q:
    """Activities of a body: those to which a member of the day agreed, and those in which it has a part itself."""
    does = Agreement.objects.given().filter(activity=OuterRef("pk"), country__in=members(selection))
    takes_part = Partner.objects.filter(activity=OuterRef("pk"), organisation__body=selection.body)
    return Q(Exists(does)) | Q(Exists(takes_part)) | Q(lead__body=selection.body)


def dropped(day: date, path: str = "") -> Q:
    """Cancelled by that day, or on a day that nobody has given, without having begun: what had begun keeps what it achieved.
    `path` leads to the activity."""
    by_then = Q(**{f"{path}status_since": None}) | Q(**{f"{path}status_since__lte": day})
    return Q(**{f"{path}status": Activity.Status.CANCELLED, f"{path}begun_on": None}) & by_then


def given_up(day: date) -> Q:
    """Claims that nobody expects any more: not achieved when their activity was cancelled."""
    cancelled = Q(activity__status=Activity.Status.CANCELLED, activity__status_since__lte=day)
    return dropped(day, "activity__") | cancelled & (Q(achieved_on=None) | Q(achieved_on__gt=day))


def had_status(selection: Selection, activity: str) -> Q:
    """Did the activity, by the name of the field that holds it, have the selection's status on its day?"""
    spans = StatusSpan.objects.on(selection.as_at).filter(activity=OuterRef(activity), status=selection.status)
    return Q(Exists(spans))


def heard_of(selection: Selection) -> Q:
    """Activities that had begun by the day of the selection, however much later they were recorded, and those that had
    been handed in by then."""
    handed_in = Confirmation.objects.by(selection.known_on).filter(activity=OuterRef("pk"))
    return Q(starts_on__lte=selection.as_at) | Q(Exists(handed_in))


def counted_answers(selection: Selection) -> AdoptionQuerySet:
    """What countries answer to the menu, and what they plan beside it, as in force on the day; without what was refused."""
    answers = Adoption.objects.as_at(selection.as_at).unrefused().order_by()
    if selection.theme:
        answers = answers.filter(Q(action__group__theme=selection.theme) | Q(theme=selection.theme))
    return answers.filter(country__in=members(selection)) if selection.body else answers


def counted_claims(selection: Selection) -> ClaimQuerySet:
    """All that are agreed but those of drafts, those refused and those given up with their activity; of the selection's
    status, theme and body. What has ended by the day is among them."""
    claims = counted_anywhere(selection)
    return claims.filter(in_body(selection)) if selection.body else claims


# How a claim that counts stands, beside the day on which it was achieved: the layers are made of these three.
STANDING = {
    "verified": Q(verification=Claim.Verification.VERIFIED),
    "submitted": Q(activity__review__in=Activity.HANDED_IN),
}


def counted_anywhere(selection: Selection) -> ClaimQuerySet:
    """The same, whatever the body."""
    claims = Claim.objects.filter(word=Word.AGREED).exclude(verification=Claim.Verification.REFUSED)
    claims = claims.exclude(activity__review=Activity.Review.DRAFT).exclude(given_up(selection.as_at))
    if selection.status:
        claims = claims.filter(had_status(selection, "activity"))
    return claims.filter(indicator__target__theme=selection.theme) if selection.theme else claims


def kept_themes(selection: Selection) -> QuerySet[Theme]:
    return Theme.objects.filter(pk=selection.theme) if selection.theme else Theme.objects.all()


def kept_actions(selection: Selection) -> ActionQuerySet:
    return Action.objects.in_theme(selection.theme) if selection.theme else Action.objects.all()


def kept_recommendations(selection: Selection) -> RecommendationQuerySet:
    """Those that an action of the selection carries out."""
    return Recommendation.objects.in_theme(selection.theme) if selection.theme else Recommendation.objects.all()


def kept_targets(selection: Selection) -> QuerySet[Target]:
    return Target.objects.filter(theme=selection.theme) if selection.theme else Target.objects.all()


def kept_indicators(selection: Selection) -> QuerySet[Indicator]:
    indicators = Indicator.objects.select_related("target__theme")
    return indicators.filter(target__theme=selection.theme) if selection.theme else indicators


def kept_countries(selection: Selection, among: CountryQuerySet | None = None) -> CountryQuerySet:
    """All countries, or the body's members on the day; of all, or of `among`."""
    countries = Country.objects.all() if among is None else among
    return countries.members_of(selection.body, selection.as_at) if selection.body else countries


def members(selection: Selection) -> QuerySet[BodyMembership, Any]:
    """The codes of the body's members on the day, for another query."""
    return BodyMembership.objects.of(selection.body).in_force(selection.as_at).values("country")


def of_country(country: str) -> Q:
    """Units of one country: itself, its sectors, and the borders and activities in which it has a part."""
    links = Agreement.objects.given().filter(activity=OuterRef("activity"), country=country)
    return Q(country=country) | Q(country__isnull=True, body__isnull=True) & Q(Exists(links))


def in_body(selection: Selection) -> Q:
    """Units of a regional body on a day: its members, their borders, itself, and the work that it or they do."""
    borders = BorderRegion.objects.filter(countries__in=members(selection)).values("pk")
    does = Agreement.objects.given().filter(activity=OuterRef("activity"), country__in=members(selection))
    takes_part = Partner.objects.filter(activity=OuterRef("activity"), organisation__body=selection.body)
    return (
        Q(country__in=members(selection))
        | Q(border_region__in=borders)
        | Q(body=selection.body)
        | Q(country__isnull=True, border_region__isnull=True, body__isnull=True)
        & (Q(activity__lead__body=selection.body) | Exists(does) | Exists(takes_part))
    )
