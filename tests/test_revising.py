"""The working group assesses targets and revises what the Plan lets be revised; a reload and old snapshots keep it."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from indicators.models import Indicator, TargetRevision
from reports import workflow
from reports.models import Assessment, Change
from reports.snapshots import contents
from reports.summaries import Selection, region_view, target_progress
from tests.base import today
from tests.rounds import closed
from themes.models import Recommendation

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
NEW = {"fr": "Nouveau texte", "en": "New wording", "pt": "Novo texto"}


def assess(cast, **values):
    first = {"by": cast["nadia"], "target": "VI.T1", "verdict": "at_risk", "reasons": "Slow.", "language": "en"}
    return workflow.assess_target(**(first | {"assessed_on": date(2012, 6, 1)} | values))


def revise(cast, **values):
    first = {"by": cast["nadia"], "target": "VI.T1", "in_force_from": date(2013, 1, 1)}
    return workflow.revise_target(**(first | {"decided_by": "Second Conference", "reason": "Too low."} | values))


def join(cast, **values):
    first = {"by": cast["nadia"], "country": "AGO", "participation": "confirmed", "since": date(2012, 5, 1)}
    return workflow.change_participation(**(first | {"source": "A letter."} | values))


def progress(code="VI.T1", **selection):
    (row,) = target_progress(Selection(**selection), codes=[code])
    return row


# Assessment ----------------------------------------------------------------------------------------------------------


def test_an_assessment_stands_beside_the_count_and_changes_nothing_in_it(cast):
    before = progress()
    assess(cast, verdict="met")
    after = progress()
    with translation.override("fr"):
        assert (after.assessment, after.assessed_on, str(after.assessed)) == ("met", date(2012, 6, 1), "atteint")
    assert (after.met, after.indicators) == (False, before.indicators)


def test_the_log_says_what_was_thought_of_the_same_target_before(cast):
    assess(cast, target="VI.T2", verdict="met")
    assess(cast)
    assess(cast, verdict="on_track", assessed_on=date(2012, 6, 2))
    before = [row.before for row in Change.objects.filter(verb="target.judged").order_by("id")]
    assert before == [{}, {}, {"verdict": "at_risk", "judged_on": "2012-06-01"}]


def test_the_day_of_an_assessment_stands_in_its_words(cast, client):
    assess(cast, target="VI.T2", verdict="at_risk")
    page = " ".join(client.get("/plan/targets/VI.T2/").content.decode().split())
    assert "Assessment of 1 June 2012: at risk</span>" in page


def test_the_newest_assessment_stands_and_all_are_kept(cast):
    assess(cast, assessed_on=date(2013, 1, 1), verdict="off_track")
    assess(cast)
    assert progress().assessment == "off_track"
    assert Assessment.objects.count() == 2


def test_the_later_of_two_assessments_of_a_day_stands(cast):
    assess(cast)
    assess(cast, verdict="cannot_be_met")
    assert progress().assessment == "cannot_be_met"


def test_a_day_before_has_the_assessment_of_that_day(cast):
    assess(cast)
    assess(cast, assessed_on=date(2013, 1, 1), verdict="off_track")
    days = [date(2012, 5, 31), date(2012, 6, 1), date(2013, 1, 1)]
    assert [progress(as_at=day).assessment for day in days] == ["", "at_risk", "off_track"]


def test_an_assessment_of_tomorrow_is_refused(cast):
    with pytest.raises(ValidationError) as refusal:
        assess(cast, assessed_on=today() + timedelta(1))
    assert list(refusal.value.message_dict) == ["assessed_on"]


@pytest.mark.parametrize(("field", "value"), [("reasons", " "), ("verdict", "fine"), ("language", "xx")])
def test_an_assessment_is_complete(cast, field, value):
    with pytest.raises(ValidationError) as refusal:
        assess(cast, **{field: value})
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("person", ["amina", "thabo", "olga", "grace"])
def test_judging_is_the_working_groups(cast, person):
    with pytest.raises(workflow.NotAllowed):
        assess(cast, by=cast[person])


def test_an_assessment_is_read_on_the_pages_and_over_the_api(as_person, cast):
    assess(cast, reasons="Few countries have answered.")
    page = as_person(None).get("/plan/targets/VI.T1/").content.decode()
    assert ("Few countries have answered." in page, "assessed-at_risk" in page) == (True, True)
    assert "assessed-at_risk" in as_person(None).get("/region/").content.decode()
    assert "assessed-at_risk" not in as_person(None).get("/region/?as_at=2012-05-31").content.decode()
    rows = as_person(None).get("/api/v1/judgements/?target=VI.T1").json()["results"]
    assert rows == [
        {
            "target": "VI.T1",
            "verdict": "at_risk",
            "reasons": "Few countries have answered.",
            "language": "en",
            "translations": {},
            "judged_on": "2012-06-01",
        }
    ]


def test_the_api_cuts_assessments_at_a_day(as_person, cast):
    assess(cast)
    assert as_person(None).get("/api/v1/judgements/?as_at=2012-05-31").json()["count"] == 0


# Revising ------------------------------------------------------------------------------------------------------------


def test_a_new_wording_is_in_force_from_its_day(as_person, cast):
    revise(cast, text=NEW)
    assert [
        progress(as_at=day).wording.text_fr == "Nouveau texte" for day in (date(2012, 12, 31), date(2013, 1, 1))
    ] == [
        False,
        True,
    ]
    page = as_person(None).get("/plan/targets/VI.T1/").content.decode()
    assert ("New wording" in page, "identifier et adopter les mesures" in page) == (True, True)
    assert (
        "New wording"
        not in as_person(None).get("/plan/targets/VI.T1/?as_at=2012-12-31").context["progress"].wording.text
    )


def test_a_new_threshold_is_logged_with_the_one_before(cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=5)
    assert [progress("VI.T2", as_at=date(year, 6, 1)).indicators[0].required for year in (2012, 2013)] == [3, 5]
    row = Change.objects.get(verb="target.revised")
    assert row.before == {"indicator": "VI.T2.1", "required": 3}
    assert (row.after["required"], row.after["decided_by"], row.reason) == (5, "Second Conference", "Too low.")


def test_a_second_revision_is_logged_with_the_first(cast):
    revise(cast, text=NEW)
    revise(cast, text={"fr": "Encore"}, in_force_from=date(2014, 1, 1))
    before = Change.objects.filter(verb="target.revised").first().before["text"]
    assert {code: text for code, text in before.items() if text} == {code: text for code, text in NEW.items() if text}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "text_fr"),
        ({"text": {"en": "English only"}}, "text_fr"),
        ({"text": NEW, "reason": " "}, "reason"),
        ({"text": NEW, "decided_by": ""}, "decided_by"),
        ({"indicator": "I.T1.1", "required": 3}, "indicator"),
        ({"indicator": "VI.T1.1", "required": 0}, "required"),
        ({"target": "VI.T3", "indicator": "VI.T3.1"}, "required"),
    ],
)
def test_a_revision_is_complete(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        revise(cast, **values)
    assert list(refusal.value.message_dict) == [field]
    assert TargetRevision.objects.count() == 0


def test_every_country_can_be_asked_for_again(cast):
    revise(cast, indicator="VI.T1.1", required=5)
    revise(cast, indicator="VI.T1.1", required=None, in_force_from=date(2014, 1, 1))
    assert [progress(as_at=date(year, 6, 1)).indicators[0].required for year in (2013, 2014)] == [5, 13]


def test_a_reading_note_survives_a_reload(cast):
    workflow.note_reading(by=cast["nadia"], indicator="VI.T1.1", reading=NEW, reason="Clearer.")
    call_command("load_plan", verbosity=0)
    assert Indicator.objects.get(pk="VI.T1.1").reading_pt == "Novo texto"
    assert Change.objects.get(verb="indicator.reading_noted").after == {"reading": NEW}


def test_a_reading_note_is_not_emptied(cast):
    with pytest.raises(ValidationError) as refusal:
        workflow.note_reading(by=cast["nadia"], indicator="VI.T1.1", reading={"fr": ""}, reason="x")
    assert list(refusal.value.message_dict) == ["reading_fr"]


def test_a_recommendation_is_supplied_and_survives_a_reload(as_person, cast):
    workflow.supply_recommendation(by=cast["nadia"], code="III (v)", text=NEW, reason="Summary Report, page 12.")
    call_command("load_plan", verbosity=0)
    assert Recommendation.objects.get(pk="III (v)").text_en == "New wording"
    assert "New wording" in as_person(None).get("/plan/recommendations/III-v/").content.decode()
    assert Change.objects.get(verb="recommendation.text_supplied").reason == "Summary Report, page 12."


def test_a_text_says_where_it_was_found(cast):
    with pytest.raises(ValidationError) as refusal:
        workflow.supply_recommendation(by=cast["nadia"], code="III (v)", text=NEW, reason="")
    assert list(refusal.value.message_dict) == ["reason"]


def test_what_changes_nothing_writes_nothing(cast):
    reading = {code: getattr(Indicator.objects.get(pk="VI.T1.1"), f"reading_{code}") for code in NEW}
    workflow.note_reading(by=cast["nadia"], indicator="VI.T1.1", reading=reading, reason="")
    assert Change.objects.count() == 0


def test_a_participation_moves_what_all_means_and_survives_a_reload(cast):
    join(cast)
    call_command("load_plan", verbosity=0)
    assert [progress(as_at=day).indicators[0].required for day in (date(2012, 4, 30), date(2012, 5, 1))] == [13, 14]
    row = Change.objects.get(verb="country.participation_changed")
    assert (row.before["participation"], row.after["participation"], row.country_id) == ("none", "confirmed", "AGO")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": " "}, "source"),
        ({"participation": "x"}, "participation"),
        ({"since": date(2010, 9, 6)}, "since"),
        ({"corrects": 0}, "corrects"),
    ],
)
def test_a_participation_has_its_source(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        join(cast, **values)
    assert list(refusal.value.message_dict) == [field]


def test_an_old_snapshot_keeps_what_was_in_force(cast):
    first = closed(cast)
    revise(cast, text=NEW)
    join(cast)
    workflow.supply_recommendation(by=cast["nadia"], code="III (v)", text=NEW, reason="Found.")
    second = workflow.correct_snapshot(by=cast["nadia"], code=first.pk, why="x", contents=contents)
    old, new = (json.loads(row.content) for row in (first, second))
    wordings = [next(row for row in part["plan"]["targets"] if row["code"] == "VI.T1")["text"] for part in (old, new)]
    assert (wordings[0]["fr"] == "Nouveau texte", wordings[1]["fr"]) == (False, "Nouveau texte")
    assert ("A letter." in first.content, "A letter." in second.content) == (False, True)
    assert [len([row for row in part["plan"]["recommendations"] if row["text"]["fr"]]) for part in (old, new)] == [0, 1]


VERBS = [
    (
        workflow.revise_target,
        {"target": "VI.T1", "text": NEW, "in_force_from": today, "decided_by": "x", "reason": "y"},
    ),
    (workflow.note_reading, {"indicator": "VI.T1.1", "reading": NEW, "reason": "y"}),
    (workflow.supply_recommendation, {"code": "III (v)", "text": NEW, "reason": "y"}),
    (
        workflow.change_participation,
        {"country": "AGO", "participation": "confirmed", "since": date(2012, 5, 1), "source": "y"},
    ),
]


@pytest.mark.parametrize("person", ["amina", "thabo", "olga", "charlie"])
@pytest.mark.parametrize(("verb", "values"), VERBS, ids=lambda row: getattr(row, "__name__", ""))
def test_the_plan_is_revised_by_the_working_group(cast, person, verb, values):
    values = {name: value() if callable(value) else value for name, value in values.items()}
    with pytest.raises(workflow.NotAllowed):
        verb(by=cast[person], **values)


# The forms -----------------------------------------------------------------------------------------------------------

FORMS = {
    "/plan/targets/VI.T1/judge/": {
        "verdict": "met",
        "reasons": "All have.",
        "language": "en",
        "assessed_on": "2013-01-01",
    },
    "/plan/targets/VI.T1/revise/": {
        "text_fr": "Nouveau texte",
        "indicator": "VI.T1.1",
        "everyone": "on",
        "in_force_from": "2013-01-01",
        "decided_by": "The Conference",
        "reason": "So that it can be met.",
    },
    "/plan/indicators/VI.T1.1/reading/": {"reading_fr": "Autre lecture", "reason": "Clearer."},
    "/plan/recommendations/III-v/text/": {"text_fr": "Le texte", "reason": "Summary Report, page 12."},
    "/countries/AGO/participation/": {"participation": "confirmed", "since": "2012-05-01", "source": "A letter."},
}


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("path", FORMS)
def test_a_form_is_the_working_groups(as_person, cast, path, person):
    inside = {"nadia"} if path.endswith("judge/") else {"nadia", "grace"}
    expected = 302 if person is None else 200 if person in inside else 403
    assert as_person(person).get(path).status_code == expected


@pytest.mark.parametrize("path", FORMS)
def test_a_form_saves_and_logs(as_person, cast, path):
    response = as_person("nadia").post(path, FORMS[path])
    assert response.status_code == 302
    assert Change.objects.count() == 1


@pytest.mark.parametrize("path", FORMS)
def test_an_empty_form_is_refused_at_its_fields(as_person, cast, path):
    response = as_person("nadia").post(path, {"reading_fr": "x", "text_fr": "x"})
    assert (response.status_code, bool(response.context["form"].errors)) == (422, True)
    assert Change.objects.count() == 0


def test_a_verbs_refusal_stands_at_its_field(as_person, cast):
    values = FORMS["/plan/targets/VI.T1/revise/"] | {"text_fr": "", "text_en": "English only", "indicator": ""}
    response = as_person("nadia").post("/plan/targets/VI.T1/revise/", values)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text_fr"])


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/plan/targets/VI.T1/", "/plan/targets/VI.T1/revise/"),
        ("/plan/targets/VI.T1/", "/plan/indicators/VI.T1.1/reading/"),
        ("/plan/recommendations/III-v/", "/plan/recommendations/III-v/text/"),
        ("/countries/MOZ/", "/countries/MOZ/participation/"),
    ],
)
def test_a_page_leads_the_working_group_to_its_form(as_person, cast, path, link):
    assert [(link in as_person(name).get(path).content.decode()) for name in ("nadia", "amina", None)] == [
        True,
        False,
        False,
    ]


def test_the_region_has_the_assessments_in_the_queries_that_it_had(cast):
    assess(cast)
    assert {row.code: row.assessment for row in region_view(Selection()).targets}["VI.T1"] == "at_risk"


def test_a_form_of_what_is_not_there_is_not_there(as_person, cast):
    paths = ("/plan/targets/VI.T9/judge/", "/plan/indicators/X/reading/", reverse("participation", args=["ZZZ"]))
    assert [as_person("nadia").get(path).status_code for path in paths] == [404, 404, 404]


def test_what_was_revised_before_is_no_part_of_the_next_revision(cast):
    five = {"target": "VI.T2", "indicator": "VI.T2.1", "required": 5}
    revise(cast, **five)
    revise(cast, target="VI.T2", deadline=date(2015, 1, 1), in_force_from=date(2014, 1, 1))
    row = Change.objects.order_by("-pk")[0]
    assert (row.verb, row.before, row.after["deadline"]) == ("target.revised", {"deadline": "2012-12-31"}, "2015-01-01")
    assert set(row.after) == {"in_force_from", "decided_by", "deadline"}
    with pytest.raises(ValidationError) as refusal:
        revise(cast, **five, in_force_from=date(2015, 1, 1))
    assert set(refusal.value.message_dict) == {"required"}


def test_a_revision_that_is_sent_twice_is_entered_once(cast):
    five = {"target": "VI.T2", "indicator": "VI.T2.1", "required": 5}
    assert revise(cast, **five) == revise(cast, **five)
    assert (TargetRevision.objects.count(), Change.objects.filter(verb="target.revised").count()) == (1, 1)
