"""Who reports for each country, what is awaited from it, and when it was last heard from or spoken to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

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
from reports.summaries import countries_with_last_report, last_report, standing_participations, taking_part_on
from themes.folding import fold
from themes.zones import day_in

SILENT_AFTER = timedelta(days=365)  # without a report
COUNTED = ("returned", "questions", "awaited", "written_at", "called_on")


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
    asked = counted(countries_with_last_report(day))
    countries = list(asked.filter(pk=code) if code else asked)
    participations = standing_participations()
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
            **{name: getattr(country, name) for name in COUNTED},
        )
        for country in countries
    ]
    return sorted((row for row in rows if code or row.takes_part or row.reporters), key=lambda row: row.rank)


def ended_on(role: Membership) -> date:
    return role.until or date.max


def counted(countries: CountryQuerySet) -> CountryQuerySet:
    """With how many activities, answers and agreements are awaited, and the last message, by whom, and the last call."""
    own = Agreement.objects.filter(country=OuterRef("pk")).exclude(activity__scope=Activity.Scope.REGIONAL).order_by()
    asked = Remark.objects.unresolved().filter(reply="", activity__agreements__country=OuterRef("pk")).order_by()
    asked = asked.exclude(activity__scope=Activity.Scope.REGIONAL)
    unheard = own.filter(word=Word.AWAITED, activity__review__in=Activity.HANDED_IN)
    return countries.annotate(
        returned=number(own.filter(activity__review=Activity.Review.RETURNED), "country"),
        questions=number(asked.exclude(activity__review=Activity.Review.RETURNED), "activity__agreements__country"),
        awaited=number(unheard, "country"),
        written_at=Subquery(CountryMessage.objects.filter(country=OuterRef("pk")).order_by("-at").values("at")[:1]),
        called_on=Subquery(CountryNote.objects.filter(country=OuterRef("pk")).order_by("-on").values("on")[:1]),
    )


def number(rows: QuerySet, by: str) -> Coalesce:
    counts = rows.values(by).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


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
