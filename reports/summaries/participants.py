"""Who was trained: women, men and all, by place, year, topic and audience, verified apart from reported.

A training is an activity under theme II other than work on training materials alone, or any activity that names a training
topic, an audience or a number of participants. It is held once it has begun; what is only expected is not counted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear

from indicators.progress import REPORTED, VERIFIED
from reports.models import Activity, ActivityQuerySet, Country
from reports.summaries.activities import SEVERAL, layer, one_place, standing_in
from reports.summaries.kept import counted_activities
from reports.summaries.selection import Selection
from reports.tallies import REGIONAL
from themes.folding import fold
from themes.models import TrainingAudience, TrainingTopic

UNSTATED = ""  # the topic or audience of those that name none
OF_TRAINING, SESSIONS = "II", "II.a"  # the Plan's theme, and its actions that are training sessions
HELD = (VERIFIED, REPORTED)


@dataclass(frozen=True)
class Trained:
    """Of so many `trainings`: the women and men given. `unnumbered` gave no number; `half_numbered` gave women or men
    alone, and stand in the total with what they gave: `only_women` and `only_men`, which older editions do not tell apart."""

    trainings: int = 0
    women: int = 0
    men: int = 0
    unnumbered: int = 0
    half_numbered: int = 0
    only_women: int = 0
    only_men: int = 0

    @property
    def people(self) -> int:
        return self.women + self.men

    @property
    def is_unknown(self) -> bool:
        """There was training, and none of it gave a number: that is not zero."""
        return 0 < self.trainings == self.unnumbered

    @property
    def known_women(self) -> int | None:
        """None: there was training, and none of it gave the number of women."""
        return None if 0 < self.trainings == self.unnumbered + self.only_men else self.women

    @property
    def known_men(self) -> int | None:
        return None if 0 < self.trainings == self.unnumbered + self.only_women else self.men

    @property
    def known_people(self) -> int | None:
        return None if self.is_unknown else self.people

    @property
    def known(self) -> tuple[int | None, int | None, int | None]:
        """Women, men and all."""
        return self.known_women, self.known_men, self.known_people

    def __add__(self, other: "Trained") -> "Trained":
        return Trained(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class TrainedLine:
    """`code`: of a country, `regional` or `several`; a year; the slug of a topic or audience, or `UNSTATED`. `row` has its
    name, where it is a row. The layers are never added up but in `held`, which says how many trainings there were at all."""

    code: str = ""
    row: Country | TrainingTopic | TrainingAudience | None = None
    verified: Trained = field(default_factory=Trained)
    reported: Trained = field(default_factory=Trained)

    @property
    def held(self) -> Trained:
        return self.verified + self.reported

    @property
    def layers(self) -> tuple[tuple[str, Trained], ...]:
        return (VERIFIED, self.verified), (REPORTED, self.reported)


@dataclass(frozen=True)
class TrainingView:
    """Places and years add up to the total; a training of several topics or audiences stands under each of them."""

    total: TrainedLine
    places: list[TrainedLine]
    years: list[TrainedLine]
    topics: list[TrainedLine]
    audiences: list[TrainedLine]


def trainings(
    selection: Selection, among: ActivityQuerySet | None = None, *, place: str = "", year: int = 0
) -> ActivityQuerySet:
    """Those held by the day of the selection, whose theme is not asked, in no order: with their `rank`, the place (`held_in`)
    and the year (`held_year`) under which each stands, once; of one place, one year."""
    counted = counted_activities(replace(selection, theme=""), among).filter(is_training())
    held = standing_in(counted, HELD, selection.as_at).order_by()
    ended = When(ends_on__lte=selection.as_at, then=F("ends_on"))  # what has not ended by then has no end yet
    held = held.annotate(
        held_in=one_place(),
        held_year=ExtractYear(Case(ended, default=F("starts_on"), output_field=DateField())),
    )
    held = held.filter(held_in=place) if place else held
    return held.filter(held_year=year) if year else held


def is_training() -> Q:
    """Under theme II, other than work on training materials alone, or with what only a training has."""
    sessions = Activity.actions.through.objects.filter(activity=OuterRef("pk"), action__group=SESSIONS)
    training = Q(theme=OF_TRAINING) | Q(Exists(sessions))
    for named in (Activity.topics.through, Activity.audiences.through):
        training |= Q(Exists(named.objects.filter(activity=OuterRef("pk"))))
    return training | ~unnumbered()


def unnumbered() -> Q:
    return Q(participants_women__isnull=True, participants_men__isnull=True)


def half_numbered() -> Q:
    return Q(participants_women__isnull=True) ^ Q(participants_men__isnull=True)


def only_women() -> Q:
    return half_numbered() & Q(participants_men__isnull=True)


def only_men() -> Q:
    return half_numbered() & Q(participants_women__isnull=True)


Counted = dict[tuple[Any, ...], dict[str, Trained]]


def participants(selection: Selection, *, place: str = "", year: int = 0) -> TrainingView:
    """Of all places and years, or of one. Six queries."""
    held = trainings(selection, place=place, year=year)
    cells = counted(held, "held_in", "held_year")
    countries = Country.objects.in_bulk({code for code, _year in cells})
    places = [line_of(cells, 0, code, countries.get(code)) for code in {code for code, _year in cells}]
    return TrainingView(
        total=total_of(cells.values()),
        places=sorted(places, key=lambda line: last_together(line.code, str(line.row or line.code))),
        years=[line_of(cells, 1, one) for one in sorted({one for _code, one in cells})],
        topics=lines_of_the_plan(TrainingTopic.objects.all(), counted(held, "topics")),
        audiences=lines_of_the_plan(TrainingAudience.objects.all(), counted(held, "audiences")),
    )


def country_training(country: str, selection: Selection) -> tuple[TrainedLine, TrainedLine]:
    """What a country held alone, and what it held with others, which stands under `several` for the region. One query."""
    of_country = Activity.objects.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
    cells = counted(trainings(selection, of_country), "held_in")
    return line_of(cells, 0, country), line_of(cells, 0, SEVERAL)


def counted(held: ActivityQuerySet, *columns: str) -> Counted:
    """`{("MOZ", 2012): {"verified": Trained}}` by these columns. One query."""
    given = {name: Coalesce(Sum(f"participants_{name}"), 0) for name in ("women", "men")}
    grouped = held.values_list("rank", *columns).annotate(
        trainings=Count("pk"),
        **given,
        unnumbered=Count("pk", filter=unnumbered()),
        half_numbered=Count("pk", filter=half_numbered()),
        only_women=Count("pk", filter=only_women()),
        only_men=Count("pk", filter=only_men()),
    )
    cells: Counted = defaultdict(dict)
    for number, *row in grouped:
        cells[tuple(row[: len(columns)])][layer(number)] = Trained(*row[len(columns) :])
    return cells


def line_of(cells: Counted, column: int, key: Any, row: Any = None) -> TrainedLine:
    those = (cell for keys, cell in cells.items() if keys[column] == key)
    return total_of(those, str(key or UNSTATED), row)


def total_of(cells: Iterable[dict[str, Trained]], code: str = "", row: Any = None) -> TrainedLine:
    layers = {name: Trained() for name in HELD}
    for cell in cells:
        for name, trained in cell.items():
            layers[name] += trained
    return TrainedLine(code, row, layers[VERIFIED], layers[REPORTED])


def lines_of_the_plan(rows: Iterable[TrainingTopic | TrainingAudience], cells: Counted) -> list[TrainedLine]:
    """All that the Plan lists, in its order, also those of which there was no training; last what names none, if any."""
    lines = [line_of(cells, 0, row.pk, row) for row in rows]
    unstated = line_of(cells, 0, None)
    return [*lines, unstated] if unstated.held.trainings else lines


def last_together(code: str, name: str) -> tuple[int, str]:
    """The order of places: countries by name, then what several held together, then regional work."""
    together = (SEVERAL, REGIONAL)
    return (together.index(code) + 1 if code in together else 0, fold(name))
