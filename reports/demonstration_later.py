"""Of the demonstration: results that are no longer so."""

from reports import workflow
from reports.models import Activity, LaterFact, User


def load_ends(people: dict[str, User]) -> None:
    """A working group that lapsed, verified; a mechanism whose end awaits review."""
    lapsed = workflow.report_end(
        by=people["focal.tza"],
        pk=known("38").claims.get(indicator="VI.T2.1").pk,
        since="2014",
        reason="The working group has not met since the ministries were reorganized.",
        citation="Minutes of the last meeting (demonstration)",
        via="command",
    )
    workflow.decide_fact(by=people["unhcr"], pk=lapsed.pk, review=LaterFact.Review.VERIFIED, via="command")
    workflow.report_end(
        by=people["focal.tza"],
        pk=known("29").claims.get(indicator="III.T3.1").pk,
        since="2013-06-30",
        reason="The referral desk closed when its funding ended.",
        citation="Closing report of the referral desk (demonstration)",
        via="command",
    )


def known(number: str) -> Activity:
    return Activity.objects.get(identifiers__value=f"demo-{number}")
