"""What happened after an activity had been recorded: progress notes, suspensions that ended, results that are no longer so."""

from typing import Any

from reports import workflow
from reports.demonstration.activities import known
from reports.demonstration.people import People
from reports.demonstration.rows import Row
from reports.models import LaterFact
from reports.workflow.later_facts import Numbers


def load_fact(row: Row, people: People) -> None:
    """Reported by the country's focal point, or in its place by the administrator; verified where the row says so."""
    activity = known(row["activity"])
    country = activity.country_codes()[0]
    given: dict[str, Any] = {"by": people.get(f"focal.{country.lower()}", people["admin"]), "via": "command"}
    fact = report(row, given | {"pk": activity.pk})
    if row["verified"]:
        workflow.decide_fact(by=people["unhcr"], pk=fact.pk, review="verified", via="command")


def report(row: Row, given: dict[str, Any]) -> LaterFact:
    day, text = row["on"], row["text"]
    if row["kind"] == LaterFact.Kind.NOTE:
        return workflow.add_note(**given, on=day, text=text, numbers=numbers_of(row))
    if row["kind"] == LaterFact.Kind.STATUS:
        return workflow.report_status(**given, status=row["status"], since=day, reason=text)
    claim = known(row["activity"]).claims.get(indicator=row["claim"])
    return workflow.report_end(**given | {"pk": claim.pk}, since=day, reason=text, citation=row["proof"])


def numbers_of(row: Row) -> Numbers:
    numbers: Numbers = {}
    if row["women"] or row["men"]:
        numbers |= {"participants_women": int(row["women"]), "participants_men": int(row["men"])}
    if row["spent"]:
        numbers |= {"amount_spent": row["spent"], "currency": "USD"}
    return numbers
