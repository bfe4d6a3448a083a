"""Of the demonstration: what a period report of Mozambique in 2012 has to show, and a report after a round had closed."""

from reports import workflow
from reports.models import Activity, Round, User
from reports.workflow.later_facts import Numbers

TRAINING, LAW, FUNDED = "demo-08", "demo-07", "demo-funded"
# (activity, date, text, numbers, is it verified)
NOTES: tuple[tuple[str, str, str, Numbers, bool], ...] = (
    (
        TRAINING,
        "2012-03",
        "O novo módulo sobre a protecção dos refugiados foi ensaiado com um primeiro grupo de formadores (demonstração).",
        {"participants_women": 9, "participants_men": 15, "amount_spent": "4200.00", "currency": "USD"},
        True,
    ),
    (
        LAW,
        "2012-07-20",
        "O grupo de redacção entregou a primeira versão do anteprojecto (demonstração).",
        {},
        False,
    ),
)
STOPPED = (("suspended", "2012-09-03", "À espera de financiamento (demonstração)."), ("in_progress", "2012-11", ""))


def load_what_happened_later(people: dict[str, User]) -> None:
    """Progress notes, one verified and one reported, and a verified suspension that has ended."""
    by = people["focal.moz"]
    rows = {one: Activity.objects.get(identifiers__value=one).pk for one in (TRAINING, LAW, FUNDED)}
    for activity, on, text, numbers, is_verified in NOTES:
        note = workflow.add_note(
            by=by, pk=rows[activity], on=on, text=text, numbers=numbers, language="pt", via="command"
        )
        if is_verified:
            workflow.decide_fact(by=people["unhcr"], pk=note.pk, review="verified", via="command")
    for status, since, reason in STOPPED:
        fact = workflow.report_status(by=by, pk=rows[FUNDED], status=status, since=since, reason=reason, via="command")
        workflow.decide_fact(by=people["unhcr"], pk=fact.pk, review="verified", via="command")


def report_late(row: Round, people: dict[str, User]) -> None:
    """Burundi, for a round that has been closed: its edition stays, that of the next round lists the report."""
    workflow.complete_report(by=people["focal.bdi"], pk=row.pk, country="BDI", via="command")
