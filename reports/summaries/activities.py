"""Which actions are carried out, where, and how far that is proved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, Adoption, BodyMembership, Partner
from reports.summaries.view import View

UNDER_WAY = (Activity.Status.IN_PROGRESS, Activity.Status.COMPLETED)
ADOPTED = "adopted"
NOTHING = "nothing"
REGIONAL = "regional"  # the row of the matrix for regional work, which is no country's


@dataclass(frozen=True)
class Cell:
    """A country (or `regional`) and an action or theme: `state` is a layer, `adopted` or `nothing`."""

    state: str = NOTHING
    activities: int = 0
    adopted: bool = False


def counted_activities(view: View) -> QuerySet[Activity]:
    """What has been handed in and not cancelled, of the view's status, theme and body."""
    activities = Activity.objects.exclude(Q(review=Activity.Review.DRAFT) | Q(status=Activity.Status.CANCELLED))
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
    """`{("MOZ", "VI.2"): Cell}`, with `("regional", "VI.11")` for regional work. Two queries."""
    found = cells(counted_activities(view), view.as_at, F("actions"))
    return with_adoptions(found, adoptions(view).values_list("country", "action"))


def matrix_by_theme(view: View) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI"): Cell}`: an activity with two actions of a theme is one. Two queries."""
    found = cells(counted_activities(view), view.as_at, Coalesce("actions__group__theme", "theme"))
    if view.theme:
        found = {key: cell for key, cell in found.items() if key[1] == view.theme}
    return with_adoptions(found, adoptions(view).values_list("country", "action__group__theme").distinct())


def country_actions(country: str, view: View) -> dict[str, Cell]:
    """`{"VI.2": Cell}` for one country: what it does and what it has taken up. Two queries."""
    mine = counted_activities(view).in_country(country).exclude(scope=Activity.Scope.REGIONAL)
    grouped = mine.order_by().annotate(rank=rank(view.as_at)).values("actions")
    rows = grouped.annotate(n=Count("pk", distinct=True), top=Max("rank"))
    found = {(country, row["actions"]): Cell(layer(row["top"]), row["n"]) for row in rows if row["actions"] is not None}
    adopted = adoptions(view).filter(country=country).values_list("country", "action")
    return {action: cell for (_country, action), cell in with_adoptions(found, adopted).items()}


def cells(activities: QuerySet[Activity], as_at: date, column: F | Coalesce) -> dict[tuple[str, str], Cell]:
    """Cells by country and `column`; regional activities stand in a row of their own, once. One query."""
    place = Case(
        When(scope=Activity.Scope.REGIONAL, then=Value(REGIONAL)),
        default=F("countries"),
        output_field=CharField(),
    )
    placed = activities.order_by().annotate(rank=rank(as_at), row=place, column=column)
    grouped = placed.values("row", "column").annotate(n=Count("pk", distinct=True), top=Max("rank"))
    found = {(row["row"], row["column"]): Cell(layer(row["top"]), row["n"]) for row in grouped}
    return {key: cell for key, cell in found.items() if None not in key}


def adoptions(view: View) -> QuerySet[Adoption]:
    found = Adoption.objects.as_at(view.as_at).order_by()
    if view.theme:
        found = found.filter(action__group__theme=view.theme)
    if view.body:
        members = BodyMembership.objects.of(view.body).in_force(view.as_at).values("country")
        found = found.filter(country__in=members)
    return found


def with_adoptions(
    found: dict[tuple[str, str], Cell], adopted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Cell]:
    result = defaultdict(Cell, found)
    for key in adopted:
        cell = result[key]
        state = ADOPTED if cell.state == NOTHING else cell.state
        result[key] = Cell(state, cell.activities, adopted=True)
    return dict(result)
