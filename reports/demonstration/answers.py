"""An answer of each kind to the menu: verified and reported, published and not, and withdrawn; of some the month alone is known."""

from typing import Any

from reports import workflow
from reports.demonstration.people import People
from reports.demonstration.rows import Row, read
from reports.models import Adoption


def load_answers(people: People) -> None:
    for row in read("answers"):
        load_answer(row, people)


def load_answer(row: Row, people: People) -> None:
    country, action = row["country"], row["action"]
    by = people.get(f"focal.{country.lower()}", people["admin"])
    answer = workflow.answer_action(
        by=by, country=country, action=action, answer=row["answer"], values=values_of(row), via="command"
    )
    if row["verified"]:
        workflow.decide_answer(by=people["unhcr"], pk=answer.pk, verification="verified", via="command")
    if row["withdrawn_on"]:
        because = row["withdrawn_because"]
        workflow.withdraw_answer(
            by=by, country=country, action=action, on=row["withdrawn_on"], because=because, via="command"
        )


def values_of(row: Row) -> dict[str, Any]:
    if row["answer"] == Adoption.Answer.IN_PLACE:
        return {"in_place_since": row["on"], "proof_citation": row["proof"], "proof_url": row["url"]}
    if row["answer"] == Adoption.Answer.NOT_TAKEN_UP:
        return {"adopted_on": row["on"], "because": row["because"], "is_because_public": bool(row["public"])}
    return {"adopted_on": row["on"], "priority": row["priority"], "needs_funding": bool(row["needs_funding"])}
