"""The columns of each list that can be taken away, in the words of its page."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reports.agencies import awaits
from reports.attained import agencies_words, all_met_words
from reports.exports.columns import DATE, MOMENT, NUMBER, Column, as_known
from reports.exports.funding import others_of
from reports.log import ReadableChange, readable_changes
from reports.models import Activity, Adoption, ChangeQuerySet, Country, Membership
from reports.rules import Standing
from reports.summaries import TargetProgress
from reports.tallies import REGIONAL
from themes.dates import date_format
from themes.numerals import roman
from themes.punctuation import introduced
from themes.zones import zone_name

CHUNK = 500  # rows read at a time


def in_words(name: str) -> Callable[[Activity], str]:
    """A choice of an activity in the reader's words, looked up once for all rows."""
    choices = getattr(Activity._meta.get_field(name), "choices", ())
    words = {value: str(label) for value, label in choices}
    return lambda row: words[getattr(row, name)]


def activity_columns() -> list[Column]:
    """Of an activity with `committed`."""
    return [
        Column(_("Title"), str, width=50),
        Column(_("Scope"), in_words("scope"), width=14),
        Column(_("Countries"), lambda row: "; ".join(str(country) for country in row.seen_countries)),
        Column(_("Actions"), lambda row: "; ".join(action.pk for action in row.actions.all()), width=14),
        Column(_("Theme, for entries outside the menu"), lambda row: row.theme_id, width=10),
        Column(_("Status"), in_words("status"), width=14),
        Column(_("Status since"), lambda row: as_known(row.since), DATE),
        Column(_("Start"), lambda row: as_known(row.start), DATE),
        Column(_("End"), lambda row: as_known(row.end), DATE),
        Column(_("Place"), lambda row: row.place),
        Column(_("Lead organization"), lambda row: row.lead and row.lead.name),
        Column(_("Recorded for"), lambda row: row.recorded_for and row.recorded_for.name),
        Column(_("Participants, women"), lambda row: row.participants_women, NUMBER),
        Column(_("Participants, men"), lambda row: row.participants_men, NUMBER),
        Column(_("Funding required"), lambda row: row.amount_needed, NUMBER),
        Column(_("Funding committed"), lambda row: row.committed, NUMBER),
        Column(_("Currency"), lambda row: row.currency, width=10),
        Column(_("Summary"), lambda row: row.summary, width=60),
        Column(_("Result"), lambda row: row.result, width=60),
        Column(_("Review"), in_words("review"), width=14),
        Column(_("Last confirmed"), last_confirmed, DATE),
        Column(_("Web address"), lambda row: settings.SITE_URL + row.get_absolute_url(), width=60),
    ]


def last_confirmed(row: Activity) -> date | None:
    """As at the day that was asked for, where one was."""
    return row.last_confirmed if hasattr(row, "last_confirmed") else row.confirmed_on


def organisation_columns() -> list[Column]:
    return [
        Column(_("Name"), str, width=50),
        Column(_("Kind"), lambda row: row.get_kind_display(), width=18),
        Column(_("Country"), lambda row: row.country and str(row.country)),
        Column(_("Office of"), lambda row: row.office_of and row.office_of.name),
        Column(_("IATI identifier"), lambda row: row.iati_identifier, width=24),
        Column(_("Also known as"), lambda row: "; ".join(row.aliases), width=40),
        Column(_("Web address"), lambda row: settings.SITE_URL + row.get_absolute_url(), width=60),
    ]


def person_columns() -> list[Column]:
    """Of a person with `roles` and `has_factor`."""
    return [
        Column(_("Person"), str),
        Column(_("E-mail"), lambda row: row.email, width=40),
        Column(_("Roles"), lambda row: "\n".join(role_words(role) for role in row.roles), width=60),
        Column(_("Administrator"), lambda row: yes_or_no(row.is_superuser), width=14),
        Column(_("Last signed in"), lambda row: row.last_login, MOMENT),
        Column(_("Second factor"), lambda row: yes_or_no(row.has_factor), width=14),
    ]


def contact_columns() -> list[Column]:
    """Of a `reports.contacts.Contact`; of several focal points each on a line of its own."""
    return [
        Column(_("Country"), lambda row: str(row.country)),
        Column(_("Focal points"), lambda row: "\n".join(reporter_words(role) for role in row.reporters), width=40),
        Column(_("Last signed in"), lambda row: newest(role.person.last_login for role in row.reporters), MOMENT),
        Column(_("Last reminder"), lambda row: newest(role.reminded_at for role in row.reporters), MOMENT),
        Column(_("Reports overdue"), lambda row: "; ".join(str(due.round) for due in row.late), width=30),
        Column(_("Returned activities"), lambda row: row.returned, NUMBER),
        Column(_("Unanswered questions"), lambda row: row.questions, NUMBER),
        Column(_("Agreements awaited"), lambda row: row.awaited, NUMBER),
        Column(_("Last report"), lambda row: row.reported_on, DATE),
        Column(_("Last message"), lambda row: row.written_on, DATE),
        Column(_("Last call"), lambda row: row.called_on, DATE),
    ]


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def reporter_words(role: Membership) -> str:
    deputy = f" ({_('deputy')})" if role.is_deputy else ""
    return f"{role.person}{deputy}, {date_format(role.since, 'SHORT_DATE_FORMAT')}"


def role_words(role: Membership) -> str:
    days = "–".join(date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (role.since, role.until))
    return f"{role.in_words()}, {days}"


def funding_columns() -> list[Column]:
    """Of an activity with `lacking`, or of an entry of a national plan."""
    return [
        Column(_("Type"), lambda row: _("activity") if is_activity(row) else _("national plan entry"), width=18),
        Column(_("Actions"), actions_of, width=14),
        Column(
            _("Title"),
            lambda row: str(row) if is_activity(row) else row.action.title if row.action else row.title,
            width=50,
        ),
        Column(
            _("Countries"),
            lambda row: "; ".join(map(str, row.seen_countries if is_activity(row) else [row.country])),
        ),
        Column(_("Scope"), lambda row: row.get_scope_display() if is_activity(row) else None, width=14),
        Column(_("Status"), lambda row: row.get_status_display() if is_activity(row) else None, width=14),
        Column(_("Lead"), lambda row: (row.lead and row.lead.name) if is_activity(row) else row.lead_ministry),
        Column(_("Start"), lambda row: as_known(row.start), DATE),
        Column(_("Funding required"), lambda row: row.amount_needed if is_activity(row) else None, NUMBER),
        Column(_("Funding committed"), lambda row: row.committed if is_activity(row) else None, NUMBER),
        Column(_("Funding gap"), lambda row: row.lacking if is_activity(row) else None, NUMBER),
        Column(_("Currency"), lambda row: row.currency if is_activity(row) else None, width=10),
        Column(
            _("Committed in other currencies, not converted"),
            lambda row: others_of(row) if is_activity(row) else None,
            width=24,
        ),
    ]


def is_activity(row: Activity | Adoption) -> bool:
    return isinstance(row, Activity)


def actions_of(row: Activity | Adoption) -> str | None:
    return "; ".join(action.pk for action in row.actions.all()) if isinstance(row, Activity) else row.action_id


def queue_columns() -> list[Column]:
    return [
        Column(_("Submitted on"), lambda row: row.submitted_at, MOMENT),
        Column(_("Recorded by"), lambda row: str(row.created_by)),
        Column(_("Claims"), lambda row: len(row.claims.all()), NUMBER),
        *activity_columns(),
        Column(_("Awaited decisions"), awaited_in, width=40),
    ]


def awaited_in(row: Activity) -> str:
    """Whose decision the claims of a row of the queue await, a line each."""
    awaited = ((claim, awaits(claim, row)) for claim in row.claims.all())
    return "\n".join(introduced(str(claim), agencies_words(codes)) for claim, codes in awaited if codes)


def change_columns() -> list[Column]:
    return [
        Column(_("When"), lambda row: row.change.at, MOMENT),
        Column(_("Who"), lambda row: str(row.change.by) if row.change.by else _("the system")),
        Column(_("Channel"), lambda row: row.change.get_via_display(), width=12),
        Column(_("Change made"), lambda row: row.verb),
        Column(_("Subject"), lambda row: row.subject, width=16),
        Column(_("Name"), lambda row: row.name, width=40),
        Column(_("Subject identifier"), lambda row: row.change.subject_id, width=38),
        Column(_("Country"), lambda row: row.change.country and str(row.change.country)),
        Column(_("Reason"), lambda row: str(row.reason), width=40),
        Column(_("Before"), lambda row: side_words(row, 1), width=60),
        Column(_("After"), lambda row: side_words(row, 2), width=60),
        Column(_("Hash"), lambda row: row.change.hash, width=66),
        Column(_("Hash of the previous row"), lambda row: row.change.previous, width=66),
    ]


def side_words(row: ReadableChange, side: int) -> str:
    return "\n".join(introduced(line[0], line[side]) for line in row.rows if line[side])


def change_rows(who: Standing, changes: ChangeQuerySet) -> Iterator[ReadableChange]:
    rows = changes.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from readable_changes(who, chunk)


def unit_columns(lacking: str, target: TargetProgress) -> list[Column]:
    """Of `(indicator, unit, name, its state in words, what it was verified by)`, the unit one that counts or that lapsed; `lacking` stands for a name that is not shown. What is said of
    the `target` stands beside each."""
    met, revisions = all_met_words(target.attainment), "\n".join(map(str, target.revisions))
    return [
        Column(_("Indicator"), lambda row: row[0].pk, width=12),
        Column(_("Wording"), lambda row: row[0].text, width=60),
        Column(_("Unit counted"), lambda row: row[2] or lacking, width=40),
        Column(_("Counted as"), lambda row: row[3], width=14),
        Column(_("Counted for how long"), lambda row: row[0].how_long, width=40),
        Column(_("No longer so since"), lambda row: as_known(getattr(row[1], "ended", None)), DATE),
        Column(_("Claims"), lambda row: getattr(row[1], "claims", None), NUMBER),
        Column(_("Verified by"), lambda row: row[4] and row[4].by, width=30),
        Column(_("Verified on"), lambda row: row[4] and row[4].on, DATE),
        Column(_("Evidence"), lambda row: row[4] and "\n".join(map(str, row[4].proof)), width=60),
        Column(_("Target met"), lambda _row: met, width=24),
        Column(_("Revised"), lambda _row: revisions, width=60),
    ]


def matrix_columns(countries: Iterable[Country]) -> list[Column]:
    """Of `(action, {country code or regional: state in words})`."""
    return [
        Column(_("Theme"), lambda row: row[0].group.theme_id, width=8),
        Column(_("Action"), lambda row: row[0].pk, width=8),
        Column(_("Title"), lambda row: row[0].title, width=60),
        *place_columns(countries),
    ]


def scorecard_columns(countries: Iterable[Country]) -> list[Column]:
    """Of `(recommendation, {country code or regional: state in words})`."""
    return [
        Column(_("Recommendation"), lambda row: row[0].pk, width=16),
        Column(_("Actions"), lambda row: "; ".join(action.pk for action in row[0].actions.all()), width=20),
        *place_columns(countries),
    ]


def cell_of(row: tuple[Any, dict[str, Any]], *, code: str) -> Any:
    return row[1].get(code)


def place_columns(countries: Iterable[Country]) -> list[Column]:
    places = [*((country.pk, str(country)) for country in countries), (REGIONAL, _("Regional activities"))]
    return [Column(name, partial(cell_of, code=code), width=14) for code, name in places]


def action_columns() -> list[Column]:
    """Of an action of the menu with its group, theme and recommendations."""
    return [
        Column(_("Action"), lambda row: row.pk, width=8),
        Column(_("Theme"), lambda row: str(row.group.theme)),
        Column(_("Group"), lambda row: row.group.title),
        Column(_("Title"), lambda row: row.title, width=50),
        Column(_("Text"), lambda row: row.text, width=60),
        Column(_("Official text (French)"), lambda row: row.text_fr, width=60),
        Column(_("Recommendations"), lambda row: "; ".join(one.pk for one in row.recommendations.all())),
        Column(_("Note"), lambda row: row.note, width=40),
    ]


def token_columns() -> list[Column]:
    return [
        Column(_("Name"), str),
        Column(_("Owner"), lambda row: str(row.user)),
        Column(_("Scope"), lambda row: row.get_scope_display(), width=14),
        Column(_("Expires"), lambda row: row.expiry, MOMENT),
        Column(_("Last used"), lambda row: row.last_used_at, MOMENT),
    ]


def recommendation_columns() -> list[Column]:
    return [
        Column(_("Recommendation"), lambda row: row.pk, width=16),
        Column(_("Chapter"), lambda row: roman(row.chapter), width=8),
        Column(_("Actions of the Plan"), lambda row: "\n".join(map(str, row.actions.all())), width=60),
        Column(_("Text"), lambda row: row.text, width=60),
    ]


def plan_columns() -> list[Column]:
    """Of `(adoption, state of its action in words)`."""
    return [
        Column(_("Position in the plan"), lambda row: row[0].position, NUMBER),
        Column(_("Theme"), lambda row: row[0].theme_code, width=8),
        Column(_("Action"), lambda row: row[0].action_id, width=8),
        Column(_("Title"), lambda row: row[0].action.title if row[0].action_id else row[0].title, width=60),
        Column(_("Priority"), lambda row: row[0].get_priority_display(), width=12),
        Column(_("Lead ministry"), lambda row: row[0].lead_ministry),
        Column(_("Adopted on"), lambda row: as_known(row[0].stands_from), DATE),
        Column(_("Planned start"), lambda row: as_known(row[0].start), DATE),
        Column(_("Planned end"), lambda row: as_known(row[0].end), DATE),
        Column(_("Requires external funding"), lambda row: _("yes") if row[0].needs_funding else _("no"), width=14),
        Column(_("Implementation status"), lambda row: row[1], width=14),
    ]


def round_columns(with_reasons: bool) -> list[Column]:
    """Of an `Answer`."""
    columns = [
        Column(_("Round"), lambda row: str(row.round)),
        Column(_("Figures as at"), lambda row: row.round.as_at, DATE),
        Column(_("Opens on"), lambda row: row.round.opens_on, DATE),
        Column(_("Country"), lambda row: str(row.country)),
        Column(_("Closes on"), lambda row: row.closes_on, DATE),
        Column(_("Time zone of the closing date"), lambda row: zone_name(row.closes_at)),
        Column(_("Report completed"), lambda row: row.report and row.report.completed_at, MOMENT),
        Column(_("On time"), lambda row: yes_or_no(row.on_time if row.report else None), width=14),
        Column(
            _("After the round had closed"), lambda row: yes_or_no(row.report and row.report.after_closing), width=14
        ),
        Column(
            _("Unchanged since the last report"),
            lambda row: yes_or_no(row.report and row.report.nothing_changed),
            width=14,
        ),
        Column(_("Resubmitted"), lambda row: row.latest.completed_at if row.said_again_on else None, MOMENT),
    ]
    if with_reasons:
        columns.append(
            Column(
                _("Reason for the extension"),
                lambda row: row.extension and str(row.extension.written("reason")),
                width=60,
            )
        )
    return columns


def yes_or_no(value: bool | None) -> str | None:
    return None if value is None else _("yes") if value else _("no")
