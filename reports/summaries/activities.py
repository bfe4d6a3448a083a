"""Which actions are carried out, where, and how far that is proved."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.models import Activity, ActivityQuerySet, Adoption, Agreement, Tally, Word
from reports.summaries.kept import counted_activities, counted_answers, members
from reports.summaries.selection import Selection
from reports.summaries.sums import sums_by_place, sums_once, totals_of
from reports.tallies import REGIONAL, Sum

IN_PLACE_VERIFIED, IN_PLACE = "in_place_verified", "in_place"
ADOPTED = "adopted"
NOT_TAKEN_UP = "not_taken_up"
ANSWERS = (IN_PLACE_VERIFIED, IN_PLACE, ADOPTED, NOT_TAKEN_UP)  # what a country answers to the menu, the best one first
NOTHING = "nothing"
STATES = (*LAYERS, *ANSWERS, NOTHING)  # the best one first
NO_REPORT = "no_report"  # nothing, of a country that has never reported
Kind = Tally.Kind
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


def activity_totals(
    selection: Selection, *, country: str = "", among: ActivityQuerySet | None = None
) -> dict[str, int]:
    """`{"verified": 3, "reported": 5, "expected": 2}`: distinct activities, a cross-border or regional one once; of all, or of
    those `among` the given. One query, of a body two."""
    if among is None and not selection.status:
        return totals_of(sums_once(selection, country))
    activities = counted_activities(selection, among)
    if country:
        activities = activities.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
    totals = dict.fromkeys(LAYERS, 0)
    grouped = activities.order_by().annotate(rank=rank(selection.as_at)).values("rank").annotate(n=Count("pk"))
    for row in grouped:
        totals[layer(row["rank"])] = row["n"]
    return totals


def matrix_by_action(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI.2"): Cell}`, with `("regional", "VI.11")` for regional work. Two queries, of a body three."""
    return cells(selection, ACTIONS)


def matrix_by_theme(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI"): Cell}`: an activity with two actions of a theme is one. As many queries."""
    return cells(selection, THEMES)


def matrix_by_recommendation(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "III (v)"): Cell}`: the best state of the actions that carry it out; an activity is one. As many queries."""
    return cells(selection, RECOMMENDATIONS)


def country_actions(country: str, selection: Selection) -> dict[str, Cell]:
    """`{"VI.2": Cell}` for one country: what it does and what it answers. Two queries."""
    matrix = cells(selection, ACTIONS, country)
    return {action: cell for (_country, action), cell in matrix.items()}


@dataclass(frozen=True)
class Columns:
    """Of a matrix: under which an activity stands, and under which an answer to the menu does, and where its sums are kept: of all
    themes by `kind`, of one by `kind_of_theme` under what `of_theme` says."""

    of_activity: F | Coalesce
    of_answer: F | Coalesce
    kind: str
    kind_of_theme: str
    of_theme: Callable[[str], Q]


ACTIONS = Columns(F("actions"), F("action"), Kind.ACTION, Kind.ACTION, lambda theme: Q(under__startswith=f"{theme}."))
THEMES = Columns(THEME, Coalesce("action__group__theme", "theme"), Kind.THEME, Kind.THEME, lambda theme: Q(under=theme))
RECOMMENDATIONS = Columns(
    F("actions__recommendations"),
    F("action__recommendations"),
    Kind.RECOMMENDATION,
    Kind.OF_THEME,
    lambda theme: Q(under__startswith=f"{theme}:"),
)


def cells(selection: Selection, columns: Columns, country: str = "") -> dict[tuple[str, str], Cell]:
    """Cells by country (all of the selection, or one) and column.

    Regional activities stand in a row of their own, once. An answer to the menu ranks below any activity.
    """
    count = cells_of_status if selection.status else cells_as_kept
    matrix = count(selection, columns, country)
    given = counted_answers(selection)
    given = given.filter(country=country) if country else given
    if columns is not ACTIONS:  # of several actions, that one is not taken up says nothing of the others
        given = given.exclude(answer=Adoption.Answer.NOT_TAKEN_UP)
    answers = given.annotate(column=columns.of_answer, top=answer_rank()).values_list("country", "column", "top")
    for row, column, top in answers:
        if column is not None:
            matrix[row, column] = with_answer(matrix.get((row, column), Cell()), ANSWERED[top])
    return matrix


def with_answer(cell: Cell, answer: str) -> Cell:
    best = min(cell.answer or NOTHING, answer, key=STATES.index)
    return Cell(cell.state if cell.activities else best, cell.activities, best, cell.adopted or answer == ADOPTED)


def cells_as_kept(selection: Selection, columns: Columns, country: str) -> dict[tuple[str, str], Cell]:
    """One query; of a body two."""
    kind = columns.kind_of_theme if selection.theme else columns.kind
    where = columns.of_theme(selection.theme) if selection.theme else Q()
    stand: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for row in sums_by_place(selection, kind, where, country):
        stand[row.place, row.under.rpartition(":")[2]].append(row)
    matrix = {}
    for key, rows in stand.items():
        totals = totals_of(rows)
        matrix[key] = Cell(next(name for name in LAYERS if totals[name]), sum(totals.values()))
    return matrix


def cells_of_status(selection: Selection, columns: Columns, country: str) -> dict[tuple[str, str], Cell]:
    """Counted from the activities, of which no sums are kept by status. One query."""
    placed = by_place(selection, country).annotate(column=columns.of_activity, rank=rank(selection.as_at))
    grouped = placed.values_list("row", "column").annotate(n=Count("pk", distinct=True), top=Max("rank"))
    return {(row, column): Cell(layer(top), n) for row, column, n, top in grouped if row and column}


def answer_rank() -> Case:
    """An answer as a number below those of the layers, the higher the better."""
    verified = Q(answer=Adoption.Answer.IN_PLACE, verification=Adoption.Verification.VERIFIED)
    return Case(
        When(verified, then=Value(ANSWER_RANK[IN_PLACE_VERIFIED])),
        When(answer=Adoption.Answer.IN_PLACE, then=Value(ANSWER_RANK[IN_PLACE])),
        When(answer=Adoption.Answer.NOT_TAKEN_UP, then=Value(ANSWER_RANK[NOT_TAKEN_UP])),
        default=Value(ANSWER_RANK[ADOPTED]),
        output_field=IntegerField(),
    )


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
