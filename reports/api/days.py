"""Days that may be known to the month or the year, as the API takes them: a date, and beside it what is known of it.

What is answered is always a whole date, the day that counts. Whoever sends it back as it was read changes nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from reports.activity.state import DAYS, activity_state, with_state
from reports.activity.units import ITSELF
from reports.forms.dates import MOST_LETTERS, read_known
from reports.models import Activity, Adoption, Claim
from reports.workflow.merging import changes_of, earlier
from themes.known_days import KnownDay, known_of, unless_counted

AS_KNOWN = "_known"
OF_ACTIVITY = (*DAYS, "status_since")
OF_ADOPTION = (*DAYS, "in_place_since", "adopted_on", "withdrawn_on")
HOW_KNOWN = "`2016` or `2016-05` where only the year or the month is known; null where the whole day is."
HOW_WITHDRAWN = "The first day on which it no longer counts."
HOW_KNOWN_TO_END = f"{HOW_KNOWN} Also a whole day, where that is before the day from which the answer counts."
HOW_GIVEN = (
    "`2016-05-03`, or `2016-05` or `2016` where only the month or the year is known. The response gives whole dates: the day "
    "that counts, which is the last one (for what has happened in a month or year that is not over: the day on which that was "
    "recorded)."
)
Row = dict[str, Any]
Answer = tuple[KnownDay | None, date | None]  # what is known, and the day that counts
Read = dict[str, Answer]  # by field
NOTHING: Answer = (None, None)


class KnownDayField(serializers.CharField):
    """A date, a month or a year as text. Cleans to the text that is known, or to None: an empty text is as good as null."""

    def __init__(self, **more):
        may: dict[str, Any] = {"required": False, "allow_null": True, "allow_blank": True, "help_text": HOW_GIVEN}
        super().__init__(max_length=MOST_LETTERS, **(may | more))

    def run_validation(self, data=serializers.empty):
        return super().run_validation(data) or None

    def to_internal_value(self, data):
        return read_known(super().to_internal_value(data))


def known_input() -> KnownDayField:
    return KnownDayField(
        help_text=f"{HOW_KNOWN} Need not be sent: the date beside it can be a year or a month. Null beside a whole date says "
        "that this very day is known."
    )


def answered(name: str, day: KnownDay | None, counted: date | None) -> Row:
    """`{"starts_on": 2016-12-31, "starts_on_known": "2016"}`"""
    return {name: counted, name + AS_KNOWN: unless_counted(day.known, counted) or None if day and counted else None}


def with_days(values: Row, read: Read) -> Row:
    """The values with their days as far as they are known, `read` being what had been answered. Raises ValidationError."""
    for name in {*OF_ACTIVITY, *OF_ADOPTION}:
        values = as_known(values, name, *read.get(name, NOTHING))
    return values


def with_days_of(values: Row, pk: UUID | None = None, version: int | None = None) -> Row:
    """The same of an activity and its claims, of which somebody read this version."""
    days, claims = days_read(pk, version)
    values = with_days(values, days)
    if "claims" not in values:
        return values
    units = [(row["indicator"], ITSELF if row["unit"] == str(pk) else row["unit"]) for row in values["claims"]]
    rows = zip(values["claims"], units, strict=True)
    return values | {"claims": [with_day_of_claim(row, *claims.get(unit, NOTHING)) for row, unit in rows]}


def corrects_status(values: Row) -> bool:
    """Is a status sent with no day, so that it is the one that was to be recorded? An answer that is sent back has what is known
    of the day beside it, and corrects nothing."""
    is_undated = "status_since" in values and values["status_since"] is None and "status_since_known" not in values
    return "status" in values and is_undated


def days_read(pk: UUID | None, version: int | None) -> tuple[Read, dict[tuple[str, str], Answer]]:
    """What was answered of the days of an activity, and of its claims by indicator and unit. Two queries; of a version that is
    past also those of its state and its log."""
    if pk is None or (activity := Activity.objects.filter(pk=pk).first()) is None:
        return {}, {}
    if version is not None and version < activity.version:
        now = activity_state(with_state(Activity.objects.filter(pk=pk)).get())
        then = earlier(now, changes_of([pk]).get(str(pk), []), activity.version - version) or now
        claims = {(row["indicator"], row["unit"]): as_answered(row["achieved_on"]) for row in then["claims"]}
        return {name: as_answered(then[name]) for name in OF_ACTIVITY}, claims
    claims = {unit_of(row): (row.achieved, row.achieved_on) for row in activity.claims.all()}
    return days_of(activity, OF_ACTIVITY), claims


def days_of(row: Activity | Adoption, names: Iterable[str] = DAYS) -> Read:
    return {name: (known_of(getattr(row, name), getattr(row, name + AS_KNOWN)), getattr(row, name)) for name in names}


def as_answered(known: str | None) -> Answer:
    return (KnownDay(known), KnownDay(known).last) if known else NOTHING


def unit_of(claim: Claim) -> tuple[str, str]:
    return claim.indicator_id, ITSELF if claim.unit == str(claim.activity_id) else claim.unit


def with_day_of_claim(row: Row, known: KnownDay | None = None, counted: date | None = None) -> Row:
    return {"achieved_on": None} | as_known(row, "achieved_on", known, counted)


def as_known(values: Row, name: str, known: KnownDay | None, counted: date | None) -> Row:
    """One name for what was sent under two, `known` and `counted` being what was answered. Nothing sent stays nothing."""
    values = dict(values)
    beside_sent, day_sent = name + AS_KNOWN in values, name in values
    beside = values.pop(name + AS_KNOWN, None)
    was = known.known if known and not known.is_whole else None
    if day_sent:
        values[name] = settled(name, values[name], beside, was, counted, is_whole=beside_sent and beside is None)
    elif beside_sent and was and not beside:
        message = _("To say that the whole day is known, send the date too.")
        raise serializers.ValidationError({name: [message]})
    elif beside and beside != was:
        values[name] = beside
    return values


def settled(
    name: str, day: str | None, beside: str | None, was: str | None, counted: date | None, *, is_whole: bool
) -> str | None:
    """What is known, of a day and of what was sent `beside` it, where `was` and `counted` had been answered."""
    is_as_answered = day is not None and counted is not None and day == counted.isoformat()
    if beside is None:
        return was if is_as_answered and was and not is_whole else day
    if beside in (day, was):  # as it was read: only the date may have been changed
        return beside if is_as_answered or beside == day else day
    if day is None or is_as_answered or day == KnownDay(beside).last.isoformat():
        return beside
    message = _("The date %(day)s and what is known of it, %(known)s, do not agree. Send only one of the two.")
    raise serializers.ValidationError({name: [message % {"day": day, "known": beside}]})
