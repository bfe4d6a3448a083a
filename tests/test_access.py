"""One walk over every route, for every role, with a row of one's own country and of another: who gets in."""

from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports import workflow
from tests.base import prove, record, submitted

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
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
def rows(cast):
    draft = record(cast["amina"])
    prove(cast["amina"], draft)
    handed_in = submitted(cast["amina"])
    remark = workflow.add_remark(by=cast["nadia"], pk=handed_in.pk, text="Why?")
    return {"draft": draft, "submitted": handed_in, "remark": remark}


def address(name, activity):
    claim = activity.claims.get()
    kwargs = {"pk": activity.pk}
    if name in ("claim_edit", "claim_remove"):
        kwargs["claim"] = claim.pk
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize("person", ROLES)
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
    if person == "nadia" and method == "get" and name in ("activity_edit", "claim_new", "evidence_new"):
        assert status in {403, 404}


@pytest.mark.parametrize("person", ROLES)
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


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize(
    "path",
    [
        "/countries/MOZ/adoptions/",
        "/countries/MOZ/adoptions/VI.2/",
        "/countries/MOZ/tables/",
        "/countries/MOZ/workbook/",
    ],
)
def test_a_country_writes_for_itself(as_person, cast, person, path):
    status = as_person(person).get(path).status_code
    assert status == (302 if person is None else 200 if person in ("amina", "grace") else 403)


@pytest.mark.parametrize("person", ROLES)
def test_nobody_reports_for_another_country(as_person, cast, person):
    row = workflow.open_round(
        by=cast["nadia"], title="x", opens_on=date(2020, 1, 1), closes_on=date(2100, 1, 1), as_at=date(2100, 1, 1)
    )
    status = as_person(person).post(reverse("round_report", args=[row.pk]), {"country": "MOZ"}).status_code
    assert status == (302 if person in (None, "amina", "grace") else 403)
    assert row.reports.exists() == (person in ("amina", "grace"))


@pytest.mark.parametrize("person", ROLES)
def test_the_draft_is_on_no_list_of_others(as_person, rows, person):
    client = as_person(person)
    pages = [
        client.get(path).content.decode() for path in ("/", "/activities/", "/countries/MOZ/", "/plan/actions/VI.1/")
    ]
    seen = any(str(rows["draft"].pk) in page for page in pages)
    assert seen == (person in INSIDE_DRAFT)


def test_every_route_of_ours_was_thought_of():
    known = {name for _route, name in OURS}
    walked = {name for _route, name in ABOUT_AN_ACTIVITY} | {
        "evidence_remove",
        "remark_reply",
        "adoptions",
        "adoption",
        "round_report",
    }
    elsewhere = {
        "home",
        "plan",
        "theme",
        "action",
        "target",
        "recommendations",
        "recommendation",
        "countries",
        "country",
    }
    elsewhere |= {"region", "matrix", "activities", "activity_new", "activities_confirm", "evidence_file", "review"}
    elsewhere |= {"claim_decide", "remark_resolve", "rounds", "round_new", "people", "person_invite", "role_end"}
    elsewhere |= {
        "role_invite_again",
        "tokens",
        "token_new",
        "token_revoke",
        "profile",
        "set_language",
        "help",
        "health",
        "desk",
        "desk_toured",
        "typed_keep",
        "typed_forget",
        "claims_offered",
        "organisations_suggested",
        "national_plan",
        "national_plan_print",
        "plan_order",
        "own_action_new",
        "own_action",
        "role_hand_over",
        "round_extend",
        "mail_off",
        "tables",
        "workbook",
        "table",
        "changes",
        "role_change",
        "second_factor_reset",
        "saved_views",
        "saved_view_delete",
    }
    assert known - walked - elsewhere == set()
