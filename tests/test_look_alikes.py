"""What looks alike is the same, in searches and in the directory; and a text that shows nothing is none."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Organisation, SavedView
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from tests.base import record, submitted
from tests.planted import plain_pdf
from tests.test_entry import FORM
from themes.folding import fold, visible_text

NOTHING = "\u200b\u00ad \u2060\u3164\ufe0f"
TWINS = (
    "Office de l'Immigration",
    "Office de l’Immigration",
    "Office de l‘Immigration",
    "Office de lʼImmigration",
    "Office de l´Immigration",
    "Office de l`Immigration",
    "Office de l'Immigration\u200b",
    "Office de l'Immi\u00adgration",
    "« Office  de l'Immigration »,",
    "OFFICE DE L＇IMMIGRATION",
    "Office, de l'Immigratíon.",
)


@pytest.mark.parametrize("name", TWINS)
def test_what_looks_alike_is_folded_alike(name):
    assert fold(name) == "office de l'immigration"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("« L’État », Cœur", "l'etat coeur"),
        ("coor\u00addination fron\u200btalière", "coordination frontaliere"),
        ("III (v), VI.1", "iii v vi.1"),
        ("UNHCR — Kenya; UNHCR - Kenya", "unhcr kenya unhcr kenya"),
        ("sous\u2011régional", "sous-regional"),
        ("ﬁnancement １２", "financement 12"),
        ("تدريب، 50", "تدريب 50"),
        ("(…)", "(...)"),
        (NOTHING, ""),
    ],
)
def test_words_are_folded_whatever_stands_beside_them(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "seen"), [(NOTHING, ""), (" \u2800\x07", ""), (" a\u200b ", "a\u200b"), ("👩‍⚖️", "👩‍⚖️")]
)
def test_a_text_that_shows_nothing_is_empty(text, seen):
    assert visible_text(text) == seen


# Searching -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["coordination", "COORDI\u200bNATION", "l'état", "l’etat", "“coordination”,", "l´Ètat;"]
)
def test_an_activity_is_found_by_what_looks_alike(cast, words):
    row = record(cast["amina"], title="Coor\u00addination de l‘État")
    assert list(Activity.objects.all().mentioning(words)) == [row]


# The directory -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TWINS)
def test_a_look_alike_names_the_same_organisation(cast, name):
    rows = [record(cast["amina"], lead=lead, claims=[]) for lead in (TWINS[0], name)]
    assert rows[0].lead == rows[1].lead
    assert Organisation.objects.all().mentioning("immigration").count() == 1


def test_the_directory_takes_no_look_alike(cast):
    workflow.add_organisation(by=cast["juma"], values={"name": TWINS[0]})
    with pytest.raises(ValidationError) as refusal:
        workflow.add_organisation(by=cast["juma"], values={"name": TWINS[1]})
    assert list(refusal.value.message_dict) == ["name"]


@pytest.fixture
def twins(cast):
    """Two that were different once, with an activity each."""
    rows = [Organisation.objects.create(name=name, kind="ministry") for name in TWINS[:2]]
    for row in rows:
        Activity.objects.filter(pk=record(cast["juma"], countries=["TZA"], claims=[]).pk).update(lead=row)
    return rows


def test_twins_of_before_stay_what_their_activities_name(cast, twins):
    for activity in Activity.objects.all():
        lead = activity.lead
        workflow.update_activity(
            by=cast["juma"], pk=activity.pk, version=activity.version, values={"lead": lead.name, "title": "Better"}
        )
        assert Activity.objects.get(pk=activity.pk).lead == lead


def test_a_twin_is_still_described(cast, twins):
    row = workflow.change_organisation(by=cast["nadia"], pk=twins[1].pk, version=1, values={"kind": "donor"})
    assert (row.kind, row.name) == ("donor", TWINS[1])


def test_a_twin_is_not_given_the_very_name_of_the_other(cast, twins):
    with pytest.raises(ValidationError) as refusal:
        workflow.change_organisation(by=cast["nadia"], pk=twins[1].pk, version=1, values={"name": TWINS[0]})
    assert list(refusal.value.message_dict) == ["name"]


def test_likely_duplicates_are_listed_until_they_are_merged(as_person, cast, twins):
    page = as_person("nadia").get(reverse("organisations_alike"))
    assert page.context["groups"].rows == [twins]
    assert reverse("organisation_merge", args=[twins[1].pk]) in page.content.decode()
    workflow.merge_organisations(by=cast["nadia"], pk=twins[1].pk, into=twins[0].pk)
    assert as_person("nadia").get(reverse("organisations_alike")).context["groups"].rows == []


def test_the_directory_tells_the_working_group_of_likely_duplicates(as_person, twins):
    address = reverse("organisations_alike")
    shown_to = [
        address in as_person(name).get(reverse("organisations")).content.decode() for name in ("nadia", "juma", None)
    ]
    assert shown_to == [True, False, False]


@pytest.mark.parametrize("person", ["amina", "thabo", "olga", "charlie"])
def test_likely_duplicates_are_for_those_who_merge(as_person, cast, person):
    assert as_person(person).get(reverse("organisations_alike")).status_code == 403


def test_merging_offers_the_look_alikes_first(as_person, twins):
    page = as_person("nadia").get(reverse("organisation_merge", args=[twins[0].pk]))
    assert page.context["others"][0] == twins[1]


# A text that shows nothing -------------------------------------------------------------------------------------------


def test_a_title_that_shows_nothing_is_missing(cast):
    row = record(cast["amina"], title=NOTHING)
    with pytest.raises(ValidationError) as refusal:
        workflow.submit_activity(by=cast["amina"], pk=row.pk)
    assert (row.title, list(refusal.value.message_dict)) == ("", ["title"])


def test_a_form_takes_it_for_empty(as_person, cast):
    draft = {name: value for name, value in FORM.items() if name != "submit"} | {"title": NOTHING, "lead": NOTHING}
    assert as_person("amina").post(reverse("activity_new"), draft).status_code == 302
    row = Activity.objects.get()
    assert (row.title, row.lead) == ("", None)


def test_a_form_that_is_submitted_asks_for_the_title(as_person, cast):
    page = as_person("amina").post(reverse("activity_new"), FORM | {"title": NOTHING})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["title"])


def test_a_required_text_of_a_form_is_asked_for(as_person, cast):
    path = reverse("remark_add", args=[submitted(cast["amina"]).pk])
    page = as_person("nadia").post(path, {"text": NOTHING})
    assert (page.status_code, list(page.context["remark_form"].errors)) == (422, ["text"])


@pytest.mark.parametrize(
    "sent",
    [{"partners": [{"organisation": NOTHING}]}, {"title": NOTHING, "starts_on": "2012-01-01"}],
    ids=["partner", "title"],
)
def test_the_api_refuses_it_where_something_has_to_stand(as_person, cast, sent):
    row = submitted(cast["amina"])
    address = f"/api/v1/activities/{row.pk}/"
    answer = as_person("amina").patch(address, sent | {"version": row.version}, content_type="application/json")
    assert (answer.status_code, {error["field"].split(".")[0] for error in answer.json()["errors"]}) == (
        400,
        set(sent) - {"starts_on"},
    )


def test_a_table_takes_it_for_empty(cast):
    table = read_table(f"reference;title\nx;{NOTHING}\n".encode())
    apply_table(table, by=cast["amina"], country="MOZ")
    assert Activity.objects.get().title == ""


VERBS = {
    "remark": lambda cast, row: workflow.add_remark(by=cast["nadia"], pk=row.pk, text=NOTHING),
    "return": lambda cast, row: workflow.return_activity(by=cast["nadia"], pk=row.pk, remark=NOTHING),
    "citation": lambda cast, row: workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation=NOTHING),
    "organisation": lambda cast, _row: workflow.add_organisation(by=cast["juma"], values={"name": NOTHING}),
    "view": lambda cast, _row: workflow.save_view(by=cast["amina"], name=NOTHING, path="/activities/"),
    "action outside the menu": lambda cast, _row: workflow.plan_own_action(
        by=cast["amina"], country="MOZ", values={"title": NOTHING, "theme_id": "VI", "language": "en"}
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_takes_it_for_a_text(cast, verb):
    row = submitted(cast["amina"])
    with pytest.raises(ValidationError):
        VERBS[verb](cast, row)
    assert not SavedView.objects.exists()


def test_the_name_of_a_file_that_shows_nothing_is_no_name(cast):
    row = record(cast["amina"])
    file = SimpleUploadedFile("\u200b.pdf", plain_pdf())
    assert workflow.begin_upload(by=cast["amina"], name=file.name, size=5).file_name.endswith(".pdf")
    assert row.evidence.count() == 0
