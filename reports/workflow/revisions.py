"""The working group revises targets and says who takes part: dated rows, of which a wrong one is replaced, never changed."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, Target, TargetRevision
from indicators.revisions import FIELDS, THRESHOLD, Revised, revised
from reports.activity.state import plain
from reports.models import Change, Country, Participation, User
from reports.workflow.history import record
from reports.workflow.plan import Texts, require_reviser, stripped
from reports.workflow.transactions import one_transaction
from themes.dated import Entered, EnteredQuerySet
from themes.dates import CONFERENCE
from themes.folding import visible_text
from themes.models import LANGUAGE_CODES
from themes.multilingual import Multilingual, Translations

BEFORE_THE_PLAN = gettext_lazy("The Plan was adopted on 7 September 2010: enter that date or a later one.")
Problems = dict[str, list[str]]
Row = TypeVar("Row", bound=Entered)


@one_transaction
def revise_target(
    *,
    by: User,
    target: str,
    in_force_from: date,
    decided_by: str,
    reason: str,
    title: Texts | None = None,
    text: Texts | None = None,
    deadline: date | None = None,
    indicator: str = "",
    required: int | None = None,
    corrects: int | None = None,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> TargetRevision:
    """Give a target a new short title, wording or deadline, or one of its indicators a new threshold (None: every
    participating country). `corrects`: the revision whose place this one takes.

    What was in force before stays in force for earlier days. Raises NotAllowed, Target.DoesNotExist or ValidationError.
    """
    require_reviser(by)
    row = Target.objects.select_for_update(of=("self",), no_key=True).get(pk=target)
    texts = {"title": stripped(title or {}), "text": stripped(text or {})}
    revision = TargetRevision(
        target=row,
        in_force_from=in_force_from,
        deadline=deadline,
        indicator_id=indicator or None,
        required=required if indicator else None,
        decided_by=visible_text(decided_by),
        reason=visible_text(reason),
        replaces=None if corrects is None else still_standing(row.revisions.standing(), corrects),
        **{f"{name}_{code}": value for name, given in texts.items() for code, value in given.items()},
    )
    revision.write_in(language, translations)
    return sent_before(revision) or entered(revision, by=by, via=via)


def entered(revision: TargetRevision, *, by: User, via: str) -> TargetRevision:
    if problems := unrevisable(revision):
        raise ValidationError(problems)
    revision.save()
    before, after = both_sides(revision)
    after |= revision.logged_beside("reason")
    log(revision, by=by, via=via, verb="target.revised", reason=revision.reason, before=before, after=after)
    return revision


def sent_before(revision: TargetRevision) -> TargetRevision | None:
    """The newest revision of the target, if it says just the same: the form was sent twice."""
    newest = revision.target.revisions.order_by("pk").last()
    columns = [row.attname for row in TargetRevision._meta.concrete_fields if row.editable and not row.primary_key]
    written = [*columns, "language", "translations"]
    alike = newest and all((getattr(newest, name) or "") == (getattr(revision, name) or "") for name in written)
    return newest if alike else None


@one_transaction
def take_back_revision(
    *,
    by: User,
    pk: int,
    reason: str,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> TargetRevision:
    """It was entered in error: nothing takes its place. Raises NotAllowed or ValidationError
    (`corrects`: it does not stand any more; `reason`)."""
    require_reviser(by)
    row = still_standing(TargetRevision.objects.standing(), pk)
    if not visible_text(reason):
        raise ValidationError({"reason": [_("Give the reason.")]})
    _overruled, standing = both_sides(row)
    row = withdrawal_of(row, language, translations, reason=visible_text(reason))
    after = row.logged_beside("reason")
    log(row, by=by, via=via, verb="target.revision_taken_back", reason=row.reason, before=standing, after=after)
    return row


@one_transaction
def change_participation(
    *,
    by: User,
    country: str,
    participation: str,
    since: date,
    source: str,
    decision: str = "",
    corrects: int | None = None,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> Participation:
    """Say from which day on a country takes part or not, by which decision, and on what authority: it moves what "all
    countries" means from that day. `corrects`: the row whose place this one takes; one of the same day gives way anyhow.

    Raises NotAllowed, Country.DoesNotExist or ValidationError.
    """
    require_reviser(by)
    row = Country.objects.select_for_update(no_key=True).get(pk=country)
    values = {"status": participation, "decision": visible_text(decision), "source": visible_text(source)}
    if problems := unsayable(since, participation, values["source"]):
        raise ValidationError(problems)
    standing = row.participations.standing()
    same_day = standing.filter(since=since)
    replaced = same_day.first() if corrects is None else still_standing(standing, corrects)
    known = replaced or row.participations.in_force(since).first()
    entered = Participation(country=row, since=since, replaces=replaced, **values)
    entered.write_in(language, translations)
    names = (*values, "language", "translations")
    same = all(getattr(known, name, None) == getattr(entered, name) for name in names)
    if known and same and (replaced is None or replaced.since == since):
        return known
    entered.full_clean(validate_unique=False)
    entered.save()
    verb = "country.participation_changed"
    log(entered, by=by, via=via, verb=verb, reason=entered.source, before=words_of(known), after=words_of(entered))
    return entered


@one_transaction
def take_back_participation(
    *,
    by: User,
    pk: int,
    source: str,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> Participation:
    """It was entered in error: what was said before it stands again. Raises NotAllowed or
    ValidationError (`corrects`: it does not stand any more; `source`)."""
    require_reviser(by)
    row = still_standing(Participation.objects.standing(), pk)
    if not visible_text(source):
        raise ValidationError({"source": [_("Name the source: a document, letter or meeting.")]})
    words = words_of(row)
    row = withdrawal_of(row, language, translations, source=visible_text(source))
    after = row.logged_beside("source")
    log(row, by=by, via=via, verb="country.participation_taken_back", reason=row.source, before=words, after=after)
    return row


def still_standing(standing: EnteredQuerySet[Row], pk: int) -> Row:
    """The row that is corrected, kept still; one that has been corrected meanwhile is no longer there to be."""
    row = standing.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if row is None:
        raise ValidationError({"corrects": [_("This entry no longer applies: someone has corrected it.")]})
    return row


def withdrawal_of(row: Row, language: str = "", translations: Translations | None = None, **why: str) -> Row:
    """The same once more, as a row that only says that it does not stand, and `why`. For the admin too."""
    left_out = ("id", "entered_at", "replaces", "language", "translations")
    names = [field.attname for field in row._meta.concrete_fields if field.name not in left_out]
    values = {name: getattr(row, name) for name in names} | {"is_withdrawn": True} | why
    withdrawal = type(row)(replaces=row, **values)
    write_in(withdrawal, language, translations)
    withdrawal.save()
    return withdrawal


def write_in(row: Entered, language: str, translations: Translations | None) -> None:
    """Nothing, of a row without texts of ours."""
    if isinstance(row, Multilingual):
        row.write_in(language, translations)


def unrevisable(revision: TargetRevision) -> Problems:
    """What is wrong with a revision, by field."""
    problems = unwritable(revision) or unchanging(revision)
    if revision.in_force_from < CONFERENCE:
        problems["in_force_from"] = [str(BEFORE_THE_PLAN)]
    if not revision.decided_by:
        problems["decided_by"] = [_("Enter who made the decision.")]
    if not revision.reason:
        problems["reason"] = [_("Give the reason.")]
    return problems


def unwritable(revision: TargetRevision) -> Problems:
    """Texts without their French, no change at all, a threshold that the indicator cannot have."""
    for name in ("title", "text"):
        if revision.gives(name) and not getattr(revision, f"{name}_fr"):
            return {f"{name}_fr": [_("The official text is in French: enter the new wording in French as well.")]}
    if not revision.indicator_id:
        if any(revision.gives(name) for name in FIELDS):
            return {}
        return {"text_fr": [_("Enter a new wording, or choose the indicator whose threshold changes.")]}
    counted = revision.target.indicators.filter(pk=revision.indicator_id).first()
    if counted is None:
        return {"indicator": [_("This indicator belongs to another target.")]}
    if revision.required is None and counted.counts not in (Indicator.Counts.COUNTRIES, Indicator.Counts.SECTORS):
        return {
            "required": [
                _(
                    "Enter a number: “Every participating country” can be chosen only for an indicator that counts "
                    "countries."
                )
            ]
        }
    return {"required": [_("Enter a number no less than 1.")]} if revision.required == 0 else {}


def unchanging(revision: TargetRevision) -> Problems:
    """What is in force already, and a deadline that no target can have."""
    if revision.deadline and revision.deadline < CONFERENCE:
        return {"deadline": [str(BEFORE_THE_PLAN)]}
    if changes_of(revision):
        return {}
    field = "required" if revision.indicator_id else "deadline" if revision.deadline else "text_fr"
    return {field: [_("The value entered is already in force.")]}


def changes_of(revision: TargetRevision) -> list[Revised]:
    """What it changes of what is in force on its day without it, and without the one that it corrects."""
    target = revision.target
    earlier = target.revisions.as_at(revision.in_force_from).exclude(
        pk__in=(revision.pk or 0, revision.replaces_id or 0)
    )
    revisions = revised(target, [*earlier.select_related("indicator"), revision])
    return [change for change in revisions if change.revision is revision]


def both_sides(revision: TargetRevision) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the change log: what was in force before, and what it says."""
    before: dict[str, Any] = {}
    after = {"in_force_from": plain(revision.in_force_from), "decided_by": revision.for_log("decided_by")}
    for change in changes_of(revision):
        for side, row, value in ((before, change.before, change.old), (after, revision, change.new)):
            if change.what == THRESHOLD:
                side |= {"indicator": change.indicator, "required": value}
            elif change.what == "deadline":
                side["deadline"] = plain(value)
            else:
                side[change.what] = {code: getattr(row, f"{change.what}_{code}") or "" for code in LANGUAGE_CODES}
    return before, after


def unsayable(since: date, status: str, source: str) -> Problems:
    problems: Problems = {}
    if status not in Participation.Status.values:
        problems["participation"] = [_("Choose one of the three options.")]
    if since < CONFERENCE:
        problems["since"] = [str(BEFORE_THE_PLAN)]
    if not source:
        problems["source"] = [_("Name the source: a document, letter or meeting.")]
    return problems


def words_of(row: Participation | None) -> dict[str, Any]:
    if row is None:
        return {"participation": Participation.Status.NONE.value}
    return {
        "participation": str(row.status),
        "since": plain(row.since),
        "decision": row.for_log("decision"),
        "participation_source": row.for_log("source"),
    } | row.logged_language()


def log(
    row: TargetRevision | Participation,
    *,
    by: User,
    via: str,
    verb: str,
    reason: str,
    before: dict[str, Any],
    after: dict[str, Any] | None = None,
) -> None:
    subject, key = ("country", row.country_id) if isinstance(row, Participation) else ("target", row.target_id)
    record(
        by=by,
        via=via,
        verb=verb,
        subject=subject,
        subject_id=key,
        country=key if subject == "country" else None,
        reason=reason,
        before=before,
        after=after,
    )
