"""Who decides on what was reported later, and who withdraws it."""

from reports.models import LaterFact
from reports.rules.acting import may_change_claim, may_edit, may_review
from reports.rules.giving import is_among
from reports.rules.standing import Standing


def may_decide_fact(who: Standing, fact: LaterFact) -> bool:
    """Verify or refuse it, or take that back: a reviewer of its activity, but nobody what they reported themselves. Which
    agency's word it needs is told by the claims (`may_decide`)."""
    return may_review(who, fact.activity) and who.person is not None and fact.by_id != who.person.pk


def may_withdraw_fact(who: Standing, fact: LaterFact) -> bool:
    """Those in whose name it was reported, as long as they may edit the activity and, of an end, change its claim; what is in
    nobody's name, whoever may. One query: the agreements of its activity."""
    if not may_edit(who, fact.activity) or (fact.claim and not may_change_claim(who, fact.activity, fact.claim)):
        return False
    is_named = fact.of_country_id or fact.of_organisation_id
    return who.is_administrator or not is_named or is_among(who, fact.of_country_id, fact.of_organisation_id)
