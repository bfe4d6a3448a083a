"""Nobody judges their own work: whose word a claim needs, who has given it, and when the other agency may stand in.

Of an activity that UNHCR or IOM leads or implements, a claim is verified by the other; where both do, by the word of both;
where neither does, by anybody of the working group. An office counts as its agency.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from reports import limits
from reports.bodies import AGENCIES
from reports.models import Activity, Claim, ClaimQuerySet, Finding, Membership, Organisation, Partner

SILENT = timedelta(days=limits.AGENCY_SILENT_DAYS)


def at_work(activity: Activity) -> frozenset[str]:
    """The codes of the agencies that lead or implement it, themselves or by an office. Of `with_state`: no query."""
    theirs = [row.organisation for row in activity.partners.all() if row.role == Partner.Role.IMPLEMENTING]
    return frozenset(one.agency_code for one in (activity.lead, *theirs) if one) - {""}


def to_verify(activity: Activity) -> frozenset[str]:
    """The agencies whose word a claim of it needs; none: that of anybody in the working group."""
    own = at_work(activity)
    return frozenset(AGENCIES) - own if len(own) == 1 else own


@dataclass(frozen=True)
class Reviewers:
    """Who has been in the working group for which agency in the days before `now` that make it silent: `{(person, code)}`."""

    now: datetime
    lately: frozenset[tuple[int, str]]

    def without(self, activity: Activity) -> frozenset[str]:
        """The agencies that had nobody but those who entered the activity, or last changed what counts in it."""
        involved = {activity.created_by_id, activity.counted_by_id}
        return frozenset(AGENCIES) - {code for person, code in self.lately if person not in involved}


def reviewers(now: datetime) -> Reviewers:
    """One query."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    lately = Q(until__isnull=True) | Q(until__gt=today - SILENT)
    roles = Membership.objects.filter(lately, role=Membership.Role.WORKING_GROUP, since__lte=today)
    roles = roles.filter(person__is_active=True, organisation__isnull=False).select_related("organisation__office_of")
    known = {(role.person_id, role.organisation.agency_code) for role in roles if role.organisation}
    return Reviewers(now, frozenset(known))


@dataclass(frozen=True)
class Judges:
    """Of one claim: the agencies whose word it `needed`, those that `agreed`, and those `absent`, in whose place the other
    may decide."""

    needed: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    @property
    def is_joint(self) -> bool:
        """Both agencies lead or implement: it takes the word of both."""
        return len(self.needed) > 1

    @property
    def awaited(self) -> list[str]:
        """Whose word is missing; of one that is not decided though all agreed, whose it was."""
        return sorted(self.needed - self.agreed or self.needed)

    def missing_beside(self, code: str) -> frozenset[str]:
        return self.needed - self.agreed - {code}


ANYBODY = Judges()


def judges(claim: Claim, activity: Activity, known: Reviewers | None = None) -> Judges:
    """Of a claim with its `findings`, of an activity of `with_state`; `known`, and the claim of `with_proof_day`, say who is
    absent. No query."""
    needed = to_verify(activity)
    if not needed:
        return ANYBODY
    verdicts = {finding.agency.agency_code: finding.verdict for finding in claim.findings.all()}
    agreed = {code for code, verdict in verdicts.items() if verdict == Finding.Verdict.AGREE}
    if activity.counted_for and activity.counted_for.agency_code not in verdicts:
        agreed.add(activity.counted_for.agency_code)  # recording it as the agency's officer was its word
    absent = known.without(activity) if known and is_overdue(claim, activity, known.now) else frozenset()
    return Judges(needed, needed & agreed if len(needed) > 1 else frozenset(), needed & absent)


def awaits(claim: Claim, activity: Activity, known: Reviewers | None = None) -> list[str]:
    """The codes of the agencies whose word is awaited on a claim; none where it is decided, not achieved yet or anybody's."""
    is_open = claim.verification == Claim.Verification.PENDING and claim.achieved_on and activity.is_handed_in
    return judges(claim, activity, known).awaited if is_open else []


OF_PARTNERS = Partner.objects.select_related("organisation__office_of")


def read_partners(activity: Activity) -> Activity:
    """The same row with its partners read (anew), as `at_work` asks for them. One query."""
    prefetch_related_objects([activity], Prefetch("partners", OF_PARTNERS.all()))
    return activity


def with_judges(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Claims with what `judges` reads of their activity; of each its `findings` beside. One query more."""
    partners = Prefetch("activity__partners", OF_PARTNERS.all())
    return claims.select_related("activity__lead__office_of", "activity__counted_for").prefetch_related(partners)


def is_overdue(claim: Claim, activity: Activity, now: datetime) -> bool:
    """Could it have been decided for as many days as make an agency silent?"""
    if not (activity.is_handed_in and activity.submitted_at and claim.first_proof_at and claim.achieved_on):
        return False
    moments = (activity.submitted_at, activity.counted_at, claim.first_proof_at, claim.updated_at)
    return max(moment for moment in moments if moment) <= now - SILENT


def first_finder(claim: Claim, activity: Activity, code: str) -> int | None:
    """Who found for this agency that the claim is right, and had no part in the activity."""
    involved = (activity.created_by_id, activity.counted_by_id)
    agreeing = (row for row in claim.findings.all() if row.verdict == Finding.Verdict.AGREE)
    finders = (row.by_id for row in agreeing if row.agency.agency_code == code)
    return next((person for person in finders if person not in involved), None)


def is_judged_by_others(claim: Claim, activity: Activity) -> bool:
    """Is a claim that is verified so by the word of those that it needs? Select `decided_for`, `decided_with` and
    `in_place_of`."""
    gave = (claim.decided_for, claim.decided_with, claim.in_place_of)
    return to_verify(activity) <= {one.agency_code for one in gave if one}


def agency_called(code: str) -> Organisation | None:
    """The directory's entry of an agency. One query."""
    rows = Organisation.objects.filter(office_of__isnull=True).mentioning(code)
    return next((row for row in rows if row.agency_code == code), None)
