"""What a view keeps, decided here and nowhere else: no figure counts anything that these do not give.

`theme` keeps the actions of its menu, its targets, and what stands under it outside the menu; of an activity that has
actions of two themes, only those of the one. `body` keeps its members on the day and the work that it or they do.
`status` keeps activities and their claims; an adoption has none, and stays.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.models import Indicator, Target
from reports.models import Activity, Adoption, BodyMembership, BorderRegion, Claim, Confirmation, Country, Partner
from reports.summaries.view import View
from themes.models import Action, Recommendation, Theme


def counted_activities(view: View, among: QuerySet[Activity] | None = None) -> QuerySet[Activity]:
    """What has been handed in and not cancelled, of the view's status, theme and body; of all, or of `among`."""
    activities = Activity.objects.all() if among is None else among
    activities = activities.exclude(Q(review=Activity.Review.DRAFT) | Q(status=Activity.Status.CANCELLED))
    if view.status:
        activities = activities.filter(status=view.status)
    if view.theme:
        activities = activities.in_theme(view.theme)
    if view.body:
        does = Activity.countries.through.objects.filter(activity=OuterRef("pk"), country__in=members(view))
        takes_part = Partner.objects.filter(activity=OuterRef("pk"), organisation__body=view.body)
        activities = activities.filter(Exists(does) | Exists(takes_part) | Q(lead__body=view.body))
    return activities


def heard_of(view: View) -> Q:
    """Activities that had begun by the day of the view, however much later they were recorded, and those that had
    been handed in by then."""
    handed_in = Confirmation.objects.by(view.known_on).filter(activity=OuterRef("pk"))
    return Q(starts_on__lte=view.as_at) | Exists(handed_in)


def counted_adoptions(view: View) -> QuerySet[Adoption]:
    found = Adoption.objects.as_at(view.as_at).order_by()
    if view.theme:
        found = found.filter(Q(action__group__theme=view.theme) | Q(theme=view.theme))
    return found.filter(country__in=members(view)) if view.body else found


def counted_claims(view: View) -> QuerySet[Claim]:
    """All but those of drafts and cancelled activities, and those refused; of the view's status, theme and body."""
    claims = counted_anywhere(view)
    return claims.filter(in_body(view)) if view.body else claims


# How a claim that counts stands, beside the day on which it was achieved: the layers are made of these three.
STANDING = {
    "verified": Q(verification=Claim.Verification.VERIFIED),
    "submitted": Q(activity__review__in=Activity.HANDED_IN),
}


def counted_anywhere(view: View) -> QuerySet[Claim]:
    """The same, whatever the body."""
    claims = Claim.objects.exclude(verification=Claim.Verification.REFUSED).exclude(
        Q(activity__review=Activity.Review.DRAFT) | Q(activity__status=Activity.Status.CANCELLED)
    )
    if view.status:
        claims = claims.filter(activity__status=view.status)
    return claims.filter(indicator__target__theme=view.theme) if view.theme else claims


def kept_themes(view: View) -> QuerySet[Theme]:
    return Theme.objects.filter(pk=view.theme) if view.theme else Theme.objects.all()


def kept_actions(view: View) -> QuerySet[Action]:
    return Action.objects.in_theme(view.theme) if view.theme else Action.objects.all()


def kept_recommendations(view: View) -> QuerySet[Recommendation]:
    """Those that an action of the view carries out."""
    return Recommendation.objects.in_theme(view.theme) if view.theme else Recommendation.objects.all()


def kept_targets(view: View) -> QuerySet[Target]:
    return Target.objects.filter(theme=view.theme) if view.theme else Target.objects.all()


def kept_indicators(view: View) -> QuerySet[Indicator]:
    indicators = Indicator.objects.select_related("target__theme")
    return indicators.filter(target__theme=view.theme) if view.theme else indicators


def kept_countries(view: View, among: QuerySet[Country] | None = None) -> QuerySet[Country]:
    """All countries, or the body's members on the day; of all, or of `among`."""
    countries = Country.objects.all() if among is None else among
    return countries.members_of(view.body, view.as_at) if view.body else countries


def members(view: View) -> QuerySet:
    """The codes of the body's members on the day."""
    return BodyMembership.objects.of(view.body).in_force(view.as_at).values("country")


def of_country(country: str) -> Q:
    """Units of one country: itself, its sectors, and the borders and activities in which it has a part."""
    links = Activity.countries.through.objects.filter(activity=OuterRef("activity"), country=country)
    return Q(country=country) | Q(country__isnull=True, body__isnull=True) & Exists(links)


def in_body(view: View) -> Q:
    """Units of a regional body on a day: its members, their borders, itself, and the work that it or they do."""
    borders = BorderRegion.objects.filter(countries__in=members(view)).values("pk")
    does = Activity.countries.through.objects.filter(activity=OuterRef("activity"), country__in=members(view))
    takes_part = Partner.objects.filter(activity=OuterRef("activity"), organisation__body=view.body)
    return (
        Q(country__in=members(view))
        | Q(border_region__in=borders)
        | Q(body=view.body)
        | Q(country__isnull=True, border_region__isnull=True, body__isnull=True)
        & (Q(activity__lead__body=view.body) | Exists(does) | Exists(takes_part))
    )
