"""Of the log: what a country says of what others record, and what it reports by letter."""

from datetime import date

from reports import workflow
from reports.models import Activity
from tests.base import record, submitted
from tests.log_stories import logs

SAYS = {
    "activity.agreed": ("agreement", "agreement claims"),
    "activity.declined": ("agreement", "agreement claims"),
    "activity.claim_objected": ("claim indicator unit", "claim indicator unit"),
    "activity.objection_withdrawn": ("claim indicator unit", "claim indicator unit"),
    "activity.letter_recorded": ("", "evidence letter_on"),
}
SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"]}


@logs(("activity.agreed", "juma", "TZA", ""))
def agree(cast):
    row = submitted(cast["amina"], **SHARED)
    yield
    workflow.agree(by=cast["juma"], pk=row.pk, country="TZA")


@logs(("activity.agreed", "juma", "TZA", ""), ("activity.agreed", "juma", "TZA", ""))
def agree_several(cast):
    rows = [submitted(cast["amina"], **SHARED), submitted(cast["amina"], **SHARED)]
    yield
    workflow.agree_several(by=cast["juma"], chosen=[(row.pk, "TZA", row.version) for row in rows])


@logs(("activity.declined", "juma", "TZA", "It was held in Malawi."))
def decline(cast):
    row = submitted(cast["amina"], **SHARED)
    yield
    workflow.decline(by=cast["juma"], pk=row.pk, country="TZA", reason="It was held in Malawi.")


AT_THE_BORDER = {
    "actions": ["III.1"],
    "border_regions": ["moz-tza"],
    "claims": [{"indicator": "III.T1.1", "unit": "moz-tza", "achieved_on": "2014-05-26"}],
}


@logs(("activity.claim_objected", "juma", "TZA", "There is none."))
def object_to_claim(cast):
    claim = submitted(cast["amina"], **AT_THE_BORDER).claims.get()
    yield
    workflow.object_to_claim(by=cast["juma"], pk=claim.pk, country="TZA", reasons="There is none.")


@logs(("activity.objection_withdrawn", "juma", "TZA", ""))
def withdraw_objection(cast):
    claim = submitted(cast["amina"], **AT_THE_BORDER).claims.get()
    workflow.object_to_claim(by=cast["juma"], pk=claim.pk, country="TZA", reasons="There is none.")
    yield
    workflow.withdraw_objection(by=cast["juma"], pk=claim.pk, country="TZA")


def lettered(cast) -> tuple[Activity, dict]:
    row = record(cast["nadia"])
    link = {"kind": "link", "url": "https://example.org/letter.pdf", "dated": date(2026, 5, 3)}
    letter = workflow.add_evidence(by=cast["nadia"], pk=row.pk, **link)
    return row, {"pk": row.pk, "country": "MOZ", "evidence": letter.pk}


@logs(("activity.letter_recorded", "nadia", "MOZ", ""))
def record_letter(cast):
    _row, letter = lettered(cast)
    yield
    workflow.record_letter(by=cast["nadia"], **letter)


@logs(("activity.agreed", "paul", "MOZ", ""))
def compare_letter(cast):
    row, letter = lettered(cast)
    workflow.record_letter(by=cast["nadia"], **letter)
    workflow.submit_activity(by=cast["nadia"], pk=row.pk)
    yield
    workflow.compare_letter(by=cast["paul"], pk=row.pk, country="MOZ")
