"""A period report as one reader may have it: of a country, of a regional body, or of what an organisation has a part in."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from reports import rules
from reports.models import ActivityQuerySet, Country, LaterFact, Organisation, RegionalBody
from reports.rules import Standing
from reports.sight import NOBODYS, named_activities, unit_labels, with_countries, with_reasons
from reports.summaries import Selection, movements
from reports.summaries.kept import work_of_body
from reports.summaries.movement import STATES
from reports.summaries.period import (
    MOST,
    Listed,
    Period,
    PeriodReport,
    Unit,
    activity_lists,
    answers_in,
    claims_of_place,
    listed_notes,
    notes_in,
    steps_of,
    sums_of,
    withdrawn_in,
)

Place = Country | RegionalBody | Organisation


@dataclass(frozen=True)
class Subject:
    """Whose report it is: one of the three, by its key; the others are empty."""

    country: str = ""
    body: str = ""
    organisation: int = 0

    @classmethod
    def of(cls, place: Place) -> "Subject":
        if isinstance(place, Country):
            return cls(country=place.pk)
        return cls(body=place.pk) if isinstance(place, RegionalBody) else cls(organisation=place.pk)

    def activities(self, who: Standing, day: date) -> ActivityQuerySet:
        """Those that the reader may see: agreed to by the country, or by a member of the body on the day."""
        visible = rules.visible_activities(who)
        if self.country:
            return visible.agreed_by(self.country)
        if self.organisation:
            return visible.with_part_of(self.organisation)
        return visible.filter(work_of_body(Selection(as_at=day, body=self.body)))


def period_report(who: Standing, place: Place, period: Period) -> PeriodReport:
    """A constant number of queries, however long the lists are."""
    subject = Subject.of(place)
    activities = subject.activities(who, period.last)
    shown = with_countries(activities, who).prefetch_related("actions")
    lists = {name: Listed.of(rows) for name, rows in activity_lists(shown, period).items()}
    notes = notes_in(rules.visible_facts(who), activities, period)
    listed_by_review = listed_notes(notes)
    units, counts = counted(who, subject, activities, period)
    return PeriodReport(
        name=place.name,
        period=period,
        made_on=timezone.localdate(),
        **lists,
        steps=steps_of([row for listed in lists.values() for row in listed.rows], period),
        counted=units,
        counts=counts,
        verified_notes=listed_by_review[LaterFact.Review.VERIFIED],
        reported_notes=listed_by_review[LaterFact.Review.REPORTED],
        sums=sums_of(notes),
        answers=None if subject.organisation else Listed.of(answers_in(subject.country, subject.body, period)),
        withdrawals=None if subject.organisation else withdrawals(who, subject, period),
    )


def withdrawals(who: Standing, subject: Subject, period: Period) -> Listed:
    """With the reasons that the reader may read."""
    listed = Listed.of(withdrawn_in(subject.country, subject.body, period))
    with_reasons(listed.rows, who)
    return listed


def counted(
    who: Standing, subject: Subject, activities: ActivityQuerySet, period: Period
) -> tuple[Listed, dict[str, int]]:
    """The units that changed layer after the eve of the period and by its last day, as the page of changes has them, and how
    many moved into each."""
    selection = Selection(as_at=period.last, body=subject.body)
    only = claims_of_place(subject.country, activities if subject.organisation else None)
    moves = [(row, move) for row in movements(selection, period.eve, only, most=None) for move in row.moves]
    shown = moves[:MOST]
    labels = unit_labels(who, {move.unit for _row, move in shown})
    behind = named_activities(who, {(row.indicator.pk, move.unit) for row, move in shown}, selection, period.eve, only)
    units = []
    for row, move in shown:
        name, url = labels.get(move.unit, (move.unit, ""))
        by = behind.get((row.indicator.pk, move.unit), NOBODYS)
        units.append(Unit(row, move.unit, move.before, move.after, name, url, by.activities, by.more, by.hidden))
    reached = Counter(move.after for _row, move in moves)
    return Listed(units, len(moves)), {layer: reached[layer] for layer in STATES if reached[layer]}
