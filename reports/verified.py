"""By which agency a unit or a claim was verified, when, and on what proof: never by whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from indicators.models import Indicator
from indicators.progress import VERIFIED, IndicatorProgress
from reports import rules
from reports.attained import verification_words, verifier_words
from reports.models import Claim, ClaimQuerySet, Evidence, LaterFact, UnitTally
from reports.rules import Standing
from reports.summaries import Selection, counted_claims
from reports.summaries.kept import of_country
from themes.known_days import KnownDay

SHOWN = 3  # pieces of proof beside a unit; the activity has them all


@dataclass(frozen=True)
class Verified:
    """`agencies` by the names that the directory has for them, the one that decided first; `in_place_of` the one that had no
    reviewer free, else empty; `proof` as far as its reader may see it."""

    agencies: tuple[str, ...]
    on: date
    in_place_of: str
    proof: tuple[Evidence, ...] = ()
    pieces: int = 0  # of proof, where it is not named
    end: KnownDay | None = None  # reported, and not decided: since then it would be so no longer

    @property
    def words(self) -> str:
        return verification_words(self.agencies, self.on, self.in_place_of)

    @property
    def by(self) -> str:
        """As a cell has it, with the day beside."""
        return verifier_words(self.agencies, self.in_place_of)

    @property
    def shown(self) -> tuple[Evidence, ...]:
        return self.proof[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.proof) - len(self.shown)

    def plain(self) -> dict[str, Any]:
        """As the API sends it."""
        evidence = [str(piece.pk) for piece in self.proof]
        return {"agencies": list(self.agencies), "on": self.on, "in_place_of": self.in_place_of, "evidence": evidence}


def day_of(moment: datetime) -> date:
    """The same for every reader: by the calendar of the site."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def verified_claim(claim: Claim, proof: Iterable[Evidence] = ()) -> Verified | None:
    """Of a claim `with_agencies`; None while it is not verified. No query."""
    if claim.verification != Claim.Verification.VERIFIED or claim.decided_at is None:
        return None
    agencies = tuple(one.name for one in (claim.decided_for, claim.decided_with) if one)
    absent = claim.in_place_of.name if claim.in_place_of else ""
    return Verified(agencies, day_of(claim.decided_at), absent, tuple(proof))


def is_proof(piece: Evidence, claim: Claim) -> bool:
    """Does a piece of the claim's activity name the claim, or stand for the whole? Of evidence with its `claims`."""
    named = {one.pk for one in piece.claims.all()}
    return not piece.is_of_fact and (not named or claim.pk in named)


Counted = Iterable[tuple[Indicator, IndicatorProgress]]


def verified_units(who: Standing, selection: Selection, counted: Counted) -> dict[tuple[str, str], Verified]:
    """`{("VI.T1.1", "MOZ"): Verified}` of these indicators, of activities those that are named: the claim since which each unit
    has been verified. Three queries, for the public two."""
    counted = list(counted)
    standing = standing_verified(selection)
    named = [indicator.pk for indicator, _row in counted if indicator.counts != Indicator.Counts.ACTIVITIES]
    chosen = [
        standing.filter(indicator=indicator, unit__in=units)
        for indicator, row in counted
        if indicator.counts == Indicator.Counts.ACTIVITIES
        if (units := [unit.unit for unit in row.units if unit.layer == VERIFIED])
    ]
    firsts = list(firsts_of(standing, Q(place="", indicator__in=named), *chosen))
    proof, ends = proof_of(who, firsts), reported_ends(who, firsts)
    known = ((claim, verified_claim(claim, proof[claim.pk])) for claim in firsts)
    return {
        (claim.indicator_id, claim.unit): replace(verified, end=ends.get(claim.pk))
        for claim, verified in known
        if verified
    }


def reported_ends(who: Standing, claims: Iterable[Claim]) -> dict[UUID, KnownDay | None]:
    """By claim: since when it is reported to be so no longer, as far as this reader may see that. One query, of participants."""
    if not who.takes_part:
        return {}
    reported = rules.visible_facts(who).ends().filter(review=LaterFact.Review.REPORTED)
    rows = reported.filter(claim__in=[claim.pk for claim in claims])
    return {fact.claim_id: fact.day for fact in rows if fact.claim_id}


def verified_units_of(
    who: Standing, country: str, selection: Selection, counted: Counted
) -> dict[tuple[str, str], Verified]:
    """The same of one country, of all its activities, with the number of its pieces of proof alone. One query, if there are any."""
    standing, indicators = standing_verified(selection).filter(of_country(country)), [row for row, _progress in counted]
    if not indicators:
        return {}
    named = [row.pk for row in indicators if row.counts != Indicator.Counts.ACTIVITIES]
    own = Q(place="", country=country) | Q(place=country)
    activities = standing.filter(indicator__in={row.pk for row in indicators} - {*named})
    return with_pieces(who, firsts_of(standing, own & Q(indicator__in=named), activities))


def verified_units_at(
    who: Standing, region: str, selection: Selection, indicators: Iterable[str]
) -> dict[tuple[str, str], Verified]:
    """The same of one border region. One query."""
    return with_pieces(
        who, firsts_of(standing_verified(selection), Q(place="", unit=region, indicator__in=list(indicators)))
    )


def with_pieces(who: Standing, firsts: ClaimQuerySet) -> dict[tuple[str, str], Verified]:
    pieces = (
        rules.visible_evidence(who).filter(PROVES).order_by().values("activity").annotate(n=Count("pk")).values("n")
    )
    known = ((claim, verified_claim(claim)) for claim in firsts.annotate(seen_pieces=Coalesce(Subquery(pieces), 0)))
    return {
        (claim.indicator_id, claim.unit): replace(verified, pieces=claim.seen_pieces)
        for claim, verified in known
        if verified
    }


PROVES = Q(activity=OuterRef("activity"), is_of_fact=False) & (Q(claims__isnull=True) | Q(claims=OuterRef("pk")))


def standing_verified(selection: Selection) -> ClaimQuerySet:
    """Those that stand as verified on the day, in no order."""
    achieved = counted_claims(selection).filter(
        verification=Claim.Verification.VERIFIED, achieved_on__lte=selection.as_at
    )
    return achieved.exclude(ended_on__lte=selection.as_at).order_by()


def firsts_of(standing: ClaimQuerySet, units: Q, *more: ClaimQuerySet) -> ClaimQuerySet:
    """Of `standing` claims the first of each of these units that have a name, by index however many there are, and `more`."""
    own = standing.filter(indicator=OuterRef("indicator"), unit=OuterRef("unit"))
    first = own.order_by("achieved_on", "decided_at", "pk").values("pk")[:1]
    firsts = UnitTally.objects.filter(units).order_by().annotate(claim=Subquery(first)).values("claim")
    more_of_them = [claims.values("pk") for claims in more]
    return Claim.objects.filter(pk__in=firsts.union(*more_of_them) if more else firsts).order_by().with_agencies()


def proof_of(who: Standing, claims: Iterable[Claim]) -> dict[UUID, list[Evidence]]:
    """The evidence of each claim that this reader may see: what names it, or stands for its whole activity. One query, if
    there are claims."""
    claims = list(claims)
    proof: dict[UUID, list[Evidence]] = defaultdict(list)
    if not claims:
        return proof
    named = {claim.pk for claim in claims}
    pieces = rules.visible_evidence(who).filter(activity__in={claim.activity_id for claim in claims}, is_of_fact=False)
    pieces = pieces.filter(Q(claims__isnull=True) | Q(claims__in=named)).annotate(of=F("claims"))
    by_activity: dict[UUID, list[Any]] = defaultdict(list)
    for piece in pieces.order_by("created_at", "pk"):
        by_activity[piece.activity_id].append(piece)
    for claim in claims:
        proof[claim.pk] = [piece for piece in by_activity[claim.activity_id] if piece.of in (None, claim.pk)]
    return proof
