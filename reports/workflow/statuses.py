"""What follows for an activity from its history: its status now and on every day, since when it had begun, and which of its
results are no longer so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.spans import Since, begun_on, history_of
from reports.activity.state import State, activity_state, as_known, plain
from reports.activity.units import ITSELF
from reports.models import Activity, Change, Claim, LaterFact, Organisation, StatusSpan, User, latest_day_of
from reports.workflow.histories import recorded_of, since_of, status_problems
from reports.workflow.history import append, difference_of, step_of
from reports.workflow.mailing import mail_changed
from reports.workflow.pen import Pen, hold
from reports.workflow.words import Voice, report
from themes.folding import visible_text
from themes.known_days import KnownDay, UnreadableDay, first_day, known_of, last_day, parse

COLUMNS = ("status", "status_since", "status_since_known", "status_reason")


def settle_facts(activity: Activity) -> None:
    """Write anew what follows from what was recorded, and from what was reported later and is in effect. Takes a saved row;
    three queries, and those that write what changes."""
    pen = Pen()
    facts = list(LaterFact.objects.in_effect().filter(activity=activity).order_by("since", "at"))
    settle_status(activity, statuses_of(facts), activity.status_spans.order_by("pk"), pen)
    ends = ends_of(facts)
    ended = activity.claims.filter(Q(pk__in=[pk for pk in ends if pk]) | Q(ended_on__isnull=False)).order_by()
    settle_ends(ended, ends, pen)
    pen.write()


def settle_laid(activity: Activity, claims: Iterable[Claim], pen: Pen) -> None:
    """The same of a row, and its claims, as they are going to be saved. Two queries, one of a draft."""
    facts = in_effect(activity, claims)
    settle_status(activity, statuses_of(facts), [] if activity._state.adding else activity.status_spans.all(), pen)
    settle_ends(claims, ends_of(facts), pen)


def standing_facts(activity: Activity) -> list[LaterFact]:
    """What was reported later of it and is neither refused nor withdrawn; of a draft nothing. One query, unless they are at hand."""
    if activity.is_draft:
        return []
    if not hasattr(activity, "standing_facts"):
        activity.standing_facts = list(LaterFact.objects.standing().filter(activity=activity).select_related("claim"))
    return activity.standing_facts


def in_effect(activity: Activity, claims: Iterable[Claim]) -> list[LaterFact]:
    """As `LaterFactQuerySet.in_effect`, by the rows as they are going to be saved."""
    now = {claim.pk: claim.verification for claim in claims}
    rows = [fact for fact in standing_facts(activity) if fact.claim_id is None or fact.claim_id in now]
    is_verified = activity.review == Activity.Review.VERIFIED
    heeded = [
        fact
        for fact in rows
        if fact.review == LaterFact.Review.VERIFIED
        or (now[fact.claim_id] != Claim.Verification.VERIFIED if fact.claim_id else not is_verified)
    ]
    return sorted(heeded, key=lambda fact: (fact.since, fact.at))


def statuses_of(facts: Iterable[LaterFact]) -> list[LaterFact]:
    return [fact for fact in facts if fact.kind == LaterFact.Kind.STATUS]


def ends_of(facts: Iterable[LaterFact]) -> dict[UUID | None, LaterFact]:
    return {fact.claim_id: fact for fact in facts if fact.kind == LaterFact.Kind.END}


def settle_status(activity: Activity, later: list[LaterFact], spans: Iterable[StatusSpan], pen: Pen) -> None:
    history = history_of(recorded_of(activity), map(since_of, later))
    now = history[-1]
    said = next((fact for fact in reversed(later) if (fact.status, fact.since) == (now.status, now.day)), None)
    values: dict[str, Any] = {name: getattr(activity, f"first_{name}") for name in COLUMNS}
    if said:
        values |= {"status_since": said.since, "status_since_known": said.since_known, "status_reason": said.text}
    values |= {"status": now.status, "begun_on": begun_on(history, activity.starts_on)}
    values["ends_on"], values["ends_on_known"] = end_by(activity, said)
    if any(getattr(activity, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(activity, name, value)
        pen.change(activity, *values)
    write_spans(activity, history, spans, pen)


def end_by(activity: Activity, said: LaterFact | None) -> tuple[date | None, str]:
    """The end as it was recorded. What was reported to be completed since a day ended on that day, if no end was recorded, or
    one that was yet to come when that was reported."""
    start, end = activity.start, known_of(activity.first_ends_on, activity.first_ends_on_known)
    is_over = said and said.status == Activity.Status.COMPLETED and (start is None or start.first <= said.since)
    if said and is_over and (end is None or end.last > timezone.localdate(said.at, timezone.get_default_timezone())):
        return said.since, said.since_known
    return activity.first_ends_on, activity.first_ends_on_known


def of_status(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in COLUMNS}


SPAN = ("status", "since", "since_known", "until", "until_known")


def write_spans(activity: Activity, history: list[Since], spans: Iterable[StatusSpan], pen: Pen) -> None:
    ends = [*((since.day, since.known) for since in history[1:]), (None, "")]
    now = [(since.status, since.day, since.known, *end) for since, end in zip(history, ends, strict=True)]
    stood = list(spans)
    if now != [tuple(getattr(span, name) for name in SPAN) for span in stood]:
        if any(span.pk for span in stood):
            pen.clear(StatusSpan, "activity", activity.pk)
        pen.drop(span for span in stood if span.pk is None)
        new = [StatusSpan(activity=activity, **dict(zip(SPAN, one, strict=True))) for one in now]
        pen.add(*new)
        if not activity._state.adding:
            hold(activity, "status_spans", new)


def settle_ends(claims: Iterable[Claim], ends: dict[UUID | None, LaterFact], pen: Pen) -> None:
    for claim in claims:
        fact = ends.get(claim.pk)
        now = (fact.since, fact.since_known) if fact else (None, "")
        if (claim.ended_on, claim.ended_on_known) != now:
            claim.ended_on, claim.ended_on_known = now
            pen.change(claim, "ended_on", "ended_on_known")


OF_STATUS = ("status", "status_reason", "status_since")


@dataclass(frozen=True)
class LaterStatus:
    """What a status is said to be since a day, as it is known, and why; `fields` beside those of the status are what else the
    write says by that."""

    status: str
    since: str
    reason: str
    fields: tuple[str, ...] = ()


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
    return LaterStatus(after["status"], since, reason, ("ends_on",) if says_end(activity, before, after, since) else ())


def says_end(activity: Activity, before: State, after: State, since: str) -> bool:
    """Is another end what the later status says already: the day on which it was completed, where none was recorded or one that
    is yet to come; none any more, where it followed from a completion?"""
    ends = before["ends_on"]
    if after["status"] == Activity.Status.COMPLETED:
        is_open = not ends or last_day(ends) > latest_day_of(activity.countries_named())
        return is_open and after["ends_on"] == since
    return not after["ends_on"] and activity.first_ends_on is None


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
    return day if day and first_day(day) <= today else today.isoformat()


def require_no_later(activity: Activity, before: State, after: State) -> None:
    """The status as it was recorded is corrected only as long as nothing was reported later. Raises ValidationError."""
    is_corrected = any(before[name] != after[name] for name in OF_STATUS)
    if is_corrected and statuses_of(standing_facts(activity)):
        message = _(
            "The status of this activity has a history. Withdraw the entry that is wrong there, and report the right one."
        )
        raise ValidationError({"status": [message]})


def require_own_end(activity: Activity, before: State, after: State) -> None:
    """What was written stands: an end that follows from a reported completion is not corrected. Raises ValidationError
    (`ends_on`). No query."""
    if after["ends_on"] != before["ends_on"] and as_known(activity, "ends_on") != after["ends_on"]:
        message = _(
            "The end date follows from the reported status, completed since %(day)s. If that is wrong, withdraw that entry first."
        )
        raise ValidationError({"ends_on": [message % {"day": activity.since and activity.since.after_since}]})


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
    ends = ends_of(standing_facts(activity)).values()
    since = {(fact.claim.indicator_id, fact.claim.unit): fact.day for fact in ends if fact.claim}
    for row in claims if since else ():
        unit = str(activity.pk) if row["unit"] == ITSELF else row["unit"]
        end = since.get((row["indicator"], unit))
        if end and not (row["achieved_on"] and may_follow(end, KnownDay(row["achieved_on"]))):
            message = _(
                "%(claim)s is reported as no longer so since %(day)s: it must have been achieved before that day."
            )
            named = f"{row['indicator']} {row['unit']}"
            raise ValidationError({"claims": [message % {"claim": named, "day": end.after_since}]})


def may_follow(end: KnownDay, achieved: KnownDay) -> bool:
    """Can what was achieved then have ceased to be so then? A whole day ends nothing that began on it."""
    return achieved.first <= end.last and not (end == achieved and end.is_whole)


# What never began can be cancelled, or still be planned, before its start.
NEVER_BEGAN = (Activity.Status.CANCELLED, Activity.Status.PLANNED)


def require_after_start(activity: Activity, before: State, after: State) -> None:
    """What was reported later did not happen before it began. Raises ValidationError (`starts_on`). One query, where the start
    is corrected."""
    if not after["starts_on"] or after["starts_on"] == before["starts_on"]:
        return
    first = first_day(after["starts_on"])
    began = [fact for fact in statuses_of(standing_facts(activity)) if fact.status not in NEVER_BEGAN]
    if early := min((fact for fact in began if fact.since < first), key=lambda fact: fact.since, default=None):
        message = _(
            "Another status is reported since %(day)s. Enter a start before that, or withdraw that entry first."
        )
        raise ValidationError({"starts_on": [message % {"day": early.day and early.day.after_since}]})


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


def add_fact(fact: LaterFact, *, by: User, via: str) -> LaterFact:
    """Save it, with what follows for the activity, which was reported by that; log it. Raises ValidationError."""
    activity = fact.activity
    if activity.later_facts.count() >= limits.LATER_FACTS:
        message = _("At most %(most)d later developments can be reported of an activity.")
        raise ValidationError(message % {"most": limits.LATER_FACTS})
    fact.by, fact.at = by, timezone.now()
    given = rules.giver(rules.standing(by), activity)
    fact.of_country_id, fact.of_organisation_id = given.country, given.organisation
    fact.full_clean(validate_unique=False, validate_constraints=False)
    fact.save()
    pen = Pen()
    report(activity, Voice(rules.standing(by), fact.at), pen)
    pen.write()
    activity.save(update_fields=["confirmed_on", "updated_at"])
    develop(fact)
    log_fact(fact, "reported", {}, by=by, via=via)
    take_effect(activity, by=by, via=via)
    return fact


def develop(fact: LaterFact) -> None:
    """What was cleared before a later status or end was reported, decided on or withdrawn is to be cleared again."""
    if fact.kind != LaterFact.Kind.NOTE:
        fact.activity.developed_at = timezone.now()
        fact.activity.save(update_fields=["developed_at"])


def take_effect(activity: Activity, *, by: User, via: str) -> None:
    """What follows from the later facts as they stand now; another status is a new version."""
    before, pen = activity_state(activity), Pen()
    settle_facts(activity)
    log_effect(activity, before, by=by, via=via, pen=pen)
    pen.write()


def log_effect(activity: Activity, before: State, *, by: User, via: str, pen: Pen) -> None:
    """Log another status than what the log has said already, which is `before`."""
    after = before | {name: as_known(activity, name) for name in (*OF_STATUS, "ends_on")}
    if after != before:
        activity.version, activity.updated_at = activity.version + 1, timezone.now()
        pen.change(activity, "version", "updated_at")
        pen.log.append(difference_of(activity, by=by, via=via, verb="status_changed", before=before, after=after))
        pen.letters.append(partial(mail_changed, activity, before, after, by=by, via=via))


def verify_reported(
    activities: Iterable[Activity], *, by: User, via: str, agency: Organisation | None, claim: Claim | None = None
) -> None:
    """With the activities that were verified just now, what others than this person had reported later of them is: the statuses,
    and those ends of which there is evidence, of claims that the person verified; with one `claim`, its end alone. One query
    where nothing was."""
    by_pk = {activity.pk: activity for activity in activities}
    reported = LaterFact.objects.filter(review=LaterFact.Review.REPORTED, activity__in=by_pk).select_related("claim")
    reported = reported.filter(claim=claim) if claim else reported.exclude(kind=LaterFact.Kind.NOTE)
    facts = list(reported)
    for fact in facts:
        fact.activity = by_pk[fact.activity_id]
        of = fact.claim
        is_theirs = of is not None and of.verification == Claim.Verification.VERIFIED and of.decided_by_id == by.pk
        if fact.by_id != by.pk and (fact.kind == LaterFact.Kind.STATUS or (is_theirs and fact.evidence_id)):
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
    said |= {"indicator": fact.claim.indicator_id if fact.claim else "", "unit": fact.claim.unit if fact.claim else ""}
    said |= {"evidence": str(fact.evidence_id or "")}
    return {"kind": str(fact.kind), "since": fact.known} | said


def log_fact(fact: LaterFact, verb: str, before: dict[str, Any], *, by: User, via: str, reason: str = "") -> None:
    append([fact_step(fact, verb, before, by=by, via=via, reason=reason)])


def fact_step(fact: LaterFact, verb: str, before: dict[str, Any], *, by: User, via: str, reason: str = "") -> Change:
    """What `log_fact` writes, not saved yet."""
    after = described(fact) | {"fact": str(fact.pk), "fact_review": str(fact.review)}
    return step_of(fact.activity, by=by, via=via, verb=f"later_{verb}", before=before, after=after, reason=reason)
