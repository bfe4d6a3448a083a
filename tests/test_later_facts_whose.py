"""Of later facts: in whose name each is reported, who reads it before it is decided, who decides on it and who withdraws it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import rules, workflow
from reports.models import LaterFact, Mail, OpenReview
from tests.base import fresh, submitted
from tests.later import GROUP, accept, end, group, suspend
from tests.recording import clearing_officer, contributor, institution, office
from tests.reviewing import reread

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"]}


def shared(cast, *, reviewer=None, **values):
    row = group(cast["amina"], **SHARED | values)
    workflow.agree(by=cast["juma"], pk=row.pk, country="TZA")
    return workflow.verify_activity(by=reviewer, pk=row.pk) if reviewer else reread(row)


def note(by, row, **more):
    return workflow.add_note(by=by, pk=row.pk, on="2012", text="It met twice.", **more)


# Withdrawing ---------------------------------------------------------------------------------------------------------


def test_one_country_does_not_withdraw_what_another_reported(cast):
    row = shared(cast)
    ours, theirs = note(cast["amina"], row), note(cast["juma"], row)
    assert [(fact.of_country_id, fact.of_organisation_id) for fact in (ours, theirs)] == [("MOZ", None), ("TZA", None)]
    with pytest.raises(workflow.NotAllowed, match="Ask those who reported this"):
        workflow.withdraw_fact(by=cast["juma"], pk=ours.pk)
    assert workflow.withdraw_fact(by=cast["juma"], pk=theirs.pk).review == "withdrawn"


def test_the_page_offers_to_withdraw_what_may_be_withdrawn(as_person, cast):
    row = shared(cast)
    ours, theirs = note(cast["amina"], row), note(cast["juma"], row)
    page = as_person("juma").get(row.get_absolute_url())
    offered = {fact.pk: fact.may_be_withdrawn for fact in page.context["facts"]}
    assert offered == {ours.pk: False, theirs.pk: True}


def test_what_an_organisation_reports_is_its_own(cast):
    officer = contributor(office("MOZ"), ["MOZ"])
    row = submitted(officer, **GROUP | {"lead": office("MOZ").name, "claims": []})
    workflow.agree(by=cast["amina"], pk=row.pk, country="MOZ")
    theirs, ours = note(fresh(officer), row), note(cast["amina"], row)
    assert (theirs.of_country_id, theirs.of_organisation_id) == (None, office("MOZ").pk)
    who = [rules.standing(fresh(person)) for person in (officer, cast["amina"])]
    assert [rules.may_withdraw_fact(one, theirs) for one in who] == [True, False]
    assert [rules.may_withdraw_fact(one, ours) for one in who] == [False, True]


def test_what_is_in_nobodys_name_is_withdrawn_by_whoever_may_edit(cast):
    row = group(cast["nadia"], scope="regional", countries=[], claims=[], lead="UNHCR")
    fact = note(cast["nadia"], row)
    assert (fact.of_country_id, fact.of_organisation_id) == (None, None)
    assert workflow.withdraw_fact(by=cast["paul"], pk=fact.pk).review == "withdrawn"


# Deciding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "decides"), [("nadia", False), ("paul", True)])
def test_the_page_offers_a_decision_to_whoever_may_take_it(as_person, cast, person, decides):
    row = shared(cast, reviewer=cast["paul"], lead="UNHCR")  # so its claim is IOM's to verify
    suspend(cast["amina"], row)
    (fact,) = as_person(person).get(row.get_absolute_url()).context["facts"]
    assert fact.may_be_decided == decides
    client = as_person(person)
    answer = client.post(reverse("fact_decide", args=[fact.pk]), {"review": "verified"})
    assert (answer.status_code == 302, LaterFact.objects.get().review) == (
        decides,
        "verified" if decides else "reported",
    )


def test_nobody_is_offered_a_decision_on_what_they_reported(as_person, cast):
    row = group(cast["paul"], cast["nadia"], scope="regional", countries=[], claims=[], lead="IOM")
    suspend(cast["nadia"], row)
    assert [fact.may_be_decided for fact in as_person("nadia").get(row.get_absolute_url()).context["facts"]] == [False]
    assert [fact.may_be_decided for fact in as_person("paul").get(row.get_absolute_url()).context["facts"]] == [False]


@pytest.mark.parametrize("step", ["verified", "refused", "withdrawn"])
def test_nobody_has_open_what_awaits_nothing_any_more(cast, step):
    row = group(cast["amina"], cast["nadia"])
    fact = suspend(cast["amina"], row)
    assert workflow.open_for_review(by=cast["paul"], pk=row.pk)
    if step == "withdrawn":
        workflow.withdraw_fact(by=cast["amina"], pk=fact.pk)
    else:
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review=step, reason="Which budget?")
    assert not OpenReview.objects.exists()


def test_what_still_awaits_a_decision_stays_open(cast):
    row = group(cast["amina"], cast["nadia"])
    fact, _other = suspend(cast["amina"], row), note(cast["amina"], row)
    workflow.open_for_review(by=cast["paul"], pk=row.pk)
    accept(cast["nadia"], fact)
    assert OpenReview.objects.count() == 1


# Reading -------------------------------------------------------------------------------------------------------------


def readers(cast, row):
    """Who of these reads that the result is reported to have ended, by the API of the activity."""
    people = [*cast.values(), clearing_officer("MOZ"), contributor(institution("TZA"), ["TZA"])]
    seen = {person.username for person in people if rules.visible_facts(rules.standing(person)).exists()}
    return seen | ({"public"} if rules.visible_facts(rules.PUBLIC).exists() else set())


@pytest.mark.parametrize("review", ["reported", "verified", "refused", "withdrawn"])
def test_participants_read_what_is_reported_and_the_public_what_is_verified(cast, review):
    fact = end(cast["amina"], group(cast["amina"], cast["nadia"]))
    inside = {"amina", "nadia", "paul", "grace"}
    LaterFact.objects.filter(pk=fact.pk).update(review=review, decided_at=timezone.now(), decision_reason="x")
    seen = readers(cast, fact.activity)
    participants = {"juma", "thabo", "olga"}
    officers = len([name for name in seen if "@" in name])
    assert (seen & {*cast, "public"}, officers) == {
        "reported": (inside | participants, 2),
        "verified": (inside | participants | {"charlie", "public"}, 2),
        "refused": (inside, 0),
        "withdrawn": (inside, 0),
    }[review]


def test_a_participant_reads_the_reported_end_beside_the_result(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    end(cast["amina"], row)
    words = "reported as no longer so since 3 May 2013"
    pages = {name: as_person(name).get(row.get_absolute_url()).content.decode() for name in ("thabo", "charlie", None)}
    assert {name: words in page for name, page in pages.items()} == {"thabo": True, "charlie": False, None: False}


def test_a_restricted_proof_of_what_is_reported_stays_with_who_gave_it(as_person, cast):
    row = group(cast["amina"], cast["nadia"])
    said = {"kind": "citation", "citation": "A secret letter", "confidentiality": "reviewers"}
    piece = workflow.add_evidence(by=cast["amina"], pk=row.pk, **said)
    note(cast["amina"], row, evidence=piece.pk)
    pages = [as_person(name).get(row.get_absolute_url()).content.decode() for name in ("juma", "amina")]
    assert ["It met twice." in page for page in pages] == [True, True]
    assert ["A secret letter" in page for page in pages] == [False, True]


# The others hear of it -----------------------------------------------------------------------------------------------


def changed_mail():
    rows = Mail.objects.filter(template="activity_changed").order_by("person__username")
    return [(row.person.username, row.about["changed"]["status"]) for row in rows]


def test_the_others_hear_of_a_status_that_is_in_effect_at_once(cast):
    workflow.report_status(by=cast["amina"], pk=shared(cast).pk, status="cancelled", since="2013", reason="No money.")
    assert changed_mail() == [("juma", ["in_progress", "cancelled"])]


def test_the_others_hear_of_a_status_once_it_is_verified(cast):
    row = shared(cast, reviewer=cast["nadia"])
    fact = suspend(cast["amina"], row)
    assert changed_mail() == []
    accept(cast["nadia"], fact)
    assert changed_mail() == [(name, ["in_progress", "suspended"]) for name in ("amina", "juma")]
