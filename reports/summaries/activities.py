"""Which actions are carried out, where, and how far that is proved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, IntegerField, Max, Q, Value, When
from django.db.models.functions import Coalesce

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, ActivityQuerySet, Word
from reports.summaries.kept import counted_activities, counted_adoptions, members
from reports.summaries.selection import Selection

ADOPTED = "adopted"
NOTHING = "nothing"
NO_REPORT = "no_report"  # nothing, of a country that has never reported
ONLY_ADOPTED = Value(-1, output_field=IntegerField())  # the rank of an adoption: no activity
THEME = Coalesce("actions__group__theme", "theme")  # of an action, or where an activity stands outside the menu
REGIONAL = "regional"  # the row of the matrix for regional work, which is no country's


@dataclass(frozen=True)
class Cell:
    """A country (or `regional`) and an action or theme: `state` is a layer, `adopted` or `nothing`."""

    state: str = NOTHING
    activities: int = 0
    adopted: bool = False


def rank(as_at: date) -> Case:
    """An activity's layer as a number, the higher the better: what began later was then still only expected, what stopped
    after it had begun keeps its layer."""
    begun = Q(begun_on__lte=as_at)
    return Case(
        When(begun & Q(review=Activity.Review.VERIFIED), then=Value(2)),
        When(begun & Q(review=Activity.Review.SUBMITTED), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def layer(number: int) -> str:
    return {2: VERIFIED, 1: REPORTED, 0: EXPECTED}[number]


def standing_in(activities: ActivityQuerySet, layers: Iterable[str], as_at: date) -> ActivityQuerySet:
    """Those that stood in one of the layers on that day."""
    numbers = [number for number in (2, 1, 0) if layer(number) in layers]
    return activities.annotate(rank=rank(as_at)).filter(rank__in=numbers)


def activity_totals(selection: Selection, *, country: str = "") -> dict[str, int]:
    """`{"verified": 3, "reported": 5, "expected": 2}`: distinct activities, a cross-border or regional one once."""
    activities = counted_activities(selection)
    if country:
        activities = activities.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
    totals = dict.fromkeys(LAYERS, 0)
    grouped = activities.order_by().annotate(rank=rank(selection.as_at)).values("rank").annotate(n=Count("pk"))
    for row in grouped:
        totals[layer(row["rank"])] = row["n"]
    return totals


def matrix_by_action(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI.2"): Cell}`, with `("regional", "VI.11")` for regional work. One query."""
    return cells(selection, F("actions"), F("action"))


def matrix_by_theme(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI"): Cell}`: an activity with two actions of a theme is one. One query."""
    return cells(selection, THEME, Coalesce("action__group__theme", "theme"))


def country_actions(country: str, selection: Selection) -> dict[str, Cell]:
    """`{"VI.2": Cell}` for one country: what it does and what it has adopted. One query."""
    matrix = cells(selection, F("actions"), F("action"), country)
    return {action: cell for (_country, action), cell in matrix.items()}


def cells(
    selection: Selection, of_activity: F | Coalesce, of_adoption: F | Coalesce, country: str = ""
) -> dict[tuple[str, str], Cell]:
    """Cells by country (all of the selection, or one) and column. One query.

    Regional activities stand in a row of their own, once. An adoption ranks below any activity.
    """
    activities, taken = by_place(selection, country), counted_adoptions(selection)
    taken = taken.filter(country=country) if country else taken
    grouped = activities.annotate(column=of_activity, rank=rank(selection.as_at)).values_list("row", "column")
    done = grouped.annotate(n=Count("pk", distinct=True), top=Max("rank"))
    adopted = taken.annotate(row=F("country"), column=of_adoption, n=ONLY_ADOPTED, top=ONLY_ADOPTED)
    matrix: dict[tuple[str, str], Cell] = defaultdict(Cell)
    for row, column, n, top in done.union(adopted.values_list("row", "column", "n", "top"), all=True):
        if row is None or column is None:
            continue
        cell = matrix[row, column]
        if top < 0:
            state = ADOPTED if cell.state == NOTHING else cell.state
            matrix[row, column] = Cell(state, cell.activities, adopted=True)
        else:
            matrix[row, column] = Cell(layer(top), n, adopted=cell.adopted)
    return dict(matrix)


def by_place(selection: Selection, country: str = "") -> ActivityQuerySet:
    """What the selection counts, once for each action (of the selection's theme only) and each place, its `row`: a country that
    the selection keeps, or `regional`; for one country, what is its own."""
    activities = counted_activities(selection).order_by()
    if selection.theme:
        activities = activities.annotate(of_theme=THEME).filter(of_theme=selection.theme)
    if country:
        own = activities.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
        return own.annotate(row=Value(country))
    activities = activities.filter(has_place()).annotate(row=place_of())
    return activities.filter(Q(row=REGIONAL) | Q(row__in=members(selection))) if selection.body else activities


def has_place(path: str = "") -> Q:
    """To be filtered by before `place_of`, which then takes only the countries that agreed."""
    return Q(**{f"{path}scope": Activity.Scope.REGIONAL}) | Q(**{f"{path}agreements__word": Word.AGREED})


def place_of(path: str = "") -> Case:
    """Each country that agreed to an activity, or `regional`; `path` leads to the activity."""
    regional = When(**{f"{path}scope": Activity.Scope.REGIONAL}, then=Value(REGIONAL))
    return Case(regional, default=F(f"{path}agreements__country"), output_field=CharField())
