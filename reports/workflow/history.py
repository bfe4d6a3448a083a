"""The change log: one row a write, in the same transaction as the write."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from reports.activity.state import State, changed_fields
from reports.models import Activity, Change, LogEnd, User
from reports.privacy import codes_written
from reports.workflow.transactions import note_that_it_is_logged

AT_ONCE = 500  # rows of a query


def lock_log() -> None:
    """Nothing is written by others until this transaction ends: what it reads in many queries is of one moment."""
    LogEnd.lock()


def record(
    *,
    by: User | None,
    via: str,
    verb: str,
    subject: str,
    subject_id: Any,
    country: str | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    countries: Sequence[str] = (),
) -> Change:
    """Append one row. `before` and `after` are plain values (see `reports.activity.state.plain`).

    No name and no address of a person is written: of those `after` says which changed, as `personal`. Who is meant stands
    there by their id, and pages look it up.

    `after` also says, as `kept_anyway`, what kinds of personal data the texts look as if they held; `countries` are
    those that they are about, where that is more than `country`.
    """
    change = change_of(
        by=by,
        via=via,
        verb=verb,
        subject=subject,
        subject_id=subject_id,
        country=country,
        reason=reason,
        before=before,
        after=after,
        countries=countries,
    )
    append([change])
    return change


def append(changes: Sequence[Change]) -> None:
    """Write rows of the log, chained in their order, behind its last one. Three queries, and more where they are many."""
    if not changes:
        return
    note_that_it_is_logged()
    with transaction.atomic(savepoint=False):
        end = LogEnd.lock()
        end.chain(changes)
        rows: QuerySet[Change] = QuerySet(Change)  # that of the log itself refuses
        rows.bulk_create(changes, batch_size=AT_ONCE)
        end.save()


def change_of(
    *,
    by: User | None,
    via: str,
    verb: str,
    subject: str,
    subject_id: Any,
    country: str | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    countries: Sequence[str] = (),
) -> Change:
    """A row that `record` would write, not saved yet."""
    before, after = impersonal(before or {}, after or {})
    kept_anyway = codes_written(before, after, reason, countries or [country or ""])
    return Change(
        by=by,
        via=via,
        verb=verb,
        subject=subject,
        subject_id=str(subject_id),
        country_id=country,
        reason=reason,
        before=before,
        after=after | ({"kept_anyway": kept_anyway} if kept_anyway else {}),
    )


PERSONAL = ("username", "email", "first_name", "last_name")


def impersonal(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    changed = [name for name in PERSONAL if before.get(name, "") != after.get(name, "")]
    before, after = ({name: row[name] for name in row if name not in PERSONAL} for row in (before, after))
    return before, after | ({"personal": changed} if changed else {})


def country_of_log(activity: Activity, countries: Sequence[str]) -> str | None:
    """Whose a row of the log is: that of the one country of an activity, but not while it is the draft of an organisation."""
    is_theirs = activity.is_draft and activity.recorded_for_id is not None
    return countries[0] if len(countries) == 1 and not is_theirs else None


def log_step(
    activity: Activity,
    *,
    by: User | None,
    via: str,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    """Log a verb that changes the review or a mark, not the values."""
    append([step_of(activity, by=by, via=via, verb=verb, before=before, after=after, reason=reason)])


def step_of(
    activity: Activity,
    *,
    by: User | None,
    via: str,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> Change:
    """What `log_step` would write, not saved yet."""
    countries = activity.country_codes()
    return change_of(
        by=by,
        via=via,
        verb=f"activity.{verb}",
        subject="activity",
        subject_id=activity.pk,
        country=country_of_log(activity, countries),
        reason=reason,
        before=before,
        after=after,
        countries=countries,
    )


def record_activity(
    activity: Activity,
    *,
    by: User,
    via: str,
    verb: str,
    before: State,
    after: State,
    reason: str = "",
) -> None:
    """Log a verb on an activity, keeping of both states only the fields that differ, and the review state.

    The log says how the row stood before each field changed; a national activity's row also names its country.
    """
    append([difference_of(activity, by=by, via=via, verb=verb, before=before, after=after, reason=reason)])


def difference_of(
    activity: Activity,
    *,
    by: User,
    via: str,
    verb: str,
    before: State,
    after: State,
    reason: str = "",
) -> Change:
    """What `record_activity` would write, not saved yet."""
    names = changed_fields(before, after) if before else [name for name, value in after.items() if value]
    countries = after.get("countries") or []
    return change_of(
        by=by,
        via=via,
        verb=f"activity.{verb}",
        subject="activity",
        subject_id=activity.pk,
        country=country_of_log(activity, countries),
        reason=reason,
        before={name: before[name] for name in names if before},
        after={name: after[name] for name in names} | {"review": activity.review},
        countries=countries,
    )
