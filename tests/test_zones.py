"""Whose day it is: a day ends where its country is, and a time is told by its reader's clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from reports import notices, rules, workflow
from reports.closing import round_of
from reports.holders import focal_points
from reports.models import Activity, Country, Mail, Membership, Round
from reports.snapshots import contents
from reports.summaries import Selection, answers, in_force, round_rates
from reports.summaries.kept import heard_of
from tests.base import fresh, record, submitted
from tests.clocks import at
from tests.jobs import work
from tests.test_exports import sheets, taken
from themes.dates import date_format
from themes.zones import city_of, day_in, end_of, latest_day_in, validate_zones, zone_name, zones

CONGO = "Africa/Kinshasa Africa/Lubumbashi"
LAST = date(2026, 3, 31)
NEXT = date(2026, 4, 1)


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


# Days and names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "now", "day", "latest"),
    [
        ("Africa/Dar_es_Salaam", "2026-03-31T20:59:59Z", LAST, LAST),
        ("Africa/Dar_es_Salaam", "2026-03-31T21:00Z", NEXT, NEXT),
        ("Africa/Kinshasa", "2026-03-31T22:30Z", LAST, LAST),
        ("Africa/Lubumbashi", "2026-03-31T22:30Z", NEXT, NEXT),
        (CONGO, "2026-03-31T22:30Z", LAST, NEXT),
        (CONGO, "2026-03-31T23:00Z", NEXT, NEXT),
        ("Indian/Mauritius", "2026-03-31T20:00Z", NEXT, NEXT),
        ("Indian/Comoro", "2026-03-31T20:59Z", LAST, LAST),
        ("Africa/Luanda", "2026-03-31T22:59Z", LAST, LAST),
        ("Africa/Luanda", "2026-03-31T23:00Z", NEXT, NEXT),
        ("Africa/Juba", "2020-12-31T21:30Z", date(2021, 1, 1), date(2021, 1, 1)),  # UTC+3 until February 2021
        ("Africa/Juba", "2021-12-31T21:30Z", date(2021, 12, 31), date(2021, 12, 31)),
    ],
)
def test_a_day_is_over_when_it_is_over_in_the_last_zone(places, now, day, latest):
    assert (day_in(zones(places), moment(now)), latest_day_in(zones(places), moment(now))) == (day, latest)


@given(st.sampled_from(sorted(available_timezones())), st.dates(date(2000, 1, 2), date(2030, 12, 31)))
def test_a_day_ends_at_the_first_moment_that_is_not_of_it(name, day):
    end = end_of(day, zones(name))[0].astimezone(UTC)
    zone = ZoneInfo(name)
    assert (end - timedelta(seconds=1)).astimezone(zone).date() <= day < end.astimezone(zone).date()


def test_of_two_zones_the_one_with_the_later_midnight_ends_the_day():
    end, zone = end_of(LAST, zones(CONGO))
    assert (end.astimezone(UTC), zone) == (moment("2026-03-31T23:00Z"), ZoneInfo("Africa/Kinshasa"))


@pytest.mark.parametrize(
    ("language", "zone", "name"),
    [
        ("en", "Africa/Dar_es_Salaam", "Dar es Salaam, UTC+3"),
        ("fr", "Africa/Addis_Ababa", "Addis-Abeba, UTC+3"),
        ("pt", "Africa/Khartoum", "Cartum, UTC+2"),
        ("en", "Asia/Kolkata", "Kolkata, UTC+5:30"),
        ("en", "America/Argentina/San_Luis", "San Luis, UTC−3"),
        ("en", "UTC", "UTC"),
    ],
)
def test_a_zone_has_a_name_that_people_read(language, zone, name):
    with translation.override(language):
        assert zone_name(datetime(2026, 3, 31, tzinfo=ZoneInfo(zone))) == name


def test_a_moment_of_a_bare_offset_is_told_by_it():
    assert zone_name(moment("2026-03-31T22:30+02:00")) == "UTC+2"


@pytest.mark.parametrize("written", ["", "Mars/Olympus", "Africa/Maputo;Africa/Luanda", "../etc/passwd"])
def test_what_is_no_zone_is_refused(written):
    with pytest.raises(ValidationError):
        validate_zones(written)


def test_every_country_that_is_shipped_has_zones_that_exist(db):
    for country in Country.objects.all():
        validate_zones(country.time_zones)
    several = [country.pk for country in Country.objects.all() if len(country.zones) > 1]
    assert several == ["COD"]


def test_a_time_says_where_its_clock_stands_and_a_day_does_not():
    value = datetime(2026, 3, 31, 14, 5, tzinfo=ZoneInfo("Africa/Maputo"))
    assert date_format(value, "DATETIME_FORMAT") == "31 March 2026, 14:05 (Maputo, UTC+2)"
    assert date_format(value) == "31 March 2026"


# Deadlines -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def row(db):
    return Round.objects.create(title="Round", opens_on=date(2026, 1, 1), closes_on=LAST, as_at=LAST)


@pytest.fixture
def clock(monkeypatch):
    return lambda written: at(monkeypatch, written)


@pytest.mark.parametrize(
    ("country", "now", "is_open"),
    [
        ("MUS", "2025-12-31T20:00Z", True),
        ("AGO", "2025-12-31T22:59Z", False),
        ("MUS", "2026-03-31T19:59Z", True),
        ("MUS", "2026-03-31T20:00Z", False),
        ("COM", "2026-03-31T20:59Z", True),
        ("COM", "2026-03-31T21:00Z", False),
        ("COD", "2026-03-31T22:59Z", True),
        ("COD", "2026-03-31T23:00Z", False),
        ("AGO", "2026-03-31T22:59Z", True),
    ],
)
def test_a_round_is_open_by_the_days_of_each_country(row, country, now, is_open):
    assert row.is_open_for(Country.objects.get(pk=country), moment(now)) is is_open
    assert list(Round.objects.perhaps_open(moment(now))) == [row]


def congolese(cast, now) -> None:
    Membership.objects.create(person=cast["charlie"], role="focal_point", country_id="COD", since=date(2010, 9, 7))


def test_congo_reports_on_time_until_midnight_in_kinshasa(cast, row, clock):
    now = clock("2026-03-31T22:59Z")
    congolese(cast, now)
    workflow.complete_report(by=cast["charlie"], pk=row.pk, country="COD")
    (answer,) = [one for one in answers(row) if one.report]
    assert (answer.day, answer.on_time) == (LAST, True)
    assert [
        (rate.reported, rate.on_time) for rate in round_rates(Selection(as_at=LAST), in_force(Selection(as_at=LAST)))
    ] == [(1, 1)]


def test_after_midnight_in_kinshasa_congo_is_late(cast, row, clock):
    congolese(cast, clock("2026-03-31T23:00Z"))
    workflow.complete_report(by=cast["charlie"], pk=row.pk, country="COD")
    (answer,) = [one for one in answers(row) if one.report]
    assert (answer.day, answer.on_time, answer.is_after_closing) == (date(2026, 4, 1), False, False)


def test_a_round_is_closed_when_it_is_over_in_the_last_participating_country(cast, row, clock):
    clock("2026-03-31T22:59Z")
    with pytest.raises(workflow.WrongState):
        workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    clock("2026-03-31T23:00Z")
    assert workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents).as_at == LAST


def test_figures_as_at_a_day_wait_until_it_has_come_in_the_last_country(cast, clock):
    row = Round.objects.create(title="R", opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 1), as_at=LAST)
    clock("2026-03-30T22:30Z")
    assert "a date in the future" in workflow.not_to_be_closed(row)
    clock("2026-03-30T23:00Z")
    assert workflow.not_to_be_closed(row) == ""


def test_a_reminder_counts_the_days_of_its_country(cast, row, clock, mailoutbox):
    now = clock("2026-03-31T21:30Z")  # the first of April in Dar es Salaam, not yet in Maputo
    assert {due.person for due in notices.send_due(now)} == {cast["amina"]}
    work()
    assert mailoutbox[0].subject == "Round encerra hoje"
    assert "(Maputo, UTC+2)" in mailoutbox[0].body


def test_the_queue_knows_the_round_by_the_days_of_the_activity_s_countries(row):
    countries = list(Country.objects.filter(pk__in=["MUS", "COD"]))
    moments = [
        round_of([row], countries, moment("2026-02-01T00:00Z"), moment(now))
        for now in ("2026-03-31T22:59Z", "2026-03-31T23:00Z")
    ]
    assert moments == [(row, LAST, moment("2026-03-31T23:00Z")), (None, None, None)]


@pytest.mark.parametrize("name", ["rounds", "round"])
def test_the_pages_of_a_round_say_in_which_zone_it_ends(as_person, row, name):
    page = as_person(None).get(reverse(name, args=[row.pk] if name == "round" else [])).content.decode()
    assert "to the end of 31 March 2026, local time in each country (it closes last in Kinshasa, UTC+1)" in page


def test_the_api_says_when_and_where_a_round_ends(as_person, row):
    answer = as_person(None).get(f"/api/v1/rounds/{row.pk}/").json()
    congo = next(one for one in answer["reports"] if one["country"] == "COD")
    assert (answer["closes_at"], answer["closes_by_the_clocks_of"]) == ("2026-04-01T00:00:00+01:00", "Kinshasa, UTC+1")
    assert (congo["closes_at"], congo["time_zones"]) == ("2026-04-01T00:00:00+01:00", CONGO.split())


# Roles and dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        ("2026-03-31T21:59Z", False),
        ("2026-03-31T22:00Z", True),
        ("2026-04-30T21:59Z", True),
        ("2026-04-30T22:00Z", False),
    ],
)
def test_a_role_begins_and_ends_with_the_days_of_its_country(cast, clock, now, holds):
    days = {"since": NEXT, "until": date(2026, 5, 1)}
    Membership.objects.filter(person=cast["amina"]).update(**days)
    clock(now)
    assert rules.standing(fresh(cast["amina"])).countries == (frozenset(["MOZ"]) if holds else frozenset())
    assert focal_points(["MOZ"]) == ([cast["amina"]] if holds else [])


def test_a_role_that_is_ended_gives_no_right_from_now_on_wherever_it_is_still_yesterday(cast, clock):
    clock("2026-03-31T21:30Z")  # the first of April for Grace in Dar es Salaam
    role = workflow.end_role(by=cast["grace"], pk=Membership.objects.get(person=cast["amina"]).pk)
    assert (role.until, role.is_in_force()) == (LAST, False)


def test_who_takes_a_role_over_has_it_at_once(cast, clock):
    clock("2026-03-31T21:30Z")
    role = Membership.objects.get(person=cast["amina"])
    taken_over = workflow.hand_over(by=cast["grace"], pk=role.pk, email="new@example.org")
    assert (taken_over.since, taken_over.is_in_force()) == (LAST, True)


def dated(by, country, day, **values):
    claims = [{"indicator": "VI.T1.1", "unit": country, "achieved_on": day}]
    return record(by, **{"countries": [country], "claims": claims} | values)


@pytest.mark.parametrize(
    ("country", "now"),
    [("COD", "2026-03-31T22:00Z"), ("MUS", "2026-03-31T20:00Z"), ("AGO", "2026-03-31T23:00Z")],
)
def test_a_day_that_has_begun_in_the_country_is_not_in_the_future(cast, clock, country, now):
    clock(now)
    assert dated(cast["grace"], country, "2026-04-01").claims.get().achieved_on == NEXT


@pytest.mark.parametrize(
    ("country", "now"),
    [("COD", "2026-03-31T21:59Z"), ("MUS", "2026-03-31T19:59Z"), ("AGO", "2026-03-31T22:59Z")],
)
def test_a_day_that_has_not_begun_in_the_country_is_in_the_future(cast, clock, country, now):
    clock(now)
    with pytest.raises(ValidationError, match="in the future"):
        dated(cast["grace"], country, "2026-04-01")


def test_what_is_confirmed_bears_the_day_of_its_country(cast, clock):
    activity = submitted(cast["amina"])
    clock("2026-03-31T21:30Z")
    workflow.confirm_unchanged(by=cast["grace"], pks=[activity.pk])
    assert Activity.objects.get(pk=activity.pk).confirmed_on == LAST


# Times ---------------------------------------------------------------------------------------------------------------


def test_the_log_tells_a_time_by_the_clocks_of_its_reader(as_person, cast, monkeypatch):
    activity = submitted(cast["amina"])
    pages = {}
    for name in ("amina", "nadia"):
        client = as_person(name)
        client.cookies["django_language"] = "en"
        pages[name] = client.get(reverse("activity_history", args=[activity.pk])).content.decode()
    assert ["(Maputo, UTC+2)" in pages["amina"], "(Dar es Salaam, UTC+3)" in pages["nadia"]] == [True, True]


def test_the_public_reads_times_of_dar_es_salaam_by_name(as_person, cast, row, clock):
    clock("2026-04-01T12:00Z")
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    workflow.publish_snapshot(by=cast["nadia"], code=snapshot.pk)
    page = as_person(None).get(snapshot.get_absolute_url()).content.decode()
    assert "1 April 2026, 15:00 (Dar es Salaam, UTC+3)" in page


def test_a_time_for_programs_has_no_fraction_of_a_second(as_person, cast):
    activity = submitted(cast["amina"])
    page = as_person("nadia").get(reverse("activity_history", args=[activity.pk])).content.decode()
    stamps = [part.partition('"')[0] for part in page.split('<time datetime="')[1:]]
    assert stamps
    assert all(datetime.fromisoformat(stamp).microsecond == 0 and len(stamp) == 25 for stamp in stamps)


def test_a_file_tells_times_by_the_clocks_of_its_reader(as_person, cast):
    submitted(cast["amina"])
    rows = {name: taken(as_person(name), reverse("changes")) for name in ("amina", "nadia")}
    offsets = {name: lines[1][0][-6:] for name, lines in rows.items()}
    assert offsets == {"amina": "+02:00", "nadia": "+03:00"}


def test_a_token_tells_times_by_the_clocks_of_its_owner(cast, row, clock, client):
    clock("2026-04-01T12:00Z")
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    stamps = []
    for name in ("amina", "juma"):
        _token, secret = workflow.create_token(by=cast["grace"], owner=cast[name], name="x", scope="read", days=9)
        answer = client.get("/api/v1/snapshots/", headers={"authorization": f"Token {secret}"})
        stamps.append(answer.json()["results"][0]["taken_at"])
    assert stamps == ["2026-04-01T14:00:00+02:00", "2026-04-01T15:00:00+03:00"]


def test_a_mail_is_told_by_the_clocks_of_its_reader(cast):
    with notices.as_reader(cast["amina"]):
        assert city_of(timezone.get_current_timezone()) == "Maputo"


def test_figures_are_the_same_whatever_the_zone_of_the_reader(cast, clock):
    clock("2026-03-31T21:30Z")
    activity = submitted(cast["amina"], status="planned", starts_on="2026-06-01", ends_on=None, claims=[])
    assert Activity.objects.get(pk=activity.pk).submitted_at == moment("2026-03-31T21:30Z")
    totals = []
    for zone in ("Africa/Luanda", "Africa/Dar_es_Salaam", "Indian/Mauritius"):
        with timezone.override(ZoneInfo(zone)):
            totals.append([Activity.objects.filter(heard_of(Selection(as_at=day))).count() for day in (LAST, NEXT)])
    assert totals == [[1, 1]] * 3  # reported on 31 March where its country is


def test_an_extension_tells_its_day_with_the_country_s_zone(
    cast, row, clock, mailoutbox, django_capture_on_commit_callbacks
):
    clock("2026-03-01T12:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.extend_round(by=cast["nadia"], pk=row.pk, country="TZA", closes_on=date(2026, 4, 30), reason="Floods.")
    assert "until the end of 30 April 2026 (Dar es Salaam, UTC+3)" in mailoutbox[0].body
    assert Mail.objects.get().about["country"] == "TZA"


def test_the_admin_says_by_which_clocks_it_tells_times(as_person):
    page = as_person("grace").get(reverse("admin:index")).content.decode()
    assert "Administration – times shown in the time zone of Dar es Salaam, UTC+3" in page


def test_a_column_of_times_in_a_workbook_says_by_which_clocks(as_person, cast):
    submitted(cast["amina"])
    head = next(iter(sheets(as_person("nadia"), reverse("changes")).values()))[0]
    assert "When (Dar es Salaam)" in head


def test_an_answer_without_a_day_is_of_the_day_that_it_is_in_its_country(cast, monkeypatch):
    at(monkeypatch, "2026-03-31T21:30Z")
    row = workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2", values={"priority": "high"})
    assert (row.adopted_on, timezone.localdate()) == (LAST, NEXT)
