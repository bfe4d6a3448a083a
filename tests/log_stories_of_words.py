"""Of the log: what a country says of what others record, and what it reports by letter."""

from datetime import date

from reports import workflow
from reports.models import Activity
from tests.base import record, submitted
from tests.log_stories import logs

SAYS = {
    "activity.agreed": ("agreement", "agreement claims"),
    "activity.declined": ("agreement", "agreement claims"),
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
