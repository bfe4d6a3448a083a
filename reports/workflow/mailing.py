"""Mail that follows what a verb did to an activity: what a command or an import does, nobody waits for."""

from typing import Any

from django.utils import timezone

from reports import activity_mail, decisions, rules
from reports.activity.state import State
from reports.models import Activity, Change, Claim, Mail, Remark, User


def mail_focal_points(
    activity: Activity,
    template: str,
    *,
    by: User,
    via: str,
    occasion: Any,
    text: str = "",
    claims: list[Claim] | None = None,
    remark: Remark | None = None,
) -> None:
    """Mail the focal points what a person did, a `remark` those whom it asks; what a command or an import does, nobody waits
    for. Of `claims` the mail says what was decided: with a refusal among them it is one that asks for an answer."""
    if via in (Change.Via.PAGE, Change.Via.API):
        is_refused = any(claim.verification == Claim.Verification.REFUSED for claim in claims or [])
        is_good = template in ("verified", "decided") and not is_refused
        kind = Mail.Kind.VERIFIED if is_good else Mail.Kind.RETURNED
        about = {"text": text, "claims": decisions.plain(claims or [])}
        people = activity_mail.those_asked(activity, remark) if remark else None
        activity_mail.about_activity(
            activity, template=template, kind=kind, occasion=occasion, by=by, about=about, people=people
        )


def mail_changed(activity: Activity, before: State, after: State, *, by: User, via: str) -> None:
    """Mail the other countries that agreed to what was submitted, and who recorded it, how it was changed."""
    if (not activity.is_draft or activity.ready_at) and via != Change.Via.COMMAND:
        activity_mail.about_changed(activity, before, after, by=by, own=rules.standing(by).countries)


def mail_asked(activity: Activity, countries: list[str], *, by: User, via: str) -> None:
    """Mail the focal points of the countries whose word is awaited from now on."""
    if countries and via in (Change.Via.PAGE, Change.Via.API, Change.Via.IMPORT):
        activity_mail.about_asked(activity, countries, by=by, now=timezone.now())
