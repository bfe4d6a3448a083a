"""Nobody judges their own work: a claim of an activity that UNHCR or IOM leads or implements takes the word of the other."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reports import agencies, rules, workflow
from reports.models import Claim, Finding, Membership, Organisation, User
from reports.workflow.claims import to_decide
from reports.workflow.judging import decider
from reports.workflow.review import verify_several
from tests.base import fresh, record, submitted, today, verified

MINISTRY = {"lead": "A ministry"}
OF = {"UNHCR": "nadia", "IOM": "paul"}
JOINT = {"lead": "UNHCR", "partners": [{"organisation": "IOM", "role": "implementing"}]}
REGIONAL = JOINT | {
    "scope": "regional",
    "countries": [],
    "actions": ["V.8"],
    "claims": [{"indicator": "V.T3.1", "unit": "*", "achieved_on": "2014-05-26"}],
}


def beside(organisation, role):
    return MINISTRY | {"partners": [{"organisation": organisation, "role": role}]}


def colleague(name, agency):
    """One more member of the working group for this agency."""
    person = User.objects.create(username=name, email=f"{name}@example.org", language="en")
    place = {"organisation": Organisation.objects.get(name=agency), "since": date(2010, 9, 7)}
    Membership.objects.create(person=person, role="working_group", **place)
    return person


def office(of, name="An office", **values):
    grace = User.objects.get(username="grace")
    return workflow.add_organisation(by=grace, values={"name": name, "office_of_name": of} | values)


def claim_of(activity):
    return Claim.objects.with_agencies().get(activity=activity)


def signed(activity):
    """How its claim stands, and by which agencies it was decided."""
    claim = claim_of(activity)
    named = [one and one.name for one in (claim.decided_for, claim.decided_with, claim.in_place_of)]
    return (str(claim.verification), *named)


def decide(person, activity, verification="verified", finding=""):
    return workflow.decide_claim(by=person, pk=claim_of(activity).pk, verification=verification, finding=finding)


def find(person, activity, verdict="agree", reasons=""):
    return workflow.record_finding(by=person, pk=claim_of(activity).pk, verdict=verdict, reasons=reasons)


def silent(activity, agency):
    """As if its claim had waited for 31 days, in which the agency had nobody in the working group."""
    days = timedelta(days=31)
    Membership.objects.filter(person__username=OF[agency]).update(until=today() - days)
    for row in (activity, *activity.claims.all(), *activity.evidence.all()):
        names = {"submitted_at", "counted_at", "updated_at", "created_at"} & {one.name for one in row._meta.fields}
        type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(names, timezone.now() - days))


# Whose word ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "deciding"),
    [
        (MINISTRY, {"nadia", "paul"}),
        ({"lead": "IOM"}, {"nadia"}),
        ({"lead": "HCR"}, {"paul"}),
        (beside("IOM", "implementing"), {"nadia"}),
        (beside("IOM", "funding"), {"nadia", "paul"}),
        (beside("IOM", "technical"), {"nadia", "paul"}),
        (beside("IOM", "unstated"), {"nadia", "paul"}),
        (JOINT, {"nadia", "paul"}),
        ({"lead": "IOM", "partners": [{"organisation": "UNHCR", "role": "funding"}]}, {"nadia"}),
    ],
)
def test_who_decides_follows_from_who_leads_or_implements(cast, values, deciding):
    activity = submitted(cast["amina"], **values)
    claim = to_decide(activity.claims.all()).get()
    assert {name for name in cast if decider(fresh(cast[name])).may_decide(claim, activity)} == deciding


@pytest.mark.parametrize(("of", "deciding"), [("IOM", "nadia"), ("ACNUR", "paul")])
@pytest.mark.parametrize("values", [{"lead": "An office"}, beside("An office", "implementing")])
def test_an_office_counts_as_its_agency(cast, of, deciding, values):
    office(of)
    activity = submitted(cast["amina"], **values)
    claim = to_decide(activity.claims.all()).get()
    allowed = {name for name in OF.values() if decider(cast[name]).may_decide(claim, activity)}
    assert allowed == {deciding}


def test_who_acts_for_an_office_acts_for_its_agency(cast):
    Membership.objects.filter(person=cast["paul"]).update(organisation=office("IOM", "IOM Maputo"))
    assert rules.agency_of(rules.standing(fresh(cast["paul"]))).name == "IOM"


@pytest.mark.parametrize(("agency", "other"), [("UNHCR", "IOM"), ("IOM", "UNHCR")])
def test_the_agency_at_work_is_told_who_decides(cast, agency, other):
    activity = submitted(cast["amina"], lead=agency)
    with pytest.raises(workflow.NotAllowed, match=f"{agency} leads or implements .* for {other} decides"):
        decide(cast[OF[agency]] if agency == "UNHCR" else english(cast["paul"]), activity)


def english(person):
    return workflow.choose_language(by=person, language="en")


def test_its_own_refusal_is_no_decision_either(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    with pytest.raises(workflow.NotAllowed):
        decide(cast["nadia"], activity, "refused", "No")


def test_who_reviews_for_neither_agency_decides_on_the_work_of_none(cast):
    Membership.objects.filter(person=cast["nadia"]).update(organisation=None)
    activity = submitted(cast["amina"])
    with pytest.raises(workflow.NotAllowed, match="exactly one of UNHCR and IOM"):
        decide(fresh(cast["nadia"]), activity)


def test_nor_does_who_acts_for_both(cast):
    iom = Organisation.objects.get(name="IOM")
    Membership.objects.create(person=cast["nadia"], role="working_group", organisation=iom, since=date(2010, 9, 7))
    activity = submitted(cast["amina"])
    with pytest.raises(workflow.NotAllowed, match="exactly one of UNHCR and IOM"):
        decide(fresh(cast["nadia"]), activity)


# The activity as a whole ---------------------------------------------------------------------------------------------


def test_an_activity_that_claims_something_is_accepted_by_the_other_agency(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    with pytest.raises(workflow.NotAllowed, match="IOM verifies it"):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    workflow.verify_activity(by=cast["paul"], pk=activity.pk)
    assert signed(activity) == ("verified", "IOM", None, None)


def test_a_decision_that_is_not_theirs_is_refused_with_the_activity(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    decisions = {activity.claims.get().pk: {"verification": "verified"}}
    with pytest.raises(workflow.NotAllowed):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=decisions)


def test_several_at_once_keep_to_the_same(cast):
    own, joint, free = (submitted(cast["amina"], **values) for values in ({"lead": "UNHCR"}, JOINT, MINISTRY))
    several = verify_several(by=cast["nadia"], chosen={row.pk: row.version for row in (own, joint, free)})
    assert (several.verified, [row for row, _why in several.refused]) == ([joint, free], [own])
    assert [signed(row)[:2] for row in (own, joint, free)] == [
        ("pending", None),
        ("pending", None),
        ("verified", "UNHCR"),
    ]
    assert [(row.claim.activity, row.agency.name) for row in Finding.objects.all()] == [(joint, "UNHCR")]


def test_an_activity_without_claims_is_anybody_s_as_before(cast):
    assert verified(cast["amina"], cast["nadia"], lead="UNHCR", claims=[]).review == "verified"


# Both lead or implement ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [("nadia", "paul"), ("paul", "nadia")])
def test_it_takes_the_word_of_both(cast, order):
    first, second = (cast[name] for name in order)
    activity = submitted(cast["amina"], **JOINT)
    assert decide(first, activity).verification == "pending"
    assert decide(second, activity).verification == "verified"
    names = {"nadia": "UNHCR", "paul": "IOM"}
    assert signed(activity) == ("verified", names[order[1]], names[order[0]], None)


@pytest.mark.parametrize("word", [find, decide])
def test_recording_it_is_the_agreement_of_the_officer_s_agency_and_the_other_completes_it(cast, word):
    activity = submitted(cast["nadia"], **REGIONAL)
    assert agencies.awaits(activity.claims.get(), activity) == ["IOM"]
    word(cast["paul"], activity)
    assert signed(activity) == ("verified", "IOM", "UNHCR", None)


def test_of_the_agency_that_recorded_it_nobody_has_to_speak_again(cast):
    activity = submitted(cast["nadia"], **REGIONAL)
    assert decide(colleague("ulla", "UNHCR"), activity).verification == "pending"
    assert agencies.awaits(claim_of(activity), activity) == ["IOM"]


def test_who_recorded_it_may_find_otherwise_for_their_agency(cast):
    activity = submitted(cast["nadia"], **REGIONAL)
    find(cast["nadia"], activity, "doubt", "Not held")
    find(cast["paul"], activity)
    assert (signed(activity)[0], claim_of(activity).is_disputed) == ("pending", True)


def test_what_the_other_changed_the_recorder_agrees_to(cast):
    activity = submitted(cast["nadia"], **REGIONAL)
    values = {"starts_on": "2014-05-25"}
    workflow.update_activity(by=cast["paul"], pk=activity.pk, version=activity.version, values=values)
    find(cast["nadia"], activity)
    assert signed(activity) == ("verified", "UNHCR", "IOM", None)


def test_without_proof_both_may_agree_and_nothing_is_verified(cast):
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], **JOINT).pk)
    find(cast["nadia"], activity)
    find(cast["paul"], activity)
    assert signed(activity)[0] == "pending"


def test_who_withdraws_takes_their_agency_s_agreement_with_it(cast):
    activity = submitted(cast["amina"], **JOINT)
    for name in ("nadia", "paul"):
        decide(cast[name], activity)
    decide(cast["paul"], activity, "pending", "Wrong day")
    assert ([row.agency.name for row in Finding.objects.all()], signed(activity)[0]) == (["UNHCR"], "pending")


# An agency with nobody -----------------------------------------------------------------------------------------------


def test_after_thirty_days_without_a_reviewer_a_second_person_of_the_other_verifies(cast):
    activity, ulla = submitted(cast["amina"], lead="UNHCR"), colleague("ulla", "UNHCR")
    silent(activity, "IOM")
    with pytest.raises(workflow.NotAllowed, match="First record the finding of UNHCR"):
        decide(cast["nadia"], activity)
    find(cast["nadia"], activity)
    with pytest.raises(workflow.NotAllowed, match="You recorded the finding"):
        decide(cast["nadia"], activity)
    decide(ulla, activity)
    assert signed(activity) == ("verified", "UNHCR", None, "IOM")


def test_of_a_joint_activity_likewise(cast):
    activity, ulla = submitted(cast["amina"], **JOINT), colleague("ulla", "UNHCR")
    silent(activity, "IOM")
    assert decide(cast["nadia"], activity).verification == "pending"
    decide(ulla, activity)
    assert signed(activity) == ("verified", "UNHCR", None, "IOM")


def test_the_only_reviewer_who_entered_it_is_nobody(cast):
    activity = submitted(cast["paul"], **(REGIONAL | {"partners": []}))
    silent(activity, "IOM")
    Membership.objects.filter(person=cast["paul"]).update(until=None)
    find(colleague("ulla", "UNHCR"), activity)
    decide(cast["nadia"], activity)
    assert signed(activity) == ("verified", "UNHCR", None, "IOM")


def test_who_had_a_part_in_it_is_neither_the_first_nor_the_second(cast):
    activity, ulla = submitted(cast["nadia"], **REGIONAL), colleague("ulla", "UNHCR")
    silent(activity, "IOM")
    find(cast["nadia"], activity)
    assert decide(ulla, activity).verification == "pending"


@pytest.mark.parametrize(
    ("who", "values"),
    [
        ("paul", {"until": None}),
        ("paul", {"until": today() - timedelta(days=29)}),
    ],
)
def test_whose_agency_had_somebody_in_those_days_waits(cast, who, values):
    activity, ulla = submitted(cast["amina"], lead="UNHCR"), colleague("ulla", "UNHCR")
    silent(activity, "IOM")
    Membership.objects.filter(person=cast[who]).update(**values)
    find(cast["nadia"], activity)
    with pytest.raises(workflow.NotAllowed, match="for IOM decides"):
        decide(ulla, activity)


@pytest.mark.parametrize("late", ["submitted_at", "counted_at", "evidence"])
def test_the_days_begin_when_it_could_be_decided(cast, late):
    activity, ulla = submitted(cast["amina"], lead="UNHCR"), colleague("ulla", "UNHCR")
    silent(activity, "IOM")
    if late == "evidence":
        activity.evidence.update(created_at=timezone.now())
    else:
        type(activity).objects.filter(pk=activity.pk).update(**{late: timezone.now()})
    find(cast["nadia"], activity)
    with pytest.raises(workflow.NotAllowed, match="for IOM decides"):
        decide(ulla, activity)


# Another lead or partner afterwards ----------------------------------------------------------------------------------


def changed(person, activity, **values):
    activity.refresh_from_db()
    return workflow.update_activity(by=person, pk=activity.pk, version=activity.version, values=values)


@pytest.mark.parametrize("values", [{"lead": "HCR"}, beside("UNHCR", "implementing"), JOINT])
def test_what_was_verified_by_whose_work_it_becomes_is_to_be_verified_again(cast, values):
    activity = verified(cast["amina"], cast["nadia"], **MINISTRY)
    changed(cast["amina"], activity, **values)
    activity.refresh_from_db()
    assert (activity.review, signed(activity)) == ("submitted", ("pending", None, None, None))


@pytest.mark.parametrize("values", [{"lead": "IOM"}, beside("UNHCR", "funding"), beside("UNHCR", "unstated")])
def test_what_the_right_agency_verified_stays(cast, values):
    activity = verified(cast["amina"], cast["nadia"], **MINISTRY)
    changed(cast["amina"], activity, **values)
    activity.refresh_from_db()
    assert (activity.review, signed(activity)[0]) == ("verified", "verified")


def test_who_makes_it_another_s_work_does_not_verify(cast):
    activity = submitted(cast["paul"], **(REGIONAL | {"partners": []}))
    changed(cast["nadia"], activity, lead="A ministry")
    activity.refresh_from_db()
    assert rules.may_review(rules.standing(cast["nadia"]), activity) is False


def test_a_refusal_is_not_barred_by_what_the_agency_at_work_finds(cast):
    activity = submitted(cast["amina"], lead="UNHCR")
    find(cast["nadia"], activity)
    assert decide(cast["paul"], activity, "refused", "Another meeting").verification == "refused"
