"""Questions of the working group: asked, answered, resolved."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.activity.state import REMARKABLE
from reports.models import Activity, Change, Claim, Country, Remark, User
from reports.workflow.activities import locked
from reports.workflow.history import log_step
from reports.workflow.mailing import mail_focal_points
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction, unused
from themes.folding import visible_text


@one_transaction
def add_remark(
    *,
    by: User,
    pk: UUID,
    text: str,
    claim: UUID | None = None,
    field: str = "",
    key: UUID | None = None,
    via: str = Change.Via.PAGE,
) -> Remark:
    """Ask about an activity, one of its claims or one of its fields (a name of `REMARKABLE`), not of both.

    `key` is the id that it gets: a form that is sent twice asks once. Raises NotAllowed or ValidationError (`text`,
    `claim`, `field`).
    """
    activity = locked(pk)
    if not rules.may_remark(rules.standing(by)):
        raise NotAllowed(_("Only the working group can ask questions about an activity."))
    if not visible_text(text):
        raise ValidationError({"text": [_("Enter the question or remark.")]})
    named = next((row for row in activity.claims.all() if row.pk == claim), None)
    if claim and named is None:
        raise ValidationError({"claim": [_("This claim belongs to another activity.")]})
    if field and (claim or field not in REMARKABLE):
        raise ValidationError({"field": [_("Choose one field of the activity, or one claim.")]})
    remark = Remark(activity=activity, claim_id=claim, field=field, author=by, text=visible_text(text))
    same = {"pk": key, "author": by, "claim": claim, "field": field, "text": remark.text}
    if key and (known := activity.remarks.filter(**same).first()):
        return known
    if activity.remarks.count() >= limits.REMARKS:
        message = _(
            "This activity already has %(most)d questions and remarks, which is the maximum. No more can be added."
        )
        raise ValidationError({"text": [message % {"most": limits.REMARKS}]})
    remark.pk = unused(key, Remark) or remark.pk
    save_question(remark, named)
    log_remark(remark, by=by, via=via, verb="remark_made", after={"text": remark.text, "of": asked_of(remark)})
    mail_focal_points(activity, "asked", by=by, via=via, occasion=remark.pk, text=remark.text, remark=remark)
    return remark


def save_question(remark: Remark, claim: Claim | None = None) -> None:
    """Save a new one with whom it asks: the country of its claim, else those that stand for the activity, and the organisation
    for which it was recorded. Its activity of `with_state`."""
    remark.organisation_id = remark.activity.recorded_for_id
    remark.save()
    remark.countries.set(Country.objects.filter(pk__in=countries_asked(remark.activity, claim)))


def countries_asked(activity: Activity, claim: Claim | None) -> list[str]:
    """No country stands for regional work; where none has agreed yet, all those named are asked."""
    if claim and claim.country_id:
        return [claim.country_id]
    if activity.scope == Activity.Scope.REGIONAL:
        return []
    return activity.agreed_by_codes() or activity.country_codes()


def asked_of(remark: Remark) -> list[str | int]:
    """As the log keeps it (`rules.may_read_change`)."""
    countries = sorted(row.pk for row in remark.countries.all())
    return [*countries, *([remark.organisation_id] if remark.organisation_id else [])]


@one_transaction
def reply_to_remark(*, by: User, pk: UUID, reply: str, via: str = Change.Via.PAGE) -> Remark:
    """Answer a remark that is still open, in the name of a country or organisation; it may better its reply, no other's.
    Raises NotAllowed, WrongState or ValidationError (`reply`)."""
    remark, who = held(pk), rules.standing(by)
    if not rules.may_edit(who, remark.activity):
        raise NotAllowed(_("Only those who may edit the activity can answer a question."))
    if not rules.visible_remarks(who).filter(pk=pk).exists():
        raise NotAllowed(_("This question was put to another country or organization: only they can answer it."))
    if remark.resolved_at:
        raise WrongState(_("This question has already been resolved."))
    if not rules.may_reply(who, remark):
        message = _(
            "This question has already been answered by %(who)s. To answer as well, ask the working group for a question "
            "of your own."
        )
        raise WrongState(message % {"who": remark.replied_for or _("the working group")})
    if not visible_text(reply):
        raise ValidationError({"reply": [_("Enter the reply.")]})
    before = {"reply": remark.reply}
    remark.reply, remark.replied_by, remark.replied_at = visible_text(reply), by, timezone.now()
    giver = rules.giver(who, remark.activity)
    remark.reply_of_country_id, remark.reply_of_organisation_id = giver.country, giver.organisation
    remark.save()
    after = {"reply": remark.reply, "of": [one for one in (giver.country, giver.organisation) if one]}
    log_remark(remark, by=by, via=via, verb="remark_answered", before=before, after=after)
    return remark


@one_transaction
def resolve_remark(*, by: User, pk: UUID, via: str = Change.Via.PAGE) -> Remark:
    """Close a remark. Raises NotAllowed or WrongState."""
    remark = held(pk)
    if not rules.may_remark(rules.standing(by)):
        raise NotAllowed(_("Only the working group can mark questions as resolved."))
    if remark.resolved_at:
        raise WrongState(_("This question has already been resolved."))
    remark.resolved_by, remark.resolved_at = by, timezone.now()
    remark.save()
    log_remark(remark, by=by, via=via, verb="remark_resolved", after={"text": remark.text, "of": asked_of(remark)})
    return remark


def held(pk: UUID) -> Remark:
    remarks = Remark.objects.select_for_update(of=("self",), no_key=True)
    return remarks.select_related("activity", "reply_of_country", "reply_of_organisation").get(pk=pk)


def log_remark(
    remark: Remark, *, by: User, via: str, verb: str, after: dict[str, Any], before: dict[str, Any] | None = None
) -> None:
    named = {"remark": str(remark.pk)} | ({"field": remark.field} if remark.field else {})
    log_step(remark.activity, by=by, via=via, verb=verb, before=named | (before or {}), after=named | after)
