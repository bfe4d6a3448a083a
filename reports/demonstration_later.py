"""Of the demonstration: what happened after activities were recorded."""

from reports import workflow
from reports.models import Activity, LaterFact, User

NOTES = (
    (
        "2011-11",
        "Realizaram-se consultas em três províncias; a equipa de redacção começou em Novembro.",
        14,
        22,
        "4200",
    ),
    ("2012-05-18", "O anteprojecto foi enviado aos ministérios para comentários.", None, None, None),
)


def load_later_facts(people: dict[str, User]) -> None:
    """A working group that lapsed, a follow-up that was suspended and resumed, a mechanism whose end awaits review, two notes."""
    admin, unhcr = people["admin"], people["unhcr"]
    end = workflow.report_end(
        by=people["focal.tza"],
        pk=known("38").claims.get(indicator="VI.T2.1").pk,
        since="2014",
        reason="The working group has not met since the ministries were reorganized.",
        citation="Minutes of the last meeting (demonstration)",
        via="command",
    )
    accept(end, unhcr)
    stopped = {
        "status": "suspended",
        "since": "2012-08-15",
        "reason": "Les équipes ont quitté la zone (démonstration).",
    }
    accept(workflow.report_status(by=admin, pk=known("15").pk, **stopped, via="command"), unhcr)
    resumed = workflow.report_status(by=admin, pk=known("15").pk, status="in_progress", since="2013-03", via="command")
    accept(resumed, unhcr)
    workflow.report_end(
        by=people["focal.tza"],
        pk=known("29").claims.get(indicator="III.T3.1").pk,
        since="2013-06-30",
        reason="The referral desk closed when its funding ended.",
        citation="Closing report of the referral desk (demonstration)",
        via="command",
    )
    load_notes(people)


def load_notes(people: dict[str, User]) -> None:
    """The first of them verified, the second reported."""
    review = known("07")
    for on, text, women, men, spent in NOTES:
        note = workflow.add_note(
            by=people["focal.moz"],
            pk=review.pk,
            on=on,
            text=text,
            language="pt",
            numbers={
                "participants_women": women,
                "participants_men": men,
                "amount_spent": spent,
                "currency": "USD" if spent else "",
            },
            via="command",
        )
        if spent:
            accept(note, people["unhcr"])


def known(number: str) -> Activity:
    return Activity.objects.get(identifiers__value=f"demo-{number}")


def accept(fact: LaterFact, by: User) -> None:
    workflow.decide_fact(by=by, pk=fact.pk, review=LaterFact.Review.VERIFIED, via="command")
