"""The working group revises what the Plan lets be revised, and supplies what it leaves open; `load_plan` keeps it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from indicators.models import Indicator, Target, TargetRevision
from reports import rules
from reports.models import Change, Country, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed
from reports.workflow.transactions import one_transaction
from themes.models import LANGUAGE_CODES, Recommendation

Texts = dict[str, str]  # {"fr": "...", "en": "...", "pt": "..."}


@one_transaction
def revise_target(
    *,
    by: User,
    target: str,
    in_force_from: date,
    decided_by: str,
    reason: str,
    text: Texts | None = None,
    indicator: str = "",
    required: int | None = None,
    via: str = Change.Via.PAGE,
) -> TargetRevision:
    """Give a target a new wording, or one of its indicators a new threshold (None: every participating country).

    What was in force before stays in force for earlier days. Raises NotAllowed, Target.DoesNotExist or ValidationError.
    """
    require_reviser(by)
    row = Target.objects.select_for_update(of=("self",), no_key=True).get(pk=target)
    text = stripped(text or {})
    found = unrevisable(row, text, indicator, required)
    if not decided_by.strip():
        found["decided_by"] = [_("Say who decided it.")]
    if not reason.strip():
        found["reason"] = [_("Say why.")]
    if found:
        raise ValidationError(found)
    revision = TargetRevision(
        target=row,
        in_force_from=in_force_from,
        indicator_id=indicator or None,
        required=required if indicator else None,
        decided_by=decided_by.strip(),
        reason=reason.strip(),
        **{f"text_{code}": value for code, value in text.items()},
    )
    revision = sent_before(revision) or revision
    if revision._state.adding:
        revision.save()
        log_revision(revision, text, by=by, via=via)
    return revision


def sent_before(revision: TargetRevision) -> TargetRevision | None:
    """The newest revision of the target, if it says just the same: the form was sent twice."""
    newest = revision.target.revisions.order_by("pk").last()
    written = [row.attname for row in TargetRevision._meta.concrete_fields if row.editable and not row.primary_key]
    alike = newest and all((getattr(newest, name) or "") == (getattr(revision, name) or "") for name in written)
    return newest if alike else None


def log_revision(revision: TargetRevision, text: Texts, *, by: User, via: str) -> None:
    after = {"in_force_from": str(revision.in_force_from), "decided_by": revision.decided_by}
    if any(text.values()):
        after["text"] = text
    if revision.indicator_id:
        after |= {"indicator": revision.indicator_id, "required": revision.required}
    record(
        by=by,
        via=via,
        verb="target.revised",
        subject="target",
        subject_id=revision.target_id,
        reason=revision.reason,
        before=in_force_before(revision, after),
        after=after,
    )


def unrevisable(row: Target, text: Texts, indicator: str, required: int | None) -> dict[str, list[str]]:
    """What is wrong with a revision, by field."""
    if any(text.values()) and not text.get("fr"):
        return {"text_fr": [_("The official text is the French one: give the new wording in French too.")]}
    if not any(text.values()) and not indicator:
        return {"text_fr": [_("Give a new wording, or choose the indicator whose threshold changes.")]}
    if not indicator:
        return {}
    counted = row.indicators.filter(pk=indicator).first()
    if counted is None:
        return {"indicator": [_("This indicator belongs to another target.")]}
    if required is None and counted.counts not in (Indicator.Counts.COUNTRIES, Indicator.Counts.SECTORS):
        return {"required": [_("Give a number: only countries can be asked for all together.")]}
    if required == 0:
        return {"required": [_("Give a number of at least 1.")]}
    return {}


def in_force_before(revision: TargetRevision, after: dict) -> dict:
    """The wording and the threshold on the day on which the revision comes into force, without it."""
    row = revision.target
    earlier = list(row.revisions.as_at(revision.in_force_from).exclude(pk=revision.pk))
    before = {}
    if "text" in after:
        wording = next((one for one in reversed(earlier) if one.rewords), row)
        before["text"] = {code: getattr(wording, f"text_{code}") or "" for code in LANGUAGE_CODES}
    if "indicator" in after:
        source = next(
            (one for one in reversed(earlier) if one.indicator_id == revision.indicator_id), revision.indicator
        )
        before |= {"indicator": revision.indicator_id, "required": source.required}
    return before


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
    row: Model, field: str, given: Texts, *, needed: bool, by: User, via: str, verb: str, subject: str, reason: str
) -> Model:
    """Save a text in every language; `needed`: the French one cannot be empty. Texts that change nothing write nothing."""
    given = stripped(given)
    before = {code: getattr(row, f"{field}_{code}") or "" for code in LANGUAGE_CODES}
    after = before | given
    if needed and not after["fr"]:
        raise ValidationError({f"{field}_fr": [_("Give the French text too.")]})
    if after == before:
        return row
    if not reason.strip():
        raise ValidationError({"reason": [_("Say why.")]})
    for code, value in after.items():
        setattr(row, f"{field}_{code}", value)
    row.save()
    old, new = ({code: texts[code] for code in after if after[code] != before[code]} for texts in (before, after))
    logged = {"before": {field: old}, "after": {field: new}, "reason": reason.strip()}
    record(by=by, via=via, verb=verb, subject=subject, subject_id=row.pk, **logged)
    return row


@one_transaction
def change_participation(
    *, by: User, country: str, participation: str, source: str, via: str = Change.Via.PAGE
) -> Country:
    """Say whether a country takes part, and on what authority: it moves what "all countries" means from now on.

    Raises NotAllowed, Country.DoesNotExist or ValidationError.
    """
    require_reviser(by)
    row = Country.objects.select_for_update(no_key=True).get(pk=country)
    if participation not in Country.Participation.values:
        raise ValidationError({"participation": [_("Choose one of the three.")]})
    if not source.strip():
        raise ValidationError({"source": [_("Name the source: a document, a letter, a meeting.")]})
    before = {"participation": row.participation, "participation_source": row.participation_source}
    after = {"participation": participation, "participation_source": source.strip()}
    if after == before:
        return row
    row.participation, row.participation_source = participation, after["participation_source"]
    row.full_clean()
    row.save()
    record(
        by=by,
        via=via,
        verb="country.participation_changed",
        subject="country",
        subject_id=country,
        country=country,
        reason=after["participation_source"],
        before=before,
        after=after,
    )
    return row


def require_reviser(by: User) -> None:
    if not rules.may_revise_plan(rules.standing(by)):
        raise NotAllowed(_("The Plan's data are revised by the working group."))


def stripped(texts: Texts) -> Texts:
    return {code: value.strip().replace("\r\n", "\n") for code, value in texts.items() if code in LANGUAGE_CODES}
