"""What waits for a person: every line of it is settled in one place.

Nothing that waits is absent from here or from the queue (`reports.queue`) of whoever can settle it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from indicators.models import Indicator
from indicators.progress import IndicatorProgress
from indicators.revisions import Line, TargetNow, concerning
from reports import rules
from reports.agreements import MOST, Asked, asked_of, letters_to_compare
from reports.models import (
    Activity,
    ActivityQuerySet,
    Adoption,
    Agreement,
    Claim,
    ClaimQuerySet,
    Country,
    CountryReport,
    FileUpload,
    Finding,
    LaterFact,
    Membership,
    Remark,
    RemarkQuerySet,
    ReportClearance,
    Round,
    Snapshot,
    TableUpload,
    TableUploadQuerySet,
    UnsavedForm,
    Word,
    proof_of_claim,
    with_new_proof,
    with_proof,
)
from reports.own_work import among, narrowed, own_activities
from reports.refused import refused_answers, refused_facts
from reports.rules import Standing
from reports.sight import readable_remarks, visible_remarks, with_findings, with_lists
from reports.summaries import Selection, asked_in, thresholds_on

CONFIRM_AFTER = timedelta(days=91)


@dataclass(frozen=True)
class DueReport:
    """What an open round still wants of a country. `closes_on` is the country's own last day."""

    round: Round
    country: Country
    closes_on: date
    handed_back: str = ""  # what its clearing officer says is missing
    is_closed: bool = False  # for everybody: its results are frozen

    @property
    def closes_at(self) -> datetime:
        return self.country.end_of(self.closes_on)


@dataclass(frozen=True)
class Next:
    """An indicator of a target for which the country does not count yet, with how many do in each layer."""

    target: TargetNow
    indicator: Indicator
    country: Country
    progress: IndicatorProgress

    @property
    def revisions(self) -> list[Line]:
        return concerning(self.target.revisions, self.indicator.pk)


class Lists:
    """Of several lists, of each of which `MOST` lines are read."""

    @property
    def lists(self) -> tuple[list[Any], ...]:
        raise NotImplementedError

    @property
    def is_clear(self) -> bool:
        return not any(self.lists)

    @property
    def is_cut(self) -> bool:
        return any(len(rows) == MOST for rows in self.lists)


@dataclass(frozen=True)
class Open(Lists):
    """What is open in a country's report: drafts, what was returned, questions, and what may have changed by itself and
    was not confirmed since the round opened."""

    drafts: list[Activity]
    returned: list[Activity]
    questions: list[Remark]
    unconfirmed: list[Activity]

    @property
    def lists(self) -> tuple[list[Any], ...]:
        return (self.drafts, self.returned, self.questions, self.unconfirmed)


@dataclass(frozen=True)
class Desk(Lists):
    """`countries` are those whose focal point it is; `asked` awaits the country's word; an institution has `prepared` drafts to submit; a clearing officer was asked to clear
    activities and reports; `elsewhere` is what awaits the word of other countries, or was declined there; `questions` are not answered yet, `doubted` claims that an agency doubts and to which nobody has added evidence
    since, `refused` those refused and not proved anew since, `refused_facts` and `refused_answers` what was reported later, or
    answered to the menu, and refused in the last months; `rounds` can be closed, `editions` published, `answered`
    questions resolved; `invited` have not come yet."""

    countries: list[Country]
    due: list[DueReport]
    late: list[DueReport]
    asked: list[Asked]
    returned: list[Activity]
    questions: list[Remark]
    doubted: list[Claim]
    refused: list[Claim]
    refused_facts: list[LaterFact]
    refused_answers: list[Adoption]
    typed: list[UnsavedForm]
    tables: list[TableUpload]
    files: list[FileUpload]
    drafts: list[Activity]
    prepared: list[Activity]
    to_clear: list[Agreement]
    reports_to_clear: list[ReportClearance]
    elsewhere: list[Agreement]
    unconfirmed: list[Activity]
    unconfirmed_since: date
    unproved: list[Claim]
    expected: list[Claim]
    next: list[Next] = field(default_factory=list)
    answered: list[Remark] = field(default_factory=list)
    letters: list[Agreement] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    editions: list[Snapshot] = field(default_factory=list)
    invited: list[Membership] = field(default_factory=list)

    @property
    def lists(self) -> tuple[list[Any], ...]:
        begun = (self.typed, self.tables, self.files, self.drafts)
        back = (self.returned, self.questions, self.doubted, self.refused, self.refused_facts, self.refused_answers)
        of_all = (self.due, self.late, self.asked, *back, *begun)
        claims = (self.unconfirmed, self.unproved, self.expected)
        passed_on = (self.prepared, self.to_clear, self.reports_to_clear, self.elsewhere)
        return (*of_all, *passed_on, *claims, self.answered, self.letters, self.rounds, self.editions, self.invited)

    @property
    def claims(self) -> list[Claim]:
        asked = [claim for line in self.asked for claim in line.claims]
        return [*asked, *self.doubted, *self.refused, *self.unproved, *self.expected]


def desk(who: Standing, now: datetime) -> Desk:
    """What waits for a person at a moment. A constant number of queries."""
    countries = Country.objects.filter(pk__in=who.countries).by_name()
    mine = own_activities(who).select_related("lead")
    due = reports_due(countries, now)
    since = to_be_confirmed_since(who, due, now)
    drafts = list(mine.filter(review=Activity.Review.DRAFT).select_related("recorded_for")[:MOST])
    prepared = [row for row in drafts if row.ready_at and row.recorded_for_id not in who.organisations]
    returned, not_confirmed = returned_activities(who, mine), list(unconfirmed(mine, since)[:MOST])
    asked = asked_of(who) if who.countries else []
    with_lists(who, (*drafts, *returned, *not_confirmed, *(line.agreement.activity for line in asked)))
    return Desk(
        countries=countries,
        due=due,
        late=reports_late(countries, now),
        asked=asked,
        returned=returned,
        questions=list(unanswered(own_activities(who), visible_remarks(who))[:MOST]),
        **claims_to_settle(who, now),
        refused_facts=list(refused_facts(own_activities(who), now)[:MOST]),
        refused_answers=list(refused_answers(who, now)[:MOST]) if who.countries else [],
        typed=list(UnsavedForm.objects.filter(person=who.person)[:MOST]),
        tables=list(unsettled_tables(who).defer("preview")[:MOST]),
        files=list(rules.visible_uploads(who)[:MOST]),
        drafts=[row for row in drafts if row not in prepared],
        prepared=prepared,
        **to_be_cleared(who),
        elsewhere=awaited_elsewhere(who) if who.countries or who.appointments else [],
        unconfirmed=not_confirmed,
        unconfirmed_since=since,
        next=could_count_next(countries),
        **of_the_working_group(who, now) if rules.may_read_queue(who) else {},
        invited=not_come_yet(now) if rules.may_manage_people(who) else [],
    )


def unsettled_tables(who: Standing) -> TableUploadQuerySet:
    """Those not applied yet, and those of which conflicts were left undecided."""
    unsettled = ~Q(state=TableUpload.State.APPLIED) | Q(preview__counts__conflict__gt=0)
    return rules.visible_tables(who).filter(unsettled)


def to_be_cleared(who: Standing) -> dict[str, list]:
    """What a clearing officer was asked to clear. Two queries for one; for others none."""
    if not who.clears:
        return {"to_clear": [], "reports_to_clear": []}
    asked = Agreement.objects.filter(country__in=who.clears, clearance_asked_at__isnull=False)
    asked = asked.filter(activity__review__in=Activity.UNFINISHED).select_related("activity", "country")
    said = CountryReport.objects.filter(round=OuterRef("round"), country=OuterRef("country"))
    settled = Q(Exists(said), round__snapshots__isnull=False)
    reports = ReportClearance.objects.filter(country__in=who.clears).exclude(settled).awaited()
    return {
        "to_clear": [row for row in asked.order_by("clearance_asked_at", "pk")[:MOST] if row.awaits_clearance],
        "reports_to_clear": list(reports.select_related("round", "country", "asked_by")[:MOST]),
    }


def awaited_elsewhere(who: Standing) -> list[Agreement]:
    """Of what this person stands for and others were asked about: what is not answered, or was declined, the activity or a
    claim of it. One query."""
    open_claims = Claim.objects.filter(activity=OuterRef("activity"), country=OuterRef("country"))
    waits = ~Q(word=Word.AGREED) | Q(Exists(open_claims.exclude(word=Word.AGREED)))
    rows = narrowed(Agreement.objects.filter(waits, among(own_activities(who))), who)
    rows = rows.exclude(country__in=who.countries).exclude(activity__review=Activity.Review.DRAFT)
    rows = rows.exclude(activity__scope=Activity.Scope.REGIONAL)
    return list(rows.select_related("activity", "country").order_by("asked_at", "pk")[:MOST])


def claims_to_settle(who: Standing, now: datetime) -> dict[str, list]:
    """Four queries, and one for findings."""
    undone = undone_claims(who)
    refused = Q(verification=Claim.Verification.REFUSED, is_proved_anew=False)
    others = narrowed(undone.exclude(refused), who)
    contrary = Finding.objects.exclude(verdict=Finding.Verdict.AGREE).order_by()
    over = Q(activity__ends_on__lt=who.today(now)) | Q(activity__status=Activity.Status.COMPLETED)
    return {
        "doubted": list(with_findings(doubted(undone.filter(pk__in=contrary.values("claim"))))[:MOST]),
        "refused": list(undone.filter(refused).select_related("decided_by").order_by("decided_at", "pk")[:MOST]),
        "unproved": list(others.filter(Q(is_proved=False), achieved_on__isnull=False)[:MOST]),
        "expected": list(others.filter(over, achieved_on__isnull=True)[:MOST]),
    }


def undone_claims(who: Standing) -> ClaimQuerySet:
    claims = with_new_proof(with_proof(Claim.objects.filter(among(own_activities(who)))))
    claims = claims.with_units().select_related("activity")
    return claims.exclude(activity__status=Activity.Status.CANCELLED).exclude(verification=Claim.Verification.VERIFIED)


def of_the_working_group(who: Standing, now: datetime) -> dict[str, list]:
    """Answers to its questions (those on what waits for review stand in the queue), letters that a colleague recorded, rounds
    and editions."""
    answered = Remark.objects.unresolved().exclude(reply="").exclude(activity__review=Activity.Review.SUBMITTED)
    rounds = list(Round.objects.filter(snapshots__isnull=True).prefetch_related("reports", "extensions"))
    countries, participants = Country.objects.in_bulk(), asked_in(rounds)
    editions = Snapshot.objects.without_contents().filter(publication__isnull=True, replaced_by__isnull=True)
    return {
        "answered": list(
            answered.select_related("activity", "author", "replied_by", "reply_of_country", "reply_of_organisation")[
                :MOST
            ]
        ),
        "letters": letters_to_compare(who),
        "rounds": [row for row in rounds if row.can_be_closed([countries[pk] for pk in participants[row.pk]], now)],
        "editions": list(editions.select_related("round")[:MOST]),
    }


def not_come_yet(now: datetime) -> list[Membership]:
    """The roles in force of people who were invited and have not signed in yet."""
    invited = Membership.objects.filter(person__last_login__isnull=True, person__is_active=True)
    return invited.select_related("person").order_by("person__date_joined", "pk").in_force(now)[:MOST]


def to_be_confirmed_since(who: Standing, due: Iterable[DueReport], now: datetime) -> date:
    """The day since when activities are to have been confirmed: three months ago, or the opening of a round that still
    wants a report, if that was later."""
    return max([who.today(now) - CONFIRM_AFTER, *(one.round.opens_on for one in due)])


def unconfirmed(activities: ActivityQuerySet, since: date) -> ActivityQuerySet:
    """Those that may have changed by themselves and were not confirmed since that day, the oldest first."""
    activities = activities.not_confirmed_since(since).filter(review__in=Activity.HANDED_IN)
    return activities.filter(status__in=Activity.MAY_MOVE).order_by("confirmed_on", "pk")


def to_be_confirmed(who: Standing, now: datetime) -> list[Activity]:
    """Those that the desk lists as not confirmed."""
    due = reports_due(Country.objects.filter(pk__in=who.countries).by_name(), now)
    return list(unconfirmed(own_activities(who), to_be_confirmed_since(who, due, now))[:MOST])


def reports_due(countries: Iterable[Country], now: datetime) -> list[DueReport]:
    """The open rounds for which a country has not said yet that its report is complete."""
    due = []
    complete = set(CountryReport.objects.filter(country__in=countries).values_list("round", "country"))
    rows = ReportClearance.objects.filter(country__in=countries).exclude(handed_back="")
    back = {(row.round_id, row.country_id): row.handed_back for row in rows}
    for row in Round.objects.perhaps_open(now):
        participants = row.participants()
        for country in countries:
            if country.pk in participants and row.is_open_for(country, now) and (row.pk, country.pk) not in complete:
                due.append(DueReport(row, country, row.closes_for(country.pk), back.get((row.pk, country.pk), "")))
    return sorted(due, key=lambda row: row.closes_on)


def reports_late(countries: Iterable[Country], now: datetime) -> list[DueReport]:
    """The newest round, where it is over for a country that has not reported for it: it still may, and is late."""
    countries = list(countries)
    if not countries:
        return []
    is_closed = Exists(Snapshot.objects.filter(round=OuterRef("pk")))
    opened = Round.objects.filter(opens_on__lte=(now + timedelta(1)).date()).annotate(is_closed=is_closed)
    row = opened.prefetch_related("extensions", "reports").order_by("-closes_on", "-pk").first()
    if row is None:
        return []
    reported = {report.country_id for report in row.reports.all()}
    silent = [one for one in countries if one.pk not in reported]
    over = [one for one in silent if row.is_closed or row.is_over_for(one, now)]
    participants = row.participants() if over else set()
    return [
        DueReport(row, one, row.closes_for(one.pk), is_closed=row.is_closed) for one in over if one.pk in participants
    ]


def reports_ready(who: Standing, now: datetime) -> list[DueReport]:
    """The reports that may be said to be complete now: everything of the country is confirmed."""
    due = reports_due(Country.objects.filter(pk__in=who.countries).by_name(), now)
    return [one for one in due if not open_in(one.country, one.round, now).unconfirmed]


def open_in(country: Country, row: Round, now: datetime) -> Open:
    """What is open in a country's report for a round. Four queries."""
    activities = Activity.objects.agreed_by(country.pk).exclude(scope=Activity.Scope.REGIONAL)
    since = max(country.today(now) - CONFIRM_AFTER, row.opens_on)
    return Open(
        drafts=list(activities.filter(review=Activity.Review.DRAFT)[:MOST]),
        returned=list(activities.filter(review=Activity.Review.RETURNED)[:MOST]),
        questions=list(unanswered(activities, Remark.objects.filter(countries=country))[:MOST]),
        unconfirmed=list(unconfirmed(activities, since)[:MOST]),
    )


def returned_activities(who: Standing, activities: ActivityQuerySet) -> list[Activity]:
    """Each with its `open_remarks`, as far as `who` was asked."""
    remarks = visible_remarks(who).unresolved().order_by("-created_at")
    returned = activities.filter(review=Activity.Review.RETURNED)
    rows: list[Activity] = list(returned.prefetch_related(Prefetch("remarks", remarks, to_attr="open_remarks"))[:MOST])
    for row in rows:
        readable_remarks(who, row.open_remarks)
    return rows


def unanswered(activities: ActivityQuerySet, remarks: RemarkQuerySet) -> RemarkQuerySet:
    """Of these questions those not answered yet, on activities that were not returned with them."""
    questions = remarks.unresolved().filter(among(activities), reply="")
    return questions.exclude(activity__review=Activity.Review.RETURNED).select_related("activity", "author")


def doubted(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Those that an agency does not agree with, and to which no evidence was added since: the country answers."""
    contrary = Finding.objects.filter(claim=OuterRef("pk")).exclude(verdict=Finding.Verdict.AGREE)
    claims = claims.filter(Exists(contrary), verification=Claim.Verification.PENDING)
    newest = Subquery(contrary.order_by("-at").values("at")[:1])
    answers = proof_of_claim().filter(created_at__gt=OuterRef("newest_finding"))
    return claims.annotate(newest_finding=newest).exclude(Exists(answers))


def could_count_next(countries: list[Country]) -> list[Next]:
    """Targets that count countries and of which too few have reported, where one of these stands in no layer yet."""
    if not countries:
        return []
    by_country = (Indicator.Counts.COUNTRIES, Indicator.Counts.SECTORS)
    thresholds = thresholds_on(Selection(), by_country)
    offers = []
    for one in thresholds.unmet.values():
        if one.progress.verified + one.progress.reported < (one.progress.required or 0):
            stands = {unit.partition("/")[0] for unit in one.layers}
            asked = (country for country in countries if country.pk in thresholds.everyone - stands)
            offers += [Next(one.target, one.indicator, country, one.progress) for country in asked]
    return offers


def waiting_with_others(who: Standing) -> ActivityQuerySet:
    """What this person's country has handed in, or proved since, and the working group has not decided yet."""
    return narrowed(own_activities(who).filter(queued__isnull=False), who, "pk")
