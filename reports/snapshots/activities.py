"""The annex: the activities on which the figures rest, with their claims and what proves them.

Read as plain values, for a region has thousands of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from indicators.progress import ClaimRow, layer_of
from reports import rules
from reports.activity.funding import AMOUNTS, KEY, tidied_lines
from reports.activity.state import DAYS, LISTS, SCALARS, in_order, plain
from reports.models import Activity, ActivityQuerySet, Claim, Evidence, FundingLine, Partner
from reports.rules import Standing
from reports.summaries import Selection, counted_activities, counted_claims

LEFT_OUT = ("theme", "lead")  # given by name
COLUMNS = tuple(name for name in SCALARS if name not in LEFT_OUT)
KNOWN = tuple(f"{name}_known" for name in (*DAYS, "status_since"))
ACHIEVED, ENDED = ("achieved_on", "achieved_on_known"), ("ended_on", "ended_on_known")
OF_EVIDENCE = ("kind", "title", "url", "citation", "file_name", "content_type", "size", "sha256", "confidentiality")

SIGNED = ("decided_at", "decided_for__name", "decided_with__name", "in_place_of__name")

Lines = dict[Any, list[Any]]  # by activity


def activities(who: Standing, selection: Selection) -> list[dict[str, Any]]:
    """In order of their ids: those that `who` may see with everything that they may see of it, the others bare.

    A constant number of queries.
    """
    visible = rules.visible_activities(who)
    counted = counted_activities(selection)
    rows = [
        *full(who, visible.filter(pk__in=counted.values("pk")), selection.as_at),
        *bare(counted, visible, selection),
    ]
    return sorted(rows, key=lambda row: row["id"])


def full(who: Standing, seen: ActivityQuerySet, day: date) -> Iterable[dict[str, Any]]:
    """The values of `reports.activity.state.activity_state`, with claims in their layers and evidence."""
    links = {name: linked(name, seen) for name in LISTS if name != "countries"}
    agreements = rules.visible_agreements(who).filter(activity__in=seen)
    money = lines_of(seen)
    links["countries"] = gathered(agreements.values_list("activity_id", "country_id"))
    partners, claims, evidence = partners_of(seen), claims_of(who, seen, day), evidence_of(who, seen)
    for row in seen.order_by("pk").values("pk", "review", "theme", "lead__name", *COLUMNS, *KNOWN):
        yield {
            "id": str(row["pk"]),
            "bare": False,
            "review": row["review"],
            "theme": row["theme"],
            "lead": row["lead__name"] or "",
            **{name: plain(row[name]) for name in COLUMNS},
            **known_beside(row),
            "funding_lines": tidied_lines(money[row["pk"]]),
            **{name: sorted(links[name][row["pk"]]) for name in LISTS},
            "partners": in_order(partners[row["pk"]]),
            "claims": claims[row["pk"]],
            "evidence": evidence[row["pk"]],
        }


def linked(name: str, seen: ActivityQuerySet) -> Lines:
    """The codes that activities name in one of their lists. One query."""
    linked_by = getattr(Activity, name)
    rows = linked_by.through.objects.filter(activity__in=seen)
    return gathered(rows.values_list("activity_id", linked_by.field.m2m_reverse_name()))


def partners_of(seen: ActivityQuerySet) -> Lines:
    rows = Partner.objects.filter(activity__in=seen).values_list("activity_id", "organisation__name", "role")
    return gathered((pk, {"organisation": name, "role": role}) for pk, name, role in rows)


def lines_of(seen: ActivityQuerySet) -> Lines:
    """Its funding lines. One query."""
    names = ("funder__name", "year", "currency", "committed", "spent")
    rows = FundingLine.objects.filter(activity__in=seen).values_list("activity_id", *names)
    return gathered((pk, dict(zip((*KEY, *AMOUNTS), line, strict=True))) for pk, *line in rows)


def claims_of(who: Standing, seen: ActivityQuerySet, day: date) -> Lines:
    rows = rules.visible_claims(who).filter(activity__in=seen).order_by("indicator_id", "unit")
    names = (
        "activity_id",
        "activity__review",
        "pk",
        "indicator_id",
        "unit",
        *ACHIEVED,
        *ENDED,
        "verification",
        *SIGNED,
    )
    return gathered(
        (
            pk,
            {
                "id": str(claim),
                "indicator": indicator,
                "unit": unit,
                "achieved_on": plain(achieved_on),
                **({"achieved_on_known": known} if known else {}),
                **ended_by(day, ended_on, ended_known),
                "verification": verification,
                "layer": layer(unit, achieved_on, verification, review, day),
                "verified": verified(verification, *signed),
            },
        )
        for pk, review, claim, indicator, unit, achieved_on, known, ended_on, ended_known, verification, *signed in rows.values_list(
            *names
        )
    )


def ended_by(day: date, ended_on: date | None, known: str) -> dict[str, str]:
    """Of a result that was no longer so on the day of the figures, since when; of others nothing."""
    if not ended_on or ended_on > day:
        return {}
    return {"ended_on": ended_on.isoformat()} | ({"ended_on_known": known} if known else {})


def known_beside(row: dict[str, Any]) -> dict[str, str]:
    """What is known of a day that is not known as such, beside the day that counts; of others nothing."""
    return {name: row[name] for name in KNOWN if row[name]}


def evidence_of(who: Standing, seen: ActivityQuerySet) -> Lines:
    """What each piece is, not the file itself: its hash says which file was meant. Two queries."""
    pieces = rules.visible_evidence(who).filter(activity__in=seen)
    proves = gathered(
        Evidence.claims.through.objects.filter(evidence__in=pieces).values_list("evidence_id", "claim_id")
    )
    return gathered(
        (
            row["activity_id"],
            {name: row[name] for name in OF_EVIDENCE}
            | {"dated": plain(row["dated"]), "claims": sorted(str(claim) for claim in proves[row["pk"]])}
            | ({"is_of_fact": True} if row["is_of_fact"] else {}),
        )
        for row in pieces.order_by("created_at", "pk").values("pk", "activity_id", "dated", "is_of_fact", *OF_EVIDENCE)
    )


def bare(counted: ActivityQuerySet, visible: ActivityQuerySet, selection: Selection) -> Iterable[dict[str, Any]]:
    """What the figures say anyway of activities whose text is not for this reader. Two queries."""
    others = counted.exclude(pk__in=visible.values("pk"))
    rows = counted_claims(selection).filter(activity__in=others).order_by("indicator_id", "unit")
    names = (
        "activity_id",
        "activity__review",
        "indicator_id",
        "unit",
        "achieved_on",
        *ENDED,
        "verification",
        *SIGNED,
    )
    claims = gathered(
        (
            pk,
            {
                "indicator": indicator,
                "unit": unit,
                **ended_by(selection.as_at, ended_on, ended_known),
                "layer": layer(unit, achieved_on, verification, review, selection.as_at),
                "verified": verified(verification, *signed),
            },
        )
        for pk, review, indicator, unit, achieved_on, ended_on, ended_known, verification, *signed in rows.values_list(
            *names
        )
    )
    for pk, scope in others.values_list("pk", "scope"):
        yield {"id": str(pk), "bare": True, "scope": scope, "claims": claims[pk]}


def verified(
    verification: str, at: datetime | None, decided_for: str | None, decided_with: str | None, in_place_of: str | None
) -> dict[str, Any] | None:
    """By which agencies a claim was verified and when, by the calendar of the site; None while it is not."""
    if verification != Claim.Verification.VERIFIED or at is None:
        return None
    agencies = [name for name in (decided_for, decided_with) if name]
    on = timezone.localdate(at, timezone.get_default_timezone())
    return {"agencies": agencies, "on": on.isoformat(), "in_place_of": in_place_of or ""}


def layer(unit: str, achieved_on: date | None, verification: str, review: str, day: date) -> str:
    is_verified = verification == Claim.Verification.VERIFIED
    return layer_of(ClaimRow(unit, achieved_on, is_verified, review in Activity.HANDED_IN), day)


def gathered(pairs: Iterable[tuple[Any, Any]]) -> Lines:
    by_key = defaultdict(list)
    for key, value in pairs:
        by_key[key].append(value)
    return by_key
