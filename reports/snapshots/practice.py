"""Countries, what they took up and reported, and what the working group says: the rows behind the figures."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from reports import rules
from reports.activity.state import DAYS, plain
from reports.models import (
    Adoption,
    Assessment,
    BodyMembership,
    BorderRegion,
    Country,
    CountryReport,
    Narrative,
    RegionalBody,
    Round,
    Snapshot,
)
from reports.rules import Standing
from reports.summaries import answers
from themes.translating import texts_of

KNOWN = tuple(f"{name}_known" for name in ("adopted_on", *DAYS))  # beside a day that is not known as such


def countries(day: date) -> list[dict[str, Any]]:
    """Each with its participation on the day, and since when, by which decision and on what authority."""
    return [
        {
            "code": row.pk,
            "name": texts_of(row, "name"),
            "participation": row.participation,
            "participation_since": plain(row.participation_since),
            "participation_decision": row.participation_decision,
            "participation_source": row.participation_source,
            "participation_language": row.participation_language,
            "participation_translations": row.participation_translations or {},
            "time_zones": row.zone_names,
        }
        for row in Country.objects.order_by("pk").with_participation(day)
    ]


def bodies() -> list[dict[str, Any]]:
    """Regional bodies with every membership and its dates: who was a member on the day can be read from them."""
    members: dict[str, list[dict[str, Any]]] = {}
    for row in BodyMembership.objects.standing().order_by("body", "country", "since"):
        line = {"country": row.country_id, "since": plain(row.since), "until": plain(row.until)}
        members.setdefault(row.body_id, []).append(line)
    return [
        {"code": row.pk, "name": texts_of(row, "name"), "members": members.get(row.pk, [])}
        for row in RegionalBody.objects.order_by("pk")
    ]


def border_regions() -> list[dict[str, Any]]:
    rows = BorderRegion.objects.order_by("pk").prefetch_related("countries")
    return [
        {
            "code": row.pk,
            "name": texts_of(row, "name"),
            "countries": sorted(country.pk for country in row.countries.all()),
        }
        for row in rows
    ]


def adoptions(who: Standing, day: date) -> list[dict[str, Any]]:
    """The national plans, in each country's own order."""
    rows = rules.visible_adoptions(who).as_at(day).adopted().order_by("country", "position", "pk")
    return [adoption(row) for row in rows]


def other_answers(who: Standing, day: date) -> list[dict[str, Any]]:
    """What else countries answered to the menu and was not refused, by country and in printed order, with why as far as `who`
    reads it."""
    rows = rules.visible_adoptions(who).as_at(day).unrefused().exclude(answer=Adoption.Answer.ADOPTED)
    return [
        {
            "country": row.country_id,
            "action": row.action_id,
            "state": row.state,
            "from": plain(row.adopted_on),
            "in_place_since": row.since or None,
            "proof_url": row.proof_url,
            "proof_citation": row.proof_citation,
            "because": row.because if rules.may_read_because(who, row) else "",
        }
        | ({"from_known": row.adopted_on_known} if row.adopted_on_known else {})
        for row in rows.order_by("country", "action__group__theme__position", "action__position", "pk")
    ]


def adoption(row: Adoption) -> dict[str, Any]:
    names = ("priority", "adopted_on", "lead_ministry", "starts_on", "ends_on", "needs_funding", "title", "language")
    return (
        {"country": row.country_id, "action": row.action_id, "theme": row.theme_code}
        | {name: plain(getattr(row, name)) for name in names}
        | {name: getattr(row, name) for name in KNOWN if getattr(row, name)}
    )


def reports(row: Round, *, names: bool) -> list[dict[str, Any]]:
    """Every participating country and whether its report is complete; `names`: also who said so, by their id."""
    lines = []
    for answer in sorted(answers(row), key=lambda answer: answer.country.pk):
        report = answer.report
        line = {
            "country": answer.country.pk,
            "complete": report is not None,
            "completed_at": moment(report.completed_at) if report else None,
            "on_time": answer.on_time,
            "said_again_at": moment(answer.latest.completed_at) if answer.latest and answer.said_again_on else None,
            "nothing_changed": report.nothing_changed if report else None,
            "closes_on": plain(answer.closes_on),
        } | ({"after_closing": True} if answer.is_after_closing else {})
        lines.append(line | ({"completed_by": report.completed_by_id} if report and names else {}))
    return lines


def late_reports(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Which countries reported for a round after it had been closed, since the round before this one was and until this one
    was: no edition of theirs holds that. Three queries."""
    closings = Snapshot.objects.filter(edition=1).order_by("-taken_at")
    own = closings.filter(round=snapshot.round).values_list("taken_at", flat=True).first()
    until = own or snapshot.taken_at
    before = (
        closings.exclude(round=snapshot.round).filter(taken_at__lt=until).values_list("taken_at", flat=True).first()
    )
    rows = CountryReport.objects.filter(after_closing=True, completed_at__lte=until).exclude(round=snapshot.round)
    rows = rows.filter(completed_at__gt=before) if before else rows
    return [
        {
            "country": row.country_id,
            "round": row.round.title,
            **{f"round_{name}": value for name, value in row.round.languages().items()},
            "round_as_at": plain(row.round.as_at),
            "on": plain(row.on),
            "completed_at": moment(row.completed_at),
            "nothing_changed": row.nothing_changed,
        }
        for row in rows.select_related("round").order_by("completed_at", "pk")
    ]


def assessments(day: date) -> list[dict[str, Any]]:
    """All that were given by the day, the oldest first: the last of a target is the one that stands."""
    return [
        {
            "target": row.target_id,
            "verdict": row.verdict,
            "reasons": row.reasons,
            **row.languages(),
            "judged_on": plain(row.assessed_on),
        }
        for row in Assessment.objects.as_at(day).order_by("target", "assessed_on", "pk")
    ]


def narrative(row: Round) -> list[dict[str, str]]:
    """`[{"part": "VI" or "VI.T1", "language", "text"}]`."""
    texts = [
        {"part": one.part, "language": one.language, "text": one.text} for one in Narrative.objects.filter(round=row)
    ]
    return sorted(texts, key=lambda one: (one["part"], one["language"]))


def moment(value: datetime) -> str:
    return value.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
