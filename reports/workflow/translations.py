"""Translations of the Plan's texts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import rules
from reports.activity import checks
from reports.models import Change, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.translating import Text, find_text, remember


@one_transaction
def translate(
    *, by: User, model: str, key: str, field: str, language: str, text: str, seen: str, via: str = Change.Via.PAGE
) -> Text:
    """Save a translation and note from which French it was made; the same text again says that it still holds.

    `seen` is the `Text.seen` of what the person read. Raises NotAllowed, ObjectDoesNotExist or ValidationError (`text`).
    """
    if not rules.may_translate(rules.standing(by)):
        raise NotAllowed(_("Only an administrator can translate the Plan."))
    plan_text = find_text(model, key, field, language, lock=True)
    longest = getattr(plan_text.row._meta.get_field(plan_text.column), "max_length", None)
    if not visible_text(text):
        raise ValidationError({"text": [_("Enter the translation.")]})
    if longest and len(visible_text(text)) > longest:
        raise ValidationError({"text": [checks.too_long(longest)]})
    if seen != plan_text.seen:
        message = _(
            "The French text or the translation has changed in the meantime. Compare your text with the text "
            "above, then save again."
        )
        raise ValidationError({"text": [message]})
    before = plan_text.translation
    setattr(plan_text.row, plan_text.column, visible_text(text))
    plan_text.row.save()
    remember(plan_text.row, {plan_text.column: plan_text.french})
    subject = model.rpartition(".")[2]
    record(
        by=by,
        via=via,
        verb=f"{subject}.changed" if before != visible_text(text) else f"{subject}.translation_checked",
        subject=subject,
        subject_id=key,
        before={plan_text.column: before},
        after={plan_text.column: visible_text(text)},
    )
    return plan_text
