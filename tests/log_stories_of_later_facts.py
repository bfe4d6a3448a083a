"""Of the log: what happened after an activity was recorded."""

from reports import workflow
from tests.later import accept, group, suspend
from tests.log_stories import logs

FACT = "kind since status text fact fact_review"
SAYS = {
    "activity.later_reported": ("", FACT),
    "activity.later_verified": ("fact_review reason", FACT),
    "activity.later_refused": ("fact_review reason", FACT),
    "activity.later_reopened": ("fact_review reason", FACT),
    "activity.later_withdrawn": ("fact_review", FACT),
}
OF_STATUS = ("activity.changed", "nadia", "MOZ", "")


@logs(("activity.later_reported", "amina", "MOZ", ""))
def report_status(cast):
    row = group(cast["amina"], cast["nadia"])
    yield
    suspend(cast["amina"], row)


@logs(("activity.evidence_added", "amina", "MOZ", ""), ("activity.later_reported", "amina", "MOZ", ""))
def report_end(cast):
    row = group(cast["amina"], cast["nadia"])
    yield
    workflow.report_end(
        by=cast["amina"], pk=row.claims.get().pk, since="2013", reason="It meets no more.", citation="Minutes"
    )


@logs(("activity.later_reported", "amina", "MOZ", ""))
def add_note(cast):
    row = group(cast["amina"], cast["nadia"])
    yield
    workflow.add_note(by=cast["amina"], pk=row.pk, on="2012", text="It met twice.")


@logs(("activity.later_verified", "nadia", "MOZ", ""), OF_STATUS)
def verify_fact(cast):
    fact = suspend(cast["amina"], group(cast["amina"], cast["nadia"]))
    yield
    accept(cast["nadia"], fact)


@logs(("activity.later_refused", "nadia", "MOZ", "Which budget?"))
def refuse_fact(cast):
    fact = suspend(cast["amina"], group(cast["amina"], cast["nadia"]))
    yield
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="refused", reason="Which budget?")


@logs(("activity.later_reopened", "nadia", "MOZ", "Too early."), OF_STATUS)
def reopen_fact(cast):
    fact = accept(cast["nadia"], suspend(cast["amina"], group(cast["amina"], cast["nadia"])))
    yield
    workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="reported", reason="Too early.")


@logs(("activity.later_withdrawn", "amina", "MOZ", ""))
def withdraw_fact(cast):
    fact = suspend(cast["amina"], group(cast["amina"], cast["nadia"]))
    yield
    workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
