"""Which actions are carried out, where, and how far that is proved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, Adoption, BodyMembership, Partner
from reports.summaries.view import View
from themes.zones import end_of

UNDER_WAY = (Activity.Status.IN_PROGRESS, Activity.Status.COMPLETED)
ADOPTED = "adopted"
NOTHING = "nothing"
NO_REPORT = "no_report"  # nothing, of a country that has never reported
ONLY_ADOPTED = Value(-1, output_field=IntegerField())  # the rank of an adoption: no activity
REGIONAL = "regional"  # the row of the matrix for regional work, which is no country's


@dataclass(frozen=True)
class Cell:
    """A country (or `regional`) and an action or theme: `state` is a layer, `adopted` or `nothing`."""

    state: str = NOTHING
    activities: int = 0
    adopted: bool = False


def counted_activities(view: View, among: QuerySet[Activity] | None = None) -> QuerySet[Activity]:
    """What has been handed in and not cancelled, of the view's status, theme and body; of all, or of `among`."""
    activities = Activity.objects.all() if among is None else among
    activities = activities.exclude(Q(review=Activity.Review.DRAFT) | Q(status=Activity.Status.CANCELLED))
    if view.status:
        activities = activities.filter(status=view.status)
    if view.theme:
        activities = activities.in_theme(view.theme)
    if view.body:
        members = BodyMembership.objects.of(view.body).in_force(view.as_at).values("country")
        does = Activity.countries.through.objects.filter(activity=OuterRef("pk"), country__in=members)
        takes_part = Partner.objects.filter(activity=OuterRef("pk"), organisation__body=view.body)
        activities = activities.filter(Exists(does) | Exists(takes_part) | Q(lead__body=view.body))
    return activities


def heard_of_by(as_at: date) -> Q:
    """What had begun by that day, however much later it was recorded, and what had been handed in by its end: that of
    the site's clock, whoever reads."""
    over, _zone = end_of(as_at, [timezone.get_default_timezone()])
    return Q(starts_on__lte=as_at) | Q(submitted_at__lt=over)


def rank(as_at: date) -> Case:
    """An activity's layer as a number, the higher the better: what began later was then still only expected."""
    begun = Q(status__in=UNDER_WAY, starts_on__lte=as_at)
    return Case(
        When(begun & Q(review=Activity.Review.VERIFIED), then=Value(2)),
        When(begun & Q(review=Activity.Review.SUBMITTED), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def layer(number: int) -> str:
    return {2: VERIFIED, 1: REPORTED, 0: EXPECTED}[number]


def standing_in(activities: QuerySet[Activity], layers: Iterable[str], as_at: date) -> QuerySet[Activity]:
    """Those that stood in one of the layers on that day."""
    numbers = [number for number in (2, 1, 0) if layer(number) in layers]
    return activities.annotate(stands=rank(as_at)).filter(stands__in=numbers)


def activity_totals(view: View, *, country: str = "") -> dict[str, int]:
    """`{"verified": 3, "reported": 5, "expected": 2}`: distinct activities, a cross-border or regional one once."""
    activities = counted_activities(view)
    if country:
        activities = activities.in_country(country).exclude(scope=Activity.Scope.REGIONAL)
    totals = dict.fromkeys(LAYERS, 0)
    grouped = activities.order_by().annotate(rank=rank(view.as_at)).values("rank").annotate(n=Count("pk"))
    for row in grouped:
        totals[layer(row["rank"])] = row["n"]
    return totals


def matrix_by_action(view: View) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI.2"): Cell}`, with `("regional", "VI.11")` for regional work. One query."""
    return cells(counted_activities(view), adoptions(view), view.as_at, F("actions"), F("action"))


def matrix_by_theme(view: View) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI"): Cell}`: an activity with two actions of a theme is one. One query."""
    done, taken = Coalesce("actions__group__theme", "theme"), Coalesce("action__group__theme", "theme")
    found = cells(counted_activities(view), adoptions(view), view.as_at, done, taken)
    return {key: cell for key, cell in found.items() if view.theme in ("", key[1])}


def country_actions(country: str, view: View) -> dict[str, Cell]:
    """`{"VI.2": Cell}` for one country: what it does and what it has taken up. One query."""
    mine = counted_activities(view).in_country(country).exclude(scope=Activity.Scope.REGIONAL)
    adopted = adoptions(view).filter(country=country)
    found = cells(mine, adopted, view.as_at, F("actions"), F("action"), place=Value(country))
    return {action: cell for (_country, action), cell in found.items()}


def cells(
    activities: QuerySet[Activity],
    adopted: QuerySet[Adoption],
    as_at: date,
    of_activity: F | Coalesce,
    of_adoption: F | Coalesce,
    place: Value | None = None,
) -> dict[tuple[str, str], Cell]:
    """Cells by country (or `place`) and column. One query.

    Regional activities stand in a row of their own, once. An adoption ranks below any activity.
    """
    place = place or Case(
        When(scope=Activity.Scope.REGIONAL, then=Value(REGIONAL)),
        default=F("countries"),
        output_field=CharField(),
    )
    done = activities.order_by().annotate(row=place, column=of_activity, rank=rank(as_at)).values_list("row", "column")
    done = done.annotate(n=Count("pk", distinct=True), top=Max("rank"))
    taken = adopted.annotate(row=F("country"), column=of_adoption, n=ONLY_ADOPTED, top=ONLY_ADOPTED)
    found: dict[tuple[str, str], Cell] = defaultdict(Cell)
    for row, column, n, top in done.union(taken.values_list("row", "column", "n", "top").distinct(), all=True):
        if row is None or column is None:
            continue
        cell = found[row, column]
        if top < 0:
            state = ADOPTED if cell.state == NOTHING else cell.state
            found[row, column] = Cell(state, cell.activities, adopted=True)
        else:
            found[row, column] = Cell(layer(top), n, adopted=cell.adopted)
    return dict(found)


def adoptions(view: View) -> QuerySet[Adoption]:
    found = Adoption.objects.as_at(view.as_at).order_by()
    if view.theme:
        found = found.filter(Q(action__group__theme=view.theme) | Q(theme=view.theme))
    if view.body:
        members = BodyMembership.objects.of(view.body).in_force(view.as_at).values("country")
        found = found.filter(country__in=members)
    return found
