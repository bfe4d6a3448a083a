"""Those who do the work record it over the API: an office in Maputo, SADC, a second ministry; and who submits and clears."""

import pytest
from rest_framework.test import APIClient

from reports import workflow
from reports.models import Activity, Country, System, User
from tests.base import R02, fresh, prove, record, submitted
from tests.recording import clearing_officer, contributor, institution, office, organisation
from tests.rounds import a_round

DATES = {"status": "completed", "starts_on": "2014-03-03", "ends_on": "2014-03-05", "language": "en"}
TRAINING = DATES | {"title": "Training in Tete", "countries": ["MOZ"], "actions": ["II.2"], "lead": "IOM Mozambique"}
MEETING = DATES | {
    "title": "Meeting of SADC",
    "scope": "regional",
    "countries": [],
    "actions": ["VI.8"],
    "lead": "SADC",
}
CAMPAIGN = DATES | {"title": "Health at the border", "countries": ["MOZ"], "actions": ["III.4"]}
CAMPAIGN |= {"lead": "Ministry of Health"}
HIDDEN = {"clearance_asked_at", "cleared_at", "cleared_by"}
pytestmark = pytest.mark.django_db


def api(person: User | None) -> APIClient:
    client = APIClient()
    if person:
        client.force_authenticate(fresh(person))
    return client


def send(person, path, body=None, method="post"):
    return getattr(api(person), method)(f"/api/v1/{path}", body or {}, format="json")


def made(person, body) -> dict:
    answer = send(person, "activities/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def errors(answer) -> dict[str, str]:
    assert answer.status_code == 400, answer.content
    return {row["field"]: row["detail"] for row in answer.json()["errors"]}


def seen(person, row) -> list[bool]:
    """On the list, by itself, in the file and in the log."""
    listed = [one["id"] for one in api(person).get("/api/v1/activities/").json()["results"]]
    alone = api(person).get(f"/api/v1/activities/{row['id']}/").status_code
    pages = api(person)
    if person:
        pages.force_login(fresh(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    file = b"".join(pages.get("/activities/?format=csv").streaming_content).decode()
    log = pages.get("/changes/")
    logged = log.status_code == 200 and row["title"] in log.content.decode()
    return [row["id"] in listed, alone == 200, row["title"] in file, logged]


NOWHERE = [False] * 4


@pytest.fixture
def maputo(cast) -> User:
    """Of IOM's office in Maputo."""
    return contributor(office("MOZ"), ["MOZ"])


@pytest.fixture
def ministry(cast) -> User:
    """Of Mozambique's Ministry of Health."""
    return contributor(institution("MOZ"), ["MOZ"])


@pytest.fixture
def officer(cast) -> User:
    """Who clears for Mozambique."""
    return clearing_officer("MOZ")


# An office ------------------------------------------------------------------------------------------------------------


def test_an_office_records_what_it_did_and_the_country_is_asked(maputo):
    draft = made(maputo, TRAINING)
    row = send(maputo, f"activities/{draft['id']}/submit/").json()
    words = [(one["country"], one["agreement"]) for one in row["agreements"]]
    assert (row["recorded_for"], row["review"], words) == ("IOM Mozambique", "submitted", [("MOZ", "awaited")])


def test_its_token_writes_as_it_does(cast, maputo):
    _row, secret = workflow.create_token(by=cast["grace"], owner=maputo, name="PRIMA", scope="write", days=1)
    program = APIClient()
    program.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    row = program.post("/api/v1/activities/", TRAINING, format="json").json()
    done = program.post(f"/api/v1/activities/{row['id']}/submit/", format="json").json()
    assert (row["recorded_for"], done["review"]) == ("IOM Mozambique", "submitted")


def test_it_may_be_a_partner_alone(maputo):
    partners = [{"organisation": "IOM", "role": "technical"}]
    assert made(maputo, TRAINING | {"lead": "Police of Tete", "partners": partners})["recorded_for"] == "IOM Mozambique"


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"countries": ["MOZ", "TZA"], "scope": "cross_border"}, "countries", "Leave out Tanzania"),
        ({"countries": ["TZA"]}, "countries", "You may record for Mozambique only"),
        ({"lead": "Police of Tete"}, "lead", "in which IOM Mozambique has a part"),
        ({"lead": ""}, "lead", "enter it as the lead or as a partner"),
        ({"scope": "regional"}, "scope", "Choose another scope"),
    ],
)
def test_what_it_may_not_is_said_at_the_field(maputo, values, field, part):
    refused = errors(send(maputo, "activities/", TRAINING | values))
    assert (list(refused), part in refused[field], Activity.objects.count()) == ([field], True, 0)


def test_a_change_that_it_may_not_make_loses_nothing(maputo):
    draft = made(maputo, TRAINING)
    body = {"version": draft["version"], "countries": ["TZA"], "place": "Mbeya"}
    refused = errors(send(maputo, f"activities/{draft['id']}/", body, "patch"))
    row = send(maputo, f"activities/{draft['id']}/", method="get").json()
    assert (list(refused), row["version"], row["countries"], row["place"]) == (
        ["countries"],
        draft["version"],
        ["MOZ"],
        "",
    )


def test_what_was_read_may_be_sent_back(maputo):
    draft = made(maputo, TRAINING)
    answer = send(maputo, f"activities/{draft['id']}/", draft | {"place": "Tete"}, "patch")
    assert (answer.status_code, answer.json()["place"]) == (200, "Tete")


def test_its_draft_is_seen_by_nobody_else(cast, maputo, ministry):
    draft, elsewhere = made(maputo, TRAINING), contributor(office("TZA"), ["TZA"])
    others = [cast["amina"], cast["juma"], cast["nadia"], cast["thabo"], cast["olga"], ministry, elsewhere, None]
    assert seen(maputo, draft) == [True] * 4
    assert [seen(person, draft) for person in others] == [NOWHERE] * len(others)


def test_a_colleague_of_the_office_sees_and_edits_it(maputo):
    draft, colleague = made(maputo, TRAINING), contributor(office("MOZ"), ["MOZ"])
    answer = send(colleague, f"activities/{draft['id']}/", {"version": draft["version"], "place": "Tete"}, "patch")
    assert (seen(colleague, draft)[:3], answer.status_code) == ([True] * 3, 200)


def test_the_country_sees_it_once_it_is_submitted(cast, maputo):
    draft = made(maputo, TRAINING)
    send(maputo, f"activities/{draft['id']}/submit/")
    assert seen(cast["amina"], draft)[:3] == [True, True, True]


def test_another_country_s_work_is_not_seen_by_it(cast, maputo):
    row = submitted(cast["juma"], countries=["TZA"], claims=[], title="Meeting in Dodoma")
    piece = row.evidence.get()
    assert seen(maputo, {"id": str(row.pk), "title": row.title}) == NOWHERE
    assert send(maputo, f"activities/{row.pk}/evidence/?id={piece.pk}", method="delete").status_code == 404


def test_evidence_of_its_draft_is_opened_by_nobody_else(cast, client, maputo):
    draft = made(maputo, TRAINING)
    piece = prove(maputo, Activity.objects.get(pk=draft["id"]))
    codes = []
    for person in (cast["amina"], cast["juma"]):
        client.force_login(fresh(person), backend="allauth.account.auth_backends.AuthenticationBackend")
        codes.append(client.get(f"/evidence/{piece.pk}/").status_code)
    assert (codes, piece.citation in client.get("/changes/").content.decode()) == ([404, 404], False)


def test_a_code_of_an_outside_system_belongs_to_the_organisation(cast):
    person = contributor(organisation("Rural Aid"), ["MOZ"])
    identifiers = [{"system": "rural-aid", "identifier": "A-17"}]
    made(person, TRAINING | {"lead": "Rural Aid", "identifiers": identifiers})
    colleague = contributor(organisation("Rural Aid"), ["MOZ"])
    systems = [row["code"] for row in api(colleague).get("/api/v1/systems/").json()["results"]]
    assert (System.objects.get(code="rural-aid").organisation.name, systems) == ("Rural Aid", ["rural-aid"])


def test_a_code_of_an_office_is_its_agency_s(maputo):
    made(maputo, TRAINING | {"identifiers": [{"system": "iom-prima", "identifier": "17"}]})
    assert System.objects.get(code="iom-prima").organisation.name == "IOM"


def test_what_was_recorded_for_an_organisation_is_found_and_told_in_the_file(cast, client, maputo):
    draft = made(maputo, TRAINING)
    record(cast["amina"], title="The ministry's own")
    client.force_login(fresh(maputo), backend="allauth.account.auth_backends.AuthenticationBackend")
    listed = client.get("/api/v1/activities/", {"recorded_for": "iom mozam"}).json()["results"]
    none = client.get("/api/v1/activities/", {"recorded_for": "SADC"}).json()["results"]
    file = b"".join(client.get("/activities/?format=csv&recorded_for=mozambique").streaming_content).decode()
    shown = client.get("/activities/", {"recorded_for": "Mozambique"}).context["page"].rows
    assert ([row["id"] for row in listed], none, [str(row.pk) for row in shown]) == ([draft["id"]], [], [draft["id"]])
    assert ("Recorded for" in file, ";IOM Mozambique;" in file or ",IOM Mozambique," in file) == (True, True)


# SADC -----------------------------------------------------------------------------------------------------------------


def test_sadc_records_its_own_meeting(cast):
    row = made(cast["thabo"], MEETING)
    done = send(cast["thabo"], f"activities/{row['id']}/submit/").json()
    assert (row["recorded_for"], done["review"]) == ("SADC", "submitted")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lead": "IOM"}, "lead"),
        ({"lead": "IOM", "partners": [{"organisation": "SADC"}]}, "lead"),
        ({"scope": "national", "countries": ["MOZ"]}, "scope"),
    ],
)
def test_of_others_work_and_of_one_country_s_it_records_none(cast, values, field):
    assert list(errors(send(cast["thabo"], "activities/", MEETING | values))) == [field]


def test_the_draft_of_a_body_is_seen_by_no_country(cast, maputo):
    draft = made(cast["thabo"], MEETING | {"countries": ["MOZ", "TZA"]})
    assert [seen(person, draft) for person in (cast["amina"], maputo)] == [NOWHERE, NOWHERE]


# Another ministry -----------------------------------------------------------------------------------------------------


def test_a_ministry_hands_on_what_the_focal_point_submits(cast, ministry):
    draft = made(ministry, CAMPAIGN)
    refused = send(ministry, f"activities/{draft['id']}/submit/")
    handed = send(ministry, f"activities/{draft['id']}/hand-on/").json()
    done = send(cast["amina"], f"activities/{draft['id']}/submit/").json()
    assert (refused.status_code, "hand it on" in refused.json()["detail"]) == (403, True)
    assert (handed["ready_at"] is None, done["review"], done["ready_at"]) == (False, "submitted", None)


def test_until_then_the_focal_point_does_not_see_it(cast, ministry):
    draft = made(ministry, CAMPAIGN)
    before = seen(cast["amina"], draft)
    send(ministry, f"activities/{draft['id']}/hand-on/")
    assert (before, seen(cast["amina"], draft)[:3]) == (NOWHERE, [True, True, True])


def test_the_focal_point_says_what_is_missing(cast, ministry):
    draft = made(ministry, CAMPAIGN)
    send(ministry, f"activities/{draft['id']}/hand-on/")
    answer = send(cast["amina"], f"activities/{draft['id']}/hand-back/", {"missing": "The number of participants."})
    row = send(ministry, f"activities/{draft['id']}/", method="get").json()
    assert (answer.status_code, answer.json()["handed_back"]) == (200, "The number of participants.")
    assert (row["handed_back"], row["ready_at"], seen(cast["amina"], draft)[:3]) == (
        "The number of participants.",
        None,
        NOWHERE[:3],
    )


def test_handing_back_warns_of_personal_data(cast, ministry):
    draft = made(ministry, CAMPAIGN)
    send(ministry, f"activities/{draft['id']}/hand-on/")
    answer = send(cast["amina"], f"activities/{draft['id']}/hand-back/", {"missing": "Write to ana@example.org"})
    assert [(row["field"], row["kind"]) for row in answer.json()["warnings"]] == [("missing", "email")]


@pytest.mark.parametrize(("body", "code"), [({}, 400), ({"missing": "  "}, 400), ({"missing": "x", "why": "y"}, 400)])
def test_handing_back_says_what_is_missing(cast, ministry, body, code):
    draft = made(ministry, CAMPAIGN)
    send(ministry, f"activities/{draft['id']}/hand-on/")
    assert send(cast["amina"], f"activities/{draft['id']}/hand-back/", body).status_code == code


def test_what_was_handed_on_is_not_handed_on_again(ministry):
    draft = made(ministry, CAMPAIGN)
    codes = [send(ministry, f"activities/{draft['id']}/hand-on/").status_code for _time in range(2)]
    assert codes == [200, 409]


def test_what_is_incomplete_is_not_handed_on(ministry):
    draft = made(ministry, CAMPAIGN | {"title": ""})
    assert list(errors(send(ministry, f"activities/{draft['id']}/hand-on/"))) == ["title"]


def test_an_office_hands_nothing_on(maputo):
    draft = made(maputo, TRAINING)
    assert send(maputo, f"activities/{draft['id']}/hand-on/").status_code == 403


def test_the_steps_of_a_draft_are_told_inside_alone(cast, maputo):
    draft = made(maputo, TRAINING)
    send(maputo, f"activities/{draft['id']}/submit/")
    workflow.verify_activity(by=cast["nadia"], pk=draft["id"])
    workflow.agree(by=fresh(cast["amina"]), pk=draft["id"], country="MOZ")
    rows = [send(who, f"activities/{draft['id']}/", method="get").json() for who in (cast["nadia"], cast["olga"], None)]
    inside = [{"ready_at", "handed_back"} & row.keys() for row in rows]
    assert (inside, {row["recorded_for"] for row in rows}) == (
        [{"ready_at", "handed_back"}, set(), set()],
        {"IOM Mozambique"},
    )


# Who clears -----------------------------------------------------------------------------------------------------------


def test_a_country_that_names_a_clearing_officer_submits_what_they_cleared(cast, officer):
    draft = made(cast["amina"], R02)
    refused = send(cast["amina"], f"activities/{draft['id']}/submit/")
    asked = send(cast["amina"], f"activities/{draft['id']}/ask-clearance/").json()["agreements"][0]
    cleared = send(officer, f"activities/{draft['id']}/clear/", {"version": draft["version"]}).json()["agreements"][0]
    done = send(cast["amina"], f"activities/{draft['id']}/submit/").json()
    assert (refused.status_code, "Ask for clearance" in refused.json()["detail"]) == (409, True)
    assert (asked["cleared_at"], cleared["cleared_by"], done["review"]) == (None, officer.username, "submitted")


def test_what_was_changed_since_it_was_read_is_not_cleared(cast, officer):
    draft = made(cast["amina"], R02)
    send(cast["amina"], f"activities/{draft['id']}/ask-clearance/")
    send(cast["amina"], f"activities/{draft['id']}/", {"version": draft["version"], "place": "Tete"}, "patch")
    answer = send(officer, f"activities/{draft['id']}/clear/", {"version": draft["version"]})
    assert (answer.status_code, answer.json()["current"]["place"]) == (409, "Tete")


def test_a_clearing_officer_sees_the_drafts_about_which_they_were_asked(cast, officer):
    draft = made(cast["amina"], R02)
    before = send(officer, f"activities/{draft['id']}/clear/").status_code
    send(cast["amina"], f"activities/{draft['id']}/ask-clearance/")
    seen_by = send(officer, f"activities/{draft['id']}/", method="get").status_code
    handed = send(officer, f"activities/{draft['id']}/hand-back/", {"missing": "The place."}).status_code
    after = send(officer, f"activities/{draft['id']}/", method="get").status_code
    assert (before, seen_by, handed, after) == (404, 200, 200, 404)


@pytest.mark.parametrize("step", ["clear", "ask-clearance"])
def test_a_step_of_others_is_refused(cast, officer, step):
    row = submitted(cast["juma"], countries=["TZA", "MOZ"], scope="cross_border", claims=[])
    person = cast["amina"] if step == "clear" else officer
    assert send(person, f"activities/{row.pk}/{step}/").status_code == 403


def test_nobody_is_asked_twice_and_nobody_where_nobody_clears(cast):
    draft = made(cast["amina"], R02)
    nobody = send(cast["amina"], f"activities/{draft['id']}/ask-clearance/").status_code
    clearing_officer("MOZ")
    codes = [send(cast["amina"], f"activities/{draft['id']}/ask-clearance/").status_code for _time in range(2)]
    assert (nobody, codes) == (409, [200, 409])


def test_who_cleared_is_told_to_the_country_and_the_working_group(cast, officer, ministry):
    draft = made(cast["amina"], R02 | {"claims": []})
    send(cast["amina"], f"activities/{draft['id']}/ask-clearance/")
    send(officer, f"activities/{draft['id']}/clear/")
    send(cast["amina"], f"activities/{draft['id']}/submit/")
    workflow.verify_activity(by=cast["nadia"], pk=draft["id"])
    people = [cast["amina"], officer, cast["nadia"], cast["grace"], ministry, cast["juma"], cast["olga"], None]
    rows = [send(person, f"activities/{draft['id']}/", method="get").json()["agreements"][0] for person in people]
    assert [HIDDEN & row.keys() for row in rows] == [HIDDEN] * 4 + [set()] * 4


def test_a_report_is_complete_once_it_is_cleared(cast, officer):
    day = Country.objects.get(pk="MOZ").today()
    row = a_round(cast["nadia"], opens_on=day, closes_on=day, as_at=day)
    refused = send(cast["amina"], f"rounds/{row.pk}/reports/MOZ/")
    asked = send(cast["amina"], f"rounds/{row.pk}/ask-clearance/", {"country": "MOZ"}).json()
    cleared = send(officer, f"rounds/{row.pk}/clear/", {"country": "MOZ"}).json()
    done = send(cast["amina"], f"rounds/{row.pk}/reports/MOZ/")
    assert (refused.status_code, asked["country"], asked["cleared_at"]) == (409, "MOZ", None)
    signed = [answer["cleared_by"] for answer in (cleared, done.json())]
    assert (done.status_code, signed) == (201, [officer.username] * 2)


@pytest.mark.parametrize(("step", "code"), [("ask-clearance", 403), ("clear", 409)])
def test_the_report_is_asked_about_by_the_focal_point_alone(cast, officer, step, code):
    day = Country.objects.get(pk="MOZ").today()
    row = a_round(cast["nadia"], opens_on=day, closes_on=day, as_at=day)
    assert send(officer, f"rounds/{row.pk}/{step}/", {"country": "MOZ"}).status_code == code


def test_a_country_that_is_none_is_not_found(cast):
    day = Country.objects.get(pk="MOZ").today()
    row = a_round(cast["nadia"], opens_on=day, closes_on=day, as_at=day)
    assert send(cast["amina"], f"rounds/{row.pk}/clear/", {"country": "XYZ"}).status_code == 404


def test_the_schema_tells_the_steps(client):
    schema = client.get("/api/v1/schema/?format=json").json()
    steps = [path.split("/")[-2] for path in schema["paths"] if path.startswith("/api/v1/activities/{id}/")]
    assert {"hand-on", "hand-back", "ask-clearance", "clear"} <= set(steps)
    assert schema["components"]["schemas"]["ActivityOutput"]["properties"]["recorded_for"]["type"] == ["string", "null"]
