"""An answer from, or withdrawn in, a year or a month over the API: the day that counts, and beside it what is known."""

import pytest

from tests.test_answers import TREATY
from tests.test_answers_as_known import NEXT_YEAR
from tests.test_answers_everywhere import MENU, of
from tests.test_api import send


def adopted(api, **days):
    return send(api("amina"), "adoptions/", {"country": "MOZ", "action": "VI.2"} | days).json()


def days_of(one, name):
    return one[name], one[f"{name}_known"]


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"adopted_on": "2012"}, ("2012-12-31", "2012")),
        ({"adopted_on_known": "2012-05"}, ("2012-05-31", "2012-05")),
        ({"adopted_on": "2012-12-31", "adopted_on_known": "2012"}, ("2012-12-31", "2012")),
        ({"adopted_on": "2012-12-31", "adopted_on_known": None}, ("2012-12-31", None)),
        ({"adopted_on": "2012-05-03"}, ("2012-05-03", None)),
    ],
)
def test_the_api_takes_what_is_known_and_answers_the_day_that_counts(cast, api, sent, known):
    assert days_of(adopted(api, **sent), "adopted_on") == known


def test_what_the_api_answered_can_be_sent_back(cast, api):
    made = adopted(api, adopted_on="2012")
    assert send(api("amina"), f"adoptions/{made['id']}/", made, "patch").json() == made
    whole = {"adopted_on": "2012-12-31", "adopted_on_known": None, "version": 1}
    changed = send(api("amina"), f"adoptions/{made['id']}/", whole, "patch").json()
    assert (days_of(changed, "adopted_on"), changed["version"]) == (("2012-12-31", None), 2)


@pytest.mark.parametrize("sent", [{"adopted_on": None}, {"adopted_on": ""}, {"adopted_on": NEXT_YEAR}])
def test_the_api_refuses_no_day_and_one_to_come(cast, api, sent):
    assert [error["field"] for error in adopted(api, **sent)["errors"]] == ["adopted_on"]


def test_the_api_says_of_what_is_in_place_what_is_known(cast, api):
    made = adopted(api, answer="in_place", **TREATY)
    assert days_of(made, "adopted_on") == days_of(made, "in_place_since") == ("1995-12-31", "1995")


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"withdrawn_on": "2013"}, ("2013-12-31", "2013")),
        ({"withdrawn_on_known": "2013-06"}, ("2013-06-30", "2013-06")),
        ({"withdrawn_on": "2012-05-03"}, ("2012-12-31", "2012-05-03")),
        ({"withdrawn_on": "2013-06-30"}, ("2013-06-30", None)),
    ],
)
def test_an_answer_is_withdrawn_in_a_year_over_the_api(cast, api, client, sent, known):
    made = adopted(api, adopted_on="2012")
    gone = send(api("amina"), f"adoptions/{made['id']}/withdraw/", sent).json()
    assert days_of(gone, "withdrawn_on") == known
    assert days_of(of(client.get(MENU), "VI.2")["former"], "withdrawn_on") == known
    year = {"from": f"{known[0][:4]}-01-01", "to": f"{known[0][:4]}-12-31"}
    (listed,) = client.get("/api/v1/countries/MOZ/period/", year).json()["withdrawals"]["results"]
    assert (days_of(listed, "adopted_on"), days_of(listed, "withdrawn_on")) == (("2012-12-31", "2012"), known)
