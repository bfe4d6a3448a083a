"""The demonstration: worth looking at, made once, and never in production."""

import pytest
from django.core.management import CommandError, call_command

from reports import workflow
from reports.models import (
    Activity,
    Adoption,
    Change,
    CountryReport,
    FundingLine,
    LaterFact,
    Organisation,
    Snapshot,
    User,
)
from reports.site_checks import no_demonstration_logins
from reports.summaries import Selection, region_view, target_progress, underfunded_activities, unfunded_adoptions


def test_production_gets_no_demonstration(db, settings):
    settings.DEVELOPMENT, settings.SECOND_FACTOR_EXCUSES = False, "nobody"
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo")
    assert not User.objects.exists()


NAMES = [
    "admin",
    "focal.tza",
    "focal.moz",
    "focal.mwi",
    "focal.bdi",
    "unhcr",
    "iom",
    "sadc",
    "iom.maputo",
    "inar.moz",
    "clear.mwi",
]


def printed(capsys):
    call_command("load_demo")
    return capsys.readouterr().out.splitlines()


def of(name, lines):
    return next(line for line in lines if line.split()[:1] == [name]).strip()


def test_the_logins_are_printed_and_the_password_of_all_once(db, capsys, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "another-one-2010")
    title, password, *lines = printed(capsys)
    assert (title, password) == ("Demonstration accounts:", "Password for all: another-one-2010")
    assert sorted(line.split()[0] for line in lines) == sorted(NAMES)
    assert of("focal.moz", lines) == "focal.moz   pt  national focal point: Mozambique"
    assert User.objects.get(username="focal.moz").check_password("another-one-2010")


def test_what_is_printed_again_is_what_stands(demo, capsys, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "of-this-run-2010")
    person, admin = User.objects.get(username="focal.moz"), User.objects.get(username="admin")
    assert printed(capsys)[1] == "Password for all: dar-es-salaam-2010"
    person.set_password("their-own-2010")
    person.language = "en"
    person.save()
    workflow.end_role(by=admin, pk=person.memberships.get().pk)
    lines = printed(capsys)
    assert lines[1] == "Password for all, where nothing else is said: dar-es-salaam-2010"
    assert of("focal.moz", lines) == "focal.moz   (password set earlier)  en  no current role"
    assert of("admin", lines) == "admin       en  administrator"


def test_passwords_that_differ_are_printed_with_each_login(demo, capsys, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "of-this-run-2010")
    person = User.objects.get(username="iom")
    person.set_password("of-this-run-2010")
    person.save()
    lines = printed(capsys)
    assert [line for line in lines if line.startswith("Password")] == []
    assert of("iom", lines).split()[:2] == ["iom", "of-this-run-2010"]
    assert of("unhcr", lines).split()[:2] == ["unhcr", "dar-es-salaam-2010"]


def test_where_every_password_was_changed_none_is_printed(demo, capsys, monkeypatch):
    monkeypatch.setattr(User, "check_password", lambda person, word: False)
    lines = printed(capsys)
    assert [line for line in lines if "password set earlier" not in line] == ["Demonstration accounts:"]


def test_a_login_that_was_closed_is_not_printed_as_one(demo, capsys):
    User.objects.filter(username="unhcr").update(is_active=False)
    assert of("unhcr", printed(capsys)) == "unhcr       en  closed: cannot sign in"


def test_loading_again_adds_nothing(demo):
    before = (Activity.objects.count(), Change.objects.count(), User.objects.count())
    call_command("load_demo", verbosity=0)
    assert (Activity.objects.count(), Change.objects.count(), User.objects.count()) == before


def test_every_state_can_be_seen(demo):
    assert set(Activity.objects.values_list("review", flat=True)) == set(Activity.Review.values)
    assert set(Activity.objects.values_list("status", flat=True)) == set(Activity.Status.values)


def test_every_activity_says_that_it_is_invented(demo):
    assert (
        not Activity.objects.exclude(title__contains="(demonstra").exclude(title__contains="(démonstration)").exists()
    )


def test_the_region_is_worth_looking_at(demo):
    figures = region_view(Selection())
    assert 3 <= figures.met <= 15
    assert {country.pk for country in figures.silent} == {"SOM", "ZWE"}
    assert figures.untaken


def test_mozambique_has_not_discussed_the_plan_yet(demo):
    (target,) = target_progress(Selection(), codes=["VI.T1"])
    assert "MOZ" not in {unit.unit for unit in target.indicators[0].units}


def test_a_donor_finds_something_to_pay_for(demo):
    assert (underfunded_activities().count(), unfunded_adoptions().exists()) == (3, True)


def known(number):
    return Activity.objects.get(identifiers__value=f"demo-{number}")


def test_what_happened_later_can_be_seen(demo):
    lapsed = known("38").claims.get(indicator="VI.T2.1")
    assert (lapsed.verification, lapsed.ended.known) == ("verified", "2014")
    spans = [(span.status, span.first and span.first.known) for span in known("funded").status_spans.order_by("pk")]
    assert spans == [
        ("planned", None),
        ("in_progress", "2011-07-01"),
        ("suspended", "2012-09-03"),
        ("in_progress", "2012-11"),
    ]
    notes = LaterFact.objects.notes().order_by("since")
    assert [(note.activity, note.review) for note in notes] == [(known("08"), "verified"), (known("07"), "reported")]
    (late,) = CountryReport.objects.filter(after_closing=True)
    assert (late.country_id, late.round.title) == ("BDI", "Progress by the end of 2012")


def test_an_answer_of_each_kind_and_money_of_two_funders_can_be_seen(demo):
    treaty = Adoption.objects.get(country="MOZ", action="I.1")
    assert (treaty.answer, treaty.since, treaty.verification) == ("in_place", "1995", "verified")
    assert {row.state for row in Adoption.objects.current()} == {
        "adopted",
        "in_place",
        "in_place_verified",
        "not_taken_up",
    }
    assert {row.is_because_public for row in Adoption.objects.filter(answer="not_taken_up")} == {True, False}
    lines = FundingLine.objects.filter(activity=known("funded")).order_by("year", "funder__name")
    assert [(line.funder.name.partition(" (")[0], line.year, line.currency) for line in lines] == [
        ("Protection Fund", 2011, "USD"),
        ("Migration Partnership", 2012, "EUR"),
        ("Protection Fund", 2012, "USD"),
    ]


def test_every_organisation_is_described(demo):
    assert [row.name for row in Organisation.objects.all() if not row.is_described] == []


def test_the_round_of_2012_is_closed_and_said(demo):
    snapshot = Snapshot.objects.get()
    assert (snapshot.round.title, str(snapshot.as_at)) == ("Progress by the end of 2012", "2012-12-31")
    assert {row.assessment for row in target_progress(Selection())} == {"", "on_track", "at_risk", "off_track"}


def test_production_refuses_demonstration_logins(demo):
    assert [error.id for error in no_demonstration_logins(None)] == ["reports.E001"]


def test_production_takes_real_people(cast):
    assert no_demonstration_logins(None) == []
