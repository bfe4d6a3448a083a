"""Who has answered a reporting round, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from reports.models import Country, CountryReport, Round, RoundExtension
from reports.summaries.in_force import standing_participations, taking_part_on


def asked_in(rounds: Iterable[Round]) -> dict[int, frozenset[str]]:
    """`{round: countries}` that take part on the day of its figures. One query."""
    participations = standing_participations()
    return {row.pk: taking_part_on(row.as_at, participations) for row in rounds}


@dataclass(frozen=True)
class Answer:
    """A participating country and its report, if it said that it is complete; `closes_on` is its own last day."""

    country: Country
    report: CountryReport | None
    extension: RoundExtension | None
    closes_on: date

    @property
    def on_time(self) -> bool:
        """By the day on which the round closes for everybody, also where the country had more time."""
        return self.report is not None and self.day <= self.report.round.closes_on

    @property
    def day(self) -> date | None:
        return timezone.localdate(self.report.completed_at) if self.report else None


def answers(row: Round) -> list[Answer]:
    """Every country that takes part on the day of the round's figures, by name. Three queries."""
    reports = {report.country_id: report for report in row.reports.select_related("completed_by", "round")}
    more_time = {extension.country_id: extension for extension in row.extensions.all()}
    return [
        Answer(
            country=country,
            report=reports.get(country.pk),
            extension=more_time.get(country.pk),
            closes_on=max(row.closes_on, more_time[country.pk].closes_on) if country.pk in more_time else row.closes_on,
        )
        for country in Country.objects.participating(row.as_at)
    ]
