"""Days as programs send them to the API: an empty text is as good as null, and nothing that is sent loses a date."""

import pytest
from rest_framework.test import APIClient

from tests.base import R02, record

YEAR = {"starts_on": "2016", "ends_on": None, "claims": [R02["claims"][0] | {"achieved_on": "2016"}]}
DAYS = ("starts_on", "starts_on_known")


@pytest.fixture
def api(cast):
    client = APIClient()
    client.force_authenticate(cast["amina"])
    return client


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"starts_on": "2015-01-01", "starts_on_known": ""}, ("2015-01-01", None)),
        ({"starts_on": "2016-12-31", "starts_on_known": ""}, ("2016-12-31", None)),
        ({"starts_on": "2016-12-31", "starts_on_known": " \t"}, ("2016-12-31", None)),
        ({"starts_on": "2015-01-01", "starts_on_known": None}, ("2015-01-01", None)),
        ({"starts_on": " 2015-01 ", "starts_on_known": ""}, ("2015-01-31", "2015-01")),
        ({"starts_on": 2015}, ("2015-12-31", "2015")),
        ({"starts_on": "2015-12-31", "starts_on_known": 2015}, ("2015-12-31", "2015")),
        ({"starts_on": "2016-12-31", "starts_on_known": "2016-12-31"}, ("2016-12-31", None)),
        ({"starts_on": "", "starts_on_known": ""}, (None, None)),
        ({"starts_on": " "}, (None, None)),
    ],
)
def test_of_an_empty_text_nothing_is_known(api, cast, sent, known):
    row = record(cast["amina"], **YEAR)
    answer = api.patch(f"/api/v1/activities/{row.pk}/", {"version": row.version} | sent, format="json")
    assert (answer.status_code, tuple(answer.json()[name] for name in DAYS)) == (200, known)


@pytest.mark.parametrize(
    "sent",
    [
        {"starts_on_known": ""},  # the whole day is known: which?
        {"starts_on": "2015-01-01", "starts_on_known": "2014"},
        {"starts_on": "2015-01-01", "starts_on_known": "2015-02"},
        {"starts_on": True},
        {"starts_on": 20150101},
        {"starts_on": ["2015"]},
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(api, cast, sent):
    row = record(cast["amina"], **YEAR)
    answer = api.patch(f"/api/v1/activities/{row.pk}/", {"version": row.version} | sent, format="json")
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["starts_on"])


def test_a_claim_with_an_empty_day_is_expected(api, cast):
    claim = record(cast["amina"], **YEAR).claims.get()
    sent = {"achieved_on": "", "achieved_on_known": ""}
    assert api.patch(f"/api/v1/claims/{claim.pk}/", sent, format="json").json()["achieved_on"] is None


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"in_place_since": "1995", "in_place_since_known": ""}, ("1995-12-31", "1995")),
        ({"in_place_since": "1995-03-04", "in_place_since_known": ""}, ("1995-03-04", None)),
    ],
)
def test_what_is_in_place_is_so_since_the_day_that_was_sent(api, sent, known):
    body = {"country": "MOZ", "action": "VI.2", "answer": "in_place", "proof_citation": "Law 3 of 1995"}
    answer = api.post("/api/v1/adoptions/", body | sent, format="json").json()
    assert (answer["in_place_since"], answer["in_place_since_known"]) == known
