"""One walk over every route, for every role, with a row of one's own country and of another: who gets in."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports import workflow
from reports.models import Activity, Remark, TableUpload
from tests.base import fresh, make_cast, prove, record, submitted
from tests.recording import clearing_officer, contributor, institution, office
from tests.standing import stands

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
EVERYBODY = [*ROLES, "ines", "rui", "clara"]
RECORDERS = {"amina", "juma", "nadia", "grace", "thabo", "ines", "rui"}
RECORDING_FOR_MOZAMBIQUE = {"amina", "grace", "ines", "rui"}
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


@stands
def drafted_and_handed_in():
    """With an officer of an agency's office, one of a ministry, and one who clears."""
    cast = make_cast()
    draft = record(cast["amina"])
    prove(cast["amina"], draft)
    handed_in = submitted(cast["amina"])
    remark = workflow.add_remark(by=cast["nadia"], pk=handed_in.pk, text="Why?")
    people = {
        "ines": contributor(office("MOZ"), ["MOZ"]),
        "rui": contributor(institution("MOZ"), ["MOZ"]),
        "clara": clearing_officer("TZA"),
    }
    return {"draft": draft.pk, "submitted": handed_in.pk, "remark": remark.pk}, people


@pytest.fixture
def cast(drafted_and_handed_in, cast):
    _rows, people = drafted_and_handed_in
    return cast | {name: fresh(person) for name, person in people.items()}


@pytest.fixture
def rows(drafted_and_handed_in, db):
    keys, _people = drafted_and_handed_in
    activities = {name: Activity.objects.get(pk=keys[name]) for name in ("draft", "submitted")}
    return activities | {"remark": Remark.objects.get(pk=keys["remark"])}


@pytest.fixture
def of_everybody(as_person):
    """`of_everybody(ask)`: by name what `ask(client)` gives, each asked as if nobody had asked before."""

    def asked(ask):
        given = {}
        for person in EVERYBODY:
            cache.clear()
            with transaction.atomic():
                given[person] = ask(as_person(person))
                transaction.set_rollback(True)
        return given

    return asked


def of_all(public, others, **some):
    """What everybody is to be given: the public, those who are named, the others."""
    return dict.fromkeys(EVERYBODY, others) | {None: public} | some


def address(name, activity):
    claim = activity.claims.get()
    kwargs = {"pk": activity.pk}
    if name in ("claim_edit", "claim_end", "claim_remove"):
        kwargs["claim"] = claim.pk
    if name in ("activity_agree", "activity_decline", "letter_compare"):
        kwargs["code"] = "MOZ"
    return reverse(name, kwargs=kwargs)


def fitting(name, method, state, person):
    """The statuses of which one has to be given."""
    if person not in (INSIDE_DRAFT if state == "draft" else INSIDE_SUBMITTED):
        return {404, 302, 405} if person is None else {404, 405}
    if person == "nadia" and method == "get" and name in ("activity_edit", "evidence_new"):
        return {403, 404}
    return {200, 302, 403, 405, 422}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for _route, name in ABOUT_AN_ACTIVITY])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_an_activity_of_mozambique_is_open_only_to_its_people(of_everybody, rows, name, method, state):
    given = of_everybody(lambda client: getattr(client, method)(address(name, rows[state])).status_code)
    assert {who: status for who, status in given.items() if status not in fitting(name, method, state, who)} == {}


def test_evidence_is_removed_by_those_inside_its_activity(of_everybody, rows):
    path = reverse("evidence_remove", args=[rows["draft"].evidence.get().pk])
    given = of_everybody(lambda client: client.post(path).status_code)
    assert given == of_all(302, 404, **dict.fromkeys(INSIDE_DRAFT, 302))


def test_a_remark_is_replied_to_by_whom_it_asks(of_everybody, rows):
    path = reverse("remark_reply", args=[rows["remark"].pk])
    given = of_everybody(lambda client: client.post(path, {"reply": "x"}).status_code)
    assert given == of_all(302, 404, amina=302, grace=302, nadia=403)


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/countries/MOZ/adoptions/VI.2/", {"amina", "grace"}),
        ("/countries/MOZ/tables/", RECORDING_FOR_MOZAMBIQUE),
        ("/countries/MOZ/workbook/", RECORDING_FOR_MOZAMBIQUE),
    ],
)
def test_a_country_writes_for_itself_and_by_table_who_records_for_it(of_everybody, path, who):
    assert of_everybody(lambda client: client.get(path).status_code) == of_all(302, 403, **dict.fromkeys(who, 200))


@pytest.fixture
def ministries(cast):
    """One described by each of two countries."""
    return {
        country: workflow.add_organisation(
            by=cast[name], values={"name": f"Ministry of {country}", "kind": "ministry", "country_id": country}
        )
        for name, country in (("amina", "MOZ"), ("juma", "TZA"))
    }


@pytest.mark.parametrize(("country", "own"), [("MOZ", "amina"), ("TZA", "juma")])
@pytest.mark.parametrize(("method", "answered"), [("get", 200), ("post", 422)])
def test_an_organisation_is_read_by_all_and_kept_by_its_own(of_everybody, ministries, method, answered, country, own):
    def given(name):
        path = reverse(name, args=[ministries[country].pk])
        return of_everybody(lambda client: getattr(client, method)(path, {"name": ""}).status_code)

    kept = dict.fromkeys(("nadia", "grace"), answered)
    assert given("organisation") == of_all(200, 200)
    assert given("organisation_edit") == of_all(302, 403, **kept | {own: answered})
    assert given("organisation_merge") == of_all(302, 403, **kept)


def test_those_who_record_add_organisations(of_everybody):
    given = of_everybody(lambda client: client.get(reverse("organisation_new")).status_code)
    assert given == of_all(302, 403, **dict.fromkeys(RECORDERS, 200))


@pytest.mark.parametrize(
    "path",
    [
        *("/organisations/", "/funding/", "/region/funding/", "/region/moved/", "/region/trend/", "/region/compare/"),
        *("/region/participants/", "/region/scorecard/", "/region/gaps/"),
        *("/plan/recommendations/", "/plan/recommendations/VIII-iii/", "/borders/moz-tza/"),
    ],
)
def test_the_directory_and_the_figures_are_open_to_all(of_everybody, path):
    assert of_everybody(lambda client: client.get(path).status_code) == of_all(200, 200)


def table():
    return {"file": SimpleUploadedFile("work.csv", b"reference,title\nA1,x\n")}


def test_a_table_is_uploaded_for_a_country_by_who_records_for_it(of_everybody):
    def upload(client):
        return client.post("/countries/MOZ/tables/", table()).status_code, TableUpload.objects.exists()

    given = of_everybody(upload)
    assert given == of_all((302, False), (403, False), **dict.fromkeys(RECORDING_FOR_MOZAMBIQUE, (302, True)))


@pytest.mark.parametrize(("method", "answered"), [("get", 200), ("post", 302)])
def test_an_uploaded_table_is_open_to_the_one_who_uploaded_it(as_person, of_everybody, rows, method, answered):
    path = as_person("amina").post("/countries/MOZ/tables/", table()).url
    as_person("amina").get(path)
    known = Activity.objects.count()

    def opened(client):
        return getattr(client, method)(path).status_code, Activity.objects.count() > known

    assert of_everybody(opened) == of_all((302, False), (404, False), amina=(answered, method == "post"))


def test_nobody_reports_for_another_country(of_everybody, cast):
    row = workflow.open_round(
        by=cast["nadia"], title="x", opens_on=date(2020, 1, 1), closes_on=date(2100, 1, 1), as_at=date(2100, 1, 1)
    )
    path = reverse("round_report", args=[row.pk, "MOZ"])
    given = of_everybody(lambda client: (client.post(path).status_code, row.reports.exists()))
    assert given == of_all((302, False), (403, False), amina=(302, True), grace=(302, True))


def test_the_draft_is_on_no_list_of_others(of_everybody, rows):
    paths = ("/", "/activities/", "/countries/MOZ/", "/plan/actions/VI.1/")
    key = str(rows["draft"].pk)
    seen = of_everybody(lambda client: any(key in client.get(path).content.decode() for path in paths))
    assert {person for person, is_seen in seen.items() if is_seen} == INSIDE_DRAFT


def test_what_is_kept_for_a_dead_line_is_one_s_own(of_everybody, rows):
    def kept(client):
        pages, offered = (client.get(reverse(name)) for name in ("line", "line_pages"))
        addresses = [page for page, _since in offered.json()] if offered.status_code == 200 else []
        assert client.get(reverse("worker")).status_code == 200
        assert [client.get(page).status_code for page in addresses] == [200] * len(addresses)
        return pages.status_code, offered.status_code, reverse("activity", args=[rows["draft"].pk]) in addresses

    assert of_everybody(kept) == of_all((302, 302, False), (200, 200, False), amina=(200, 200, True))


# Walked here for every role, beside what is about one activity.
WALKED = {
    *(
        "adoption",
        "adoptions",
        "answer_decide",
        "border_region",
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
    *("accessibility", "evidence_preview", "help", "home", "mail_off", "matrix", "narrative", "narrative_write"),
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
    *("participation", "people", "person_invite", "plan", "plan_order", "privacy", "reading_note"),
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
