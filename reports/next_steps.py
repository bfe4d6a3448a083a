"""What comes next after an activity was submitted or handed on, and by when: read from the record, so that it stays true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reports import limits
from reports.agencies import SILENT, to_verify
from reports.desk import DueReport, reports_due
from reports.models import Activity, Agreement, Country, Word
from reports.rules import Standing


@dataclass(frozen=True)
class NextSteps:
    """`awaited`: the countries that were asked to agree, of which the working group is told on `reminded_at`. `reviewers`: the
    agencies whose word its claims need, none where that of either will do; from `overdue_at` on the other may stand in for a
    single one. `due`: the reports that open rounds want of the reader's countries."""

    awaited: list[Agreement]
    reminded_at: datetime | None
    reviewers: frozenset[str]
    overdue_at: datetime | None
    due: list[DueReport]

    @property
    def asked_countries(self) -> str:
        return ", ".join(str(one.country) for one in self.awaited)

    @property
    def is_for_unhcr(self) -> bool:
        return self.reviewers == {"UNHCR"}

    @property
    def is_for_iom(self) -> bool:
        return self.reviewers == {"IOM"}


def next_steps(who: Standing, row: Activity, now: datetime) -> NextSteps:
    """Of `read_activities`. The queries of `reports_due`, and one."""
    awaited = [one for one in row.seen_agreements if one.word == Word.AWAITED]
    asked = [one.asked_at for one in awaited if one.asked_at]
    countries = Country.objects.filter(pk__in=who.countries.intersection(row.country_codes())).by_name()
    return NextSteps(
        awaited=sorted(awaited, key=lambda one: str(one.country)),
        reminded_at=max(asked) + timedelta(days=limits.AGREEMENT_AWAITED_DAYS) if asked else None,
        reviewers=to_verify(row),
        overdue_at=row.submitted_at + SILENT if row.submitted_at else None,
        due=reports_due(list(countries), now),
    )
