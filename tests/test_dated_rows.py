"""Who takes part, who belongs to a body and what is asked for are dated rows: kept as entered, corrected by new ones."""

import csv
import io
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from indicators.models import TargetRevision
from reports import workflow
from reports.models import BodyMembership, Change, Country, Participation
from reports.summaries import Selection, asked_in, country_lines, in_force, pace, round_rates
from tests.base import participate, today
from tests.rounds import a_round
from tests.test_revising import join, progress, revise
from themes.dated import NeverChanged
from themes.dates import CONFERENCE

BEFORE, ON = date(2010, 9, 6), date(2010, 9, 7)
TITLE = {"fr": "Un autre titre", "en": "Another title", "pt": "Outro título"}


def needed(code="VI.T1", **selection):
    return progress(code, **selection).indicators[0].required


# Participation -------------------------------------------------------------------------------------------------------


def test_all_countries_has_no_number_before_the_conference(cast):
    assert [needed(as_at=day) for day in (BEFORE, ON)] == [None, 13]
    assert [progress(as_at=day).met for day in (BEFORE, ON)] == [False, False]


def test_a_body_of_which_no_member_takes_part_has_no_number_either(cast):
    for country in Country.objects.members_of("EAC", today()):
        participate(country.pk, "none")
    assert needed(body="EAC") is None


@pytest.mark.parametrize("path", ["/plan/targets/VI.T1/", "/region/", "/plan/themes/VI/", "/region/compare/"])
def test_a_page_says_that_there_is_no_number_yet(as_person, cast, path):
    asked = {"as_at": "2010-09-06", "a": "MOZ", "a_as_at": "2010-09-06", "b": "TZA", "b_as_at": "2010-09-06"}
    page = as_person(None).get(path, asked).content.decode()
    assert "no country was participating on the date shown" in page.lower()
    assert not re.search(r"(?<![a-z])None", page)


def test_the_api_has_null_before_the_conference(as_person, cast):
    address = "/api/v1/progress/targets/?as_at=2010-09-06&theme=VI"
    rows = {row["code"]: row for row in as_person(None).get(address).json()["results"]}
    assert [row["required"] for row in rows["VI.T1"]["indicators"]] == [None, None]
    assert [row["required"] for row in rows["VI.T2"]["indicators"]] == [3]


def test_the_file_of_the_targets_says_so_in_the_place_of_the_number(as_person, cast):
    response = as_person(None).get("/region/?chart=targets&format=csv&as_at=2010-09-06&theme=VI")
    rows = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert next(rows)["Required"] == "no figure yet: no country was participating on the date shown"


def test_who_joins_later_changes_nothing_of_the_days_before(cast):
    before = pace(Selection(), in_force(Selection()))
    join(cast, since=date(2013, 6, 1))
    assert pace(Selection(), in_force(Selection())).at_deadline == before.at_deadline
    assert [needed(as_at=day) for day in (date(2013, 5, 31), date(2013, 6, 1))] == [13, 14]


def test_the_rates_of_an_old_round_are_of_those_who_took_part_then(as_person, cast):
    row = a_round(cast["nadia"])
    join(cast, since=date(2015, 1, 1))
    (rate,) = round_rates(Selection(), in_force(Selection()))
    assert (rate.countries, len(asked_in([row])[row.pk]), len(row.participants())) == (13, 13, 13)
    assert "of 13" in as_person(None).get("/rounds/").content.decode()


def test_a_country_of_the_list_takes_part_from_its_day(cast):
    join(cast, since=date(2013, 6, 1))
    lines = {
        day: {line.country.pk: line.country for line in country_lines(Selection(as_at=day))} for day in (ON, today())
    }
    assert [lines[day]["AGO"].takes_part for day in (ON, today())] == [False, True]
    assert lines[today()]["AGO"].participation_since == date(2013, 6, 1)


def test_a_correction_is_a_new_row_and_the_wrong_one_stays(cast):
    wrong = join(cast)
    right = join(cast, since=date(2013, 6, 1), corrects=wrong.pk)
    assert (right.replaces, Participation.objects.get(pk=wrong.pk).since) == (wrong, date(2012, 5, 1))
    assert [needed(as_at=day) for day in (date(2012, 5, 1), date(2013, 6, 1))] == [13, 14]
    assert Change.objects.first().before["since"] == "2012-05-01"


def test_another_row_of_the_same_day_takes_the_place_of_the_first(cast):
    wrong = join(cast)
    right = join(cast, participation="assumed")
    assert (right.replaces, Participation.objects.standing().filter(country="AGO").count()) == (wrong, 1)


def test_the_same_said_again_writes_nothing(cast):
    assert join(cast) == join(cast, since=date(2012, 8, 1))
    assert Change.objects.count() == 1


def test_a_row_is_never_changed(cast):
    for row in (join(cast), revise(cast, title=TITLE), BodyMembership.objects.first()):
        for attempt in (row.save, lambda row=row: type(row).objects.filter(pk=row.pk).update(is_withdrawn=True)):
            with pytest.raises(NeverChanged):
                attempt()


def test_a_row_taken_back_counts_no_more_and_a_reload_does_not_bring_it_again(cast):
    row = Participation.objects.get(country="MOZ")
    workflow.take_back_participation(by=cast["nadia"], pk=row.pk, source="A mistake.")
    call_command("load_plan", verbosity=0)
    assert needed() == 12
    with pytest.raises(ValidationError):
        workflow.take_back_participation(by=cast["nadia"], pk=row.pk, source="Again.")


def test_a_form_takes_back_what_was_entered_in_error(as_person, cast):
    row = Participation.objects.get(country="MOZ")
    data = {"corrects": row.pk, "takes_back": "on", "source": "A mistake."}
    assert as_person("nadia").post("/countries/MOZ/participation/", data).status_code == 302
    assert not Participation.objects.standing().filter(country="MOZ").exists()


def test_the_api_tells_every_row_of_a_country_and_of_a_day(as_person, cast):
    join(cast, decision="Second meeting")
    address = "/api/v1/countries/AGO/"
    (row,) = as_person(None).get(address).json()["participations"]
    assert {name: row[name] for name in ("since", "participation", "decision", "source")} == {
        "since": "2012-05-01",
        "participation": "confirmed",
        "decision": "Second meeting",
        "source": "A letter.",
    }
    days = [
        as_person(None).get(f"/api/v1/countries/?participation=confirmed&as_at={day}") for day in (ON, "2012-05-01")
    ]
    assert [[one["code"] for one in day.json()["results"]] for day in days] == [["TZA"], ["AGO", "TZA"]]


def test_the_page_of_a_country_shows_since_when_and_by_which_decision(as_person, cast):
    join(cast, decision="Second meeting")
    page = as_person(None).get("/countries/AGO/").content.decode()
    assert ("since 1 May 2012" in page, "Second meeting" in page) == (True, True)
    early = as_person(None).get("/countries/AGO/?as_at=2012-04-30").content.decode()
    assert "Not participating" in early


def test_what_is_shipped_begins_with_the_conference(db):
    assert set(Participation.objects.values_list("since", flat=True)) == {CONFERENCE}


# Revisions -----------------------------------------------------------------------------------------------------------


def test_a_short_title_and_a_deadline_are_revised_from_their_day(as_person, cast):
    revise(cast, title=TITLE, deadline=date(2014, 6, 30))
    assert [progress(as_at=day).title for day in (date(2012, 12, 31), date(2013, 1, 1))][1] == "Another title"
    attained = [progress(as_at=day).attainment for day in (date(2012, 12, 31), date(2013, 1, 1))]
    assert [(one.deadline, one.revised) for one in attained] == [
        (date(2012, 12, 31), None),
        (date(2012, 12, 31), date(2014, 6, 30)),
    ]
    page = as_person(None).get("/plan/targets/VI.T1/").content.decode()
    assert ("Another title" in page, "deadline extended to 30 June 2014" in page) == (True, True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": {"en": "English only"}}, "title_fr"),
        ({"deadline": date(2012, 12, 31)}, "deadline"),
        ({"deadline": date(2010, 9, 6)}, "deadline"),
        ({"title": TITLE, "in_force_from": date(2010, 9, 6)}, "in_force_from"),
        ({"target": "VI.T2", "indicator": "VI.T2.1", "required": 3}, "required"),
        ({"title": TITLE, "corrects": 0}, "corrects"),
    ],
)
def test_a_revision_changes_something_that_can_be_changed(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        revise(cast, **values)
    assert list(refusal.value.message_dict) == [field]


def test_a_wrong_revision_is_replaced_or_taken_back(cast):
    wrong = revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    right = revise(cast, target="VI.T2", indicator="VI.T2.1", required=2, corrects=wrong.pk)
    assert [needed("VI.T2"), len(progress("VI.T2").revised)] == [2, 1]
    assert Change.objects.first().before == {"indicator": "VI.T2.1", "required": 3}
    workflow.take_back_revision(by=cast["nadia"], pk=right.pk, reason="Never decided.")
    assert [needed("VI.T2"), progress("VI.T2").revised, TargetRevision.objects.count()] == [3, (), 3]


LISTS = [
    *("/plan/", "/plan/themes/VI/", "/plan/targets/VI.T2/", "/region/", "/region/gaps/"),
    *("/region/compare/?a=MOZ&b=TZA", "/search/?q=inter-ministerial"),
]


@pytest.mark.parametrize("path", LISTS)
def test_beside_its_target_each_revision_says_from_what_to_what_when_by_whom_and_why(as_person, cast, path):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1, reason="Three are too many.")
    page = " ".join(as_person(None).get(path).content.decode().split())
    assert "<del>3</del> → <ins>1</ins> from 1 January 2013" in page
    assert ("Second Conference" in page, "Three are too many." in page) == (True, True)


def test_a_revision_is_not_told_before_its_day(as_person, cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    assert "<del>" not in as_person(None).get("/region/?as_at=2012-12-31").content.decode()


def test_a_revised_title_is_found_by_its_words(as_person, cast):
    revise(cast, title=TITLE)
    assert as_person(None).get("/search/?q=outro+titulo").context["results"].hits[0].entry.key == "VI.T1"


def test_the_api_tells_each_revision(as_person, cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    revise(cast, target="VI.T2", title=TITLE, in_force_from=date(2014, 1, 1))
    rows = as_person(None).get("/api/v1/targets/VI.T2/").json()["revisions"]
    assert [rows[0][name] for name in ("what", "old", "new")] == ["threshold", 3, 1]
    assert rows[1]["new"] == TITLE | {"sw": ""}
    figures = as_person(None).get("/api/v1/progress/targets/?theme=VI&as_at=2013-06-01").json()["results"][1]
    assert [(row["what"], row["in_force_from"], row["decided_by"]) for row in figures["revisions"]] == [
        ("threshold", "2013-01-01", "Second Conference")
    ]


def test_personal_data_in_the_reason_of_a_revision_is_asked_about(as_person, cast):
    data = {"title_fr": "Autre", "in_force_from": "2013-01-01", "decided_by": "x", "reason": "Ask amina@example.org"}
    response = as_person("nadia").post("/plan/targets/VI.T2/revise/", data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["anyway"])
