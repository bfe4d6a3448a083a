"""What follows for an activity from its history: its status now and on every day, since when it had begun, and which of its
results are no longer so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.spans import Recorded, Since, begun_on, history_of
from reports.activity.state import State, activity_state, plain
from reports.activity.units import ITSELF
from reports.models import Activity, Claim, LaterFact, Organisation, StatusSpan, User, latest_day_of
from reports.workflow.history import log_step, record_activity
from reports.workflow.words import Voice, report
from themes.dates import date_format
from themes.folding import visible_text
from themes.known_days import UnreadableDay, last_day, parse


def settle_status(activity: Activity) -> None:
    """Write anew what follows from the status as it was recorded, the dates and what was reported later and is in effect. Takes
    a saved row; four queries."""
    later = list(LaterFact.objects.statuses().in_effect().filter(activity=activity).order_by("since", "at"))
    recorded = Recorded(
        activity.first_status,
        activity.first_status_since,
        activity.starts_on,
        activity.ends_on,
    )
    history = history_of(recorded, [Since(fact.status, fact.since) for fact in later])
    now = history[-1]
    said = next((fact for fact in reversed(later) if (fact.status, fact.since) == (now.status, now.day)), None)
    activity.status = now.status
    if said:
        activity.status_since, activity.status_since_known = said.since, said.since_known
        activity.status_reason = said.text
    else:
        activity.status_since = activity.first_status_since
        activity.status_since_known = activity.first_status_since_known
    activity.begun_on = begun_on(history, recorded.starts_on)
    names = ("status", "status_reason", "status_since", "status_since_known", "begun_on")
    Activity.objects.filter(pk=activity.pk).update(**{name: getattr(activity, name) for name in names})
    write_spans(activity, history)


def write_spans(activity: Activity, history: list[Since]) -> None:
    ends = [*(since.day for since in history[1:]), None]
    spans = [
        StatusSpan(activity=activity, status=since.status, since=since.day, until=end)
        for since, end in zip(history, ends, strict=True)
    ]
    activity.status_spans.all().delete()
    StatusSpan.objects.bulk_create(spans)


def settle_ends(activity: Activity) -> None:
    """Write on each claim since when it is no longer so, by what is in effect. Two queries, and one for each that changes."""
    ends = {fact.claim_id: fact for fact in LaterFact.objects.ends().in_effect().filter(activity=activity)}
    for pk, *stood in activity.claims.order_by().values_list("pk", "ended_on", "ended_on_known"):
        fact = ends.get(pk)
        now = [fact.since, fact.since_known] if fact else [None, ""]
        if stood != now:
            activity.claims.filter(pk=pk).update(ended_on=now[0], ended_on_known=now[1])


OF_STATUS = ("status", "status_reason", "status_since")


@dataclass(frozen=True)
class LaterStatus:
    """What a status is said to be since a day, as it is known, and why."""

    status: str
    since: str
    reason: str


def later_status(activity: Activity, before: State, after: State) -> LaterStatus | None:
    """What a change of a submitted activity says of its status since then; None where it corrects the one that stands, its day
    or its wording, or says nothing of it. A day that was not given follows from the dates, or is today's."""
    is_dated = not before["status_since"] and before["status"] in Activity.STOPPED and bool(after["status_since"])
    is_other = after["status"] != before["status"]
    if activity.is_draft or not (is_other or is_dated):
        return None
    is_given = after["status_since"] and after["status_since"] != before["status_since"]
    since = after["status_since"] if is_given else usual_day(activity, after)
    reason = after["status_reason"] if after["status"] in Activity.STOPPED else ""
    return LaterStatus(after["status"], since, reason)


def usual_day(activity: Activity, after: State) -> str:
    """What was planned came true on the dates of the activity, what was under way ended on its last one; everything else is
    known to be so today."""
    today = latest_day_of(activity.countries_named())
    starts, ends = after["starts_on"], after["ends_on"]
    planned = Activity.Status.PLANNED
    day = {
        Activity.Status.IN_PROGRESS: starts if activity.status == planned else None,
        Activity.Status.COMPLETED: ends or (starts if activity.status == planned else None),
    }.get(after["status"])
    return day if day and last_day(day) <= today else today.isoformat()


def require_no_later(activity: Activity, before: State, after: State) -> None:
    """The status as it was recorded is corrected only as long as nothing was reported later. Raises ValidationError."""
    is_corrected = any(before[name] != after[name] for name in ("status", "status_since"))
    if is_corrected and LaterFact.objects.statuses().standing().filter(activity=activity).exists():
        message = _(
            "The status of this activity has a history. Withdraw the entry that is wrong there, and report the right one."
        )
        raise ValidationError({"status": [message]})


def report_later(activity: Activity, later: LaterStatus, *, by: User, via: str) -> LaterFact:
    """Report a status since a day beside what stands. Raises ValidationError (`status`, `status_since`, `status_reason`)."""
    fact = LaterFact(
        activity=activity,
        kind=LaterFact.Kind.STATUS,
        status=later.status,
        text=visible_text(later.reason),
        language=activity.language,
    )
    problems = lay_day(fact, later.since, "status_since")
    same = LaterFact.objects.statuses().standing().filter(activity=activity, status=later.status)
    if not problems and (known := same.filter(since=fact.since, text=fact.text).first()):
        return known
    problems = problems or status_problems(fact)
    if problems:
        raise ValidationError(problems)
    return add_fact(fact, by=by, via=via)


def require_before_ends(activity: Activity, claims: Iterable[dict[str, str]]) -> None:
    """A result that is reported to have ended was achieved before. Raises ValidationError (`claims`). One query."""
    ends = LaterFact.objects.ends().standing().filter(activity=activity).select_related("claim")
    since = {(fact.claim.indicator_id, fact.claim.unit): fact.since for fact in ends if fact.claim}
    for row in claims if since else ():
        unit = str(activity.pk) if row["unit"] == ITSELF else row["unit"]
        end = since.get((row["indicator"], unit))
        if end and not (row["achieved_on"] and last_day(row["achieved_on"]) < end):
            message = _(
                "%(claim)s is reported as no longer so since %(day)s: it must have been achieved before that day."
            )
            named = f"{row['indicator']} {row['unit']}"
            raise ValidationError({"claims": [message % {"claim": named, "day": date_format(end)}]})


def lay_day(fact: LaterFact, written: str, field: str) -> dict[str, list[str]]:
    """Write the day, as far as it is known, on the row; what is wrong with it, by field: the time of which it is has begun."""
    today = latest_day_of(fact.activity.countries_named())
    try:
        day = parse(written)
    except UnreadableDay:
        return {field: [_("Enter a date, or the month or the year alone, for example 2012-06-30, 2012-06 or 2012.")]}
    if day.first > today:
        return {field: [_("This date is in the future. Enter the day on which it happened.")]}
    if day.first.year < limits.FIRST_YEAR:
        return {field: [_("Dates before the year %(first)d are not accepted.") % {"first": limits.FIRST_YEAR}]}
    fact.since, fact.since_known = min(day.last, today), "" if day.is_whole else day.known
    return {}


def status_problems(fact: LaterFact) -> dict[str, list[str]]:
    """What stands against a status since a day, in words. Two queries."""
    activity, start = fact.activity, fact.activity.starts_on
    if fact.status in Activity.STOPPED and not fact.text:
        return {"status_reason": [_("Explain why the activity was suspended or cancelled.")]}
    others = LaterFact.objects.statuses().standing().filter(activity=activity)
    if others.filter(since=fact.since).exists():
        return {"status_since": [_("A status is already reported from that day on. Withdraw that entry first.")]}
    spans = list(StatusSpan.objects.on(fact.since).filter(activity=activity))
    gives_day = fact.status == Activity.Status.CANCELLED
    if any(span.status == Activity.Status.CANCELLED and (span.since or not gives_day) for span in spans):
        return {"status_since": [_("The activity was cancelled by then. Withdraw that entry first if it is wrong.")]}
    if any(span.status == fact.status and (span.since or fact.status not in Activity.STOPPED) for span in spans):
        return {"status": [_("The activity already had this status on that day.")]}
    if fact.status in Activity.UNDER_WAY and start and fact.since < start:
        message = _("The activity starts on %(day)s. Enter that day or a later one, or correct the start.")
        return {"status_since": [message % {"day": date_format(start)}]}
    return {}


def add_fact(fact: LaterFact, *, by: User, via: str) -> LaterFact:
    """Save it, with what follows for the activity, which was reported by that; log it."""
    activity = fact.activity
    fact.by, fact.at = by, timezone.now()
    fact.full_clean(validate_unique=False, validate_constraints=False)
    fact.save()
    report(activity, Voice(rules.standing(by), fact.at))
    activity.save(update_fields=["confirmed_on", "updated_at"])
    log_fact(fact, "reported", {}, by=by, via=via)
    take_effect(activity, by=by, via=via)
    return fact


def take_effect(activity: Activity, *, by: User, via: str) -> None:
    """What follows from the later facts as they stand now; another status is a new version."""
    before = activity_state(activity)
    settle_status(activity)
    settle_ends(activity)
    after = before | {"status": activity.status, "status_reason": activity.status_reason}
    after |= {"status_since": activity.status_since_known or plain(activity.status_since)}
    if after != before:
        activity.version += 1
        activity.save(update_fields=["version", "updated_at"])
        record_activity(activity, by=by, via=via, verb="status_changed", before=before, after=after)


def verify_reported(activities: Iterable[Activity], *, by: User, via: str, agency: Organisation | None) -> None:
    """With the activities, and the claims of them, that were verified just now, what was reported later of them is: the statuses,
    and those ends of verified claims of which there is evidence. One query where nothing was."""
    by_pk = {activity.pk: activity for activity in activities}
    reported = LaterFact.objects.filter(review=LaterFact.Review.REPORTED, activity__in=by_pk).select_related("claim")
    facts = list(reported.exclude(kind=LaterFact.Kind.NOTE))
    for fact in facts:
        fact.activity = by_pk[fact.activity_id]
        is_proved = fact.claim and fact.evidence_id and fact.claim.verification == Claim.Verification.VERIFIED
        if fact.kind == LaterFact.Kind.STATUS or is_proved:
            fact.review, fact.decided_by, fact.decided_at = LaterFact.Review.VERIFIED, by, timezone.now()
            fact.decided_for = agency
            fact.save()
            log_fact(fact, "verified", {"fact_review": str(LaterFact.Review.REPORTED)}, by=by, via=via)
    for pk in {fact.activity_id for fact in facts}:
        take_effect(by_pk[pk], by=by, via=via)


def described(fact: LaterFact) -> dict[str, Any]:
    """As the log keeps it."""
    names = ("status", "text", "participants_women", "participants_men", "amount_spent", "currency")
    said = {name: plain(getattr(fact, name)) for name in names}
    said |= {"indicator": fact.claim.indicator_id, "unit": fact.claim.unit} if fact.claim else {}
    proof = {"evidence": str(fact.evidence_id)} if fact.evidence_id else {}
    return {"kind": str(fact.kind), "since": fact.since_known or plain(fact.since)} | said | proof


def log_fact(fact: LaterFact, verb: str, before: dict[str, Any], *, by: User, via: str, reason: str = "") -> None:
    after = described(fact) | {"fact": str(fact.pk), "fact_review": str(fact.review)}
    log_step(fact.activity, by=by, via=via, verb=f"later_{verb}", before=before, after=after, reason=reason)
