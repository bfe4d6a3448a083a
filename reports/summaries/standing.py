"""Which actions are carried out, where, and how far that is proved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from indicators.progress import LAYERS
from reports.models import Activity, ActivityQuerySet, Adoption
from reports.summaries.activities import (
    ADOPTED,
    ANSWER_RANK,
    ANSWERED,
    IN_PLACE,
    IN_PLACE_VERIFIED,
    NOT_TAKEN_UP,
    NOTHING,
    STATES,
    THEME,
    Cell,
    layer,
    placed_activities,
    rank,
)
from reports.summaries.kept import counted_activities, counted_answers, heard_of
from reports.summaries.selection import Selection
from reports.summaries.sums import Column, Kept, Kind, by_place, once, totals_of
from reports.tallies import COLUMNS, EVERY, WHOLE, Sum, added_up, rows_until, sums


@dataclass(frozen=True)
class Columns:
    """Of a matrix: under which an activity stands, and under which an answer to the menu does; and which sums are those of its
    columns, of all themes and of one (`{theme}`)."""

    of_activity: F | Coalesce
    of_answer: F | Coalesce
    kind: str
    kind_of_theme: str
    of_theme: str

    def kept(self, theme: str) -> Column:
        return (self.kind_of_theme, self.of_theme.format(theme=theme)) if theme else (self.kind, EVERY)


ACTIONS = Columns(F("actions"), F("action"), Kind.ACTION, Kind.ACTION, "{theme}.%")
THEMES = Columns(THEME, Coalesce("action__group__theme", "theme"), Kind.THEME, Kind.THEME, "{theme}")
RECOMMENDATIONS = Columns(
    F("actions__recommendations"), F("action__recommendations"), Kind.RECOMMENDATION, Kind.OF_THEME, "{theme}:%"
)


@dataclass(frozen=True)
class Standing:
    """What a selection keeps: the cells of the matrix by action, the distinct activities in each layer (a cross-border or regional
    one once), and how many had been heard of in each place."""

    cells: dict[tuple[str, str], Cell]
    totals: dict[str, int]
    heard: dict[str, int]


def standing(selection: Selection, country: str = "") -> Standing:
    """Of all of it, or one country. One query, of a body two; two more of a status, by which no sums are kept, and one of a round's
    edition."""
    cells, whole = counted(selection, ACTIONS, country)
    if whole is None:
        return Standing(cells, activity_totals(selection, country=country), heard_by_place(selection))
    is_of_its_day = selection.known_on == selection.as_at
    heard = {row.place: row.heard for row in by_place(whole, selection)} if is_of_its_day else heard_by_place(selection)
    return Standing(cells, totals_of(once(whole, selection, country)), heard)


def matrix_by_action(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI.2"): Cell}`, with `("regional", "VI.11")` for regional work. One query, of a body two."""
    return counted(selection, ACTIONS)[0]


def matrix_by_theme(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "VI"): Cell}`: an activity with two actions of a theme is one. As many queries."""
    return counted(selection, THEMES)[0]


def matrix_by_recommendation(selection: Selection) -> dict[tuple[str, str], Cell]:
    """`{("MOZ", "III (v)"): Cell}`: the best state of the actions that carry it out; an activity is one. As many queries."""
    return counted(selection, RECOMMENDATIONS)[0]


def country_actions(country: str, selection: Selection) -> dict[str, Cell]:
    """`{"VI.2": Cell}` for one country: what it does and what it answers. One query."""
    return {action: cell for (_country, action), cell in counted(selection, ACTIONS, country)[0].items()}


Matrix = dict[tuple[str, str], Cell]


def counted(selection: Selection, columns: Columns, country: str = "") -> tuple[Matrix, list[Sum] | None]:
    """Cells by country (all of the selection, or one) and column, and the sums of all activities (None: of a status there are none).

    Regional activities stand in a row of their own, once. An answer to the menu ranks below any activity.
    """
    answers = answered(selection, columns, country)
    if selection.status:
        return with_answers(cells_of_status(selection, columns, country), map(itemgetter(*PLACED), answers)), None
    kept = Kept(selection, columns.kept(selection.theme), country)
    rows = rows_until(kept.wheres, selection.as_at, answers)
    given = [itemgetter(*PLACED)(row) for row in rows if row[0] == ANSWER]
    sums = added_up((row for row in rows if row[0] != ANSWER), selection.as_at)
    kind, _under = columns.kept(selection.theme)
    cells = cells_of(by_place((row for row in sums if row.kind == kind), selection))
    return with_answers(cells, given), [row for row in sums if row.kind in WHOLE and row.under == selection.theme]


ANSWER = "answer"
PLACED = tuple(COLUMNS.index(name) for name in ("place", "under", "sum_verified"))


def answered(selection: Selection, columns: Columns, country: str) -> QuerySet[Adoption, Any]:
    """The answers to the menu, in the columns of the sums: the rank of each stands first among the numbers."""
    given = counted_answers(selection)
    given = given.filter(country=country) if country else given
    if columns is not ACTIONS:  # of several actions, that one is not taken up says nothing of the others
        given = given.exclude(answer=Adoption.Answer.NOT_TAKEN_UP)
    numbers = {name: Value(0, output_field=IntegerField()) for name in COLUMNS if name.startswith("sum_")}
    answers = given.annotate(
        kind=Value(ANSWER), place=F("country"), under=columns.of_answer, **(numbers | {"sum_verified": answer_rank()})
    )
    return answers.annotate(changes=Value("", output_field=TextField())).values_list(*COLUMNS)


def with_answers(matrix: Matrix, answers: Iterable[tuple[str, str | None, int]]) -> Matrix:
    for place, column, top in answers:
        if column is not None:
            matrix[place, column] = with_answer(matrix.get((place, column), Cell()), ANSWERED[top])
    return matrix


def with_answer(cell: Cell, answer: str) -> Cell:
    best = min(cell.answer or NOTHING, answer, key=STATES.index)
    return Cell(cell.state if cell.activities else best, cell.activities, best, cell.adopted or answer == ADOPTED)


def cells_of(sums: Iterable[Sum]) -> Matrix:
    stand: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for row in sums:
        stand[row.place, row.under.rpartition(":")[2]].append(row)
    matrix = {}
    for key, rows in stand.items():
        totals = totals_of(rows)
        if n := sum(totals.values()):
            matrix[key] = Cell(next(name for name in LAYERS if totals[name]), n)
    return matrix


def cells_of_status(selection: Selection, columns: Columns, country: str) -> Matrix:
    """Counted from the activities. One query."""
    placed = placed_activities(selection, country).annotate(column=columns.of_activity, rank=rank(selection.as_at))
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


def activity_totals(
    selection: Selection, *, country: str = "", among: ActivityQuerySet | None = None
) -> dict[str, int]:
    """`{"verified": 3, "reported": 5, "expected": 2}`: distinct activities, a cross-border or regional one once; of all, or of
    those `among` the given. One query, of a body two."""
    if among is None and not selection.status:
        kept = Kept(selection, country=country)
        return totals_of(once(sums(kept.wheres, selection.as_at), selection, country))
    activities = counted_activities(selection, among)
    if country:
        activities = activities.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
    totals = dict.fromkeys(LAYERS, 0)
    grouped = activities.order_by().annotate(rank=rank(selection.as_at)).values("rank").annotate(n=Count("pk"))
    for row in grouped:
        totals[layer(row["rank"])] = row["n"]
    return totals


def totals_by_country(selection: Selection) -> dict[str, dict[str, int]]:
    """`{"MOZ": {"verified": 3, "reported": 5, "expected": 2}}`: `activity_totals` of each country, of no status. One query, of a
    body two."""
    kept = Kept(selection)
    rows = by_place(sums(kept.wheres, selection.as_at), selection)
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LAYERS, 0))
    totals |= {row.place: totals_of([row]) for row in rows}
    return totals


def heard_by_place(selection: Selection) -> dict[str, int]:
    """`{"MOZ": 12}`: activities heard of by the day, counted from themselves. One query."""
    heard = placed_activities(selection).filter(heard_of(selection)).annotate(stands_in=F("row"))
    return dict(heard.values_list("stands_in").annotate(n=Count("pk", distinct=True)))
