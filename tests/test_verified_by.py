"""Every verified unit says by which agency, when and on what proof, on page, file, API and in print: never by whom."""

import csv

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import workflow
from reports.documents.source import source
from reports.documents.targets import themes
from reports.models import Country, Snapshot
from reports.snapshots.showing import frozen_verification
from reports.summaries import Selection, in_force, target_progress, with_activities
from reports.tables.workbook import workbook_of
from reports.verified import verified_units
from tests.base import record, submitted, verified
from tests.rounds import closed
from tests.test_own_work import JOINT, REGIONAL, colleague, decide, find, silent
from tests.workbooks import grids_of, sheet_of

PUBLIC = {"kind": "citation", "confidentiality": "public"}
TARGET = "/plan/targets/VI.T1/"


@pytest.fixture
def proved(cast):
    """Verified by UNHCR on two pieces of evidence, of which everybody may see one."""
    activity = record(cast["amina"])
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, citation="Open minutes", **PUBLIC)
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, citation="Closed minutes", kind="citation")
    workflow.submit_activity(by=cast["amina"], pk=activity.pk)
    return workflow.verify_activity(by=cast["nadia"], pk=activity.pk)


def unit_of(client, path="/api/v1/progress/targets/"):
    rows = client.get(path).json()
    targets = rows.get("results") or rows["targets"]
    indicators = (row for target in targets for row in target["indicators"] if row["code"] == "VI.T1.1")
    return next(unit for row in indicators for unit in row["units"] if unit["unit"] == "MOZ")


@pytest.mark.parametrize(("person", "seen"), [(None, ["Open minutes"]), ("olga", ["Open minutes", "Closed minutes"])])
def test_the_page_of_a_target_says_it(as_person, proved, person, seen):
    page = as_person(person).get(TARGET, headers={"accept-language": "en"}).content.decode()
    day = timezone.localdate().strftime("%-d %B %Y")
    assert f"Verified by <bdi>UNHCR</bdi> on {day}" in page
    assert [name for name in ("Open minutes", "Closed minutes") if name in page] == seen
    assert "nadia" not in page


@pytest.mark.parametrize(("person", "pieces"), [(None, "1 piece of evidence"), ("olga", "2 pieces of evidence")])
def test_the_page_of_a_country_says_it(as_person, proved, person, pieces):
    page = as_person(person).get("/countries/MOZ/", headers={"accept-language": "en"}).content.decode()
    assert ("Verified by <bdi>UNHCR</bdi> on" in page, pieces in page, "nadia" in page) == (True, True, False)


@pytest.mark.parametrize(("person", "pieces"), [(None, 1), ("olga", 2)])
@pytest.mark.parametrize("path", ["targets", "countries/MOZ", "region"])
def test_the_api_says_it_of_a_unit(as_person, proved, person, pieces, path):
    said = unit_of(as_person(person), f"/api/v1/progress/{path}/")["verified"]
    evidence = said.pop("evidence")
    assert said == {"agencies": ["UNHCR"], "on": str(timezone.localdate()), "in_place_of": ""}
    assert evidence == [str(piece.pk) for piece in proved.evidence.order_by("created_at")][:pieces]


@pytest.mark.parametrize(("person", "pieces"), [(None, 1), ("olga", 2)])
def test_the_api_says_it_of_a_claim(as_person, proved, person, pieces):
    client, claim = as_person(person), proved.claims.get()
    rows = [
        client.get(f"/api/v1/claims/{claim.pk}/").json(),
        client.get("/api/v1/claims/").json()["results"][0],
        client.get(f"/api/v1/activities/{proved.pk}/").json()["claims"][0],
    ]
    assert [(row["verified"]["agencies"], len(row["verified"]["evidence"])) for row in rows] == 3 * [
        (["UNHCR"], pieces)
    ]


def test_what_is_not_verified_says_nothing(as_person, cast):
    submitted(cast["amina"])
    assert unit_of(as_person(None))["verified"] is None


@pytest.mark.parametrize(("person", "awaits"), [("amina", ["UNHCR"]), ("nadia", ["UNHCR"]), ("olga", None)])
def test_whose_word_is_awaited_is_told_inside(as_person, cast, person, awaits):
    activity = submitted(cast["amina"])
    pending = {activity.claims.get().pk: {"verification": "pending"}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=pending)
    answer = as_person(person).get(f"/api/v1/activities/{activity.pk}/").json()
    assert answer["claims"][0].get("awaits") == awaits


def rows_of(answer):
    return list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))


def test_the_file_of_a_target_says_it(as_person, proved):
    rows = rows_of(as_person(None).get(TARGET, {"format": "csv"}, headers={"accept-language": "en"}))
    head = next(row for row in rows if "Verified by" in row)
    line = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert (line["Verified by"], line["Evidence"]) == ("UNHCR", "Open minutes")
    assert line["Verified on"] == str(timezone.localdate())


def test_the_unit_says_since_which_claim_it_counts(cast, proved):
    earlier = {"claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2013-01-01"}]}
    verified(cast["amina"], cast["paul"], lead="UNHCR", starts_on="2013-01-01", ends_on="2013-01-01", **earlier)
    known = verified_units(rules_of(cast), Selection(), counted("VI.T1"))
    assert known["VI.T1.1", "MOZ"].agencies == ("IOM",)


def counted(*codes):
    targets = with_activities(target_progress(Selection(), codes=list(codes)), in_force(Selection()))
    return [row for target in targets for row in target.counted]


def rules_of(cast):
    return workflow.judging.decider(cast["olga"]).who


def test_a_joint_one_names_both_and_the_second_person_says_why(cast):
    joint, alone = submitted(cast["nadia"], **REGIONAL), submitted(cast["amina"], lead="UNHCR")
    find(cast["paul"], joint)
    silent(alone, "IOM")
    find(cast["nadia"], alone)
    decide(colleague("ulla", "UNHCR"), alone)
    known = verified_units(rules_of(cast), Selection(), counted("VI.T1", "V.T3"))
    words = [row.words.replace(row.words.partition(" on ")[2].partition(",")[0], "DAY") for row in known.values()]
    assert sorted(words) == [
        "verified by IOM and UNHCR on DAY",
        "verified by a second person of UNHCR on DAY, as IOM had no reviewer free",
    ]


def test_the_public_part_and_the_printed_report_say_it(cast, proved):
    snapshot = closed(cast)
    for participants, evidence in ((False, 1), (True, 2)):
        printed = themes(source(snapshot, participants=participants, language="en"))
        units = [
            unit
            for theme in printed
            for target in theme["targets"]
            for row in target["indicators"]
            for unit in row["units"]
        ]
        assert [(unit["verified"][:20], len(unit["proof"][0]["evidence"])) for unit in units] == [
            ("Verified by UNHCR on", evidence)
        ]
    assert "nadia" not in Snapshot.objects.get().public_content


def test_an_edition_from_before_says_nothing():
    assert frozen_verification(None) == ""


def test_the_mail_says_it(cast, mailoutbox, django_capture_on_commit_callbacks):
    activity = submitted(
        cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    )
    with django_capture_on_commit_callbacks(execute=True):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    (message,) = mailoutbox
    assert ("nadia (UNHCR) has reviewed" in message.body, "Decided by: UNHCR" in message.body) == (True, True)


def test_the_mail_says_whose_word_is_awaited(cast, mailoutbox, django_capture_on_commit_callbacks):
    claims = [{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    activity = submitted(cast["juma"], countries=["TZA"], claims=claims, **JOINT)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    assert "(awaits IOM)" in mailoutbox[0].body


def test_the_workbook_says_it_of_each_claim(cast, proved):
    grids = grids_of(workbook_of(Country.objects.get(pk="MOZ"), by=cast["amina"], language="en"))
    rows = sheet_of(grids, "claims")
    assert rows[2][rows[0].index("claims.verification")].startswith("verified by UNHCR on ")


# Whose turn it is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["activity", "activity_verify", "review", "claim_finding"])
def test_the_reviewer_reads_whose_decision_it_is(as_person, cast, page):
    activity = submitted(cast["amina"], lead="UNHCR")
    named = {"review": [], "claim_finding": [activity.claims.get().pk]}.get(page, [activity.pk])
    assert "awaits IOM" in as_person("nadia").get(reverse(page, args=named)).content.decode()


@pytest.mark.parametrize(("person", "offered"), [("nadia", False), ("paul", True)])
def test_a_decision_is_offered_to_whose_it_is(as_person, cast, person, offered):
    activity = submitted(cast["amina"], lead="UNHCR")
    pages = [("activity_verify", activity.pk), ("claim_finding", activity.claims.get().pk)]
    texts = [as_person(person).get(reverse(page, args=[pk])).content.decode() for page, pk in pages]
    names = (f'name="decision_{activity.claims.get().pk}"', 'name="verification"')
    assert [name in text for name, text in zip(names, texts, strict=True)] == [offered, offered]


def test_nobody_accepts_what_their_own_agency_claims_something_by(as_person, cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    address, sent = reverse("activity_verify", args=[activity.pk]), {"version": activity.version}
    page = as_person("nadia").get(address).content.decode()
    assert ("a member of the working group for IOM verifies it" in page, "Verify the activity" in page) == (True, False)
    assert as_person("nadia").post(address, sent).status_code == 403
    several = workflow.verify_several(by=cast["nadia"], chosen={activity.pk: activity.version})
    assert "for IOM verifies it" in several.refused[0][1]
    workflow.verify_activity(by=cast["paul"], pk=activity.pk)


def test_verifying_on_the_page_says_that_claims_are_still_awaited(as_person, cast):
    partners = [{"organisation": "IOM", "role": "implementing"}]
    activity = submitted(cast["amina"], lead="UNHCR", partners=partners)
    sent = {"version": activity.version, f"decision_{activity.claims.get().pk}": "verified"}
    answer = as_person("nadia").post(reverse("activity_verify", args=[activity.pk]), sent, follow=True)
    assert "1 claim still awaits the decision of an agency." in answer.content.decode()


def test_the_first_word_of_two_is_told_as_such(as_person, cast):
    activity = submitted(cast["amina"], **JOINT)
    address = reverse("claim_decide", args=[activity.claims.get().pk])
    answer = as_person("nadia").post(address, {"verification": "verified"}, follow=True)
    assert "The claim now awaits the other agency." in answer.content.decode()


def test_the_refused_caller_is_told_what_to_do(as_person, cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    address = f"/api/v1/claims/{activity.claims.get().pk}/decide/"
    answer = as_person("nadia").post(address, {"verification": "verified"}, content_type="application/json")
    assert (answer.status_code, "for IOM decides on the claim" in answer.json()["detail"]) == (403, True)


def test_the_file_of_the_queue_says_whose_word_is_awaited(as_person, cast):
    submitted(cast["amina"], lead="UNHCR")
    rows = rows_of(as_person("nadia").get("/review/", {"format": "csv"}))
    head = next(row for row in rows if "Awaited decisions" in row)
    assert rows[rows.index(head) + 1][head.index("Awaited decisions")] == "VI.T1.1 MOZ: IOM"


# The figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [TARGET, "/api/v1/progress/targets/", "/api/v1/claims/"])
def test_it_costs_as_many_queries_for_three_as_for_one(as_person, cast, proved, path, queries_of):
    one = queries_of(as_person(None), path)
    for number in range(2):
        day = f"201{number}-01-01"
        claims = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": day}]
        verified(cast["amina"], cast["nadia"], starts_on=day, ends_on=day, claims=claims)
    assert (queries_of(as_person(None), path), one <= 12) == (one, True)


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    def counted(client, path):
        client.get(path)
        with django_assert_max_num_queries(30) as captured:
            client.get(path)
        return len(captured)

    return counted
