"""The demonstration: worth looking at, made once, and never in production."""

import json
import re
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from indicators.attainment import REACHED
from indicators.models import TargetRevision
from reports import workflow
from reports.demonstration.rows import SOURCES
from reports.models import (
    Activity,
    Adoption,
    Agreement,
    Assessment,
    Change,
    Claim,
    Country,
    CountryReport,
    Evidence,
    FundingLine,
    LaterFact,
    Merge,
    Narrative,
    Organisation,
    Remark,
    Round,
    Snapshot,
    SnapshotPublication,
    User,
)
from reports.site_checks import no_demonstration_logins
from reports.summaries import (
    Selection,
    movements,
    region_view,
    target_progress,
    underfunded_activities,
    unfunded_adoptions,
)
from tests.base import today


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
    "unhcr.maputo",
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


def of_claims(**said):
    return Claim.objects.filter(**said).exists()


def answers(**said):
    return Adoption.objects.filter(**said).exists()


def later(kind, review):
    return LaterFact.objects.filter(kind=kind, review=review).exists()


# What a visitor has to find, and how to tell that it is there.
STATES = {
    **{
        f"review: {review}": partial(Activity.objects.filter(review=review).exists) for review in Activity.Review.values
    },
    **{
        f"status: {status}": partial(Activity.objects.filter(status=status).exists) for status in Activity.Status.values
    },
    "a claim that is only expected": partial(of_claims, achieved_on=None, activity__review="verified"),
    "a claim that was refused": partial(of_claims, verification="refused"),
    "two agencies that differ": partial(of_claims, findings__verdict="doubt", verification="pending"),
    "a neighbour's objection": lambda: Claim.objects.filter(objections__withdrawn_at=None, objections__isnull=False),
    "agreement awaited": lambda: Agreement.objects.filter(word="awaited", activity__review="submitted"),
    "agreement declined with a reason": lambda: Agreement.objects.filter(word="declined").exclude(reason=""),
    "agreement by letter": lambda: Agreement.objects.filter(word="agreed", letter_on__isnull=False),
    "a question with its reply": lambda: Remark.objects.filter(activity__review="returned").exclude(reply=""),
    "a question without one": lambda: Remark.objects.filter(activity__review="returned", reply=""),
    "a verification that was taken back": lambda: Change.objects.filter(verb="activity.taken_back"),
    "two records of one event": lambda: Merge.objects.filter(undone_at=None),
    "a draft that awaits clearance": lambda: Agreement.objects.filter(
        activity__review="draft", clearance_asked_at__isnull=False
    ),
    "a progress note, verified": partial(later, "note", "verified"),
    "a progress note, reported": partial(later, "note", "reported"),
    "an end, verified": partial(later, "end", "verified"),
    "an end, reported": partial(later, "end", "reported"),
    "adopted": partial(answers, answer="adopted", withdrawn_on=None),
    "in place since, verified": partial(answers, answer="in_place", verification="verified"),
    "in place since, reported": partial(answers, answer="in_place", verification="pending"),
    "not taken up": partial(answers, answer="not_taken_up"),
    "withdrawn": partial(answers, withdrawn_on__isnull=False),
    "no answer to the menu": lambda: region_view(Selection()).untaken,
    "editions that are published": lambda: SnapshotPublication.objects.all()[1:],
    "a round of this year": lambda: Round.objects.filter(as_at__year=today().year, snapshots=None),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_seen(demo, state):
    assert STATES[state]()


def test_targets_of_every_kind_can_be_seen(demo):
    targets = {row.code: row for row in target_progress(Selection())}
    by_reach = {reach: {code for code, row in targets.items() if row.reached == reach} for reach in REACHED}
    assert {reach: len(codes) >= 2 or reach == "no_longer" for reach, codes in by_reach.items()} == dict.fromkeys(
        REACHED, True
    )
    assert by_reach["no_longer"] == {"III.T5"}
    profiling = targets["III.T3"].indicators[0]
    assert (profiling.verified, profiling.reported, profiling.required) == (3, 1, 4)


def test_what_was_met_late_was_achieved_late(demo):
    on = {row.code: str(row.attainment.since) for row in target_progress(Selection()) if row.reached == "late"}
    assert {code: on[code] for code in ("III.T1", "V.T2", "VI.T2")} == {
        "III.T1": "2014-05-16",
        "V.T2": "2015-05-19",
        "VI.T2": "2017-03-10",
    }


def test_something_changed_lately_in_half_of_the_themes(demo):
    moved = movements(Selection(), today() - timedelta(90))
    assert len({row.indicator.theme_code for row in moved}) >= 4
    assert {move.after for row in moved for move in row.moves} == {"verified", "reported", "lapsed"}


def test_the_story_runs_from_the_conference_to_today_in_almost_every_country(demo):
    years = set(Activity.objects.values_list("starts_on__year", flat=True))
    assert set(range(2010, today().year + 1)) - years <= {2021}
    countries = Counter(code for row in Activity.objects.all() for code in row.country_codes())
    participating = {country.pk for country in Country.objects.participating(today())}
    assert participating - countries.keys() == {"ZWE"}
    themes = Activity.objects.values_list("actions__group__theme", flat=True)
    assert set(themes) >= {"I", "II", "III", "IV", "V", "VI"}


def test_every_language_is_written_by_those_who_speak_it(demo):
    rows = Counter(Activity.objects.values_list("language", flat=True))
    assert all(rows[language] * 6 > rows.total() for language in ("en", "fr", "pt"))
    spoken = dict.fromkeys(("MOZ",), "pt") | dict.fromkeys(("BDI", "COD"), "fr")
    spoken |= dict.fromkeys(("TZA", "KEN", "UGA", "MWI", "ZMB", "ETH", "ZAF"), "en")
    of_one = Activity.objects.filter(scope="national").prefetch_related("agreements")
    wrong = [row.title for row in of_one if row.language != spoken.get(row.country_codes()[0], row.language)]
    assert wrong == []


MARK = re.compile(r"\((demonstration|démonstration|demonstração)\)", re.IGNORECASE)


def test_no_text_bears_a_mark_and_every_activity_says_that_it_is_invented(demo):
    texts = [text for row in Activity.objects.all() for text in (row.title, row.summary, row.place, row.status_reason)]
    texts += Evidence.objects.values_list("citation", flat=True)
    texts += LaterFact.objects.values_list("text", flat=True)
    texts += Organisation.objects.values_list("name", flat=True)
    texts += [
        text for row in Adoption.objects.all() for text in (row.because, row.proof_citation, row.withdrawn_because)
    ]
    texts += [str(row.translations) + row.reasons for row in Assessment.objects.all()]
    texts += [str(row.translations) + row.reason + row.decided_by for row in TargetRevision.objects.all()]
    texts += Narrative.objects.values_list("text", flat=True)
    assert [text for text in texts if MARK.search(text)] == []
    assert {(row.language, row.source) for row in Activity.objects.all()} == set(SOURCES.items())


def test_the_region_is_worth_looking_at(demo):
    figures = region_view(Selection())
    assert 3 <= figures.met <= 15
    assert {country.pk for country in figures.silent} == {"ZWE"}
    assert figures.untaken


def test_each_language_has_a_result_with_two_proofs_and_a_question_that_awaits_its_answer(demo):
    proved = Activity.objects.filter(review="verified", claims__verification="verified").annotate(n=Count("evidence"))
    asked = Remark.objects.filter(activity__review="returned", reply="").values_list("author__language", flat=True)
    assert ({*proved.filter(n__gt=1).values_list("language", flat=True)}, {*asked}) == ({"en", "fr", "pt"},) * 2


def test_fewer_reviews_were_required_of_a_target_before_the_fourth_was_done(demo):
    (target,) = target_progress(Selection(), codes=["I.T1"])
    assert (str(target.attainment.since), target.attainment.by_deadline) == ("2012-03-12", True)
    assert (target.indicators[0].verified, target.indicators[0].required) == (4, 3)


def test_it_is_said_that_the_target_that_is_no_longer_met_was_met_late(demo, client):
    assert "Met late, but no longer met</span> <b>1</b>" in client.get("/").content.decode()


def test_mozambique_has_not_discussed_the_plan_yet(demo):
    (target,) = target_progress(Selection(), codes=["VI.T1"])
    assert "MOZ" not in {unit.unit for unit in target.indicators[0].units}


def test_a_donor_finds_something_to_pay_for(demo):
    assert (underfunded_activities().count(), unfunded_adoptions().exists()) == (5, True)


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
        ("completed", "2014-12-19"),
    ]
    notes = LaterFact.objects.notes().filter(since__year=2012).order_by("since")
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
    assert [(line.funder.name, line.year, line.currency) for line in lines] == [
        ("Protection Fund", 2011, "USD"),
        ("Migration Partnership", 2012, "EUR"),
        ("Protection Fund", 2012, "USD"),
    ]


def test_every_organisation_is_described(demo):
    assert [row.name for row in Organisation.objects.all() if not row.is_described] == []


def test_the_rounds_that_are_over_are_closed_and_said(demo):
    snapshots = Snapshot.objects.order_by("as_at").select_related("round")
    assert [(snapshot.round.title, str(snapshot.as_at)) for snapshot in snapshots] == [
        (f"Progress by the end of {year}", f"{year}-12-31") for year in (2012, 2022)
    ]
    assert {row.assessment for row in target_progress(Selection())} == {"", "on_track", "at_risk", "off_track"}


def test_an_edition_knows_nothing_of_what_was_done_later(demo):
    for snapshot in Snapshot.objects.all():
        begun = [row["starts_on"] for row in json.loads(snapshot.public_content)["activities"] if not row["bare"]]
        assert max(begun) <= str(snapshot.as_at)


def test_production_refuses_demonstration_logins(demo):
    assert [error.id for error in no_demonstration_logins(None)] == ["reports.E001"]


def test_production_takes_real_people(cast):
    assert no_demonstration_logins(None) == []
