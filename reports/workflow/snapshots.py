"""Closing a round: its results are frozen, corrected only by a new edition, and published by the working group."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import rules
from reports.canonical import canonical, sha256_of
from reports.models import Change, Country, Round, Snapshot, SnapshotPublication, User, today_in
from reports.workflow.history import lock_log, record
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.multilingual import Translations

Contents = Callable[[Snapshot], tuple[dict[str, Any], dict[str, Any]]]


@one_transaction
def close_round(*, by: User, pk: int, contents: Contents, via: str = Change.Via.PAGE) -> Snapshot:
    """Close a round for good and freeze its results; what a country reports for it after that is late, and is not in them.

    `contents` assembles the two parts of the document (`reports.snapshots.contents`); nothing else is written until
    it is done. Raises NotAllowed, or WrongState (closed already, countries still have time, the day of its figures is yet
    to come).
    """
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can close rounds."))
    row = Round.objects.select_for_update(no_key=True).get(pk=pk)
    refusal = not_to_be_closed(row)
    if refusal:
        raise WrongState(refusal)
    snapshot = Snapshot(round=row, edition=1, as_at=row.as_at, taken_at=timezone.now(), taken_by=by)
    return take(snapshot, contents, via=via, verb="round.closed")


def not_to_be_closed(row: Round) -> str:
    """Why a round, with its `reports` and `extensions`, cannot be closed now; empty when it can."""
    if row.snapshots.exists():
        return _("This round has already been closed. Create a corrected edition of its results instead.")
    now, countries = timezone.now(), list(Country.objects.participating(row.as_at))
    if row.as_at > today_in(countries, now):
        return _("This round reports as at a date in the future and cannot be closed before then.")
    if row.waits_for(countries, now):
        return _(
            "Some countries that have not reported can still do so. Close the round once their reporting period has "
            "ended."
        )
    return ""


@one_transaction
def correct_snapshot(
    *,
    by: User,
    code: str,
    why: str,
    contents: Contents,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> Snapshot:
    """A corrected edition of the newest one, as at the same day; the one before stays and points to it.

    Raises NotAllowed, WrongState (there is a newer edition) or ValidationError (`why`).
    """
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can create corrected editions."))
    before = Snapshot.objects.without_contents().get(pk=code)
    Round.objects.select_for_update(no_key=True).get(pk=before.round_id)
    if Snapshot.objects.filter(replaces=before).exists():
        raise WrongState(_("This edition has already been replaced. Correct the latest one."))
    if not visible_text(why):
        raise ValidationError({"why": [_("Explain why a corrected edition is needed.")]})
    snapshot = Snapshot(
        round=before.round,
        edition=before.edition + 1,
        replaces=before,
        why=visible_text(why),
        as_at=before.as_at,
        taken_at=timezone.now(),
        taken_by=by,
    )
    snapshot.write_in(language, translations)
    return take(snapshot, contents, via=via, verb="round.corrected")


@one_transaction
def publish_snapshot(*, by: User, code: str, via: str = Change.Via.PAGE) -> SnapshotPublication:
    """Show the public part of a snapshot to everybody. Raises NotAllowed or WrongState (it is published)."""
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can publish editions."))
    snapshot = Snapshot.objects.without_contents().get(pk=code)
    Round.objects.select_for_update(no_key=True).get(pk=snapshot.round_id)
    if SnapshotPublication.objects.filter(snapshot=snapshot).exists():
        raise WrongState(_("This edition has already been published."))
    publication = SnapshotPublication.objects.create(snapshot=snapshot, published_by=by)
    log(snapshot, by=by, via=via, verb="snapshot.published", after={"public_sha256": snapshot.public_sha256})
    return publication


def take(snapshot: Snapshot, contents: Contents, *, via: str, verb: str) -> Snapshot:
    """Freeze, hash and save an edition whose reason has been checked."""
    lock_log()
    participants, public = contents(snapshot)
    snapshot.content, snapshot.public_content = canonical(participants), canonical(public)
    snapshot.sha256, snapshot.public_sha256 = sha256_of(snapshot.content), sha256_of(snapshot.public_content)
    snapshot.code = snapshot.sha256[: Snapshot._meta.pk.max_length]
    snapshot.save()
    replaced = {"replaces": snapshot.replaces.sha256} if snapshot.replaces else {}
    sums = {"sha256": snapshot.sha256, "public_sha256": snapshot.public_sha256}
    after = {"edition": snapshot.edition} | sums | replaced | snapshot.logged_beside("why")
    log(snapshot, by=snapshot.taken_by, via=via, verb=verb, after=after, reason=snapshot.why)
    return snapshot


def log(snapshot: Snapshot, *, by: User, via: str, verb: str, after: dict[str, Any], reason: str = "") -> None:
    after = {"snapshot": snapshot.code} | after
    record(by=by, via=via, verb=verb, subject="round", subject_id=snapshot.round_id, reason=reason, after=after)
