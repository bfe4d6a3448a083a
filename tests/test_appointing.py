"""Who appoints contributors and clearing officers on the page, and where a country's people are seen."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from reports import workflow
from reports.models import Change, Country, Membership, Organisation, User
from tests.base import today
from tests.letters import letter
from tests.log_codes import codes_shown
from tests.test_access import ROLES

TYPED = {"email": "new@example.org", "language": "en"}


@pytest.fixture
def offices(cast):
    """Of each kind one: two institutions, an agency's office, an NGO."""
    described = {
        "SERNAP": {"kind": "ministry", "country_id": "MOZ"},
        "Idara": {"kind": "ministry", "country_id": "TZA"},
        "IOM Maputo": {"kind": "un_agency", "country_id": "MOZ"},
        "Caritas": {"kind": "civil_society"},
    }
    return {
        name: workflow.add_organisation(by=cast["nadia"], values={"name": name} | values)
        for name, values in described.items()
    }


@pytest.fixture
def invite(as_person, offices):
    """`invite("amina", role="contributor", organisation="SERNAP")`, as it is typed on the page."""

    def call(name, asked="", **typed):
        if "organisation" in typed:
            typed["organisation"] = offices[typed["organisation"]].pk
        return as_person(name).post(reverse("person_invite") + asked, TYPED | typed)

    return call


def given():
    """The role of who was invited: `(role, country, organisation, countries)`; None where nobody was."""
    role = Membership.objects.filter(person__email="new@example.org").first()
    organisation = role and role.organisation and role.organisation.name
    return role and (role.role, role.country_id, organisation, sorted(role.named_countries()))


def contributor(by, email, organisation, *countries):
    rows = Country.objects.filter(pk__in=countries)
    how = {"role": "contributor", "organisation": organisation, "countries": rows}
    return workflow.invite_person(by=by, email=email, **how)


def clearing_officer(by, email="clears@example.org", country="MOZ"):
    how = {"role": "clearing_officer", "country": Country.objects.get(pk=country)}
    return workflow.invite_person(by=by, email=email, **how)


# Inviting ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "role"),
    [
        ("amina", {"role": "clearing_officer"}, ("clearing_officer", "MOZ", None, [])),
        ("amina", {"role": "contributor", "organisation": "SERNAP"}, ("contributor", None, "SERNAP", ["MOZ"])),
        ("nadia", {"role": "contributor", "organisation": "IOM Maputo"}, ("contributor", None, "IOM Maputo", [])),
        (
            "nadia",
            {"role": "contributor", "organisation": "Caritas", "countries": ["MWI", "MOZ"]},
            ("contributor", None, "Caritas", ["MOZ", "MWI"]),
        ),
        ("grace", {"role": "clearing_officer", "country": "MWI"}, ("clearing_officer", "MWI", None, [])),
        ("grace", {"role": "contributor", "organisation": "Idara"}, ("contributor", None, "Idara", ["TZA"])),
    ],
)
def test_each_appoints_whom_they_may(invite, name, typed, role):
    assert invite(name, **typed).status_code == 302
    assert given() == role


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("amina", {"role": "focal_point"}, "role"),
        ("amina", {"role": "clearing_officer", "country": "TZA"}, "country"),
        ("amina", {"role": "clearing_officer", "organisation": "SERNAP"}, "organisation"),
        ("amina", {"role": "contributor"}, "organisation"),
        ("amina", {"role": "contributor", "organisation": "Idara"}, "organisation"),
        ("amina", {"role": "contributor", "organisation": "IOM Maputo"}, "organisation"),
        ("amina", {"role": "contributor", "organisation": "SERNAP", "country": "MOZ"}, "country"),
        ("amina", {"role": "clearing_officer", "email": "amina@example.org"}, "email"),
        ("nadia", {"role": "clearing_officer", "country": "MOZ"}, "role"),
        ("nadia", {"role": "contributor"}, "organisation"),
        ("nadia", {"role": "contributor", "organisation": "SERNAP"}, "organisation"),
        ("nadia", {"role": "contributor", "organisation": "Caritas"}, "countries"),
        ("nadia", {"role": "contributor", "organisation": "Caritas", "country": "MOZ"}, "country"),
        ("nadia", {"role": "contributor", "organisation": "IOM Maputo", "is_deputy": "on"}, "is_deputy"),
        ("nadia", {"role": "contributor", "organisation": "IOM Maputo", "dated": "2026-05-03"}, "dated"),
        ("nadia", {"role": "focal_point", "country": "MWI", "organisation": "Caritas"}, "organisation"),
        ("nadia", {"role": "focal_point", "country": "MWI"}, "letter"),
        ("grace", {"role": "contributor", "organisation": "Idara", "countries": ["MOZ"]}, "countries"),
        ("grace", {"role": "observer", "countries": ["MOZ"]}, "countries"),
    ],
)
def test_what_is_not_theirs_or_not_the_role_s_is_refused_at_its_field(invite, name, typed, field):
    answer = invite(name, **typed)
    assert (answer.status_code, field in answer.context["form"].errors, given()) == (422, True, None)


def test_a_letter_for_a_contributor_is_refused_and_all_that_was_typed_stays(invite):
    typed = {"role": "contributor", "organisation": "Caritas", "countries": ["MOZ", "MWI"], "first_name": "Ana"}
    form = invite("nadia", letter=letter(), **typed).context["form"]
    assert list(form.errors) == ["letter"]
    assert (form["countries"].value(), form["first_name"].value(), form["role"].value()) == (
        ["MOZ", "MWI"],
        "Ana",
        "contributor",
    )


def test_a_role_is_named_twice(invite):
    typed = {"role": "contributor", "organisation": "Caritas"}
    assert invite("nadia", **typed, countries=["MOZ"]).status_code == 302
    again = invite("nadia", **typed, countries=["MWI"])
    assert "new@example.org already has this role" in str(again.context["form"].errors["role"])
    assert invite("nadia", **typed, countries=["MOZ"]).status_code == 302
    assert Membership.objects.filter(person__email="new@example.org").count() == 1


@pytest.mark.parametrize(
    ("name", "asked", "began"),
    [
        ("amina", "?country=MOZ&role=clearing_officer", ("clearing_officer", "MOZ", None)),
        ("amina", "?country=MOZ&role=focal_point", (None, None, None)),
        ("nadia", "?country=MOZ", ("focal_point", "MOZ", None)),
        ("nadia", "?country=MOZ&role=contributor", ("contributor", None, ["MOZ"])),
        ("grace", "?country=MOZ&role=observer", ("observer", None, None)),
    ],
)
def test_the_form_begins_with_what_the_link_says(as_person, cast, name, asked, began):
    form = as_person(name).get(reverse("person_invite") + asked).context["form"]
    first = {key: getattr(form.initial.get(key), "pk", form.initial.get(key)) for key in form.initial}
    assert (first.get("role"), first.get("country"), first.get("countries")) == began


def test_a_focal_point_is_turned_away_from_another_country_s_form(as_person, cast):
    assert as_person("amina").get(reverse("person_invite") + "?country=TZA").status_code == 403


@pytest.mark.parametrize(
    ("name", "typed", "asked", "to"),
    [
        ("amina", {"role": "contributor", "organisation": "SERNAP"}, "", "/countries/MOZ/people/"),
        ("nadia", {"role": "contributor", "organisation": "IOM Maputo"}, "?country=MOZ", "/countries/MOZ/people/"),
        ("nadia", {"role": "contributor", "organisation": "IOM Maputo"}, "", "/people/"),
        ("grace", {"role": "clearing_officer", "country": "MOZ"}, "?country=MOZ", "/countries/MOZ/people/"),
    ],
)
def test_who_has_invited_goes_back_where_they_came_from(invite, name, typed, asked, to):
    assert invite(name, asked, **typed).url == to


def test_the_mail_says_for_whom_and_for_which_countries(invite, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite("nadia", role="contributor", organisation="Caritas", countries=["MWI", "MOZ"])
    assert "as contributor of Caritas for Malawi, Mozambique." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "contributor of IOM Maputo for any country"),
        ("fr", "contributeur au nom de « OIM Maputo » (tout pays)"),
        ("pt", "contribuidor em nome de «OIM Maputo» (qualquer país)"),
    ],
)
def test_a_role_is_said_in_words(cast, offices, language, words):
    role = contributor(cast["nadia"], "new@example.org", offices["IOM Maputo"])
    with translation.override(language):
        assert role.in_words().replace("\u202f", " ").replace("\xa0", " ") == words


# The people of a country ---------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(cast, offices):
    """Of each kind one who has to do with Mozambique, and a contributor who has not."""
    clearing_officer(cast["amina"])
    contributor(cast["amina"], "institution@example.org", offices["SERNAP"], "MOZ")
    contributor(cast["nadia"], "ngo@example.org", offices["Caritas"], "MOZ", "MWI")
    contributor(cast["nadia"], "anywhere@example.org", offices["IOM Maputo"])
    contributor(cast["nadia"], "elsewhere@example.org", offices["Caritas"], "MWI")


def seen(client, code="MOZ"):
    return client.get(reverse("country_people", args=[code])).context["people"]


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("country", ["MOZ", "TZA"])
def test_the_people_of_a_country_are_seen_by_its_own_and_the_working_group(as_person, cast, country, person):
    status = as_person(person).get(reverse("country_people", args=[country])).status_code
    own = {"MOZ": "amina", "TZA": "juma"}[country]
    assert status == (302 if person is None else 200 if person in ("nadia", "grace", own) else 403)


@pytest.mark.parametrize("email", ["clears@example.org", "institution@example.org", "anywhere@example.org"])
def test_those_who_prepare_do_not_see_them(crowd, client, email):
    client.force_login(User.objects.get(email=email))
    assert client.get(reverse("country_people", args=["MOZ"])).status_code == 403


def test_a_country_that_is_none_is_not_found(as_person, cast):
    assert as_person("nadia").get("/countries/FRA/people/").status_code == 404


def test_each_is_listed_under_what_they_do(as_person, crowd):
    people = seen(as_person("amina"))
    groups = {name: [held.role.person.email for held in rows] for name, rows in vars(people).items()}
    assert groups == {
        "focal_points": ["amina@example.org"],
        "clearing": ["clears@example.org"],
        "institutions": ["institution@example.org"],
        "named": ["ngo@example.org"],
        "anywhere": ["anywhere@example.org"],
    }


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("amina", {"clearing": (True, True), "institutions": (True, True)}),
        ("nadia", {"focal_points": (True, False), "named": (True, True), "anywhere": (True, True)}),
        ("grace", dict.fromkeys(("focal_points", "clearing", "institutions", "named", "anywhere"), (True, True))),
    ],
)
def test_each_is_managed_by_whoever_appoints_them(as_person, crowd, name, may):
    rows = vars(seen(as_person(name)))
    assert {group: (held.may_appoint, held.may_end) for group, (held,) in rows.items()} == dict.fromkeys(
        rows, (False, False)
    ) | may


def test_the_page_costs_the_same_for_more(as_person, cast, crowd, offices):
    client, made = as_person("amina"), []
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            seen(client)
        made.append(len(queries))
        contributor(cast["amina"], "second@example.org", offices["SERNAP"], "MOZ")
        contributor(cast["nadia"], "third@example.org", offices["Caritas"], "MOZ", "ZMB")
    assert made == [7, 7]


def test_a_role_is_ended_and_one_comes_back(as_person, cast, crowd):
    role = Membership.objects.get(person__email="clears@example.org")
    page = as_person("amina").post(f"{reverse('role_end', args=[role.pk])}?country=MOZ", follow=True)
    role.refresh_from_db()
    assert (page.redirect_chain[0][0], role.has_ended()) == ("/countries/MOZ/people/", True)
    assert "Este país não tem responsável pelo visto hierárquico" in page.content.decode()


@pytest.mark.parametrize("name", ["role_end", "role_invite_again", "role_hand_over"])
@pytest.mark.parametrize(
    ("person", "holder"),
    [("amina", "anywhere"), ("amina", "ngo"), ("juma", "clears"), ("juma", "institution"), ("nadia", "clears")],
)
def test_who_did_not_appoint_does_not_touch(as_person, crowd, name, person, holder):
    role = Membership.objects.get(person__email=f"{holder}@example.org")
    assert as_person(person).post(reverse(name, args=[role.pk])).status_code == 403


def test_a_role_that_begins_later_is_ended_before_it_began(as_person, cast, crowd):
    role = Membership.objects.get(person__email="clears@example.org")
    day = today().replace(year=today().year + 1, day=1)
    Membership.objects.filter(pk=role.pk).update(since=day)
    role = workflow.end_role(by=cast["amina"], pk=role.pk)
    assert (role.until, role.is_in_force(), seen(as_person("amina")).clearing) == (day, False, [])


def test_a_role_that_has_ended_keeps_its_last_day(cast):
    role = cast["juma"].memberships.get()
    Membership.objects.filter(pk=role.pk).update(until="2012-05-01")
    assert str(workflow.end_role(by=cast["grace"], pk=role.pk).until) == "2012-05-01"


def test_a_clearing_officer_is_replaced_by_their_focal_point(as_person, cast, crowd):
    role = Membership.objects.get(person__email="clears@example.org")
    address = f"{reverse('role_hand_over', args=[role.pk])}?country=MOZ"
    typed = {"email": "next@example.org", "language": "pt", "on": role.today()}
    answer = as_person("amina").post(address, typed)
    assert (answer.status_code, answer.url) == (302, "/countries/MOZ/people/")
    assert [held.role.person.email for held in seen(as_person("amina")).clearing] == ["next@example.org"]


def test_the_countries_of_a_contributor_are_changed_and_logged(as_person, cast, offices):
    role = contributor(cast["nadia"], "new@example.org", offices["Caritas"], "MOZ")
    typed = {"organisation": offices["Caritas"].pk, "countries": ["MWI", "ZMB"]}
    address = reverse("role_change", args=[role.pk])
    refused = as_person("grace").post(address, typed | {"countries": []})
    as_person("grace").post(address, typed)
    change = Change.objects.get(verb="person.changed")
    assert (refused.status_code, "countries" in refused.context["form"].errors) == (422, True)
    assert (change.before["countries"], change.after["countries"]) == (["MOZ"], ["MWI", "ZMB"])
    assert (given()[3], codes_shown([change])) == (["MWI", "ZMB"], [])


@pytest.mark.parametrize(("name", "is_linked"), [("amina", True), ("nadia", True), ("juma", False), (None, False)])
def test_the_country_s_page_leads_there(as_person, cast, name, is_linked):
    page = as_person(name).get("/countries/MOZ/").content.decode()
    assert ("/countries/MOZ/people/" in page) == is_linked


def test_the_account_and_the_admin_say_the_role(as_person, cast, crowd, client):
    client.force_login(User.objects.get(email="ngo@example.org"))
    words = "contributor of Caritas for Malawi, Mozambique"
    pages = [client.get(reverse("profile")), as_person("grace").get(reverse("people"))]
    assert [words in page.content.decode() for page in pages] == [True, True]


def test_the_admin_refuses_what_an_invitation_refuses(as_person, cast, offices):
    typed = {"person": cast["charlie"].pk, "role": "contributor", "since": "2026-01-01"}
    typed |= {"organisation": offices["Caritas"].pk}
    address = reverse("admin:reports_membership_add")
    assert as_person("grace").post(address, typed).status_code == 200
    assert as_person("grace").post(address, typed | {"countries": ["MOZ"]}).status_code == 302
    assert Membership.objects.get(person=cast["charlie"]).named_countries() == ["MOZ"]
    assert Organisation.objects.filter(name="Caritas").exists()
