"""What an institution of a country prepares and its focal point submits, and what a clearing officer clears before that."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import activity_mail, rules
from reports.activity import checks
from reports.activity.state import activity_state
from reports.holders import clearing_officers
from reports.models import Activity, Agreement, Change, User, Word
from reports.rules import Standing
from reports.workflow.activities import locked
from reports.workflow.history import log_step
from reports.workflow.outcomes import NotAllowed, StaleVersion, WrongState
from reports.workflow.transactions import one_transaction
from themes.dates import date_format
from themes.folding import visible_text


@one_transaction
def hand_on(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Activity:
    """Say that an institution's draft is ready: the focal points of its country are mailed, who submit it, change it or hand it
    back. Raises NotAllowed, WrongState or ValidationError naming each field in which something is missing."""
    activity = locked(pk)
    if not rules.may_hand_on(rules.standing(by), activity):
        raise NotAllowed(_("Only a contributor of the institution that prepared it can hand a draft on."))
    require_begun(activity)
    if activity.ready_at:
        raise WrongState(_("This draft has already been handed to the focal point."))
    require_complete(activity)
    activity.ready_at, activity.handed_back = timezone.now(), ""
    activity.save(update_fields=["ready_at", "handed_back"])
    log_step(activity, by=by, via=via, verb="handed_on", before={}, after={})
    institution = activity.recorded_for
    activity_mail.about_prepared(activity, [str(institution and institution.country_id)], by=by)
    return activity


@one_transaction
def hand_back(*, by: User, pk: UUID, missing: str, via: str = Change.Via.PAGE) -> Activity:
    """Say what is `missing` before it can be submitted: the focal point to the institution that prepared it, a clearing officer
    to the focal point. They are mailed. Raises NotAllowed, WrongState or ValidationError (`missing`)."""
    activity, who, missing = locked(pk), rules.standing(by), visible_text(missing)
    if not rules.may_hand_back(who, activity):
        raise NotAllowed(_("Only the focal point or the clearing officer to whom a draft was handed can hand it back."))
    require_begun(activity)
    if not missing:
        raise ValidationError({"missing": [_("Explain what should be corrected or added.")]})
    asked = [row for row in rules.asked_to_clear(activity) if rules.may_clear(who, row.country_id)]
    for row in asked:
        row.clearance_asked_at = None
        row.save(update_fields=["clearance_asked_at"])
    if not asked:
        activity.ready_at = None
    activity.handed_back = missing
    activity.save(update_fields=["ready_at", "handed_back"])
    log_step(activity, by=by, via=via, verb="handed_back", before={}, after={}, reason=missing)
    activity_mail.about_handed_back(activity, [row.country_id for row in asked], by=by, missing=missing)
    return activity


@one_transaction
def ask_clearance(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Activity:
    """Ask the clearing officers of one's countries to clear what is to be submitted; they are mailed.

    Raises NotAllowed, WrongState (nobody clears for the country, or it is cleared, or they were asked) or ValidationError
    naming each field in which something is missing."""
    activity, who = locked(pk), rules.standing(by)
    if not rules.may_submit(who, activity):
        raise NotAllowed(_("You may submit activities of your own country only."))
    require_begun(activity)
    waiting = uncleared(who, activity)
    if not waiting:
        raise WrongState(_("No clearance is needed: the activity can be submitted."))
    rows = [row for row in waiting if row not in rules.asked_to_clear(activity)]
    if not rows:
        raise WrongState(_("The clearing officer has already been asked."))
    require_complete(activity)
    activity.handed_back = ""
    activity.save(update_fields=["handed_back"])
    for row in rows:
        row.clearance_asked_at = timezone.now()
        row.save(update_fields=["clearance_asked_at"])
    codes = [row.country_id for row in rows]
    log_step(activity, by=by, via=via, verb="clearance_asked", before={}, after={"countries": codes})
    activity_mail.about_clearance_asked(activity, codes, by=by)
    return activity


@one_transaction
def clear_activity(*, by: User, pk: UUID, version: int | None = None, via: str = Change.Via.PAGE) -> Activity:
    """Clear for one's country what its focal point is to submit; the focal points are mailed. It holds until what counts changes.

    `version`, where given, is the one that was read. Raises NotAllowed, WrongState or StaleVersion."""
    activity, who = locked(pk), rules.standing(by)
    if not any(rules.may_clear(who, code) for code in activity.country_codes()):
        raise NotAllowed(_("Only a clearing officer of the country can clear its activities."))
    if version is not None and version != activity.version:
        raise StaleVersion(activity, version)
    rows = [row for row in rules.asked_to_clear(activity) if rules.may_clear(who, row.country_id)]
    if not rows:
        raise WrongState(_("Your clearance of this activity is not awaited."))
    for row in rows:
        row.cleared_by, row.cleared_at = by, timezone.now()
        row.save(update_fields=["cleared_by", "cleared_at"])
    codes = [row.country_id for row in rows]
    log_step(activity, by=by, via=via, verb="cleared", before={}, after={"countries": codes})
    activity_mail.about_cleared(activity, codes, by=by)
    return activity


def require_begun(activity: Activity) -> None:
    if not activity.is_unfinished:
        raise WrongState(_("This activity has already been submitted."))


def require_complete(activity: Activity) -> None:
    incomplete = checks.missing(activity_state(activity))
    if incomplete:
        raise ValidationError(incomplete)


def uncleared(who: Standing, activity: Activity) -> dict[Agreement, list[User]]:
    """Of the countries for which this person submits: those whose clearing officers have not cleared it as it stands, with
    these. One query, for a focal point."""
    own = [row for row in activity.agreements.all() if rules.may_speak_for(who, row.country_id)]
    own = [row for row in own if row.word != Word.DECLINED and not row.is_cleared]
    clearing = clearing_officers(row.country_id for row in own) if own else {}
    return {row: clearing[row.country_id] for row in own if row.country_id in clearing}


def require_cleared(who: Standing, activity: Activity) -> None:
    """Raises WrongState, which says who clears it and what to do."""
    for row, people in uncleared(who, activity).items():
        about = {"country": row.country, "officers": ", ".join(map(str, people))}
        if row in rules.asked_to_clear(activity) and row.clearance_asked_at:
            day = {"day": date_format(row.clearance_asked_at.date())}
            message = _("%(country)s: clearance was asked for on %(day)s (%(officers)s) and has not been given yet.")
            raise WrongState(message % (about | day))
        if row.cleared_at:
            message = _(
                "%(country)s: the activity was cleared, but a change since then affects the figures. Ask for clearance again (%(officers)s)."
            )
            raise WrongState(message % about)
        message = _(
            "%(country)s: the activity has to be cleared before it is submitted. Ask for clearance (%(officers)s)."
        )
        raise WrongState(message % about)
