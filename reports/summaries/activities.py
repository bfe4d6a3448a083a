"""How far activities are, and in which place each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, ActivityQuerySet, Agreement, Word
from reports.summaries.kept import counted_activities, members
from reports.summaries.selection import Selection
from reports.tallies import REGIONAL

IN_PLACE_VERIFIED, IN_PLACE = "in_place_verified", "in_place"
ADOPTED = "adopted"
NOT_TAKEN_UP = "not_taken_up"
ANSWERS = (IN_PLACE_VERIFIED, IN_PLACE, ADOPTED, NOT_TAKEN_UP)  # what a country answers to the menu, the best one first
NOTHING = "nothing"
STATES = (*LAYERS, *ANSWERS, NOTHING)  # the best one first
NO_REPORT = "no_report"  # nothing, of a country that has never reported
ANSWER_RANK = {state: -1 - place for place, state in enumerate(ANSWERS)}  # below any activity
ANSWERED = {rank: state for state, rank in ANSWER_RANK.items()}
THEME = Coalesce("actions__group__theme", "theme")  # of an action, or where an activity stands outside the menu
SEVERAL = "several"  # the place of what several countries did together, where each thing stands once


@dataclass(frozen=True)
class Cell:
    """A country (or `regional`) and an action or theme: `state` is a layer, or without an activity the `answer`, one of
    `ANSWERS`, or `nothing`. The answer to a theme is the best of those to its actions, leaving out what is not taken up."""

    state: str = NOTHING
    activities: int = 0
    answer: str = ""
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


def placed_activities(selection: Selection, country: str = "") -> ActivityQuerySet:
    """What the selection counts, once for each action (of the selection's theme only) and each place, its `row`: a country that
    the selection keeps, or `regional`; for one country, what is its own."""
    activities = counted_activities(selection).order_by()
    if selection.theme:
        activities = activities.annotate(of_theme=THEME).filter(of_theme=selection.theme)
    if country:
        agreed = Agreement.objects.given().filter(country=country).values("activity")
        return activities.filter(pk__in=agreed).exclude(scope=Activity.Scope.REGIONAL).annotate(row=Value(country))
    activities = activities.filter(has_place()).annotate(row=place_of())
    return activities.filter(Q(row=REGIONAL) | Q(row__in=members(selection))) if selection.body else activities


def has_place(path: str = "") -> Q:
    """To be filtered by before `place_of`, which then takes only the countries that agreed."""
    return Q(**{f"{path}scope": Activity.Scope.REGIONAL}) | Q(**{f"{path}agreements__word": Word.AGREED})


def place_of(path: str = "") -> Case:
    """Each country that agreed to an activity, or `regional`; `path` leads to the activity."""
    regional = When(**{f"{path}scope": Activity.Scope.REGIONAL}, then=Value(REGIONAL))
    return Case(regional, default=F(f"{path}agreements__country"), output_field=CharField())


def one_place(path: str = "") -> Case:
    """Where what is counted once stands, by the countries that agreed: the one, `several` of two or more, `regional`; None
    where none agreed. `path` leads to the activity."""
    agreed = Agreement.objects.given().filter(activity=OuterRef(f"{path}pk")).order_by("country").values("country")
    return Case(
        When(**{f"{path}scope": Activity.Scope.REGIONAL}, then=Value(REGIONAL)),
        When(Exists(agreed[1:2]), then=Value(SEVERAL)),
        default=Subquery(agreed[:1]),
        output_field=CharField(),
    )


def standing_under(activities: ActivityQuerySet, place: str) -> ActivityQuerySet:
    """Those that stand under a place, of `one_place`; all of them under none."""
    return activities.alias(one_place=one_place()).filter(one_place=place) if place else activities
