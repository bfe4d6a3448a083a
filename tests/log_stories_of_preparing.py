"""Of the log: what an institution prepares, and what a clearing officer clears before it is submitted or complete."""

from datetime import date

from reports import workflow
from tests.base import R02, record
from tests.log_stories import logs
from tests.recording import clearing_officer, contributor, institution
from tests.rounds import a_round

SAYS = {
    "activity.handed_on": ("", ""),
    "activity.handed_back": ("", ""),
    "activity.clearance_asked": ("", "countries"),
    "activity.cleared": ("", "countries"),
    "round.clearance_asked": ("", ""),
    "round.cleared": ("", ""),
    "round.handed_back": ("", ""),
}
MINISTRY, OFFICER = "ministry.of.health.8@example.org", "moz.8@example.org"


def prepared(lead="Ministry of Health"):
    """A draft of Mozambique's Ministry of Health, and whoever prepared it."""
    by = contributor(institution(), ["MOZ"])
    return by, workflow.create_activity(by=by, values=R02 | {"lead": lead})


@logs(("activity.handed_on", MINISTRY, None, ""))
def hand_on(cast):
    by, row = prepared()
    yield
    workflow.hand_on(by=by, pk=row.pk)


@logs(("activity.handed_back", "amina", None, "Which day?"))
def hand_back(cast):
    by, row = prepared()
    workflow.hand_on(by=by, pk=row.pk)
    yield
    workflow.hand_back(by=cast["amina"], pk=row.pk, missing=" Which day?")


@logs(("activity.clearance_asked", "amina", "MOZ", ""), ("activity.cleared", OFFICER, "MOZ", ""))
def ask_clearance_and_clear_activity(cast):
    officer, row = clearing_officer(), record(cast["amina"])
    yield
    workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    workflow.clear_activity(by=officer, pk=row.pk, version=row.version)


@logs(("round.handed_back", OFFICER, "MOZ", "No list"))
def hand_report_back(cast):
    officer = clearing_officer()
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    workflow.ask_report_clearance(by=cast["amina"], pk=row.pk, country="MOZ")
    yield
    workflow.hand_report_back(by=officer, pk=row.pk, country="MOZ", missing="No list ")


@logs(("round.clearance_asked", "amina", "MOZ", ""), ("round.cleared", OFFICER, "MOZ", ""))
def ask_report_clearance_and_clear_report(cast):
    officer = clearing_officer()
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    yield
    workflow.ask_report_clearance(by=cast["amina"], pk=row.pk, country="MOZ")
    workflow.clear_report(by=officer, pk=row.pk, country="MOZ")
