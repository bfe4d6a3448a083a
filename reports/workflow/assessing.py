"""What the working group says beside the figures: assessments of targets, and the narrative of a round."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Target
from reports import rules
from reports.models import Assessment, Change, Narrative, Round, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, StaleVersion
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text
from themes.models import Theme
from themes.multilingual import Translations


@one_transaction
def assess_target(
    *,
    by: User,
    target: str,
    verdict: str,
    reasons: str,
    language: str,
    assessed_on: date,
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> Assessment:
    """Add an assessment of a target; those before it stay. Raises NotAllowed, Target.DoesNotExist or ValidationError."""
    if not rules.may_assess(rules.standing(by)):
        raise NotAllowed(_("Only the working group can assess targets."))
    held = Target.objects.select_for_update(of=("self",), no_key=True).get(pk=target)
    values = {"verdict": verdict, "reasons": visible_text(reasons), "assessed_on": assessed_on}
    row = Assessment(target=held, recorded_by=by, **values)
    row.write_in(language, translations)
    newest = held.assessments.order_by("pk").last()
    names = ("recorded_by_id", "language", "translations", *values)
    if newest and all(getattr(newest, name) == getattr(row, name) for name in names):
        return newest  # the form was sent twice
    row.full_clean(validate_unique=False, validate_constraints=False)
    if assessed_on > timezone.localdate():
        raise ValidationError({"assessed_on": [_("An assessment cannot be dated in the future.")]})
    before = Assessment.objects.as_at(assessed_on).filter(target=target).first()
    row.save()
    record(
        by=by,
        via=via,
        verb="target.judged",
        subject="target",
        subject_id=target,
        reason=row.reasons,
        before={"verdict": before.verdict, "judged_on": str(before.assessed_on)} if before else {},
        after={"verdict": row.verdict, "judged_on": str(row.assessed_on)} | row.logged_beside("reasons"),
    )
    return row


@one_transaction
def write_narrative(
    *, by: User, pk: int, part: str, language: str, text: str, version: int = 0, via: str = Change.Via.PAGE
) -> Narrative | None:
    """Write the paragraphs on a theme (`VI`) or a target (`VI.T1`) for a round; without text there are none.

    `version` is the one that the person read, 0 where there was nothing. After closing they go into the next corrected
    edition. Raises NotAllowed, StaleVersion, ValidationError, or DoesNotExist for another round or part.
    """
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can write the narrative."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": [_("Choose English, French or Portuguese.")]})
    subject = {"target": Target.objects.get(pk=part)} if "." in part else {"theme": Theme.objects.get(pk=part)}
    row = Narrative.objects.filter(round=reporting_round, language=language, **subject).first()
    text = visible_text(text).replace("\r\n", "\n")
    if version != (row.version if row else 0):
        current = row or Narrative(round=reporting_round, language=language, version=0, **subject)
        raise StaleVersion(current, version, {"text": text})
    before = row.text if row else ""
    if text == before:
        return row
    if text:
        row = row or Narrative(round=reporting_round, language=language, version=0, **subject)
        row.text, row.written_by, row.version = text, by, row.version + 1
        row.save()
    elif row:
        row.delete()
    named = {"part": part, "language": language}
    record(
        by=by,
        via=via,
        verb="round.narrative_written",
        subject="round",
        subject_id=pk,
        before=named | {"text": before},
        after=named | {"text": text},
    )
    return row if text else None
