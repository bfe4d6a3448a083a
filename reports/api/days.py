"""Days that may be known to the month or the year, as the API takes them: a date, and beside it what is known of it.

What is answered is always a whole date, the day that counts. Whoever sends it back as it was read changes nothing.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from reports.activity.state import DAYS
from reports.activity.units import ITSELF
from reports.forms.dates import MOST_LETTERS, read_known
from reports.models import Activity, Adoption, Claim
from themes.known_days import KnownDay, known_of

AS_KNOWN = "_known"
HOW_KNOWN = "`2016` or `2016-05` where only the year or the month is known; null where the whole day is."
HOW_GIVEN = (
    "`2016-05-03`, or `2016-05` or `2016` where only the month or the year is known. The response gives whole dates: the day "
    "that counts, which is the last one (for a result in a month or year that is not over: the day on which it was recorded)."
)
Row = dict[str, Any]


class KnownDayField(serializers.CharField):
    """A date, a month or a year as text. Cleans to the text that is known."""

    def __init__(self, **more):
        may: dict[str, Any] = {"required": False, "allow_null": True, "allow_blank": True, "help_text": HOW_GIVEN}
        super().__init__(max_length=MOST_LETTERS, **(may | more))

    def to_internal_value(self, data):
        written = super().to_internal_value(data)
        return read_known(written) if written else None


def known_input() -> KnownDayField:
    return KnownDayField(
        help_text=f"{HOW_KNOWN} Need not be sent: the date beside it can be a year or a month. Null beside a whole date says "
        "that this very day is known."
    )


def answered(name: str, day: KnownDay | None, counted: date | None) -> Row:
    """`{"starts_on": 2016-12-31, "starts_on_known": "2016"}`"""
    return {name: counted, name + AS_KNOWN: day.known if day and not day.is_whole else None}


def with_days(values: Row, row: Activity | Adoption | None, names: Iterable[str] = DAYS) -> Row:
    """The values with start and end as far as they are known, `row` being what had been read. Raises ValidationError."""
    for name in names:
        known, counted = (known_of(*kept(row, name)), getattr(row, name)) if row else (None, None)
        values = as_known(values, name, known, counted)
    return values


def with_days_of(values: Row, activity: Activity | None) -> Row:
    """The same of an activity and its claims."""
    values = with_days(values, activity, (*DAYS, "status_since"))
    if "claims" not in values:
        return values
    standing = {unit_of(claim): claim for claim in activity.claims.all()} if activity else {}
    own = str(activity.pk) if activity else ""
    units = [(row, (row["indicator"], ITSELF if row["unit"] == own else row["unit"])) for row in values["claims"]]
    return values | {"claims": [with_day_of_claim(row, standing.get(unit)) for row, unit in units]}


def corrects_status(values: Row) -> bool:
    """Is a status sent with no day, so that it is the one that was to be recorded? An answer that is sent back has what is known
    of the day beside it, and corrects nothing."""
    is_undated = "status_since" in values and values["status_since"] is None and "status_since_known" not in values
    return "status" in values and is_undated


def kept(row: Activity | Adoption, name: str) -> tuple[date | None, str]:
    return getattr(row, name), getattr(row, name + AS_KNOWN)


def unit_of(claim: Claim) -> tuple[str, str]:
    return claim.indicator_id, ITSELF if claim.unit == str(claim.activity_id) else claim.unit


def with_day_of_claim(row: Row, claim: Claim | None) -> Row:
    known, counted = (claim.achieved, claim.achieved_on) if claim else (None, None)
    return {"achieved_on": None} | as_known(row, "achieved_on", known, counted)


def as_known(values: Row, name: str, known: KnownDay | None, counted: date | None) -> Row:
    """One name for what was sent under two, `known` and `counted` being what was answered. Nothing sent stays nothing."""
    values = dict(values)
    beside_sent, day_sent = name + AS_KNOWN in values, name in values
    beside = values.pop(name + AS_KNOWN, None)
    was = known.known if known and not known.is_whole else None
    if day_sent:
        values[name] = settled(name, values[name], beside, was, counted, is_whole=beside_sent and beside is None)
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
    message = _("The date %(day)s is not what is known of it, %(known)s. Send only one of the two.")
    raise serializers.ValidationError({name: [message % {"day": day, "known": beside}]})


def read_days(pk: Any) -> Activity | None:
    """The activity of which somebody sends values. One query."""
    return Activity.objects.filter(pk=pk).first()
