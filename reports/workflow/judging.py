"""Who decides on a claim, in the name of which agency, and what stands against it: nobody judges their own work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.agencies import Judges, Reviewers, agency_called, at_work, first_finder, judges, reviewers, to_verify
from reports.bodies import agency_word, agency_words
from reports.models import Activity, Claim, Finding, LaterFact, Organisation, User
from reports.rules import Standing


@dataclass(frozen=True)
class Decider:
    """A person before claims of `to_decide`, of activities of `with_state`. No method but `signature` makes a query, and that
    one only where a person stands in for the other agency."""

    who: Standing
    present: Reviewers

    def judges(self, claim: Claim, activity: Activity) -> Judges:
        return judges(claim, activity, self.present)

    def may_decide(self, claim: Claim, activity: Activity) -> bool:
        return rules.may_decide(self.who, activity, claim, self.judges(claim, activity))

    def is_last_word(self, claim: Claim, activity: Activity) -> bool:
        return rules.is_last_word(self.who, activity, claim, self.judges(claim, activity))

    def problem(self, claim: Claim, activity: Activity, verification: str = "") -> str:
        """Why this person does not decide so on the claim, and who does; empty: they do. Any reviewer may withdraw that
        a claim is verified."""
        is_withdrawn = claim.verification == Claim.Verification.VERIFIED and verification == Claim.Verification.PENDING
        if self.may_decide(claim, activity) or (is_withdrawn and rules.may_review(self.who, activity)):
            return ""
        if not rules.may_review(self.who, activity):
            return _("Only a member of the working group who did not enter the claim can decide on it.")
        hearing, own = self.judges(claim, activity), rules.agency_code(self.who)
        if not own:
            return _(
                "You do not act for exactly one of UNHCR and IOM, so you cannot decide on the work of either. An administrator "
                "can correct the agency of your role."
            )
        names = {
            "claim": claim.named,
            "own": agency_words(sorted(at_work(activity))),
            "other": agency_words(hearing.awaited),
            "agency": agency_word(own),
        }
        if hearing.missing_beside(own) <= hearing.absent:
            return self.second_wanted(claim, activity) % names
        return (
            _(
                "%(claim)s: %(own)s leads or implements this activity, so a member of the working group for %(other)s "
                "decides on the claim. Leave the claim pending."
            )
            % names
        )

    def verify_problem(self, activity: Activity, claims: Iterable[Claim]) -> str:
        """Why this person does not accept the activity with these claims of it, and who does; empty: they do. What one agency
        leads or implements and claims something by is the other's to accept, unless they stand in for it."""
        needed, claims = to_verify(activity), list(claims)
        if not claims or not needed or rules.agency_code(self.who) in needed:
            return ""
        if any(self.may_decide(claim, activity) for claim in claims):
            return ""
        names = {"own": agency_words(sorted(at_work(activity))), "other": agency_words(sorted(needed))}
        message = _(
            "%(own)s leads or implements this activity, so a member of the working group for %(other)s verifies it."
        )
        return message % names

    def fact_problem(self, fact: LaterFact, activity: Activity, claims: Iterable[Claim]) -> str:
        """Why this person does not decide on what was reported later of an activity with these claims, and who does; empty: they
        do. On an end decides whoever decides on its claim."""
        if not rules.may_decide_fact(self.who, fact):
            return _("Only a member of the working group who did not enter it can decide on it.")
        claims = list(claims)
        if fact.kind == LaterFact.Kind.END:
            return self.problem(next(claim for claim in claims if claim.pk == fact.claim_id), activity)
        return self.verify_problem(activity, claims)

    def second_wanted(self, claim: Claim, activity: Activity) -> str:
        """The other agency has nobody: two people of this one look at the claim."""
        if first_finder(claim, activity, rules.agency_code(self.who)):
            return _(
                "%(claim)s: %(other)s has had no reviewer free for a month. You recorded the finding of "
                "%(agency)s; a second member of the working group for %(agency)s, who had no part in the "
                "activity, decides on the claim."
            )
        return _(
            "%(claim)s: %(other)s has had no reviewer free for a month. First record the finding of %(agency)s; "
            "a second member of the working group for %(agency)s, who had no part in the activity, then decides "
            "on the claim."
        )

    def agreement(self, claim: Claim, activity: Activity) -> Finding | None:
        """Where the word of both agencies is needed, that of this person's, not saved yet; None where it is there."""
        agency, hearing = rules.agency_of(self.who), self.judges(claim, activity)
        if agency is None or not hearing.is_joint or agency.agency_code not in hearing.needed:
            return None
        if any(row.agency_id == agency.pk for row in claim.findings.all()):
            return None
        return Finding(
            claim=claim, agency=agency, verdict=Finding.Verdict.AGREE, by=self.who.person, at=self.present.now
        )

    def signature(self, claim: Claim, activity: Activity) -> dict[str, Organisation | None]:
        """For which agency this person verifies, with which other one that agreed, and in place of which."""
        hearing = self.judges(claim, activity)
        absent = rules.stands_in_for(self.who, activity, claim, hearing)
        others = hearing.needed - {rules.agency_code(self.who), absent} if hearing.is_joint else frozenset[str]()
        gave = [row.agency for row in claim.findings.all() if row.verdict == Finding.Verdict.AGREE]
        gave += [activity.counted_for] if activity.counted_for else []
        return {
            "decided_for": rules.agency_of(self.who),
            "decided_with": next((one for one in gave if one.agency_code in others), None),
            "in_place_of": agency_called(absent) if absent else None,
        }


def decider(by: User, now: datetime | None = None) -> Decider:
    """Two queries at most."""
    return Decider(rules.standing(by), reviewers(now or timezone.now()))
