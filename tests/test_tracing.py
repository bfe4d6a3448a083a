"""From a recommendation to its proof and back, the scorecard, and the gaps: the figures', and nobody's secrets."""

import re

import pytest
from django.db.models import Exists, OuterRef

from indicators.models import Target
from reports import rules, workflow
from reports.filters import ActivityFilter
from reports.models import Activity, Agreement, Claim, Country, Evidence, LaterFact, User
from reports.summaries import (
    REGIONAL,
    Selection,
    Trace,
    gaps,
    matrix_by_action,
    matrix_by_recommendation,
    traces,
    unproved_claims,
)
from tests.base import R02, prove, record, submitted, today, verified
from tests.recount import BEST
from tests.test_exports import taken
from tests.test_region import SELECTIONS, asked_of, listed
from themes.models import Action, Recommendation

PAGE = "/plan/recommendations/VIII-iii/"  # what VI.1, and so R02, carries out
PATHS = (PAGE, "/region/scorecard/", "/region/gaps/", "/plan/recommendations/")
MONEY = {"status": "planned", "starts_on": "2030-01-01", "ends_on": "", "claims": [], "currency": "USD"}


def page(client, path):
    """What a reader sees, without what differs from one answer to the next."""
    return re.sub(r'value="\w{64}"', "", client.get(path).content.decode())


# The figures ----------------------------------------------------------------------------------------------------------


def test_regional_work_of_two_countries_is_traced_once(cast):
    submitted(cast["nadia"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    traced = traces(
        Selection(), Action.objects.all(), Activity.objects.all(), Claim.objects.all(), Evidence.objects.all()
    )
    assert traced == {(REGIONAL, "VI.1"): Trace(activities=1, claims=0, evidence=1)}


# The recommendation ---------------------------------------------------------------------------------------------------


def lines(client):
    """`[(country, state, activities, claims, evidence)]` of the only action of the page."""
    ((_action, places),) = client.get(PAGE).context["lines"]
    return [(place, cell.state, trace.activities, trace.claims, trace.evidence) for place, _name, cell, trace in places]


def test_a_recommendation_leads_to_countries_activities_claims_and_evidence(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], countries=["TZA"], claims=[])
    assert lines(as_person("nadia")) == [("MOZ", "verified", 1, 1, 1), ("TZA", "reported", 1, 0, 1)]
    assert lines(as_person(None)) == [("MOZ", "verified", 1, 1, 0), ("TZA", "reported", 0, 0, 0)]


@pytest.mark.parametrize("status", ["in_progress", "planned"])
def test_only_countries_that_carry_it_out_are_counted(as_person, cast, status):
    submitted(cast["amina"])
    submitted(cast["juma"], countries=["TZA"], claims=[], status=status, ends_on="")
    said = {
        "in_progress": "Carried out in 2 countries (2 reported).",
        "planned": "Carried out in 1 country (1 reported), expected in 1.",
    }
    assert as_person(None).get(PAGE).context["sentence"] == said[status]


def test_what_a_line_counts_is_what_its_link_lists(as_person, demo):
    who = rules.standing(User.objects.get(username="focal.moz"))
    visible = rules.visible_activities(who)
    traced = traces(Selection(), Action.objects.all(), visible, rules.visible_claims(who), rules.visible_evidence(who))
    wrong = {}
    for (place, action), trace in traced.items():
        where = {"scope": "regional"} if place == REGIONAL else {"country": place}
        shown = ActivityFilter({"counted": "1", "action": action} | where, visible).qs
        claims = rules.visible_claims(who).filter(activity__in=shown.values("pk")).exclude(verification="refused")
        evidence = rules.visible_evidence(who).filter(activity__in=shown.values("pk"))
        counted = (shown.count(), claims.count(), evidence.count())
        if counted != (trace.activities, trace.claims, trace.evidence):
            wrong[place, action] = (trace, counted)
    assert (len(traced) > 20, wrong) == (True, {})


def test_a_recommendation_shows_claims_and_leads_to_their_targets(as_person, cast):
    row = verified(cast["amina"], cast["nadia"])
    text = page(as_person("juma"), PAGE)
    links = ("/plan/targets/VI.T1/", f"{row.get_absolute_url()}#evidence", "/plan/actions/VI.1/", "/countries/MOZ/")
    assert [f'href="{link}"' in text for link in links] == [True] * 4


def test_an_activity_leads_back_to_the_recommendations_it_carries_out(as_person, cast):
    row = verified(cast["amina"], cast["nadia"], actions=["VI.1", "VI.2"])
    answer = as_person(None).get(row.get_absolute_url())
    assert [code.pk for code in answer.context["recommendations"]] == ["VIII (i)", "VIII (iii)"]
    assert f'href="{PAGE}"' in answer.content.decode()


def test_evidence_leads_to_its_claim_and_the_target_to_its_activities(as_person, cast):
    row = submitted(cast["amina"])
    claim = row.claims.get()
    values = {"kind": "citation", "citation": "A list", "claims": [claim.pk]}
    workflow.add_evidence(by=cast["amina"], pk=row.pk, **values)
    text = page(as_person("amina"), row.get_absolute_url())
    assert (f'href="#claim-{claim.pk}"' in text, f'id="claim-{claim.pk}"' in text) == (True, True)
    assert 'href="/activities/?target=VI.T1"' in page(as_person(None), "/plan/targets/VI.T1/")
    assert [activity.pk for activity in as_person("amina").get("/activities/?target=VI.T1").context["page"].rows] == [
        row.pk
    ]


def test_a_refused_claim_is_traced_by_nobody(as_person, cast):
    row = verified(cast["amina"], cast["nadia"])
    Claim.objects.update(verification="refused", decision_reason="No list", achieved_on=None)
    assert lines(as_person("nadia")) == [("MOZ", "verified", 1, 0, 1)]
    assert list(as_person(None).get("/activities/?target=VI.T1").context["page"].rows) == []
    assert "VI.T1" not in page(as_person(None), row.get_absolute_url())


@pytest.mark.parametrize("path", ["/plan/recommendations/IX-i/", "/plan/recommendations/x/"])
def test_what_the_plan_does_not_print_is_not_found(as_person, db, path):
    assert as_person(None).get(path).status_code == 404


# The scorecard --------------------------------------------------------------------------------------------------------


def test_every_cell_of_the_scorecard_leads_to_as_many_activities_as_it_counts(demo):
    wrong = {}
    for selection in SELECTIONS:
        for (place, code), cell in matrix_by_recommendation(Selection(**selection)).items():
            where = {"scope": "regional"} if place == REGIONAL else {"country": place}
            rows = listed(**(asked_of(selection) | where | {"recommendation": code}))
            if rows != cell.activities:
                wrong[str(selection), place, code] = (rows, cell.activities)
    assert wrong == {}


def test_a_cell_is_the_best_of_the_actions_that_carry_the_recommendation_out(demo):
    by_action, slow = matrix_by_action(Selection()), {}
    for row in Recommendation.objects.prefetch_related("actions"):
        for (place, action), cell in by_action.items():
            if action in {known.pk for known in row.actions.all()}:
                best = [cell.state, slow.get((place, row.pk), "nothing")]
                slow[place, row.pk] = min((one for one in best if one != "not_taken_up"), key=BEST.index)
    slow = {key: state for key, state in slow.items() if state != "nothing"}
    assert {key: cell.state for key, cell in matrix_by_recommendation(Selection()).items()} == slow


def test_the_scorecard_has_every_code_and_every_country(as_person, cast):
    context = as_person(None).get("/region/scorecard/").context
    rows = [line for _chapter, chapter in context["chapters"] for line in chapter]
    assert (len(rows), len(context["countries"])) == (51, Country.objects.participating(today()).count())
    assert {len(line[1]) for line in rows} == {13}


def test_a_country_without_a_report_is_never_said_to_do_nothing(as_person, cast):
    submitted(cast["amina"])
    head, *rows = taken(as_person("nadia"), "/region/scorecard/")
    assert {row[head.index("Somalia")] for row in rows} == {"no report"}
    assert {row[head.index("Mozambique")] for row in rows} == {"reported", "nothing recorded"}
    assert {row[head.index("Regional activities")] for row in rows} == {"nothing recorded"}


@pytest.mark.parametrize(
    ("asked", "codes", "countries"),
    [
        ({"chapter": "8"}, 7, 13),
        ({"theme": "VI"}, 12, 13),
        ({"theme": "VI", "chapter": "7"}, 1, 13),
        ({"body": "EAC", "as_at": "2012-12-31"}, 51, 5),
    ],
)
def test_the_scorecard_is_narrowed(as_person, db, asked, codes, countries):
    head, *rows = taken(as_person(None), "/region/scorecard/", **asked)
    assert (len(rows), len(head)) == (codes, countries + 3)


def test_the_recommendations_are_narrowed_and_taken_away(as_person, db):
    rows = taken(as_person("nadia"), "/plan/recommendations/", chapter="3", theme="I")
    assert [row[0] for row in rows[1:]] == ["III (i)", "III (iv)", "III (v)", "III (vi)", "III (ix)"]


def test_the_api_gives_the_same_scorecard(as_person, cast):
    submitted(cast["amina"])
    body = as_person(None).get("/api/v1/progress/recommendations/?theme=VI").json()
    (row,) = [row for row in body["results"] if row["code"] == "VIII (iii)"]
    place = {"place": "MOZ", "state": "reported", "activities": 1, "answer": "", "adopted": False}
    assert (body["count"], row["actions"], row["places"]) == (12, ["VI.1"], [place])
    assert ("SOM" in body["never_reported"], "MOZ" in body["never_reported"]) == (True, False)


# The gaps -------------------------------------------------------------------------------------------------------------


def test_a_gap_is_what_no_country_carries_out_and_no_claim_is_made_for(demo):
    lists, done = gaps(Selection()), {}
    for (place, code), cell in matrix_by_action(Selection()).items():
        done[code] = done.get(code) or (place != REGIONAL and cell.state in ("verified", "reported"))
    claims = Claim.objects.exclude(verification="refused").exclude(activity__review="draft")
    claimed = set(claims.exclude(activity__status="cancelled").values_list("indicator__target", flat=True))
    assert {gap.row.pk for gap in lists.actions} == {row.pk for row in Action.objects.all() if not done.get(row.pk)}
    assert [row.code for row in lists.targets] == [row.pk for row in Target.objects.all() if row.pk not in claimed]


def test_a_gap_closes_when_a_country_reports_and_is_one_still_for_another(as_person, cast):
    def codes(query=""):
        return {gap.row.pk for gap in as_person(None).get(f"/region/gaps/{query}").context["gaps"].recommendations}

    assert "VIII (iii)" in codes()
    submitted(cast["amina"])
    assert ["VIII (iii)" in codes(query) for query in ("", "?country=MOZ", "?country=TZA")] == [False, False, True]


def test_a_plan_closes_no_gap_and_is_named(as_person, cast):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1")
    (gap,) = [gap for gap in gaps(Selection()).actions if gap.row.pk == "VI.1"]
    assert (gap.state, gap.places, gap.is_regional) == ("adopted", ("MOZ",), False)


def test_regional_work_is_no_country_s_and_is_told(as_person, cast):
    submitted(cast["nadia"], scope="regional", countries=[], claims=[])
    (gap,) = [gap for gap in gaps(Selection()).actions if gap.row.pk == "VI.1"]
    assert (gap.state, gap.places, gap.is_regional) == ("nothing", (), True)


def test_the_figure_of_regional_work_is_read_out_with_its_name(as_person, cast):
    verified(cast["nadia"], cast["paul"], scope="regional", countries=[], claims=[])
    assert '<span class="hidden"> Regional activities, VI.1</span>' in page(as_person(None), PAGE)


def test_a_claim_without_evidence_is_listed_until_it_has_some(as_person, cast):
    row = record(cast["amina"])
    Activity.objects.filter(pk=row.pk).update(review="submitted")
    client = as_person("amina")
    assert [claim.activity_id for claim in client.get("/region/gaps/").context["claims"].rows] == [row.pk]
    assert f"/activities/{row.pk}/evidence/new/" in page(client, "/region/gaps/?gap=claims")
    prove(cast["amina"], row)
    assert client.get("/region/gaps/").context["counts"]["claims"] == 0


@pytest.mark.parametrize(
    ("person", "is_shown"),
    [(None, None), ("charlie", None), ("olga", None), ("thabo", None), ("juma", 0), ("amina", 1), ("nadia", 1)],
)
def test_that_evidence_lacks_is_told_to_those_who_see_all_of_it(as_person, cast, person, is_shown):
    row = verified(cast["amina"], cast["nadia"])
    Evidence.objects.filter(activity=row).delete()
    shown = {kind: n for kind, _title, n in as_person(person).get("/region/gaps/").context["tiles"]}
    assert shown.get("claims") == is_shown
    rows = taken(as_person(person), "/region/gaps/", gap="claims")
    assert len(rows) - 1 == (is_shown or 0)


def test_unproved_claims_are_a_slow_recount(demo):
    Evidence.objects.filter(activity__in=Activity.objects.filter(countries="MOZ")).delete()
    proof = Evidence.objects.filter(activity=OuterRef("activity"))
    counted = Claim.objects.filter(~Exists(proof), achieved_on__lte=today()).exclude(verification="refused")
    counted = counted.filter(word="agreed").exclude(activity__review="draft").exclude(activity__status="cancelled")
    assert counted.exists()
    assert set(unproved_claims(Claim.objects.all(), Selection())) == set(counted)
    agreed = Agreement.objects.filter(activity=OuterRef("activity"), country="TZA", word="agreed")
    assert set(unproved_claims(Claim.objects.all(), Selection(), "TZA")) == set(counted.filter(Exists(agreed)))


def test_money_lacks_where_it_is_published_and_only_there(as_person, cast):
    verified(cast["amina"], cast["nadia"], amount_needed="1000", **MONEY)
    verified(cast["amina"], cast["nadia"], amount_needed="1000", visibility="participants", **MONEY)
    submitted(cast["amina"], amount_needed="1000", **MONEY)
    for query, n in (("", 1), ("?country=TZA", 0), ("?body=SADC", 1), ("?body=IGAD", 0), ("?theme=I", 0)):
        assert as_person("amina").get(f"/region/gaps/{query}").context["counts"]["money"] == n


def test_the_api_gives_the_same_gaps(as_person, demo):
    for query in ("", "?country=MOZ", "?body=SADC&as_at=2012-12-31"):
        body = as_person(None).get(f"/api/v1/progress/gaps/{query}").json()
        context = as_person(None).get(f"/region/gaps/{query}").context
        assert {kind: len(body[kind]) for kind in ("recommendations", "actions", "targets", "activities")} == {
            "recommendations": context["counts"]["recommendations"],
            "actions": context["counts"]["actions"],
            "targets": context["counts"]["targets"],
            "activities": context["counts"]["money"],
        }


def test_a_gap_that_cannot_be_read_is_an_error_of_the_api(as_person, db):
    assert as_person(None).get("/api/v1/progress/gaps/?country=nowhere").status_code == 400


@pytest.mark.parametrize("gap", ["recommendations", "actions", "targets", "claims", "money"])
def test_one_gap_alone_is_the_whole_of_its_list_and_of_its_file(as_person, demo, gap):
    call = as_person("nadia")
    LaterFact.objects.all().delete()
    Agreement.objects.update(letter=None, letter_on=None, letter_by=None)
    Evidence.objects.all().delete()
    context = call.get(f"/region/gaps/?gap={gap}").context
    assert (context["shown"], len(taken(call, "/region/gaps/", gap=gap)) - 1) == ([gap], context["counts"][gap])


# What is not published ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [None, "olga", "thabo", "juma"])
@pytest.mark.parametrize("path", [*PATHS, "/region/gaps/?country=MOZ", "/region/gaps/?gap=claims"])
def test_a_draft_of_another_country_changes_nothing(meeting, as_person, cast, path, person):
    client = as_person(person)
    before = page(client, path)
    draft = record(cast["amina"], actions=["VI.2", "I.1"], amount_needed="5", currency="USD")
    prove(cast["amina"], draft)
    assert page(client, path) == before


@pytest.mark.parametrize("path", PATHS)
def test_neither_claims_nor_evidence_of_another_country_are_inferred(as_person, cast, path):
    row = submitted(cast["amina"])
    client = as_person("juma")
    before = page(client, path)
    prove(cast["amina"], row)
    claims = [*R02["claims"], {"indicator": "VI.T1.2", "unit": "MOZ", "achieved_on": "2014-05-26"}]
    workflow.update_activity(by=cast["amina"], pk=row.pk, version=row.version, values={"claims": claims})
    assert page(client, path) == before
