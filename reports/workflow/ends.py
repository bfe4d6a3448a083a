"""What becomes of what was reported of the end of a claim, where the claim is removed; and of any later fact that goes with what
it was reported of."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.models import Activity, Change, Claim, LaterFact, LaterFactQuerySet, User
from reports.workflow.history import append
from reports.workflow.pen import Pen
from reports.workflow.statuses import fact_step, standing_facts


def remove_claims(activity: Activity, claims: Collection[Claim], *, by: User, via: str, pen: Pen) -> None:
    """Take claims out: they were never right, and nothing that was reported of them stays. An end that is only reported is
    withdrawn before, so that the log tells of it; one that is verified is the working group's word, and whoever recorded the
    claim does not erase it by removing the claim and adding it again. Raises ValidationError (`claims`)."""
    if not claims:
        return
    removed = {claim.pk: claim for claim in claims}
    ends = [fact for fact in standing_facts(activity) if fact.claim_id in removed]
    verified = next((fact for fact in ends if fact.review == LaterFact.Review.VERIFIED), None)
    if verified:
        message = _(
            "%(claim)s cannot be removed: the working group has verified that it is no longer so since %(day)s. Ask the working "
            "group to take that decision back first."
        )
        named = {"claim": verified.claim and verified.claim.named, "day": verified.day and verified.day.after_since}
        raise ValidationError({"claims": [message % named]})
    for fact in ends:
        fact.activity = activity
        pen.log.append(withdrawal_of(fact, by=by, via=via))
    for claim in claims:
        pen.clear(Claim, "pk", claim.pk)


def withdraw(facts: LaterFactQuerySet, *, by: User, via: str) -> None:
    for fact in list(facts.select_related("claim").prefetch_related("activity__agreements")):
        change = withdrawal_of(fact, by=by, via=via)
        fact.save(update_fields=["review"])
        append([change])


def withdrawal_of(fact: LaterFact, *, by: User, via: str) -> Change:
    """The row of the log that says so; written on the fact, not saved yet."""
    before = {"fact_review": str(fact.review)}
    fact.review = LaterFact.Review.WITHDRAWN
    return fact_step(fact, "withdrawn", before, by=by, via=via)
