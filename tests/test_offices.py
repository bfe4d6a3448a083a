"""An office counts as its agency, and says so; a partner whose role nobody stated has none."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import workflow
from reports.models import Activity, Change, Claim, Organisation, Partner
from reports.summaries import Selection, target_progress
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from tests.base import record, submitted, verified
from tests.test_own_work import JOINT, MINISTRY, decide, office, signed

FORM = {"name": "IOM Maputo", "kind": "un_agency", "aliases": "", "country": "MOZ"}


def named(name):
    return Organisation.objects.get(name=name)


def change(by, row, **values):
    return workflow.change_organisation(by=by, pk=row.pk, version=row.version, values=values)


# Said on the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nadia", "grace"])
def test_the_working_group_says_it_on_the_page_under_any_name(as_person, name):
    assert as_person(name).post(reverse("organisation_new"), FORM | {"office_of": "oim"}).status_code == 302
    assert (named("IOM Maputo").office_of, named("IOM Maputo").agency_code) == (named("IOM"), "IOM")


def test_a_focal_point_is_not_asked_for_it(as_person):
    client = as_person("amina")
    client.post(reverse("organisation_new"), FORM | {"office_of": "IOM"})
    assert named("IOM Maputo").office_of is None
    assert 'name="office_of"' not in client.get(reverse("organisation_new")).content.decode()


def test_nor_may_one_say_it_otherwise(cast):
    with pytest.raises(workflow.NotAllowed, match="working group"):
        workflow.add_organisation(by=cast["amina"], values={"name": "An office", "office_of_name": "IOM"})


def test_a_focal_point_who_describes_an_office_leaves_that_as_it_is(cast):
    row = office("IOM", country_id="MOZ")
    assert change(cast["amina"], row, name="The office").office_of == named("IOM")


def test_both_pages_and_the_list_lead_to_each_other(as_person, cast):
    row, client = office("IOM", "IOM Maputo"), as_person(None)
    addresses = (row.get_absolute_url(), "/organisations/?q=maputo")
    pages = [client.get(one, headers={"accept-language": "en"}).content.decode() for one in addresses]
    assert [f'href="{named("IOM").get_absolute_url()}"' in pages[0], "office of <bdi>IOM</bdi>" in pages[1]] == [
        True,
        True,
    ]
    assert f'href="{row.get_absolute_url()}"' in client.get(named("IOM").get_absolute_url()).content.decode()
    rows = client.get("/api/v1/organisations/", {"q": "maputo"}).json()["results"]
    assert [one["office_of"] for one in rows] == [named("IOM").pk]


def test_the_history_says_it_in_words(as_person, cast):
    row = change(cast["nadia"], office("IOM", "Maputo office"), office_of_name=None)
    page = as_person("nadia").get(row.get_absolute_url()).content.decode()
    assert ("office of" in page.lower(), Change.objects.latest("pk").before) == (True, {"office_of_name": "IOM"})


def test_what_has_an_agency_s_name_in_its_own_is_asked_about(as_person, cast):
    office("IOM", "OIM Beira")
    for name in ("Escritório da OIM", "UNHCR-Nampula", "Biomedical Institute", "Caritas"):
        workflow.add_organisation(by=cast["nadia"], values={"name": name})
    assert [row.name for row in Organisation.objects.likely_offices()] == ["Escritório da OIM", "UNHCR-Nampula"]
    assert "UNHCR-Nampula" in as_person("nadia").get(reverse("organisations_alike")).content.decode()


# Refused in words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office_of", "message"),
    [
        ("Nobody", "no organization called “Nobody”"),
        ("An office", "itself an office of IOM"),
    ],
)
def test_an_office_is_of_one_that_is_there_and_is_no_office(cast, office_of, message):
    office("IOM")
    with pytest.raises(ValidationError, match=message):
        workflow.add_organisation(by=cast["nadia"], values={"name": "Another", "office_of_name": office_of})


@pytest.mark.parametrize(
    ("name", "office_of", "message"),
    [
        ("Caritas", "Caritas", "office of itself"),
        ("Caritas", "Red Cross", "has offices itself"),
        ("UNHCR", "IOM", "one of the two agencies"),
    ],
)
def test_what_has_offices_or_is_an_agency_is_no_office(cast, name, office_of, message):
    for one in ("Caritas", "Red Cross"):
        workflow.add_organisation(by=cast["nadia"], values={"name": one})
    office("Caritas", "Caritas Maputo")
    with pytest.raises(ValidationError, match=message):
        change(cast["nadia"], named(name), office_of_name=office_of)


def test_an_agency_keeps_its_name_among_its_names(cast):
    row = change(cast["nadia"], named("IOM"), name="International Organization for Migration")
    assert (row.agency_code, "IOM" in row.aliases) == ("IOM", True)
    with pytest.raises(ValidationError, match="keep this name"):
        change(cast["nadia"], row, aliases=["OIM"])


# Merged --------------------------------------------------------------------------------------------------------------


def merge(cast, gone, into):
    return workflow.merge_organisations(by=cast["nadia"], pk=named(gone).pk, into=named(into).pk)


def test_a_merge_carries_whose_office_it_is(cast):
    office("IOM", "IOM Maputo")
    workflow.add_organisation(by=cast["nadia"], values={"name": "OIM Moçambique"})
    assert merge(cast, "IOM Maputo", "OIM Moçambique").office_of == named("IOM")


def test_the_offices_and_decisions_of_the_one_are_the_other_s(cast):
    workflow.add_organisation(by=cast["nadia"], values={"name": "The Migration Agency"})
    office("IOM", "IOM Maputo")
    activity = verified(cast["amina"], cast["paul"], lead="UNHCR")
    kept = merge(cast, "IOM", "The Migration Agency")
    assert (named("IOM Maputo").office_of, kept.agency_code, signed(activity)[1]) == (kept, "IOM", kept.name)


@pytest.mark.parametrize(("gone", "into"), [("An office", "IOM"), ("IOM", "An office")])
def test_an_office_goes_up_in_its_agency_and_the_other_way(cast, gone, into):
    office("IOM")
    assert (merge(cast, gone, into).office_of, named(into).agency_code) == (None, "IOM")


@pytest.mark.parametrize(
    ("gone", "into"), [("UNHCR", "IOM"), ("An office", "UNHCR"), ("An office", "Another"), ("Caritas", "An office")]
)
def test_what_belongs_apart_is_not_merged(cast, gone, into):
    office("IOM")
    office("UNHCR", "Another")
    workflow.add_organisation(by=cast["nadia"], values={"name": "Caritas"})
    office("Caritas", "Caritas Maputo")
    with pytest.raises(ValidationError):
        merge(cast, gone, into)


# A role that nobody stated -------------------------------------------------------------------------------------------


def roles():
    return [(part.organisation.name, str(part.role)) for part in Partner.objects.all()]


def test_over_the_api_it_is_said_that_none_was_stated(as_person, cast):
    values = {"title": "A meeting", "countries": ["MOZ"], "actions": ["VI.1"], "partners": [{"organisation": "IOM"}]}
    answer = as_person("amina").post("/api/v1/activities/", values, content_type="application/json")
    assert answer.json()["partners"] == [{"organisation": "IOM", "role": "unstated"}]


def test_a_column_of_partners_states_none(cast):
    table = read_table(b"reference,title,actions,starts_on,partners\n1,A meeting,VI.1,2014-05-26,IOM\n")
    apply_table(table, by=cast["amina"], country="MOZ")
    assert roles() == [("IOM", "unstated")]


def test_the_form_shows_and_keeps_it_where_there_is_one(as_person, cast):
    row = record(cast["amina"], partners=[{"organisation": "IOM", "role": "unstated"}])
    client, address = as_person("amina"), reverse("activity_edit", args=[row.pk])
    form = client.get(address).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
    assert (sent["unstated"], client.post(address, sent | {"title": "Better"}).status_code) == ("IOM", 302)
    assert (roles(), Activity.objects.get().title) == ([("IOM", "unstated")], "Better")


def test_of_a_new_activity_the_form_asks_no_more_than_before(as_person):
    assert 'name="unstated"' not in as_person("amina").get(reverse("activity_new")).content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "role not stated"), ("fr", "rôle non précisé")])
def test_the_page_says_it_in_words(as_person, cast, language, words):
    row = verified(cast["amina"], cast["nadia"], partners=[{"organisation": "Caritas", "role": "unstated"}])
    page = as_person(None).get(row.get_absolute_url(), headers={"accept-language": language}).content.decode()
    assert words in page


# What stood before ---------------------------------------------------------------------------------------------------


def counted():
    return [(row.code, row.indicators) for row in target_progress(Selection())]


def test_what_stood_before_keeps_its_figures_and_says_by_whom(cast):
    rows = [submitted(cast["amina"], **values) for values in (MINISTRY, JOINT)]
    record(cast["nadia"], scope="regional", countries=[], claims=[])
    decide(cast["paul"], rows[0])
    Claim.objects.update(decided_for=None)
    Activity.objects.update(counted_for=None)
    before = counted()
    import_module("reports.migrations.0005_no_agency_judges_its_own").carry_over(apps, None)
    assert (counted(), [signed(row)[:2] for row in rows[:2]]) == (before, [("verified", "IOM"), ("pending", None)])
    named_for = Activity.objects.order_by("created_at").values_list("counted_for__name", flat=True)
    assert list(named_for) == [None, None, "UNHCR"]
