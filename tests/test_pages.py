"""Every page opens, for everybody who may open it, in every language, at a constant cost."""

import pytest
from django.urls import reverse

from reports.models import Organisation
from tests.base import make_cast, submitted, verified
from tests.standing import stands

PUBLIC = [
    ("home", []),
    ("plan", []),
    ("theme", ["I"]),
    ("theme", ["VI"]),
    ("action", ["VI.1"]),
    ("action", ["VI.5"]),
    ("target", ["VI.T1"]),
    ("target", ["I.T2"]),
    ("recommendations", []),
    ("recommendation", ["III-v"]),
    ("countries", []),
    ("country", ["MOZ"]),
    ("country", ["AGO"]),
    ("region", []),
    ("matrix", []),
    ("activities", []),
    ("rounds", []),
    ("organisations", []),
    ("organisation", ["IOM"]),
    ("funding", []),
    ("help", []),
    ("privacy", []),
    ("accessibility", []),
    ("account_login", []),
    ("account_reset_password", []),
    ("account_reset_password_done", []),
    ("api-docs", []),
]


@stands
def one_verified_one_submitted():
    cast = make_cast()
    verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": None}])


@pytest.mark.parametrize("language", ["en", "fr", "pt"])
@pytest.mark.parametrize(("name", "args"), PUBLIC)
def test_the_public_reads_it_in_their_language(one_verified_one_submitted, db, client, language, name, args):
    if name == "organisation":
        args = [Organisation.objects.get(name=args[0]).pk]
    response = client.get(reverse(name, args=args), headers={"accept-language": language})
    assert response.status_code == 200
    if name != "api-docs":
        assert f'<html lang="{language}"' in response.content.decode()


MINE = [
    "activity_new",
    "people",
    "person_invite",
    "tokens",
    "token_new",
    "profile",
    "review",
    "round_new",
    "mfa_index",
    "account_change_password",
    "account_logout",
]


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("person", ["amina", "nadia", "grace", "charlie", "thabo"])
def test_a_page_for_people_opens_or_refuses(as_person, name, person):
    response = as_person(person).get(reverse(name))
    allowed = {
        "activity_new": {"amina", "nadia", "grace", "thabo"},
        "people": {"nadia", "grace"},
        "person_invite": {"amina", "nadia", "grace"},
        "tokens": {"grace"},
        "token_new": {"grace"},
        "review": {"nadia"},
        "round_new": {"nadia", "grace"},
    }
    expected = 200 if person in allowed.get(name, {person}) else 403
    assert response.status_code == expected


@pytest.mark.parametrize("name", [name for name in MINE if name != "account_logout"])
def test_the_public_is_asked_to_sign_in(as_person, db, name):
    response = as_person(None).get(reverse(name))
    assert (response.status_code, response.url.startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize(
    "query", ["?as_at=nonsense", "?body=XX", "?theme=IX", "?status=1", "?as_at=2012-12-31&body=SADC&theme=VI"]
)
@pytest.mark.parametrize("name", ["region", "matrix", "countries"])
def test_a_view_that_makes_no_sense_is_said_and_shown_whole(as_person, db, name, query):
    assert as_person(None).get(reverse(name) + query).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/plan/themes/IX/",
        "/plan/actions/I.99/",
        "/plan/targets/X/",
        "/plan/recommendations/IX-i/",
        "/countries/FRA/",
        "/activities/8b0c9f0e-6a4f-4a2e-9d4a-111111111111/",
    ],
)
def test_what_does_not_exist_is_not_found(as_person, db, path):
    assert as_person(None).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/countries/", "/region/", "/region/matrix/"])
def test_an_accent_does_not_put_a_country_last(as_person, db, path):
    page = as_person(None).get(path, headers={"accept-language": "fr"}).content.decode()
    assert 0 < page.index("Éthiopie") < page.index("Zimbabwe")
