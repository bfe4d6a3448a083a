"""An inter-ministerial working group that meets since 2011 and lapses in 2013: what the tests of later facts are about."""

from reports import workflow
from reports.models import Activity, LaterFact, User
from tests.base import submitted, verified

GROUP = {
    "title": "Inter-ministerial working group",
    "actions": ["VI.2"],
    "status": "in_progress",
    "starts_on": "2011-02-01",
    "ends_on": None,
    "claims": [{"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2011-02-01"}],
}


def group(by: User, reviewer: User | None = None, **values) -> Activity:
    """Submitted, and with a reviewer verified."""
    return verified(by, reviewer, **GROUP | values) if reviewer else submitted(by, **GROUP | values)


def suspend(by: User, row: Activity, since: str = "2013-05-03") -> LaterFact:
    return workflow.report_status(by=by, pk=row.pk, status="suspended", since=since, reason="No budget.")


def end(by: User, row: Activity, since: str = "2013-05-03") -> LaterFact:
    """With the minutes of its last meeting as proof."""
    pk = row.claims.get().pk
    return workflow.report_end(by=by, pk=pk, since=since, reason="It meets no more.", citation="Minutes, May 2013")


def accept(by: User, fact: LaterFact) -> LaterFact:
    return workflow.decide_fact(by=by, pk=fact.pk, review="verified")
