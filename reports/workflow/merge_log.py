"""What is said of a merge: the log of both activities, and mail to those whom it concerns."""

from uuid import UUID

from reports import notices
from reports.activity.joining import Side
from reports.activity.state import State, activity_state, changed_fields, with_state
from reports.holders import focal_points
from reports.models import Activity, Change, Mail, Merge, User
from reports.workflow.history import record


def log_merge(merge: Merge, this: Side, other: Side, *, by: User, via: str) -> None:
    """On both: of the one that is gone all that it said, of the one that stays what has changed."""
    kept = with_state(Activity.objects.all()).get(pk=merge.kept)
    said = {name: value for name, value in other.state.items() if value} | {"review": str(other.review)}
    into = {"into": str(kept), "into_id": str(kept.pk)}
    log(merge, merge.gone, "merged", said, into, other.state["countries"], by=by, via=via)
    after = activity_state(kept)
    names = changed_fields(this.state, after)
    then = {name: this.state[name] for name in names} | {"review": str(this.review)}
    now = {name: after[name] for name in names} | {"review": str(kept.review)}
    now |= {"duplicate": merge.title, "duplicate_id": str(merge.gone)}
    log(merge, merge.kept, "took_over", then, now, after["countries"], by=by, via=via)


def log_undoing(merge: Merge, before: State, both: dict[UUID, Activity], *, by: User, via: str) -> None:
    kept, gone = both[merge.kept], both[merge.gone]
    after = activity_state(kept)
    names = changed_fields(before, after)
    sides = {name: before[name] for name in names}, {name: after[name] for name in names}
    log(merge, kept.pk, "merge_undone", *sides, after["countries"], by=by, via=via)
    log(merge, gone.pk, "merge_undone", {}, {"title": gone.title}, activity_state(gone)["countries"], by=by, via=via)


def log(
    merge: Merge, subject: UUID, verb: str, before: State, after: State, countries: list[str], *, by: User, via: str
) -> None:
    change = record(
        by=by,
        via=via,
        verb=f"activity.{verb}",
        subject="activity",
        subject_id=subject,
        country=countries[0] if len(countries) == 1 else None,
        before=before,
        after=after,
        countries=countries,
    )
    merge.logged = change.pk


def mail_merge(merge: Merge, kept: Activity, gone: Activity, *, by: User, via: str) -> None:
    """The focal points, and who recorded either side."""
    if via not in (Change.Via.PAGE, Change.Via.API):
        return
    countries = [row.country_id for row in kept.agreements.all()]
    people = [*focal_points(countries), kept.created_by, gone.created_by]
    about = {"title": str(kept), "gone": merge.title, "url": kept.get_absolute_url(), "by": str(by)}
    wanted = {row.pk: row for row in people if row.pk != by.pk}
    notices.queue(wanted.values(), Mail.Kind.RETURNED, "merged", f"merged {merge.pk}", about)
