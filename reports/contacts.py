"""Who reports for each country, what is awaited from it, and when it was last heard from or spoken to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT

from reports import rules
from reports.contact_mail import REMINDERS, key_of
from reports.desk import DueReport
from reports.models import (
    Activity,
    Agreement,
    Country,
    CountryMessage,
    CountryNote,
    CountryQuerySet,
    Mail,
    Membership,
    Remark,
    Round,
    Word,
)
from reports.pages import First, first_of
from reports.rules import Standing
from reports.summaries import SILENT_AFTER, countries_with_last_report, last_report, taking_part_on, with_participations
from themes.folding import fold
from themes.zones import day_in

COUNTED = ("returned", "questions", "awaited")


@dataclass(frozen=True)
class Contact:
    """A country with its focal points in force (`reporters`), those of a later day (`coming`) and, where it was asked for
    alone, the `former` ones.

    `due` are reports that rounds not closed yet want of it; `returned` are how many activities were sent back to it,
    `questions` how many are not answered, agreements how many are awaited on what was handed in. `today` is its day.
    """

    country: Country
    takes_part: bool
    today: date
    reporters: list[Membership]
    coming: list[Membership]
    former: list[Membership]
    due: list[DueReport]
    returned: int
    questions: int
    awaited: int
    written_at: datetime | None
    called_on: date | None

    @property
    def reached(self) -> list[Membership]:
        """Of those who report, the ones whom a message reaches."""
        return [role for role in self.reporters if role.person.is_active]

    @property
    def has_nobody(self) -> bool:
        return not self.reached

    @property
    def reported_on(self) -> date | None:
        return last_report(self.country)

    @property
    def is_silent(self) -> bool:
        return self.reported_on is None or self.reported_on < self.today - SILENT_AFTER

    @property
    def late(self) -> list[DueReport]:
        return [one for one in self.due if one.closes_on < self.today]

    @property
    def in_time(self) -> list[DueReport]:
        return [one for one in self.due if one.closes_on >= self.today]

    @property
    def awaits_nothing(self) -> bool:
        return not (self.due or self.returned or self.questions or self.awaited)

    @property
    def written_on(self) -> date | None:
        """The day of the last message, where the country is."""
        return day_in(self.country.zones, self.written_at) if self.written_at else None

    @property
    def was_called_last(self) -> bool:
        return self.called_on is not None and (self.written_on is None or self.called_on >= self.written_on)

    @property
    def rank(self) -> tuple[bool, bool, str]:
        """Those without a focal point come first, then those that have not reported for long."""
        return (not self.has_nobody, not self.is_silent, fold(self.country.name))


def contacts(day: date, now: datetime, code: str = "") -> list[Contact]:
    """All countries that take part or for which somebody reports, or the one of this code. `day` is the reader's. Four queries."""
    asked = with_last_contact(countries_with_last_report(day))
    countries, participations = with_participations(asked.filter(pk=code) if code else asked)
    counted = awaited_by_country()
    taking_part = taking_part_on(day, participations)
    roles = focal_points(code, now)
    due = reports_due(countries, participations, now)
    rows = [
        Contact(
            country=country,
            takes_part=country.pk in taking_part,
            today=country.today(now),
            reporters=[role for role in roles[country.pk] if role.is_in_force(now)],
            coming=[role for role in roles[country.pk] if role.since > role.today(now)],
            former=sorted((role for role in roles[country.pk] if role.has_ended(now)), key=ended_on, reverse=True),
            due=due[country.pk],
            written_at=getattr(country, "written_at", None),
            called_on=getattr(country, "called_on", None),
            **{name: counted[country.pk][name] for name in COUNTED},
        )
        for country in countries
    ]
    return sorted((row for row in rows if code or row.takes_part or row.reporters), key=lambda row: row.rank)


def ended_on(role: Membership) -> date:
    return role.until or date.max


def with_last_contact(countries: CountryQuerySet) -> CountryQuerySet:
    """Each with the moment of the last message to it (`written_at`) and the day of the last call (`called_on`)."""
    return countries.annotate(
        written_at=Subquery(CountryMessage.objects.filter(country=OuterRef("pk")).order_by("-at").values("at")[:1]),
        called_on=Subquery(CountryNote.objects.filter(country=OuterRef("pk")).order_by("-on").values("on")[:1]),
    )


def awaited_by_country() -> dict[str, Counter[str]]:
    """`{country: {"returned": 2, "questions": 1, "awaited": 3}}`, without regional work, for which no country answers.
    One query of three parts, each of which begins with the rows that wait, not with all those of a country."""
    own = Agreement.objects.exclude(activity__scope=Activity.Scope.REGIONAL).order_by()
    asked = Remark.objects.unresolved().filter(reply="").exclude(activity__review=Activity.Review.RETURNED).order_by()
    returned = numbers(own.filter(activity__review=Activity.Review.RETURNED), "country", "returned")
    questions = numbers(
        asked.filter(countries__isnull=False).exclude(activity__scope=Activity.Scope.REGIONAL), "countries", "questions"
    )
    unheard = own.filter(word=Word.AWAITED, activity__review__in=Activity.HANDED_IN)
    by_country: dict[str, Counter[str]] = defaultdict(Counter)
    for country, what, n in returned.union(questions, numbers(unheard, "country", "awaited"), all=True):
        by_country[country][what] = n
    return by_country


def numbers(rows: QuerySet, by: str, what: str) -> QuerySet:
    """`(country, what, how many)`."""
    return rows.values(of=F(by)).annotate(what=Value(what), n=Count("pk", distinct=True)).values_list("of", "what", "n")


def focal_points(code: str, now: datetime) -> dict[str, list[Membership]]:
    """By country, those who report for it or will, each with the letter and the last reminder (`reminded_at`); of one
    country also those who did. One query."""
    sent = Mail.objects.filter(person=OuterRef("person"), template__in=REMINDERS, sent_at__isnull=False)
    sent = sent.annotate(of=KT("about__country")).filter(of=OuterRef("country")).order_by("-sent_at")
    held = Membership.objects.filter(role=Membership.Role.FOCAL_POINT)
    over = (now - timedelta(days=2)).date()  # wherever on Earth
    held = held.filter(country=code) if code else held.exclude(until__lt=over)
    held = held.annotate(reminded_at=Subquery(sent.values("sent_at")[:1]))
    roles: dict[str, list[Membership]] = defaultdict(list)
    for role in held.select_related("person", "country", "nomination").order_by("is_deputy", "since", "pk"):
        roles[role.country_id or ""].append(role)
    return roles


@dataclass(frozen=True)
class Held:
    """A role with what the reader may do about it."""

    role: Membership
    may_appoint: bool
    may_end: bool

    @property
    def is_coming(self) -> bool:
        return self.role.since > self.role.today()

    @property
    def others(self) -> list[Country]:
        """The countries that a contributor's role names, in the order of the reader's alphabet."""
        return sorted(self.role.countries.all(), key=lambda country: fold(country.name))


@dataclass(frozen=True)
class People:
    """Who reports for a country, clears and prepares: of the contributors those of its `institutions`, those `named` for it,
    and those who may record `anywhere`."""

    focal_points: list[Held]
    clearing: list[Held]
    institutions: list[Held]
    named: list[Held]
    anywhere: list[Held]

    @property
    def is_cleared(self) -> bool:
        """Does somebody hold the role of a clearing officer today?"""
        return any(not held.is_coming for held in self.clearing)


def people_of(who: Standing, country: Country) -> People:
    """As they stand today, with those of a later day, unless these were ended before it. Two queries."""
    role = Membership.Role
    here = Q(role__in=(role.FOCAL_POINT, role.CLEARING_OFFICER), country=country)
    contributing = Q(role=role.CONTRIBUTOR) & (Q(countries=country) | Q(countries__isnull=True))
    rows = Membership.objects.filter(here | contributing).order_by("is_deputy", "since", "pk")
    rows = rows.select_related("person", "country", "organisation__office_of", "nomination").prefetch_related(
        "countries"
    )
    people = People([], [], [], [], [])
    for row in rows:
        if not row.has_ended() and row.until != row.since:
            kind = kind_of(row, people)
            kind.append(Held(row, rules.may_appoint(who, row), rules.may_end(who, row)))
    return people


def kind_of(row: Membership, people: People) -> list[Held]:
    if row.role == Membership.Role.FOCAL_POINT:
        return people.focal_points
    if row.role == Membership.Role.CLEARING_OFFICER:
        return people.clearing
    if not row.named_countries():
        return people.anywhere
    return people.institutions if row.organisation and row.organisation.is_institution else people.named


def reports_due(countries: Iterable[Country], participations: list, now: datetime) -> dict[str, list[DueReport]]:
    """By country, the rounds that have opened there, are not closed and have no report of it, also where its days are
    over. One query."""
    reported: set[tuple[int, str]] = set()
    later: dict[tuple[int, str], date] = {}
    unclosed = Round.objects.filter(snapshots__isnull=True).order_by("closes_on", "pk")
    answered = unclosed.annotate(
        answered_by=F("reports__country"), extended_for=F("extensions__country"), extended_to=F("extensions__closes_on")
    )
    rounds: dict[int, Any] = {}
    for row in answered.distinct():
        rounds.setdefault(row.pk, row)
        reported.add((row.pk, row.answered_by))
        if row.extended_for:
            later[row.pk, row.extended_for] = row.extended_to
    due = defaultdict(list)
    for row in rounds.values():
        asked = taking_part_on(row.as_at, participations)
        for country in countries:
            has_opened = row.opens_on <= country.today(now)
            if country.pk in asked and has_opened and (row.pk, country.pk) not in reported:
                closes_on = max(row.closes_on, later.get((row.pk, country.pk), row.closes_on))
                due[country.pk].append(DueReport(row, country, closes_on))
    return due


@dataclass(frozen=True)
class Sent:
    """A message with those to whom it went: each a `Mail`, sent or waiting for the mail server."""

    message: CountryMessage
    mails: list[Mail]


def messages_to(country: str, most: int) -> First:
    """The newest messages to a country. Two queries."""
    rows = first_of(CountryMessage.objects.filter(country=country).select_related("by"), most)
    keys = {key_of(message): message for message in rows.rows}
    by_key = defaultdict(list)
    people = Membership.objects.filter(role=Membership.Role.FOCAL_POINT, country=country).values("person")
    for mail in Mail.objects.filter(person__in=people, key__in=keys).select_related("person").order_by("pk"):
        by_key[mail.key].append(mail)
    return First([Sent(message, by_key[key]) for key, message in keys.items()], rows.more)


def notes_on(country: str, most: int) -> First:
    """The newest notes of calls with a country. One query."""
    return first_of(CountryNote.objects.filter(country=country).select_related("by"), most)
