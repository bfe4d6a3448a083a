"""Who has answered a reporting round, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from reports.models import (
    Country,
    CountryReport,
    Participation,
    Round,
    RoundExtension,
    RoundQuerySet,
    Snapshot,
    first_of_each,
    latest_of_each,
)
from reports.summaries.in_force import standing_participations, taking_part_on
from themes.folding import fold


def asked_in(rounds: Iterable[Round]) -> dict[int, frozenset[str]]:
    """`{round: countries}` that take part on the day of its figures. One query."""
    participations = standing_participations()
    return {row.pk: taking_part_on(row.as_at, participations) for row in rounds}


MOST_ROUNDS = 10  # among which the newest for a country is looked for
AHEAD, OPEN, OVER, CLOSED = ("ahead", "open", "over", "closed")


@dataclass(frozen=True)
class Answer:
    """A participating country and its first report, if it said that it is complete; `latest` is what it said last.

    `closes_on` is its own last day; that and every day here are by its own calendar.
    """

    round: Round
    country: Country
    report: CountryReport | None
    latest: CountryReport | None
    extension: RoundExtension | None
    closes_on: date

    @property
    def on_time(self) -> bool:
        """By the day on which the round closes for everybody, also where the country had more time."""
        return self.report is not None and is_on_time(self.report, self.round)

    @property
    def is_after_closing(self) -> bool:
        """Reported when the round had been closed, and so not in its first edition."""
        return self.report is not None and self.report.after_closing

    @property
    def day(self) -> date | None:
        return self.report.on if self.report else None

    @property
    def said_again_on(self) -> date | None:
        return self.latest.on if self.latest and self.latest != self.report else None

    @property
    def closes_at(self) -> datetime:
        return self.country.end_of(self.closes_on)

    def is_open(self, now: datetime) -> bool:
        return self.state(now) == OPEN

    def is_accepted_as_late(self, now: datetime) -> bool:
        """Its time is over or the round closed, and it has not reported: it still may."""
        return self.report is None and self.state(now) in (OVER, CLOSED)

    def state(self, now: datetime) -> str:
        """Of the round, for this country: `ahead`, `open` or `over` by its own days, or `closed` for everybody."""
        if self.round.is_closed:
            return CLOSED
        if self.country.today(now) > self.closes_on:
            return OVER
        return OPEN if self.country.today(now) >= self.round.opens_on else AHEAD


def complete_of(answers: Iterable[Answer]) -> int:
    return sum(answer.report is not None for answer in answers)


def on_time_of(answers: Iterable[Answer]) -> int:
    return sum(answer.on_time for answer in answers)


def late_of(answers: Iterable[Answer]) -> int:
    return sum(answer.report is not None and not answer.on_time for answer in answers)


def is_on_time(report: CountryReport, row: Round) -> bool:
    return report.on <= row.closes_on and not report.after_closing


def asked_rounds() -> RoundQuerySet:
    """Rounds with what `answers_of` reads, and whether each `is_closed`. Three queries."""
    is_closed = Exists(Snapshot.objects.filter(round=OuterRef("pk")))
    reports = Prefetch("reports", CountryReport.objects.select_related("completed_by"))
    return Round.objects.annotate(is_closed=is_closed).prefetch_related(reports, "extensions")


@dataclass(frozen=True)
class LatestAnswer:
    """On which day, by its own calendar, a country first said for a round that its report is complete (None: it did not), and its
    own last day for that."""

    round: Round
    day: date | None
    is_after_closing: bool
    closes_on: date

    @property
    def on_time(self) -> bool:
        """By the day on which the round closes for everybody, also where the country had more time."""
        return self.day is not None and self.day <= self.round.closes_on and not self.is_after_closing

    def is_over(self, day: date) -> bool:
        return self.closes_on < day


def latest_answers(country: Country, day: date, participations: Sequence[Participation]) -> list[LatestAnswer]:
    """What a country said for the rounds that are open to it on a day, and for the newest that is over, the last to close first; of
    those in which it was asked by its `participations` that stand, the oldest first. One query."""
    first = CountryReport.objects.filter(round=OuterRef("pk"), country=country).order_by("completed_at", "pk")
    said = {f"said_{name}": Subquery(first.values(name)[:1]) for name in ("on", "after_closing")}
    more = RoundExtension.objects.filter(round=OuterRef("pk"), country=country).values("closes_on")
    rounds = Round.objects.filter(opens_on__lte=day).annotate(**said, own_closes_on=Subquery(more[:1]))
    asked = [
        answer_of(row)
        for row in rounds.order_by("-closes_on", "-pk")[:MOST_ROUNDS]
        if country.pk in taking_part_on(row.as_at, participations)
    ]
    still_open = [answer for answer in asked if not answer.is_over(day)]
    return still_open + [answer for answer in asked if answer.is_over(day)][:1]


def answer_of(row: Round) -> LatestAnswer:
    """Of a round with what `latest_answers` adds."""
    own = max(row.closes_on, row.own_closes_on or row.closes_on)
    return LatestAnswer(row, row.said_on, bool(row.said_after_closing), own)


def answers(row: Round) -> list[Answer]:
    """Every country that takes part on the day of the round's figures, by name. Four queries."""
    return answers_of(asked_rounds().get(pk=row.pk), Country.objects.participating(row.as_at))


def answers_of(row: Round, countries: Iterable[Country]) -> list[Answer]:
    """The same of these countries, by name, for a round with its `reports` and `extensions`. No query."""
    reports = row.reports.all()
    first, latest = first_of_each(reports), latest_of_each(reports)
    more_time = {extension.country_id: extension for extension in row.extensions.all()}
    return [
        Answer(
            round=row,
            country=country,
            report=first.get(country.pk),
            latest=latest.get(country.pk),
            extension=more_time.get(country.pk),
            closes_on=max(row.closes_on, more_time[country.pk].closes_on) if country.pk in more_time else row.closes_on,
        )
        for country in sorted(countries, key=lambda country: fold(country.name))
    ]
