"""The API as a partner system meets it."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from reports import workflow
from reports.models import Activity, ApiToken
from tests.base import R02, record, submitted, verified
from tests.test_evidence import PDF

NORM = {
    "themes": 6,
    "groups": 23,
    "actions": 58,
    "recommendations": 51,
    "targets": 25,
    "topics": 10,
    "audiences": 7,
    "countries": 26,
    "bodies": 5,
}


def send(client, path, body=None, method="post"):
    return getattr(client, method)(f"/api/v1/{path}", body or {}, format="json")


def get(client, path, status=200):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize(("name", "count"), NORM.items())
def test_the_norm_is_public_and_whole(api, name, count):
    body = get(api(), f"{name}/")
    assert (body["count"], len(body["results"]), body["next"], body["previous"]) == (count, count, None, None)


def test_an_action_reads_as_the_plan_prints_it(api):
    action = get(api(), "actions/I.1/")
    assert set(action) == {
        "code",
        "theme",
        "group",
        "title",
        "text",
        "recommendations",
        "recommendations_as_printed",
        "note",
    }
    assert action["recommendations"] == ["I (i)", "I (ii)", "II (i)"]
    assert action["recommendations_as_printed"] == "I (i), (ii) II (i)"
    assert set(action["text"]) == {"fr", "en", "pt"}


def test_a_target_says_how_it_is_counted(api):
    target = get(api(), "targets/VI.T1/")
    assert (target["deadline"], [row["required"] for row in target["indicators"]]) == ("2012-12-31", [None, None])


@pytest.mark.parametrize("code", ["III-v", "III (v)"])
def test_a_recommendation_is_found_by_either_form(api, code):
    assert get(api(), f"recommendations/{code}/")["actions"] == ["I.4", "I.8"]


@pytest.mark.parametrize(("query", "count"), [("theme=II", 3), ("group=I.a", 4), ("recommendation=III (v)", 2)])
def test_the_menu_is_filtered(api, query, count):
    assert get(api(), f"actions/?{query}")["count"] == count


def test_the_norm_cannot_be_written(api):
    assert send(api("grace"), "themes/").status_code == 405


def test_an_activity_is_recorded_proved_submitted_and_verified(api):
    body = R02 | {
        "evidence": [{"citation": "APO, 27 May 2014"}],
        "partners": [{"organisation": "HCR", "role": "technical"}],
    }
    made = send(api("amina"), "activities/", body)
    assert made.status_code == 201, made.content
    activity = made.json()
    assert (activity["review"], activity["lead"], activity["partners"][0]["organisation"]) == ("draft", "IOM", "UNHCR")
    assert send(api("amina"), f"activities/{activity['id']}/submit/").json()["review"] == "submitted"
    done = send(api("nadia"), f"activities/{activity['id']}/verify/").json()
    assert (done["review"], done["claims"][0]["verification"]) == ("verified", "verified")


def target(client, code, query=""):
    rows = get(client, f"progress/targets/{query}")["results"]
    return next(row for row in rows if row["code"] == code)["indicators"][0]


def test_the_figures_move_by_one_at_each_step(api, cast):
    seen = [target(api(), "VI.T1")]
    draft = record(cast["amina"])
    seen.append(target(api(), "VI.T1"))
    workflow.add_evidence(by=cast["amina"], pk=draft.pk, kind="link", url="https://example.org/")
    workflow.submit_activity(by=cast["amina"], pk=draft.pk)
    seen.append(target(api(), "VI.T1"))
    workflow.verify_activity(by=cast["nadia"], pk=draft.pk)
    seen.append(target(api(), "VI.T1"))
    layers = [(row["verified"], row["reported"], row["expected"]) for row in seen]
    assert layers == [(0, 0, 0), (0, 0, 0), (0, 1, 0), (1, 0, 0)]
    assert [unit["unit"] for unit in seen[3]["units"]] == ["MOZ"]


@pytest.mark.parametrize(
    ("query", "layers"),
    [
        ("?as_at=2014-05-25", (0, 0, 1)),
        ("?as_at=2014-05-26", (1, 0, 0)),
        ("?body=SADC", (1, 0, 0)),
        ("?body=EAC", (0, 0, 0)),
    ],
)
def test_the_day_and_the_body_move_the_figures(api, cast, query, layers):
    verified(cast["amina"], cast["nadia"])
    row = target(api(), "VI.T1", query)
    assert (row["verified"], row["reported"], row["expected"]) == layers


@pytest.mark.parametrize("query", ["?as_at=never", "?body=XX"])
def test_a_view_that_makes_no_sense_is_a_problem(api, query):
    body = get(api(), f"progress/targets/{query}", 400)
    assert (body["status"], len(body["errors"])) == (400, 1)


def test_the_public_is_not_told_which_claims_are_unpublished(api, cast):
    submitted(cast["amina"])
    assert target(api(), "VI.T1")["units"][0]["claims"] == []
    assert len(target(api("nadia"), "VI.T1")["units"][0]["claims"]) == 1


@pytest.mark.parametrize(
    ("person", "seen"),
    [(None, 1), ("charlie", 1), ("olga", 1), ("thabo", 1), ("juma", 1), ("amina", 3), ("nadia", 2), ("grace", 3)],
)
def test_each_sees_their_own_part(api, cast, person, seen):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["amina"])
    record(cast["amina"])
    assert get(api(person), "activities/")["count"] == seen


@pytest.mark.parametrize("step", ["", "submit/", "verify/", "return/", "confirm/", "evidence/"])
@pytest.mark.parametrize("person", ["juma", "olga", "charlie"])
def test_a_draft_of_another_country_is_not_there(api, cast, person, step):
    draft = record(cast["amina"])
    method = "post" if step else "patch"
    response = send(api(person), f"activities/{draft.pk}/{step}", {"version": 1, "title": "x"}, method)
    assert response.status_code == 404


@pytest.mark.parametrize("person", ["juma", "olga", "nadia", "thabo"])
def test_what_is_seen_is_not_for_all_to_change(api, cast, person):
    activity = verified(cast["amina"], cast["nadia"])
    response = send(api(person), f"activities/{activity.pk}/", {"version": activity.version, "title": "x"}, "patch")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_a_stale_version_gets_the_current_state(api, cast):
    draft = record(cast["amina"])
    send(api("amina"), f"activities/{draft.pk}/", {"version": 1, "title": "First selection"}, "patch")
    stale = send(api("amina"), f"activities/{draft.pk}/", {"version": 1, "title": "Second selection"}, "patch")
    answer = stale.json()
    assert (stale.status_code, answer["current"]["title"], answer["current"]["version"]) == (409, "First selection", 2)
    assert (answer["yours"], answer["others"], answer["both"]) == ([], [], ["title"])


def test_a_change_wants_its_version(api, cast):
    response = send(api("amina"), f"activities/{record(cast['amina']).pk}/", {"title": "x"}, "patch")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "version")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"titel": "x"}, "titel"),
        ({"status": "done"}, "status"),
        ({"starts_on": "31/12/2012"}, "starts_on"),
        ({"countries": ["MOZ", "ZZZ"], "scope": "cross_border", "claims": []}, "countries"),
        ({"claims": [{"indicator": "VI.T1.1", "unit": "TZA"}]}, "claims"),
        ({"partners": [{"organisation": "X", "role": "boss"}]}, "partners.0.role"),
    ],
)
def test_every_error_names_its_field(api, body, field):
    response = send(api("amina"), "activities/", R02 | body)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)


def test_an_unknown_field_does_not_hide_the_other_errors(api):
    response = send(api("amina"), "activities/", R02 | {"titel": "x", "status": "done"})
    assert [row["field"] for row in response.json()["errors"]] == ["titel", "status"]


def test_a_partners_identifier_is_taken_once(api):
    assert send(api("amina"), "activities/", R02 | {"external_id": "R02"}).status_code == 201
    again = send(api("amina"), "activities/", R02 | {"external_id": "R02"})
    assert (again.status_code, [row["field"] for row in again.json()["errors"]]) == (400, ["external_id"])


def test_a_broken_body_is_a_problem_too(api):
    response = api("amina").post("/api/v1/activities/", "{", content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    ["nothing/", "activities/zzz/", "activities/8b0c9f0e-6a4f-4a2e-9d4a-111111111111/", "progress/countries/ZZZ/"],
)
def test_what_is_not_there_is_a_problem(api, path):
    assert get(api(), path, 404)["status"] == 404


def test_writing_without_signing_in_is_401(api):
    assert send(api(), "activities/", R02).status_code == 401


def token(cast, **values):
    asked = {"by": cast["grace"], "owner": cast["amina"], "name": "ministry", "scope": "write", "days": 1} | values
    return workflow.create_token(**asked)


def with_token(secret):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


def test_a_token_writes_as_its_owner_and_its_use_is_noted(cast):
    row, secret = token(cast)
    assert send(with_token(secret), "activities/", R02).status_code == 201
    assert ApiToken.objects.get(pk=row.pk).last_used_at is not None
    assert secret not in json.dumps(list(ApiToken.objects.values()), default=str)


def test_a_token_for_reading_does_not_write(cast):
    _row, secret = token(cast, scope="read")
    assert send(with_token(secret), "activities/", R02).status_code == 403
    assert with_token(secret).get("/api/v1/activities/").status_code == 200


def test_a_token_that_has_ended_opens_nothing(cast):
    row, secret = token(cast)
    ApiToken.objects.filter(pk=row.pk).update(expiry=timezone.now() - timedelta(minutes=1))
    assert with_token(secret).get("/api/v1/activities/").status_code == 401


@pytest.fixture
def download(cast):
    """The address that the API gives of a file of Amina's draft."""
    file = SimpleUploadedFile("report.pdf", PDF)
    piece = workflow.add_evidence(by=cast["amina"], pk=record(cast["amina"]).pk, kind="file", file=file)
    return reverse("evidence_file", args=[piece.pk])


def test_a_token_fetches_the_files_that_its_owner_may_see(cast, download):
    assert with_token(token(cast)[1]).get(download).status_code == 200
    assert with_token(token(cast, owner=cast["juma"])[1]).get(download).status_code == 404


def test_a_token_that_has_ended_fetches_no_file(cast, download):
    row, secret = token(cast)
    ApiToken.objects.filter(pk=row.pk).update(expiry=timezone.now() - timedelta(minutes=1))
    assert with_token(secret).get(download).status_code == 401


def test_claims_are_added_dated_and_removed(api, cast):
    draft = record(cast["amina"], claims=[])
    made = send(api("amina"), "claims/", {"activity": str(draft.pk), "indicator": "VI.T1.1", "unit": "MOZ"})
    assert made.status_code == 201, made.content
    claim = made.json()["id"]
    dated = send(api("amina"), f"claims/{claim}/", {"achieved_on": "2014-05-26"}, "patch")
    assert dated.json()["achieved_on"] == "2014-05-26"
    assert send(api("amina"), f"claims/{claim}/", method="delete").status_code == 204
    assert Activity.objects.get(pk=draft.pk).claims.count() == 0


def test_adoptions_are_made_changed_and_laid_down(api):
    made = send(api("amina"), "adoptions/", {"country": "MOZ", "action": "VI.2", "priority": "high"})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    changed = send(api("amina"), f"adoptions/{pk}/", {"version": 1, "lead_ministry": "MINT"}, "patch").json()
    assert (changed["lead_ministry"], changed["version"]) == ("MINT", 2)
    assert send(api("amina"), f"adoptions/{pk}/", {"version": 1, "priority": "low"}, "patch").status_code == 409
    assert send(api("juma"), f"adoptions/{pk}/", method="delete").status_code == 403
    assert send(api("amina"), f"adoptions/{pk}/", method="delete").status_code == 204


@pytest.mark.parametrize("path", ["activities/", "claims/", "adoptions/", "remarks/"])
def test_what_countries_record_is_named_by_a_uuid(api, cast, path):
    activity = submitted(cast["amina"])
    workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="Who came?")
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2")
    (row,) = get(api("nadia"), path)["results"]
    assert str(UUID(row["id"])) == row["id"]
    assert get(api("nadia"), f"{path}{row['id']}/")["id"] == row["id"]


def test_remarks_are_asked_answered_and_resolved(api, cast):
    activity = submitted(cast["amina"])
    made = send(api("nadia"), "remarks/", {"activity": str(activity.pk), "text": "Who came?"}).json()
    assert (
        send(api("amina"), f"remarks/{made['id']}/reply/", {"reply": "Forty people"}).json()["reply"] == "Forty people"
    )
    assert send(api("nadia"), f"remarks/{made['id']}/resolve/").json()["resolved_at"]
    assert get(api("juma"), "remarks/")["count"] == 0


def test_reading_what_was_written_can_be_sent_back(api, cast):
    draft = record(cast["amina"])
    body = get(api("amina"), f"activities/{draft.pk}/")
    response = send(api("amina"), f"activities/{draft.pk}/", body, "put")
    assert (response.status_code, response.json()["version"]) == (200, 1), response.content


@pytest.mark.parametrize("path", ["activities/", "claims/", "progress/targets/", "progress/region/"])
def test_a_list_costs_the_same_with_more_rows(api, cast, path):
    verified(cast["amina"], cast["nadia"])
    client = api("nadia")
    with CaptureQueriesContext(connection) as one:
        get(client, path)
    for _n in range(2):
        verified(cast["amina"], cast["nadia"])
    with CaptureQueriesContext(connection) as three:
        get(client, path)
    assert len(one) == len(three)


def test_the_schema_is_valid_and_says_all(api, db, tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))
    schema = get(api(), "schema/?format=json")
    validate(schema)
    assert schema["openapi"].startswith("3.1")


def test_the_schema_tells_of_problems_as_they_are_sent(api):
    schema = get(api(), "schema/?format=json")
    sent = send(api("amina"), "activities/", R02 | {"status": "done"})
    described = schema["paths"]["/api/v1/activities/"]["post"]["responses"]["default"]["content"]
    assert list(described) == [sent["Content-Type"]]
    stale = {"current", "yours", "others", "both", "request_id", "merged_into"}
    assert set(sent.json()) == set(schema["components"]["schemas"]["Problem"]["properties"]) - stale


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("activities/", {"country", "theme", "action", "recommendation", "status", "review", "page"}),
        ("claims/", {"activity", "indicator", "country", "verification", "page"}),
        ("adoptions/", {"country", "theme", "action", "page"}),
        ("remarks/", {"activity", "page"}),
        ("progress/targets/", {"as_at", "body"}),
    ],
)
def test_the_schema_tells_of_a_list_as_it_is_sent(api, path, parameters):
    schema = get(api(), "schema/?format=json")
    described = schema["paths"][f"/api/v1/{path}"]["get"]
    reference = described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert set(schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"]) == set(get(api(), path))
    assert parameters <= {row["name"] for row in described["parameters"]}


def test_the_readable_page_names_what_is_sent_and_answered(db):
    page = APIClient().get("/api/v1/docs/").content.decode()
    assert "<li><code>partners</code> [{organisation, role}]</li>" in page
    assert "<li><code>status</code> planned | in_progress | completed | suspended | cancelled</li>" in page
