"""What becomes of what was reported of the end of a claim, where the claim is removed; and of any later fact that goes with what
it was reported of."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.models import Claim, LaterFact, LaterFactQuerySet, User
from reports.workflow.statuses import log_fact


def remove_claims(claims: Collection[Claim], *, by: User, via: str) -> None:
    """Take claims out: they were never right, and nothing that was reported of them stays. An end that is only reported is
    withdrawn before, so that the log tells of it; one that is verified is the working group's word, and whoever recorded the
    claim does not erase it by removing the claim and adding it again. Raises ValidationError (`claims`)."""
    if not claims:
        return
    ends = LaterFact.objects.ends().standing().filter(claim__in=claims)
    verified = ends.filter(review=LaterFact.Review.VERIFIED).select_related("claim").first()
    if verified:
        message = _(
            "%(claim)s cannot be removed: the working group has verified that it is no longer so since %(day)s. Ask the working "
            "group to take that decision back first."
        )
        named = {"claim": verified.claim and verified.claim.named, "day": verified.day and verified.day.after_since}
        raise ValidationError({"claims": [message % named]})
    withdraw(ends, by=by, via=via)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).delete()


def withdraw(facts: LaterFactQuerySet, *, by: User, via: str) -> None:
    for fact in list(facts.select_related("claim").prefetch_related("activity__agreements")):
        before = {"fact_review": str(fact.review)}
        fact.review = LaterFact.Review.WITHDRAWN
        fact.save(update_fields=["review"])
        log_fact(fact, "withdrawn", before, by=by, via=via)
