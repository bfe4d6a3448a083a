"""What is reported later over the API stands beside what stood, and is reviewed by itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import Activity, Evidence, LaterFact
from tests.base import make_cast, prove, record, submitted, verified
from tests.standing import stands

GROUP = {  # an inter-ministerial working group: a state
    "actions": ["VI.3"],
    "title": "Inter-ministerial working group",
    "starts_on": "2012-02-01",
    "ends_on": None,
    "status": "in_progress",
    "lead": "",
    "claims": [{"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2012-02-10"}],
}
EVERY_FIELD = {
    "id",
    "activity",
    "kind",
    "claim",
    "indicator",
    "unit",
    "status",
    "since",
    "since_known",
    "text",
    "language",
    "evidence",
    "participants_women",
    "participants_men",
    "amount_spent",
    "currency",
    "reported_at",
    "review",
    "decided_on",
    "decided_for",
    "decision_reason",
}


@stands
def verified_group():
    cast = make_cast()
    return verified(cast["amina"], cast["nadia"], **GROUP).pk


@pytest.fixture
def group(verified_group, db):
    return Activity.objects.get(pk=verified_group)


def send(client, path, body=None, method="post", status=None):
    response = getattr(client, method)(f"/api/v1/{path}", body or {}, format="json")
    if status:
        assert response.status_code == status, response.content
    return response.json()


def get(client, path):
    return send(client, path, method="get", status=200)


def later(client, row, code=201, **body):
    return send(client, f"activities/{row.pk}/later-facts/", body, status=code)


def end(client, row, code=201, **more):
    claim = str(row.claims.get().pk)
    return later(client, row, code, **{"kind": "end", "claim": claim, "since": "2013-05", "reason": "Abolished"} | more)


def facts(client, row):
    return get(client, f"activities/{row.pk}/")["later_facts"]


def errors(answer):
    return {row["field"]: [row["detail"]] for row in answer["errors"]}


def test_a_status_is_reported_beside_the_one_that_stands_and_returns_nothing(api, group):
    made = later(api("amina"), group, kind="status", status="suspended", since="2013-03", reason="No funds")
    assert set(made) == EVERY_FIELD
    shown = get(api("amina"), f"activities/{group.pk}/")
    assert (shown["review"], shown["status"], shown["claims"][0]["verification"]) == (
        "verified",
        "in_progress",
        "verified",
    )
    assert [(row["status"], row["since"], row["since_known"], row["review"]) for row in shown["later_facts"]] == [
        ("suspended", "2013-03-31", "2013-03", "reported")
    ]


def test_once_verified_it_stands_from_its_day_on(api, group):
    made = later(api("amina"), group, kind="status", status="suspended", since="2013-03", reason="No funds")
    decided = send(api("nadia"), f"later-facts/{made['id']}/verify/", status=200)
    assert (decided["review"], decided["decided_for"]) == ("verified", "UNHCR")
    shown = get(api(), f"activities/{group.pk}/")
    names = ("status", "status_since", "status_since_known", "status_reason", "begun_on")
    assert [shown[name] for name in names] == ["suspended", "2013-03-31", "2013-03", "No funds", "2012-02-01"]
    assert [(row["status"], row["since"], row["until"]) for row in shown["status_history"]] == [
        ("planned", None, "2012-02-01"),
        ("in_progress", "2012-02-01", "2013-03-31"),
        ("suspended", "2013-03-31", None),
    ]
    assert shown["claims"][0]["verification"] == "verified"


def test_a_patch_of_the_status_is_a_later_fact_since_its_day(api, group):
    body = {"version": group.version, "status": "completed", "status_since": "2013"}
    shown = send(api("amina"), f"activities/{group.pk}/", body, "patch", 200)
    assert (shown["status"], shown["review"]) == ("in_progress", "verified")
    assert [(row["status"], row["since"], row["since_known"]) for row in shown["later_facts"]] == [
        ("completed", "2013-12-31", "2013")
    ]


def test_without_a_day_it_is_so_since_today(noon, api, group):
    body = {"version": group.version, "status": "suspended", "status_reason": "No funds"}
    shown = send(api("amina"), f"activities/{group.pk}/", body, "patch", 200)
    assert [(row["status"], row["since"]) for row in shown["later_facts"]] == [("suspended", noon.isoformat())]


def test_a_status_with_no_day_corrects_what_was_recorded(api, group):
    body = {"version": group.version, "status": "completed", "status_since": None}
    shown = send(api("amina"), f"activities/{group.pk}/", body, "patch", 200)
    assert (shown["status"], shown["review"], shown["later_facts"]) == ("completed", "submitted", [])


@pytest.mark.parametrize(
    ("status", "since", "sentence"),
    [
        ("in_progress", "2999", "This date is in the future. Enter the day on which it happened."),
        (
            "in_progress",
            "2011",
            "The activity starts on 1 February 2012. Enter that day or a later one, or correct the start.",
        ),
        ("suspended", "1899", "Enter a date between the years 1900 and 2999."),
    ],
)
def test_a_draft_has_no_status_since_a_day_that_cannot_be(api, cast, status, since, sentence):
    row = record(cast["amina"], **GROUP | {"claims": []})
    body = {"version": 1, "status": status, "status_since": since, "status_reason": "No funds"}
    refused = errors(send(api("amina"), f"activities/{row.pk}/", body, "patch", 400))
    assert refused == {"status_since": [sentence]}


def test_what_was_suspended_keeps_what_it_had_achieved_when_it_is_edited(api, group):
    made = later(api("amina"), group, kind="status", status="suspended", since="2013-03", reason="No funds")
    send(api("nadia"), f"later-facts/{made['id']}/verify/", status=200)
    body = {"version": group.version + 1, "summary": "It met for a year."}
    shown = send(api("amina"), f"activities/{group.pk}/", body, "patch", 200)
    assert (shown["review"], shown["claims"][0]["verification"]) == ("verified", "verified")


def test_nothing_is_achieved_after_the_end_of_an_activity(api, cast):
    row = record(cast["amina"], **GROUP)
    body = {"version": 1, "status": "cancelled", "status_since": "2012-01-31", "status_reason": "No funds"}
    refused = errors(send(api("amina"), f"activities/{row.pk}/", body, "patch", 400))
    assert refused == {
        "claims": ["VI.T2.1 MOZ: the activity had been suspended or cancelled by this date; correct one of the two."]
    }


def test_an_answer_that_is_sent_back_with_another_status_corrects_nothing(api, group):
    body = get(api("amina"), f"activities/{group.pk}/") | {"status": "completed"}
    shown = send(api("amina"), f"activities/{group.pk}/", body, "put", 200)
    assert (shown["status"], shown["review"], len(shown["later_facts"])) == ("in_progress", "verified", 1)


def test_what_has_a_history_can_be_sent_back_as_it_was_read(api, group):
    made = later(api("amina"), group, kind="status", status="suspended", since="2013-03", reason="No funds")
    end(api("amina"), group)
    send(api("nadia"), f"later-facts/{made['id']}/verify/", status=200)
    body = get(api("amina"), f"activities/{group.pk}/")
    assert send(api("amina"), f"activities/{group.pk}/", body, "put", 200)["version"] == body["version"]


def test_an_end_stands_beside_what_stands_until_it_is_verified(api, cast, group):
    piece = prove(cast["amina"], group)
    made = end(api("amina"), group, evidence=str(piece.pk))
    assert (made["indicator"], made["unit"], made["evidence"]) == ("VI.T2.1", "MOZ", str(piece.pk))
    claim = f"claims/{made['claim']}/"
    shown = get(api("amina"), claim)
    reported = {"id": made["id"], "since": "2013-05-31", "since_known": "2013-05", "reason": "Abolished"}
    assert (shown["ended_on"], shown["end_reported"], shown["verification"]) == (None, reported, "verified")
    send(api("nadia"), f"later-facts/{made['id']}/verify/", status=200)
    shown = get(api(), claim)
    names = ("ended_on", "ended_on_known", "end_reported", "verification")
    assert [shown[name] for name in names] == ["2013-05-31", "2013-05", None, "verified"]


def test_no_end_is_verified_without_evidence(api, group):
    made = end(api("amina"), group)
    refused = send(api("nadia"), f"later-facts/{made['id']}/verify/", status=400)
    assert errors(refused) == {"review": ["There is no evidence of this end. Ask for evidence, or leave it reported."]}


def test_a_note_is_added_with_the_numbers_of_its_time(api, group):
    note = {"kind": "note", "on": "2012-06", "text": "Met twice", "participants_women": 12, "participants_men": 9}
    made = later(api("amina"), group, **note, amount_spent="1500.5", currency="usd", language="pt")
    names = ("since", "since_known", "text", "participants_women", "amount_spent", "currency", "language", "review")
    assert [made[name] for name in names] == [
        *("2012-06-30", "2012-06", "Met twice", 12, "1500.50", "USD", "pt", "reported"),
    ]
    assert get(api("amina"), f"activities/{group.pk}/later-facts/?page=1")["results"] == [made]


def test_a_refusal_has_a_reason_and_can_be_taken_back(api, group):
    made = end(api("amina"), group)
    assert set(errors(send(api("nadia"), f"later-facts/{made['id']}/refuse/", status=400))) == {"reason"}
    refused = send(api("nadia"), f"later-facts/{made['id']}/refuse/", {"reason": "No proof"}, status=200)
    assert (refused["review"], refused["decision_reason"]) == ("refused", "No proof")
    again = send(api("nadia"), f"later-facts/{made['id']}/reopen/", {"reason": "Proof came"}, status=200)
    assert (again["review"], again["decided_on"], again["decided_for"]) == ("reported", None, None)


def test_whoever_reported_it_withdraws_it_until_it_is_decided(api, group):
    made = end(api("amina"), group)
    send(api("juma"), f"later-facts/{made['id']}/withdraw/", status=403)
    assert send(api("amina"), f"later-facts/{made['id']}/withdraw/", status=200)["review"] == "withdrawn"
    second = end(api("amina"), group)
    send(api("nadia"), f"later-facts/{second['id']}/refuse/", {"reason": "No proof"}, status=200)
    send(api("amina"), f"later-facts/{second['id']}/withdraw/", status=409)


@pytest.mark.parametrize("name", ["juma", "thabo", "olga", "charlie", None])
def test_another_country_and_the_public_write_nothing(api, group, name):
    body = {"kind": "note", "on": "2012-06", "text": "Met twice"}
    refused = send(api(name), f"activities/{group.pk}/later-facts/", body)
    assert (refused["status"], LaterFact.objects.count()) == (403 if name else 401, 0)


@pytest.mark.parametrize(
    ("review", "seeing"),
    [
        ("verified", {"amina", "juma", "nadia", "grace", "olga", "charlie", None}),
        ("reported", {"amina", "juma", "nadia", "grace", "olga"}),
        ("refused", {"amina", "nadia", "grace"}),
        ("withdrawn", {"amina", "nadia", "grace"}),
    ],
)
def test_a_later_fact_is_seen_as_far_as_it_is_decided(api, group, review, seeing):
    made = later(api("amina"), group, kind="note", on="2012-06", text="Met twice")
    step, by = {"verified": ("verify", "nadia"), "refused": ("refuse", "nadia")}.get(review, ("withdraw", "amina"))
    if review != "reported":
        send(api(by), f"later-facts/{made['id']}/{step}/", {"reason": "No"} if step == "refuse" else {}, status=200)
    people = ("amina", "juma", "nadia", "grace", "olga", "charlie", None)
    assert {name for name in people if facts(api(name), group)} == seeing
    assert {name for name in people if get(api(name), "later-facts/")["count"]} == seeing
    paths = f"later-facts/{made['id']}/"
    assert {name for name in people if api(name).get(f"/api/v1/{paths}").status_code == 200} == seeing


def test_evidence_is_named_to_those_who_see_it(api, cast, group):
    piece = workflow.add_evidence(
        by=cast["amina"],
        pk=group.pk,
        kind="citation",
        citation="A letter",
        confidentiality=Evidence.Confidentiality.REVIEWERS,
    )
    made = end(api("amina"), group, evidence=str(piece.pk))
    send(api("nadia"), f"later-facts/{made['id']}/verify/", {}, status=200)
    seen = {name: facts(api(name), group)[0]["evidence"] for name in ("amina", "nadia", "juma")}
    assert seen == {"amina": str(piece.pk), "nadia": str(piece.pk), "juma": None}
    assert get(api("juma"), f"later-facts/{made['id']}/")["evidence"] is None


def test_why_it_was_refused_and_by_whom_is_not_for_everybody(api, group):
    made = later(api("amina"), group, kind="note", on="2012-06", text="Met twice")
    send(api("nadia"), f"later-facts/{made['id']}/verify/", status=200)
    assert set(facts(api(), group)[0]) == EVERY_FIELD - {"decision_reason"}
    assert "nadia" not in str(facts(api(), group))


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        (
            {"since": "2012-02-09"},
            "since",
            "The end must be after the day on which it was achieved. Correct one of them.",
        ),
        ({"since": "2999"}, "since", "This date is in the future. Enter the day on which it happened."),
        ({"since": "1899"}, "since", None),
        ({"since": "soon"}, "since", None),
        ({"since": ""}, "since", None),
        ({"reason": ""}, "reason", "Explain why it is no longer so."),
        ({"claim": "0b9a3b0e-0000-4000-8000-000000000000"}, "claim", "This claim belongs to another activity."),
        (
            {"evidence": "0b9a3b0e-0000-4000-8000-000000000000"},
            "evidence",
            "Choose from the evidence of this activity.",
        ),
        ({"text": "x"}, "text", "This field does not belong to this kind. Leave it out."),
        ({"kind": "finish"}, "kind", None),
        ({"sinse": "2013"}, "sinse", "There is no field with this name."),
    ],
)
def test_an_end_that_cannot_be_is_refused_at_its_field(api, group, body, field, sentence):
    refused = errors(end(api("amina"), group, 400, **body))
    assert list(refused) == [field]
    assert sentence is None or refused[field] == [sentence]
    assert LaterFact.objects.count() == 0


def test_a_month_that_ends_after_the_day_of_the_achievement_is_taken(api, group):
    assert end(api("amina"), group, since="2012-02")["since"] == "2012-02-29"


def test_an_event_has_no_end(api, cast):
    row = verified(cast["amina"], cast["nadia"])
    refused = end(api("amina"), row, 400, since="2015")
    assert errors(refused)["since"] == [
        "VI.T1.1 Mozambique counts an event: what has taken place cannot be reported as no longer so."
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "status", "status": "completed", "since": "2011"}, "since"),  # before its start
        ({"kind": "status", "status": "suspended", "since": "2013"}, "reason"),
        ({"kind": "status", "status": "done", "since": "2013"}, "status"),
        ({"kind": "status", "status": "in_progress", "since": "2013"}, "status"),
        ({"kind": "status", "status": "completed"}, "since"),
        ({"kind": "status", "since": "2013"}, "status"),
        ({"kind": "note", "on": "2999", "text": "Met"}, "on"),
        ({"kind": "note", "on": "2013", "text": " "}, "text"),
        ({"kind": "note", "on": "2013", "text": "Met", "amount_spent": "12"}, "currency"),
        ({"kind": "note", "on": "2013", "text": "Met", "amount_spent": "12", "currency": "ZZZ"}, "currency"),
        ({"kind": "note", "on": "2013", "text": "Met", "participants_women": -1}, "participants_women"),
        ({"since": "2013"}, "kind"),
    ],
)
def test_a_status_or_a_note_that_cannot_be_is_refused_at_its_field(api, group, body, field):
    assert list(errors(later(api("amina"), group, 400, **body))) == [field]


def test_a_refusal_is_in_the_readers_language(api, group):
    client = api("amina")
    response = client.post(
        f"/api/v1/activities/{group.pk}/later-facts/",
        {"kind": "note", "on": "2012", "text": "Reunião", "reason": "x"},
        format="json",
        HTTP_ACCEPT_LANGUAGE="pt",
    )
    assert errors(response.json()) == {"reason": ["Este campo não corresponde a este tipo. Omita-o."]}


def test_a_draft_is_edited_and_not_reported_on(api, cast):
    row = record(cast["amina"], **GROUP)
    refused = later(api("amina"), row, 409, kind="note", on="2012-06", text="Met twice")
    assert (
        refused["detail"]
        == "This is a draft: edit it directly. Later developments can be reported once it has been submitted."
    )


def test_what_looks_like_personal_data_is_said(api, group):
    made = later(api("amina"), group, kind="note", on="2012-06", text="Write to someone@example.org")
    assert [(row["field"], row["kind"]) for row in made["warnings"]] == [("text", "email")]


def test_another_activity_is_not_reported_on_unseen(api, cast):
    row = submitted(cast["amina"], **GROUP)
    send(api("juma"), f"activities/{row.pk}/later-facts/", {"kind": "note", "on": "2012", "text": "x"}, status=404)
    send(api("juma"), f"activities/{row.pk}/later-facts/", method="get", status=404)


@pytest.mark.parametrize("path", ["activities/", "claims/", "later-facts/"])
def test_a_list_costs_the_same_with_more_facts(api, cast, group, path):
    prove(cast["amina"], group)
    piece = str(group.evidence.first().pk)
    end(api("amina"), group, evidence=piece)
    client = api("nadia")
    with CaptureQueriesContext(connection) as one:
        get(client, path)
    for days in range(3):
        day = (date(2012, 6, 1) + timedelta(days=days)).isoformat()
        later(api("amina"), group, kind="note", on=day, text="Met", evidence=piece)
    end(api("amina"), verified(cast["amina"], cast["nadia"], **GROUP))
    with CaptureQueriesContext(connection) as three:
        get(client, path)
    assert len(one) == len(three)
