"""One walk over every route, for every role, with a row of one's own country and of another: who gets in."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports import workflow
from reports.models import Activity, Remark, TableUpload
from tests.base import make_cast, prove, record, submitted
from tests.recording import clearing_officer, contributor, institution, office
from tests.standing import stands

NEWCOMERS = {
    "ines": "IOM's office in Mozambique",
    "rui": "a ministry beside the focal point's",
    "clara": "clears for Tanzania",
}
ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
EVERYBODY = [*ROLES, *NEWCOMERS]
RECORDERS = {"amina", "juma", "nadia", "grace", "thabo", "ines", "rui"}
INSIDE_DRAFT = {"amina", "grace"}
INSIDE_SUBMITTED = {"amina", "grace", "nadia"}


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + str(entry.pattern), entry.name


OURS = sorted({(route, name) for route, name in routes() if not route.startswith(("admin/", "account/", "api/"))})
ABOUT_AN_ACTIVITY = [(route, name) for route, name in OURS if route.startswith("activities/<uuid:pk>")]


@pytest.fixture
def cast(cast):
    """With an officer of an agency's office, one of a ministry, and one who clears."""
    return cast | {
        "ines": contributor(office("MOZ"), ["MOZ"]),
        "rui": contributor(institution("MOZ"), ["MOZ"]),
        "clara": clearing_officer("TZA"),
    }


@stands
def drafted_and_handed_in():
    cast = make_cast()
    draft = record(cast["amina"])
    prove(cast["amina"], draft)
    handed_in = submitted(cast["amina"])
    remark = workflow.add_remark(by=cast["nadia"], pk=handed_in.pk, text="Why?")
    return {"draft": draft.pk, "submitted": handed_in.pk, "remark": remark.pk}


@pytest.fixture
def rows(drafted_and_handed_in, db):
    activities = {name: Activity.objects.get(pk=drafted_and_handed_in[name]) for name in ("draft", "submitted")}
    return activities | {"remark": Remark.objects.get(pk=drafted_and_handed_in["remark"])}


def address(name, activity):
    claim = activity.claims.get()
    kwargs = {"pk": activity.pk}
    if name in ("claim_edit", "claim_end", "claim_remove"):
        kwargs["claim"] = claim.pk
    if name in ("activity_agree", "activity_decline", "letter_compare"):
        kwargs["code"] = "MOZ"
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for _route, name in ABOUT_AN_ACTIVITY])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_an_activity_of_mozambique_is_open_only_to_its_people(as_person, rows, name, method, person, state):
    inside = INSIDE_DRAFT if state == "draft" else INSIDE_SUBMITTED
    status = getattr(as_person(person), method)(address(name, rows[state])).status_code
    if person not in inside:
        assert status in ({404, 302, 405} if person is None else {404, 405})
    else:
        assert status in {200, 302, 403, 405, 422}
    if person == "nadia" and method == "get" and name in ("activity_edit", "evidence_new"):
        assert status in {403, 404}


@pytest.mark.parametrize("person", EVERYBODY)
def test_evidence_and_remarks_follow_their_activity(as_person, rows, person):
    client = as_person(person)
    piece = rows["draft"].evidence.get()
    remark = rows["remark"]
    answers = [
        client.post(reverse("evidence_remove", args=[piece.pk])).status_code,
        client.post(reverse("remark_reply", args=[remark.pk]), {"reply": "x"}).status_code,
    ]
    if person is None:
        assert answers == [302, 302]
    else:
        assert answers[0] == (302 if person in INSIDE_DRAFT else 404)
        assert answers[1] == {"amina": 302, "grace": 302, "nadia": 403}.get(person, 404)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize(
    "path",
    [
        "/countries/MOZ/adoptions/VI.2/",
        "/countries/MOZ/tables/",
        "/countries/MOZ/workbook/",
    ],
)
def test_a_country_writes_for_itself_and_by_table_who_records_for_it(as_person, cast, person, path):
    status = as_person(person).get(path).status_code
    may = {"amina", "grace"} | (set(NEWCOMERS) - {"clara"} if "adoptions" not in path else set())
    assert status == (302 if person is None else 200 if person in may else 403)


@pytest.fixture
def ministries(cast):
    """One described by each of two countries."""
    return {
        country: workflow.add_organisation(
            by=cast[name], values={"name": f"Ministry of {country}", "kind": "ministry", "country_id": country}
        )
        for name, country in (("amina", "MOZ"), ("juma", "TZA"))
    }


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("country", ["MOZ", "TZA"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["organisation", "organisation_edit", "organisation_merge"])
def test_an_organisation_is_read_by_all_and_kept_by_its_own(as_person, ministries, name, method, country, person):
    address = reverse(name, args=[ministries[country].pk])
    status = getattr(as_person(person), method)(address, {"name": ""}).status_code
    own = {"MOZ": "amina", "TZA": "juma"}[country] if name == "organisation_edit" else ""
    if name == "organisation":
        assert status == 200
    elif person is None:
        assert status == 302
    else:
        answered = 200 if method == "get" else 422
        assert status == (answered if person in ("nadia", "grace", own) else 403)


@pytest.mark.parametrize("person", EVERYBODY)
def test_those_who_record_add_organisations(as_person, cast, person):
    status = as_person(person).get(reverse("organisation_new")).status_code
    assert status == (302 if person is None else 200 if person in RECORDERS else 403)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize(
    "path",
    [
        *(
            "/organisations/",
            "/funding/",
            "/region/funding/",
            "/region/moved/",
            "/region/trend/",
            "/region/compare/",
            "/region/participants/",
        ),
        *("/region/scorecard/", "/region/gaps/", "/plan/recommendations/", "/plan/recommendations/VIII-iii/"),
    ],
)
def test_the_directory_and_the_figures_are_open_to_all(as_person, cast, person, path):
    assert as_person(person).get(path).status_code == 200


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_table_is_uploaded_for_a_country_by_who_records_for_it(as_person, cast, person):
    may = {"amina", "grace", "ines", "rui"}
    file = SimpleUploadedFile("work.csv", b"reference,title\nA1,x\n")
    answer = as_person(person).post("/countries/MOZ/tables/", {"file": file})
    assert answer.status_code == (302 if person in {None, *may} else 403)
    assert TableUpload.objects.exists() == (person in may)


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_uploaded_table_is_open_to_the_one_who_uploaded_it(as_person, cast, method, person):
    file = SimpleUploadedFile("work.csv", b"reference,title\nA1,x\n")
    address = as_person("amina").post("/countries/MOZ/tables/", {"file": file}).url
    as_person("amina").get(address)
    status = getattr(as_person(person), method)(address).status_code
    assert status == (302 if person is None else 404 if person != "amina" else 200 if method == "get" else 302)
    assert Activity.objects.exists() == (person == "amina" and method == "post")


@pytest.mark.parametrize("person", EVERYBODY)
def test_nobody_reports_for_another_country(as_person, cast, person):
    row = workflow.open_round(
        by=cast["nadia"], title="x", opens_on=date(2020, 1, 1), closes_on=date(2100, 1, 1), as_at=date(2100, 1, 1)
    )
    status = as_person(person).post(reverse("round_report", args=[row.pk, "MOZ"])).status_code
    assert status == (302 if person in (None, "amina", "grace") else 403)
    assert row.reports.exists() == (person in ("amina", "grace"))


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_draft_is_on_no_list_of_others(as_person, rows, person):
    client = as_person(person)
    pages = [
        client.get(path).content.decode() for path in ("/", "/activities/", "/countries/MOZ/", "/plan/actions/VI.1/")
    ]
    seen = any(str(rows["draft"].pk) in page for page in pages)
    assert seen == (person in INSIDE_DRAFT)


@pytest.mark.parametrize("person", EVERYBODY)
def test_what_is_kept_for_a_dead_line_is_one_s_own(as_person, rows, person):
    client = as_person(person)
    assert client.get(reverse("worker")).status_code == 200
    answers = [client.get(reverse(name)) for name in ("line", "line_pages")]
    assert [answer.status_code for answer in answers] == ([302, 302] if person is None else [200, 200])
    kept = [] if person is None else [page for page, _since in answers[1].json()]
    assert (reverse("activity", args=[rows["draft"].pk]) in kept) == (person == "amina")
    assert all(client.get(page).status_code == 200 for page in kept)


# Walked here for every role, beside what is about one activity.
WALKED = {
    *(
        "adoption",
        "adoptions",
        "answer_decide",
        "country_menu",
        "compare",
        "evidence_remove",
        "funding",
        "funding_sources",
        "gaps",
        "line",
        "line_pages",
        "moved",
    ),
    *("organisation", "organisation_edit", "organisation_merge", "organisation_new", "organisations"),
    *(
        "participants",
        "recommendation",
        "recommendations",
        "remark_reply",
        "round_report",
        "scorecard",
        "table",
        "tables",
        "trend",
        "workbook",
        "worker",
    ),
}
# Open to all, or walked by the module of their subject.
ELSEWHERE = {
    *(
        "action",
        "activities",
        "activities_confirm",
        "agreements_give",
        "activity_new",
        "changes",
        "claim_decide",
        "claim_object",
    ),
    *("objection_withdraw", "report_ask_clearance", "report_clear", "report_hand_back"),
    *("own_tables", "own_workbook", "fact_decide", "fact_withdraw"),
    *(
        "card",
        "card_of",
        "robots",
        "sitemap",
        "sitemap_of",
        "claim_finding",
        "claims_offered",
        "countries",
        "country",
        "country_contact",
        "country_people",
    ),
    *("country_write", "desk"),
    *("desk_toured", "evidence_file", "merge", "merge_undo"),
    *("evidence_preview", "help", "home", "mail_off", "matrix", "narrative", "narrative_write"),
    *(
        "national_plan",
        "national_plan_print",
        "nomination_letter",
        "organisations_alike",
        "organisations_suggested",
        "own_action",
        "own_action_new",
    ),
    *("period_body", "period_body_document", "period_country", "period_country_document"),
    *("period_organisation", "period_organisation_document"),
    *("participation", "people", "person_invite", "plan", "plan_order", "reading_note"),
    *("recommendation_text", "region", "remark_resolve", "review", "review_verify"),
    *("search", "search_suggest"),
    *("role_change", "role_end", "role_hand_over", "role_invite_again", "round", "round_close"),
    *("round_extend", "round_new", "round_remind", "round_translate", "rounds", "saved_view_delete", "saved_views"),
    *("second_factor_reset", "set_language", "snapshot", "snapshot_brief", "snapshot_correct", "snapshot_file"),
    *("snapshot_publish", "snapshot_report", "snapshot_target", "snapshots_compare", "target", "target_assess"),
    *("target_revise", "theme", "token_new", "token_revoke", "tokens", "translation", "translations"),
    *("unsaved_forget", "unsaved_keep", "upload", "upload_drop", "uploads"),
}


def test_every_route_of_ours_was_thought_of():
    about_an_activity = {name for _route, name in ABOUT_AN_ACTIVITY}
    assert {name for _route, name in OURS} - about_an_activity == WALKED | ELSEWHERE
