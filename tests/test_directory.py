"""The directory of organisations: shared, described by those who may, each organisation in it once."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from reports import workflow
from reports.activity.state import activity_state
from reports.models import Activity, Adoption, Change, Membership, Organisation, Partner, RegionalBody
from tests.base import record, submitted, verified

PARTNERS = [{"organisation": "Min. of Home Affairs", "role": "funding"}]


def named(name):
    return Organisation.objects.get(name=name)


@pytest.fixture
def twice(cast):
    """One ministry under two names, each with a part in the same activity: (the one to go, the one to stay)."""
    both = [*PARTNERS, {"organisation": "Ministry of Home Affairs", "role": "funding"}]
    submitted(cast["juma"], countries=["TZA"], lead="Min. of Home Affairs", partners=both, claims=[])
    return named("Min. of Home Affairs"), named("Ministry of Home Affairs")


def merge(cast, gone, kept, by="nadia"):
    return workflow.merge_organisations(by=cast[by], pk=gone.pk, into=kept.pk)


# Merging -------------------------------------------------------------------------------------------------------------


def test_what_named_the_duplicate_names_the_other(cast, twice):
    merge(cast, *twice)
    row = Activity.objects.get()
    assert (row.lead.name, Organisation.objects.filter(pk=twice[0].pk).exists()) == ("Ministry of Home Affairs", False)


def test_a_role_that_both_have_stays_once(cast, twice):
    merge(cast, *twice)
    assert [(row.organisation, row.role) for row in Partner.objects.all()] == [(twice[1], "funding")]


def test_a_role_held_by_the_duplicate_alone_passes_to_the_other(cast):
    record(cast["juma"], countries=["TZA"], partners=PARTNERS, claims=[])
    merge(cast, named("Min. of Home Affairs"), named("UNODC"))
    assert [(row.organisation.name, row.role) for row in Partner.objects.all()] == [("UNODC", "funding")]


def test_roles_of_people_and_plans_of_countries_follow(cast, twice):
    gone, kept = twice
    Membership.objects.filter(person=cast["nadia"]).update(organisation=gone)
    workflow.adopt_action(
        by=cast["juma"], country="TZA", action="VI.1", values={"lead_ministry": "MIN. of home affairs"}
    )
    merge(cast, gone, kept)
    row = Adoption.objects.get()
    assert (Membership.objects.get(person=cast["nadia"]).organisation, row.lead_ministry) == (kept, kept.name)
    assert row.version == 2


def test_the_old_name_is_found_by_search_and_by_import(cast, twice):
    merge(cast, *twice)
    row = record(cast["juma"], countries=["TZA"], lead="MIN. OF HOME AFFAIRS", claims=[])
    assert (row.lead, list(Organisation.objects.all().mentioning("min. home"))) == (twice[1], [twice[1]])
    assert Activity.objects.all().mentioning("min. of home").count() == 2


def test_the_history_keeps_both_names(cast, twice):
    merge(cast, *twice)
    activity = Change.objects.get(verb="activity.organisation_merged")
    assert (activity.before["lead"], activity.after["lead"]) == ("Min. of Home Affairs", "Ministry of Home Affairs")
    gone = Change.objects.get(verb="organisation.merged")
    assert (gone.by, gone.subject_id, gone.before["name"]) == (cast["nadia"], str(twice[0].pk), "Min. of Home Affairs")
    assert (gone.after["into"], gone.after["activities"]) == (twice[1].pk, 1)


def test_a_verified_activity_stays_verified_and_in_its_place(cast):
    row = verified(cast["amina"], cast["nadia"], lead="IOM Maputo")
    merge(cast, named("IOM Maputo"), named("IOM"))
    after = Activity.objects.get()
    assert (after.review, after.version, after.updated_at) == ("verified", row.version, row.updated_at)


def test_a_form_opened_before_the_merge_still_saves(cast, twice):
    row = Activity.objects.get()
    state = activity_state(row)
    merge(cast, *twice)
    workflow.update_activity(by=cast["juma"], pk=row.pk, version=row.version, values=state | {"title": "Better"})
    assert Activity.objects.get().lead == twice[1]


def test_what_only_the_duplicate_said_of_itself_is_kept(cast, twice):
    gone, kept = twice
    workflow.change_organisation(
        by=cast["juma"], pk=gone.pk, version=1, values={"kind": "ministry", "country_id": "TZA"}
    )
    Organisation.objects.filter(pk=kept.pk).update(aliases=["MIN. of home affairs"])  # it went by both names already
    merged = merge(cast, gone, kept)
    assert (merged.kind, merged.country_id, merged.aliases) == ("ministry", "TZA", ["MIN. of home affairs"])
    assert merged.version == kept.version + 1


@pytest.mark.parametrize("name", ["amina", "juma", "thabo", "olga", "charlie"])
def test_only_the_working_group_merges(cast, twice, name):
    with pytest.raises(workflow.NotAllowed):
        merge(cast, *twice, by=name)


def test_an_organisation_is_not_merged_with_itself(cast, twice):
    with pytest.raises(ValidationError) as refusal:
        merge(cast, twice[0], twice[0])
    assert list(refusal.value.message_dict) == ["into"]


def test_two_regional_bodies_are_not_one(cast):
    with pytest.raises(ValidationError) as refusal:
        merge(cast, named("SADC"), named("EAC"))
    assert list(refusal.value.message_dict) == ["into"]


def test_the_body_of_a_duplicate_passes_on(cast, twice):
    assert merge(cast, named("SADC"), twice[1]).body == RegionalBody.objects.get(pk="SADC")


def test_reloading_the_plan_brings_no_duplicate_back(cast, twice):
    merge(cast, named("SADC"), twice[1])
    workflow.change_organisation(by=cast["nadia"], pk=named("IOM").pk, version=1, values={"name": "IOM, UN Migration"})
    before = Organisation.objects.count()
    call_command("load_plan", verbosity=0)
    assert Organisation.objects.count() == before


# Describing ----------------------------------------------------------------------------------------------------------


def change(by, row, **values):
    return workflow.change_organisation(by=by, pk=row.pk, version=row.version, values=values)


def test_a_former_name_stays_among_the_others(cast):
    row = change(cast["nadia"], named("UNHCR"), name="UN Refugee Agency", aliases=["HCR", "hcr ", "ACNUR"])
    assert (row.aliases, row.version) == (["HCR", "ACNUR", "UNHCR"], 2)


def test_what_it_leads_is_found_under_its_new_name(cast):
    record(cast["amina"], lead="IOM")
    change(cast["nadia"], named("IOM"), name="UN Migration")
    assert Activity.objects.all().mentioning("un migration").count() == 1


@pytest.mark.parametrize("values", [{"name": "acnur"}, {"aliases": ["OIM", "Hcr"]}])
def test_a_name_of_another_is_refused(cast, values):
    with pytest.raises(ValidationError) as refusal:
        change(cast["nadia"], named("IOM"), **values)
    assert list(refusal.value.message_dict) == list(values)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"name": "x" * 161}, {"aliases": ["x" * 161]}, {"kind": "club"}, {"body_id": "EAC"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_description_that_makes_no_sense_is_refused_by_field(cast, wrong):
    with pytest.raises(ValidationError) as refusal:
        change(cast["nadia"], named("IOM"), **wrong)
    assert list(refusal.value.message_dict) == [name.removesuffix("_id") for name in wrong]


def test_a_stale_description_is_told(cast):
    row = named("IOM")
    change(cast["nadia"], row, kind="donor")
    with pytest.raises(workflow.StaleVersion):
        change(cast["paul"], row, kind="rec")


def test_what_changes_nothing_writes_nothing(cast):
    before = Change.objects.count()
    assert (change(cast["nadia"], named("IOM"), name=" IOM").version, Change.objects.count()) == (1, before)


def test_a_focal_point_describes_what_nobody_has_described(cast, twice):
    row = change(cast["juma"], twice[1], kind="ministry", country_id="TZA")
    assert change(cast["juma"], row, name="Ministry of Home Affairs, Tanzania").country_id == "TZA"


@pytest.mark.parametrize("name", ["amina", "thabo", "olga", "charlie"])
def test_an_organisation_of_another_country_is_left_alone(cast, twice, name):
    row = change(cast["juma"], twice[1], kind="ministry", country_id="TZA")
    with pytest.raises(workflow.NotAllowed):
        change(cast[name], row, name="Ours")


def test_a_focal_point_gives_nothing_to_another_country(cast, twice):
    with pytest.raises(workflow.NotAllowed):
        change(cast["juma"], twice[1], country_id="MOZ")


def test_an_officer_describes_the_own_body(cast):
    assert change(cast["thabo"], named("SADC"), name="SADC Secretariat").aliases == ["SADC"]


@pytest.mark.parametrize("name", ["olga", "charlie"])
def test_only_those_who_record_add_organisations(cast, name):
    with pytest.raises(workflow.NotAllowed):
        workflow.add_organisation(by=cast[name], values={"name": "New"})


# Pages ---------------------------------------------------------------------------------------------------------------

FORM = {"name": "Ministry of Home Affairs, Tanzania", "kind": "ministry", "country": "TZA", "aliases": "MHA\nMoHA"}


def shown(client, **asked):
    return [row.name for row in client.get(reverse("organisations"), asked).context["page"].rows]


def test_the_directory_is_searched_whatever_accents_and_by_every_name(as_person, cast):
    assert shown(as_person(None), q="uniao africana") == ["AU"]
    assert shown(as_person(None), q="acnur") == ["UNHCR"]


def test_the_directory_is_cut_by_kind_and_country(as_person, cast, twice):
    change(cast["juma"], twice[1], kind="ministry", country_id="TZA")
    assert shown(as_person(None), kind="ministry", country="TZA") == [twice[1].name]
    assert shown(as_person(None), kind="ministry", country="MOZ") == []


def test_the_directory_has_pages_to_and_fro(as_person, cast):
    for n in range(30):
        Organisation.objects.create(name=f"{'eE'[n % 2]}z {n:02}", kind="donor")
    client = as_person(None)
    first = client.get(reverse("organisations")).context["page"]
    second = client.get(reverse("organisations") + first.next_url).context["page"]
    names = [row.name for row in first.rows + second.rows]
    assert names == sorted(Organisation.objects.values_list("name", flat=True), key=str.casefold)
    back = client.get(reverse("organisations") + second.previous_url).context["page"]
    assert (back.rows, back.previous_url) == (first.rows, "")


@pytest.mark.parametrize("person", [None, "charlie", "amina", "thabo", "olga", "nadia", "juma", "grace"])
def test_a_name_that_stands_only_in_a_draft_is_its_countrys(as_person, cast, person):
    record(cast["juma"], countries=["TZA"], lead="Ministry of Secrets", claims=[])
    is_theirs, client = person in ("juma", "grace"), as_person(person)
    assert shown(client, q="secrets") == (["Ministry of Secrets"] if is_theirs else [])
    assert client.get(named("Ministry of Secrets").get_absolute_url()).status_code == (200 if is_theirs else 404)
    assert client.get("/api/v1/organisations/", {"q": "secrets"}).json()["count"] == is_theirs
    if person in ("amina", "nadia", "juma", "grace"):
        offered = client.get(reverse("organisations_suggested"), {"lead": "secrets"}).content.decode()
        assert ("Ministry of Secrets" in offered) == is_theirs
        assert ("Ministry of Secrets" in client.get(reverse("activity_new")).content.decode()) == is_theirs


@pytest.mark.parametrize("person", ["nadia", "grace"])
def test_the_change_log_does_not_tell_such_a_name(as_person, cast, person):
    record(cast["juma"], countries=["TZA"], lead="Ministry of Secrets", claims=[])
    page = as_person(person).get(reverse("changes"), {"subject": "organisation"}).content.decode()
    assert ("Ministry of Secrets" in page) == (person == "grace")


def test_such_a_name_is_taken_up_by_who_puts_it_in(cast):
    record(cast["juma"], countries=["TZA"], lead="Ministry of Secrets", claims=[])
    row = workflow.add_organisation(by=cast["amina"], values={"name": "MINISTRY OF SECRETS", "kind": "donor"})
    assert (row.pk, row.kind, Organisation.objects.filter(searchable__contains="secrets").count()) == (
        named("MINISTRY OF SECRETS").pk,
        "donor",
        1,
    )


@pytest.mark.parametrize("person", ["juma", "nadia", "grace"])
def test_who_may_see_the_activity_sees_who_has_a_part_in_it(as_person, twice, person):
    assert shown(as_person(person), q="home affairs") == ["Min. of Home Affairs", "Ministry of Home Affairs"]


def test_a_name_is_public_once_what_names_it_is_published(as_person, cast):
    partners = [{"organisation": "Cruz Vermelha", "role": "technical"}]
    verified(cast["amina"], cast["nadia"], lead="Casa Aberta", partners=partners)
    assert [shown(as_person(None), q=words) for words in ("casa", "cruz")] == [["Casa Aberta"], ["Cruz Vermelha"]]


def test_its_page_shows_its_part_in_what_the_reader_may_see(as_person, cast):
    partners = [{"organisation": "IOM", "role": role} for role in ("funding", "technical")]
    public = verified(cast["amina"], cast["paul"], lead="UNHCR", partners=partners)
    record(cast["amina"], lead="IOM", claims=[])
    page = as_person(None).get(named("IOM").get_absolute_url())
    assert [(row.pk, words) for row, words in page.context["rows"]] == [(public.pk, ["funding", "technical"])]
    assert [n for _code, _word, n in page.context["parts"]] == [0, 0, 1, 1, 0]
    mine = as_person("amina").get(named("IOM").get_absolute_url(), {"part": "lead"})
    assert [words for _row, words in mine.context["rows"]] == [["responsável"]]


def test_the_page_of_an_activity_leads_to_its_organisations(as_person, cast):
    row = verified(cast["amina"], cast["nadia"], partners=[{"organisation": "UNICEF", "role": "funding"}])
    page = as_person(None).get(row.get_absolute_url()).content.decode()
    assert [f'href="{named(name).get_absolute_url()}"' in page for name in ("IOM", "UNICEF")] == [True, True]


@pytest.mark.browser
def test_several_partners_stand_below_one_another(site, visitor, committed_cast):
    both = [{"organisation": name, "role": "funding"} for name in ("UNICEF", "UNDP")]
    row = verified(committed_cast["amina"], committed_cast["nadia"], partners=both)
    page = visitor()
    page.goto(site + row.get_absolute_url())
    edges = page.evaluate("[...document.querySelectorAll('.facts dd')].map((e) => e.getBoundingClientRect().left)")
    assert (len(edges) > 7, len(set(edges))) == (True, 1)


def test_the_form_records_each_role_of_a_partner(as_person, cast):
    given = {"lead": "OIM", "implementing": "Caritas; UNICEF", "funding": "UNDP", "technical": "HCR"}
    rest = {"scope": "national", "status": "planned", "language": "pt", "visibility": "public", "countries": ["MOZ"]}
    assert as_person("amina").post(reverse("activity_new"), rest | given).status_code == 302
    row = Activity.objects.get()
    roles = {(part.organisation.name, part.role) for part in row.partners.all()}
    assert row.lead.name == "IOM"
    assert roles == {
        ("Caritas", "implementing"),
        ("UNICEF", "implementing"),
        ("UNDP", "funding"),
        ("UNHCR", "technical"),
    }


def test_an_organisation_is_added_and_described_on_its_page(as_person, cast):
    client = as_person("juma")
    client.post(reverse("organisation_new"), FORM)
    row = named(FORM["name"])
    assert (row.kind, row.country_id, row.aliases) == ("ministry", "TZA", ["MHA", "MoHA"])
    edit = reverse("organisation_edit", args=[row.pk])
    assert client.post(edit, FORM | {"name": "Home Affairs (TZ)", "version": 1}).status_code == 302
    assert named("Home Affairs (TZ)").aliases == ["MHA", "MoHA", FORM["name"]]


def test_a_refusal_stands_at_its_field_and_nothing_is_lost(as_person, cast):
    page = as_person("juma").post(reverse("organisation_new"), FORM | {"aliases": "MHA\nUNHCR"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["aliases"])
    assert "MHA\nUNHCR" in page.content.decode()


def test_the_working_group_merges_on_the_page_and_the_old_address_leads_on(as_person, twice):
    client, (gone, kept) = as_person("nadia"), twice
    page = client.get(reverse("organisation_merge", args=[gone.pk]), {"q": "home affairs"})
    assert list(page.context["others"]) == [kept]
    client.post(reverse("organisation_merge", args=[gone.pk]), {"into": kept.pk})
    assert client.get(gone.get_absolute_url()).url == kept.get_absolute_url()


@pytest.mark.parametrize("into", ["", "x", "0"])
def test_merging_into_nothing_is_refused_in_words(as_person, twice, into):
    page = as_person("nadia").post(reverse("organisation_merge", args=[twice[0].pk]), {"into": into})
    assert (page.status_code, Organisation.objects.filter(pk=twice[0].pk).exists()) == (422, True)


def test_its_history_is_shown_to_those_who_may_describe_it(as_person, cast):
    change(cast["nadia"], named("IOM"), kind="donor")
    address = named("IOM").get_absolute_url()
    assert [words["rows"] for _change, words in as_person("nadia").get(address).context["changes"].rows] == [
        [("kind", "UN agency", "donor", False)]
    ]
    assert as_person("amina").get(address).context["changes"] is None


def test_a_long_history_says_that_it_is_longer(as_person, cast, monkeypatch):
    monkeypatch.setattr("reports.views.organisations.MOST_CHANGES", 1)
    address = named("IOM").get_absolute_url()
    change(cast["nadia"], named("IOM"), kind="donor")
    assert "Only the first line is shown." not in as_person("nadia").get(address).content.decode()
    change(cast["nadia"], named("IOM"), kind="un_agency")
    assert "Only the first line is shown." in as_person("nadia").get(address).content.decode()


# Over the API --------------------------------------------------------------------------------------------------------


def test_the_api_reads_the_directory_and_cuts_it_alike(as_person, twice):
    rows = as_person(None).get("/api/v1/organisations/", {"q": "hcr"}).json()["results"]
    assert rows == [
        {
            "id": named("UNHCR").pk,
            "name": "UNHCR",
            "aliases": ["HCR", "ACNUR"],
            "kind": "un_agency",
            "country": None,
            "body": None,
            "office_of": None,
            "iati_identifier": "",
        }
    ]
    counts = [
        as_person(name).get("/api/v1/organisations/", {"q": "home affairs"}).json()["count"] for name in (None, "nadia")
    ]
    assert counts == [0, 2]
    assert as_person(None).get(f"/api/v1/organisations/{twice[0].pk}/").status_code == 404


def test_the_api_does_not_write_the_directory(as_person, cast):
    answer = as_person("nadia").post("/api/v1/organisations/", {"name": "New"}, content_type="application/json")
    assert (answer.status_code, Organisation.objects.filter(name="New").exists()) == (405, False)
