"""Beside a target, wherever it is named, stands what was revised of it; beside the note on its number, that it was."""

import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Activity
from tests.base import record, submitted, today, verified
from tests.reviewing import claim_of, find
from tests.rounds import closed
from tests.test_revising import revise

CLAIMS = {"claims": [{"indicator": "VI.T2.1", "unit": "MOZ", "achieved_on": "2014-05-26"}]}
CHANGED = "<del>3</del> → <ins>1</ins>"
NOTE = "The required number given in this note is the original one. It has since been revised:"


@pytest.fixture(autouse=True)
def revised(cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1)
    for name in ("amina", "nadia", "juma"):
        workflow.choose_language(by=cast[name], language="en")


def page(client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_on_the_page_of_an_activity(as_person, cast):
    assert CHANGED in page(as_person(None), verified(cast["amina"], cast["nadia"], **CLAIMS).get_absolute_url())


def test_in_the_queue(as_person, cast):
    submitted(cast["amina"], **CLAIMS)
    assert page(as_person("nadia"), reverse("review")).count(CHANGED) == 1


def test_where_the_agencies_differ_and_on_the_page_of_the_claim(as_person, cast):
    activity = submitted(cast["amina"], **CLAIMS)
    find(cast["nadia"], activity, "doubt", "National?")
    find(cast["paul"], activity, "agree")
    claim = reverse("claim_finding", args=[claim_of(activity).pk])
    assert [page(as_person("nadia"), path).count(CHANGED) for path in (reverse("review"), claim)] == [2, 1]


def test_on_the_page_of_a_recommendation(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"], **CLAIMS)
    code = activity.actions.first().recommendations.first()
    assert CHANGED in page(as_person(None), code.get_absolute_url())


@pytest.mark.parametrize(("verdict", "times"), [("", 2), ("doubt", 1), ("refuse", 1)])
def test_on_the_desk_of_its_country(as_person, cast, verdict, times):
    """A draft is not counted yet: its country could be the next one, too."""
    if verdict:
        find(cast["nadia"], submitted(cast["amina"], **CLAIMS), verdict, "National?")
    else:
        record(cast["amina"], **CLAIMS)
    assert page(as_person("amina"), reverse("desk")).count(CHANGED) == times


def test_on_the_desk_where_a_country_could_be_next(as_person, cast):
    revise(cast, target="VI.T1", indicator="VI.T1.1", required=5)
    assert "<ins>5</ins>" in page(as_person("amina"), reverse("desk"))


def test_among_the_claims_of_a_month_and_those_without_evidence(as_person, cast):
    verified(cast["amina"], cast["nadia"], **CLAIMS)
    workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], **CLAIMS).pk)
    assert CHANGED in page(as_person("nadia"), "/region/gaps/?gap=claims")
    assert CHANGED in page(as_person(None), "/region/trend/?month=2014-05")


# The note ------------------------------------------------------------------------------------------------------------


def test_the_note_says_on_the_form_of_a_claim_that_its_number_is_the_original_one(as_person, cast):
    claim = record(cast["amina"], **CLAIMS).claims.get()
    assert NOTE in page(as_person("amina"), reverse("claim_edit", args=[claim.activity_id, claim.pk]))


def test_the_form_of_an_activity_shows_the_revisions_beside_what_it_offers(as_person, cast):
    activity = record(cast["amina"], **CLAIMS)
    assert CHANGED in page(as_person("amina"), reverse("activity_edit", args=[activity.pk]))


def test_the_note_says_on_the_page_of_its_target_that_its_number_is_the_original_one(as_person):
    assert page(as_person(None), "/plan/targets/VI.T2/").count(NOTE) == 1


def test_the_note_says_so_in_an_edition(as_person, cast):
    snapshot = closed(cast)
    assert page(as_person("nadia"), reverse("snapshot_target", args=[snapshot.pk, "VI.T2"])).count(NOTE) == 1


def test_the_note_of_what_is_as_printed_says_nothing(as_person):
    assert NOTE not in page(as_person(None), "/plan/targets/VI.T1/")


def test_the_note_says_nothing_before_the_day_of_the_revision(as_person):
    assert NOTE not in page(as_person(None), "/plan/targets/VI.T2/?as_at=2012-12-31")


def test_beside_a_claim_stands_no_threshold_of_another_indicator(as_person, cast):
    for indicator, required in (("VI.T1.1", 10), ("VI.T1.2", 9)):
        values = {"in_force_from": today(), "decided_by": "Conference", "reason": "Too many."}
        workflow.revise_target(by=cast["nadia"], target="VI.T1", indicator=indicator, required=required, **values)
    record(cast["juma"], countries=["TZA"], claims=[{"indicator": "VI.T1.2", "unit": "TZA", "achieved_on": None}])
    page = as_person("juma").get(Activity.objects.get().get_absolute_url()).content.decode()
    assert ("(VI.T1.2)" in page, "(VI.T1.1)" in page) == (True, False)
