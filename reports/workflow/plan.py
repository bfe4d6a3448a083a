"""The working group says how the Plan is read, and supplies what it leaves open; `load_plan` keeps it."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.models import Indicator
from reports import rules
from reports.models import Change, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.models import LANGUAGE_CODES, Recommendation

Row = TypeVar("Row", bound=Model)
Texts = dict[str, str]  # {"fr": "...", "en": "...", "pt": "..."}


@one_transaction
def note_reading(*, by: User, indicator: str, reading: Texts, reason: str, via: str = Change.Via.PAGE) -> Indicator:
    """Change or extend the note that says how an indicator is read. Raises NotAllowed, DoesNotExist, ValidationError."""
    require_reviser(by)
    row = Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator)
    named = {"verb": "indicator.reading_noted", "subject": "indicator", "reason": reason}
    return write_texts(row, "reading", reading, needed=True, by=by, via=via, **named)


@one_transaction
def supply_recommendation(
    *, by: User, code: str, text: Texts, reason: str, via: str = Change.Via.PAGE
) -> Recommendation:
    """Give a recommendation's text, found in the Conference's Summary Report; `reason` says where it was found.

    Raises NotAllowed, DoesNotExist or ValidationError.
    """
    require_reviser(by)
    row = Recommendation.objects.select_for_update(no_key=True).get(pk=code)
    named = {"verb": "recommendation.text_supplied", "subject": "recommendation", "reason": reason}
    return write_texts(row, "text", text, needed=False, by=by, via=via, **named)


def write_texts(
    row: Row, field: str, given: Texts, *, needed: bool, by: User, via: str, verb: str, subject: str, reason: str
) -> Row:
    """Save a text in every language; `needed`: the French one cannot be empty. Texts that change nothing write nothing."""
    given = stripped(given)
    before = {code: getattr(row, f"{field}_{code}") or "" for code in LANGUAGE_CODES}
    after = before | given
    if needed and not after["fr"]:
        raise ValidationError({f"{field}_fr": [_("Enter the French text as well.")]})
    if after == before:
        return row
    if not visible_text(reason):
        raise ValidationError({"reason": [_("Give the reason.")]})
    for code, value in after.items():
        setattr(row, f"{field}_{code}", value)
    row.save()
    old, new = ({code: texts[code] for code in after if after[code] != before[code]} for texts in (before, after))
    record(
        by=by,
        via=via,
        verb=verb,
        subject=subject,
        subject_id=row.pk,
        reason=visible_text(reason),
        before={field: old},
        after={field: new},
    )
    return row


def require_reviser(by: User) -> None:
    if not rules.may_revise_plan(rules.standing(by)):
        raise NotAllowed(_("Only the working group can revise the Plan's data."))


def stripped(texts: Texts) -> Texts:
    return {code: visible_text(value).replace("\r\n", "\n") for code, value in texts.items() if code in LANGUAGE_CODES}
