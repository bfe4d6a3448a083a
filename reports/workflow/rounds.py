"""Reporting rounds: opened by the working group, answered by each country."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import notices, rules
from reports.activity_mail import about_late_report
from reports.models import Change, Country, CountryReport, Round, RoundExtension, User
from reports.workflow.history import lock_log, record
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.report_clearing import awaited_clearance, refuse_if_closed
from reports.workflow.transactions import one_transaction
from themes.folding import fold, visible_text
from themes.multilingual import Translations, page_language


@one_transaction
def open_round(
    *,
    by: User,
    title: str,
    opens_on: date,
    closes_on: date,
    as_at: date,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> Round:
    """Announce a round of reporting. Raises NotAllowed or ValidationError by field."""
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can open rounds."))
    if closes_on < opens_on:
        raise ValidationError(
            {"closes_on": [_("The round would close before it opens. Correct one of the two dates.")]}
        )
    dates = {"opens_on": opens_on, "closes_on": closes_on, "as_at": as_at}
    reporting_round = Round(title=visible_text(title), **dates)
    reporting_round.write_in(language, translations)
    reporting_round.full_clean(validate_unique=False, validate_constraints=False)
    lock_log()  # two at once do not take one title
    others = list(Round.objects.all())
    known = next((row for row in others if row.title == reporting_round.title), None)
    if known and all(getattr(known, name) == day for name, day in dates.items()):
        return known  # announced already: the form was sent twice
    refuse_titles_of(others, reporting_round)
    reporting_round.save()
    record(
        by=by,
        via=via,
        verb="round.opened",
        subject="round",
        subject_id=reporting_round.pk,
        after={"title": reporting_round.for_log("title")}
        | {name: str(day) for name, day in dates.items()}
        | reporting_round.logged_language(),
    )
    return reporting_round


@one_transaction
def translate_round(
    *,
    by: User,
    pk: int,
    titles: dict[str, str],
    seen: dict[str, str] | None = None,
    language: str = "",
    via: str = Change.Via.PAGE,
) -> Round:
    """Give the title of a round in other languages, and say in which the original is: without a word, in that of before,
    or of the page. A title that is not named in `titles` stays, an empty one is taken away; `seen` is what stood in the
    place of each when its writer began. The round may be closed: its frozen editions stay as they were. Raises NotAllowed
    or ValidationError by field.
    """
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can translate the title of a round."))
    row = Round.objects.select_for_update(no_key=True).get(pk=pk)
    before, saved = row.languages(), row.beside("title")["translations"]
    logged = {"title": row.for_log("title")}
    refuse_if_overwritten(saved, saved if seen is None else seen, titles)
    row.write_in(language or row.language or page_language(), {"title": saved | titles})
    if row.languages() == before:
        return row
    lock_log()  # two at once do not take one title
    refuse_titles_of(Round.objects.exclude(pk=pk), row)
    row.save(update_fields=["language", "translations"])
    after = {"title": row.for_log("title")} | row.logged_language()
    record(by=by, via=via, verb="round.translated", subject="round", subject_id=pk, before=logged, after=after)
    return row


def refuse_if_overwritten(saved: dict[str, str], seen: dict[str, str], titles: dict[str, str]) -> None:
    """Somebody else has written a title in the same language since its writer began."""
    message = _("Someone else has saved “%(text)s” here in the meantime. Save again to replace that text.")
    emptied = _("Someone else has deleted this text in the meantime. Save again to enter yours.")
    problems = {
        f"title_{code}": [message % {"text": saved[code]} if code in saved else emptied]
        for code, text in titles.items()
        if saved.get(code, "") not in (visible_text(seen.get(code, "")), visible_text(text))
    }
    if problems:
        raise ValidationError(problems)


def refuse_titles_of(others: Iterable[Round], row: Round) -> None:
    """A reader of any language tells rounds apart by their titles."""
    taken = {fold(text) for other in others for text in other.texts("title")}
    names = {"title": row.title} | {f"title_{code}": text for code, text in row.beside("title")["translations"].items()}
    message = _("Another round already has this title. Choose a different one.")
    if problems := {name: [message] for name, text in names.items() if fold(text) in taken}:
        raise ValidationError(problems)


@one_transaction
def extend_round(
    *,
    by: User,
    pk: int,
    country: str,
    closes_on: date,
    reason: str,
    language: str = "",
    translations: Translations | None = None,
    via: str = Change.Via.PAGE,
) -> RoundExtension:
    """Give one country more time; once more gives it another last day. Raises NotAllowed, WrongState (it is closed)
    or ValidationError by field."""
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can extend rounds."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    refuse_if_closed(reporting_round)
    if problems := unextendable(reporting_round, closes_on, visible_text(reason)):
        raise ValidationError(problems)
    extension = RoundExtension.objects.filter(round=reporting_round, country=country).first()
    before = {"closes_on": str(extension.closes_on)} if extension else {}
    extension = extension or RoundExtension(round=reporting_round, country_id=country)
    extension.closes_on, extension.reason, extension.extended_by = closes_on, visible_text(reason), by
    extension.write_in(language, translations)
    extension.save()
    record(
        by=by,
        via=via,
        verb="round.extended",
        subject="round",
        subject_id=reporting_round.pk,
        country=country,
        reason=extension.reason,
        before=before,
        after={"closes_on": str(closes_on)} | extension.logged_beside("reason"),
    )
    notices.about_extension(extension)
    return extension


def unextendable(row: Round, closes_on: date, reason: str) -> dict[str, list[str]]:
    """What is wrong with more time for a country, by field."""
    problems = {}
    if closes_on <= row.closes_on:
        problems["closes_on"] = [_("Choose a date after the one on which the round closes for everyone.")]
    if not reason:
        problems["reason"] = [_("Explain why the country is given more time.")]
    return problems


@one_transaction
def complete_report(
    *, by: User, pk: int, country: str, nothing_changed: bool = False, via: str = Change.Via.PAGE
) -> CountryReport:
    """Say that a country's report for a round is complete. What is said first is kept: by it the country is on time or
    late; said again while the round is open, it is another row. Of a round that is over or closed the first report is
    accepted as late, and the working group is mailed; closed editions stay as they are.

    Raises NotAllowed or WrongState (the round has not opened where the country is, or is over and the country has reported).
    """
    if not rules.may_write_for(rules.standing(by), country):
        raise NotAllowed(_("You may report for your own country only."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    now, reporting = timezone.now(), Country.objects.get(pk=country)
    is_closed = reporting_round.snapshots.exists()
    is_late = is_closed or reporting_round.is_over_for(reporting, now)
    if refusal := unreportable(reporting_round, reporting, is_closed, is_late):
        raise WrongState(refusal)
    if awaited := awaited_clearance(reporting_round, reporting):
        raise WrongState(awaited.refusal)
    report = CountryReport.objects.create(
        round=reporting_round,
        country=reporting,
        completed_by=by,
        completed_at=now,
        on=reporting.today(now),
        nothing_changed=nothing_changed,
        after_closing=is_closed,
    )
    log_report(report, is_late, via)
    if is_late:
        about_late_report(report, by=by)
    return report


def unreportable(row: Round, country: Country, is_closed: bool, is_late: bool) -> str:
    """Why a country cannot say now that its report is complete; empty: it can."""
    if not is_closed and not is_late and not row.is_open_for(country, timezone.now()):
        return _("This round is not open.")
    if is_late and CountryReport.objects.filter(round=row, country=country).exists():
        message = _("The report of %(country)s for this round has already been submitted, and the round is over.")
        return message % {"country": country}
    return ""


def log_report(report: CountryReport, is_late: bool, via: str) -> None:
    after = {"nothing_changed": report.nothing_changed}
    record(
        by=report.completed_by,
        via=via,
        verb="round.reported_late" if is_late else "round.reported",
        subject="round",
        subject_id=report.round_id,
        country=report.country_id,
        after=after | ({"after_closing": report.after_closing} if is_late else {}),
    )


@one_transaction
def remind_countries(*, by: User, pk: int, via: str = Change.Via.PAGE) -> list[User]:
    """Write to the focal points of the countries that have not reported and still have time; answers whom.

    Nobody is written to who takes no such mail or had a reminder in the last days. Raises NotAllowed or WrongState.
    """
    if not rules.may_run_rounds(rules.standing(by)):
        raise NotAllowed(_("Only the working group can remind countries."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    refuse_if_closed(reporting_round)
    now = timezone.now()
    if not any(
        reporting_round.is_open_for(country, now) for country in Country.objects.participating(reporting_round.as_at)
    ):
        raise WrongState(_("This round is not open."))
    notified = notices.remind_now(reporting_round, now)
    if notified:
        people = [person.pk for person in notified]
        record(by=by, via=via, verb="round.reminded", subject="round", subject_id=pk, after={"people": people})
    return notified
