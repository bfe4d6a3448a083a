"""Answers to the menu in the API, the gaps, the review and the pages of the region: the same everywhere."""

from datetime import date

import pytest

from reports import workflow
from reports.models import Adoption
from tests.test_answers import TREATY, UNAVAILABLE, adopt, answer
from tests.test_api import send

MENU = "/api/v1/countries/MOZ/menu/"


def of(page, action):
    return next(row for row in page.json()["results"] if row["action"] == action)


def test_the_api_gives_all_58_as_at_a_day(cast, client):
    adopt(cast, adopted_on=date(2011, 5, 1))
    workflow.withdraw_answer(by=cast["amina"], country="MOZ", action="VI.2", on=date(2013, 6, 30), because="Closed.")
    pages = [client.get(MENU, {"as_at": day}) for day in ("2012-12-31", "2014-01-01")]
    assert [len(page.json()["results"]) for page in pages] == [58, 58]
    assert [of(page, "VI.2")["answer"] for page in pages] == ["adopted", "nothing"]
    given = of(pages[0], "VI.2")["given"]
    assert (given["withdrawn_on"], given["withdrawn_because"]) == ("2013-06-30", "")


def test_the_api_keeps_a_reason_to_the_participants(cast, api, client):
    answer(cast, "not_taken_up", UNAVAILABLE)
    reasons = [of(one.get(MENU), "VI.2")["given"]["because"] for one in (client, api("juma"))]
    assert reasons == ["", UNAVAILABLE["because"]]
    gaps = [one.get("/api/v1/progress/gaps/").json()["actions"] for one in (client, api("juma"))]
    rows = [next(row for row in page if row["code"] == "VI.2") for page in gaps]
    assert [row["not_taken_up"] for row in rows] == [
        [{"country": "MOZ", "because": ""}],
        [{"country": "MOZ", "because": UNAVAILABLE["because"]}],
    ]


def test_a_program_that_knows_adoptions_alone_sees_and_writes_them_as_before(cast, api):
    answer(cast, "in_place", TREATY, "VI.1")
    made = send(api("amina"), "adoptions/", {"country": "MOZ", "action": "VI.2"})
    assert (made.status_code, made.json()["answer"]) == (201, "adopted")
    assert [row["action"] for row in api("amina").get("/api/v1/adoptions/").json()["results"]] == ["VI.2"]
    pk = made.json()["id"]
    assert send(api("amina"), f"adoptions/{pk}/", method="delete").status_code == 204
    assert api("amina").get(f"/api/v1/adoptions/{pk}/").json()["withdrawn_on"] is not None
    assert api("amina").get("/api/v1/adoptions/").json()["results"] == []
    assert Adoption.objects.get(pk=pk).withdrawn_on is not None


def test_a_program_answers_changes_and_withdraws(cast, api):
    body = {"country": "MOZ", "action": "VI.2", "answer": "in_place"} | TREATY
    made = send(api("amina"), "adoptions/", body).json()
    days = [made[name] for name in ("in_place_since", "in_place_since_known", "adopted_on", "verification")]
    assert days == ["1995-12-31", "1995", "1995-12-31", "pending"]
    assert send(api("amina"), f"adoptions/{made['id']}/", made, "patch").json() == made
    sent_back = made | {"in_place_since": "1996"}
    assert send(api("amina"), f"adoptions/{made['id']}/", sent_back, "patch").json()["adopted_on"] == "1996-12-31"
    change = {"answer": "not_taken_up", "because": "No.", "adopted_on": "2012-03-01", "version": 2}
    new = send(api("amina"), f"adoptions/{made['id']}/", change, "patch").json()
    assert (new["answer"], new["id"] != made["id"]) == ("not_taken_up", True)
    gone = send(api("amina"), f"adoptions/{new['id']}/withdraw/", {"withdrawn_on": "2013-06-30"})
    assert (gone.status_code, gone.json()["withdrawn_on"]) == (200, "2013-06-30")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answer": "in_place", "in_place_since": "2999", "proof_citation": "x"}, "in_place_since"),
        ({"answer": "in_place", "in_place_since": "0001", "proof_citation": "x"}, "in_place_since"),
        ({"answer": "in_place", "in_place_since": "1995"}, "proof_citation"),
        ({"answer": "not_taken_up"}, "because"),
        ({"because": "No."}, "because"),
        ({"answer": "perhaps"}, "answer"),
    ],
)
def test_the_api_refuses_at_the_field(cast, api, body, field):
    refused = send(api("amina"), "adoptions/", {"country": "MOZ", "action": "VI.2"} | body)
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (400, [field])


def test_the_working_group_decides_by_the_api(cast, api):
    row = answer(cast, "in_place", TREATY)
    decided = send(api("nadia"), f"adoptions/{row.pk}/decide/", {"verification": "verified"})
    assert (decided.status_code, decided.json()["verification"]) == (200, "verified")
    assert send(api("amina"), f"adoptions/{row.pk}/decide/", {"verification": "verified"}).status_code == 403


def test_the_queue_lists_what_is_in_place_with_its_proof(cast, as_person):
    row = answer(cast, "in_place", TREATY)
    page = as_person("nadia").get("/review/").content.decode()
    assert (f"/review/answers/{row.pk}/" in page, "Lei 3/95" in page) == (True, True)


def test_it_is_decided_on_its_page(cast, as_person):
    row = answer(cast, "in_place", TREATY)
    page = f"/review/answers/{row.pk}/"
    refused = as_person("nadia").post(page, {"verification": "refused", "reason": "", "version": 1})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert as_person("nadia").post(page, {"verification": "verified", "version": 1}).status_code == 302
    row.refresh_from_db()
    assert row.verification == "verified"


def test_a_decision_on_what_was_changed_meanwhile_is_asked_for_again(cast, as_person):
    row = answer(cast, "in_place", TREATY)
    answer(cast, "in_place", {"in_place_since": "1996"})
    page = as_person("nadia").post(f"/review/answers/{row.pk}/", {"verification": "verified", "version": 1})
    assert (page.status_code, page.context["form"]["version"].value()) == (422, "2")


@pytest.mark.parametrize("who", ["amina", "juma"])
def test_the_decision_is_the_working_group_s(cast, as_person, who):
    row = answer(cast, "in_place", TREATY)
    assert as_person(who).get(f"/review/answers/{row.pk}/").status_code == 403


@pytest.mark.parametrize(("kind", "values", "mark"), [("in_place", TREATY, "ip"), ("not_taken_up", UNAVAILABLE, "nt")])
def test_the_matrix_and_the_pages_have_a_mark_for_each(cast, as_person, kind, values, mark):
    answer(cast, kind, values)
    assert f"<td class={mark}>" in as_person(None).get("/region/matrix/").content.decode()
    for page in ("/countries/MOZ/", "/plan/actions/VI.2/", "/region/gaps/?country=MOZ"):
        assert f'class="chip {kind}"' in as_person(None).get(page).content.decode()


def test_the_gaps_say_why_as_far_as_one_may_read_it(cast, as_person):
    answer(cast, "not_taken_up", UNAVAILABLE)
    pages = [as_person(who).get("/region/gaps/").content.decode() for who in (None, "juma")]
    assert [UNAVAILABLE["because"] in page for page in pages] == [False, True]
    files = [as_person(who).get("/region/gaps/", {"format": "csv"}).getvalue().decode() for who in (None, "juma")]
    assert [UNAVAILABLE["because"] in text for text in files] == [False, True]


def test_the_api_begins_no_answer_where_another_stands(cast, api):
    row = answer(cast, "in_place", TREATY)
    refused = api("amina").post("/api/v1/adoptions/", {"country": "MOZ", "action": "VI.2"}, format="json")
    assert (refused.status_code, str(row.pk) in refused.json()["detail"]) == (409, True)
    assert Adoption.objects.get().answer == "in_place"
