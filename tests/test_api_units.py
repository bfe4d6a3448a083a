"""The unit of a claim over the API: what its description says may be left out may be left out."""

import pytest

from reports.models import Claim
from tests.base import record

TRAINING = {"indicator": "II.T2.1", "achieved_on": "2014-05-26"}
ITSELF = [{}, {"unit": ""}, {"unit": None}, {"unit": "*"}]


def sent(client, method, path, body):
    return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")


@pytest.mark.parametrize("unit", ITSELF)
def test_no_unit_is_the_activity_itself(as_person, cast, unit):
    draft = record(cast["amina"], actions=["II.1"], claims=[])
    made = sent(as_person("amina"), "post", "claims/", {"activity": str(draft.pk), **TRAINING, **unit})
    assert (made.status_code, made.json()["unit"]) == (201, str(draft.pk)), made.content


@pytest.mark.parametrize("unit", ITSELF)
def test_so_it_is_within_an_activity(as_person, cast, unit):
    draft = record(cast["amina"], actions=["II.1"], claims=[])
    body = {"version": draft.version, "claims": [TRAINING | unit]}
    answer = sent(as_person("amina"), "patch", f"activities/{draft.pk}/", body)
    assert (answer.status_code, Claim.objects.get().unit) == (200, str(draft.pk)), answer.content


def test_it_is_not_made_twice_by_another_spelling(as_person, cast):
    draft = record(cast["amina"], actions=["II.1"], claims=[])
    body = {"activity": str(draft.pk), **TRAINING}
    answers = [sent(as_person("amina"), "post", "claims/", body | unit).status_code for unit in ITSELF]
    assert answers == [201, 400, 400, 400]


def test_an_indicator_that_counts_countries_wants_one(as_person, cast):
    draft = record(cast["amina"], claims=[])
    body = {"activity": str(draft.pk), "indicator": "VI.T1.1", "unit": None}
    assert sent(as_person("amina"), "post", "claims/", body).status_code == 400


def test_the_schema_says_so(as_person):
    schema = as_person(None).get("/api/v1/schema/?format=json").json()["components"]["schemas"]
    for name in ("ClaimInputRequest", "NewClaimInputRequest"):
        assert set(schema[name]["properties"]["unit"]["type"]) == {"string", "null"}
        assert "minLength" not in schema[name]["properties"]["unit"]
        assert "unit" not in schema[name]["required"]
