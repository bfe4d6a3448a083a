"""A country's report for a round is cleared by its clearing officer, while it has one, before it is complete."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import notices, rules
from reports.holders import clearing_officers
from reports.models import Activity, Change, Country, CountryReport, ReportClearance, Round, User
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text


@one_transaction
def ask_report_clearance(*, by: User, pk: int, country: str, via: str = Change.Via.PAGE) -> ReportClearance:
    """Ask the clearing officers of a country to clear its report for a round; they are mailed. Raises NotAllowed or WrongState
    (nobody clears for the country, it is cleared, or they were asked)."""
    if not rules.may_write_for(rules.standing(by), country):
        raise NotAllowed(_("You may report for your own country only."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    refuse_if_settled(reporting_round, country)
    reporting, officers = Country.objects.get(pk=country), clearing_officers([country]).get(country)
    clearance = ReportClearance.objects.filter(round=reporting_round, country=reporting).first()
    if not officers or is_report_cleared(clearance, reporting):
        raise WrongState(_("No clearance is needed: the report can be submitted."))
    if clearance and clearance.is_awaited:
        raise WrongState(_("The clearing officer has already been asked."))
    clearance = clearance or ReportClearance(round=reporting_round, country=reporting)
    clearance.asked_by, clearance.asked_at = by, timezone.now()
    clearance.cleared_by, clearance.cleared_at, clearance.handed_back = None, None, ""
    clearance.save()
    record(by=by, via=via, verb="round.clearance_asked", subject="round", subject_id=pk, country=country)
    notices.about_report_clearance(clearance, officers, by=by)
    return clearance


@one_transaction
def clear_report(*, by: User, pk: int, country: str, via: str = Change.Via.PAGE) -> ReportClearance:
    """Clear the report of one's country for a round; who asked is mailed. It holds until what counts in one of its activities
    changes. Raises NotAllowed or WrongState."""
    clearance = asked_about(by, pk, country)
    clearance.cleared_by, clearance.cleared_at = by, timezone.now()
    clearance.save()
    record(by=by, via=via, verb="round.cleared", subject="round", subject_id=pk, country=country)
    notices.about_report_clearance(clearance, [clearance.asked_by], by=by)
    return clearance


@one_transaction
def hand_report_back(*, by: User, pk: int, country: str, missing: str, via: str = Change.Via.PAGE) -> ReportClearance:
    """Say what is `missing` before the report of one's country can be submitted; who asked is mailed. Raises NotAllowed,
    WrongState or ValidationError (`missing`)."""
    clearance, missing = asked_about(by, pk, country), visible_text(missing)
    if not missing:
        raise ValidationError({"missing": [_("Explain what should be corrected or added.")]})
    clearance.handed_back = missing
    clearance.save()
    record(by=by, via=via, verb="round.handed_back", subject="round", subject_id=pk, country=country, reason=missing)
    notices.about_report_clearance(clearance, [clearance.asked_by], by=by)
    return clearance


def asked_about(by: User, pk: int, country: str) -> ReportClearance:
    """The clearance of a report that awaits this person. Raises NotAllowed or WrongState."""
    if not rules.may_clear(rules.standing(by), country):
        raise NotAllowed(_("Only a clearing officer of the country can clear its report."))
    reporting_round = Round.objects.select_for_update(no_key=True).get(pk=pk)
    refuse_if_settled(reporting_round, country)
    clearance = ReportClearance.objects.awaited().filter(round=reporting_round, country=country).first()
    if clearance is None:
        raise WrongState(_("Your clearance of this report is not awaited."))
    return clearance


def is_report_cleared(clearance: ReportClearance | None, country: Country) -> bool:
    """And has nothing that counts, and no later status or end, changed since? One query, where it was cleared."""
    if clearance is None or clearance.cleared_at is None:
        return False
    own = Activity.objects.agreed_by(country.pk).exclude(scope=Activity.Scope.REGIONAL)
    cleared = clearance.cleared_at
    changed = own.filter(Q(counted_at__gt=cleared) | Q(developed_at__gt=cleared))
    return not changed.exclude(review=Activity.Review.DRAFT).exists()


@dataclass(frozen=True)
class Awaited:
    """The clearance that a report still wants: why it cannot be complete, in words, and whether somebody was asked."""

    refusal: str
    is_asked: bool


def awaited_clearance(row: Round, country: Country) -> Awaited | None:
    """None where nobody clears for the country, or it is cleared. One query, or three where somebody does."""
    officers = clearing_officers([country.pk]).get(country.pk)
    clearance = ReportClearance.objects.filter(round=row, country=country).first() if officers else None
    if not officers or is_report_cleared(clearance, country):
        return None
    about = {"country": country, "officers": ", ".join(map(str, officers))}
    if clearance and clearance.handed_back:
        about["missing"] = clearance.handed_back
        message = _(
            "%(country)s: the clearing officer (%(officers)s) has handed the report back: “%(missing)s” Ask for clearance "
            "again once this is settled."
        )
    elif clearance and clearance.is_awaited:
        message = _(
            "%(country)s: clearance of the report has been asked for (%(officers)s) and has not been given yet."
        )
    elif clearance:
        message = _(
            "%(country)s: the report was cleared, but a change since then affects the figures. Ask for clearance again (%(officers)s)."
        )
    else:
        message = _(
            "%(country)s: the report has to be cleared before it is submitted. Ask for clearance (%(officers)s)."
        )
    return Awaited(message % about, is_asked=clearance is not None and clearance.is_awaited)


def refuse_if_settled(row: Round, country: str) -> None:
    """It is closed, and the country has reported: whoever has not still may, and is late."""
    if CountryReport.objects.filter(round=row, country=country).exists():
        refuse_if_closed(row)


def refuse_if_closed(row: Round) -> None:
    if row.snapshots.exists():
        raise WrongState(_("This round has been closed; its results are frozen."))
