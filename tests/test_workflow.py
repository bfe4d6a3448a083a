"""What the verbs do, and what they refuse."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from reports import workflow
from reports.activity.state import activity_state, with_state
from reports.models import Activity, Change, Claim, HistoryIsAppendOnly, Organisation, with_proof
from reports.workflow.transactions import DEADLOCK, one_transaction, unused
from tests.base import R02, fresh, prove, record, submitted, today, verified
from tests.test_evidence import PDF, upload

OWN = (("amina", "MOZ"), ("juma", "TZA"))


def reread(activity):
    return with_state(Activity.objects).get(pk=activity.pk)


def change(by, activity, **values):
    return workflow.update_activity(by=by, pk=activity.pk, version=reread(activity).version, values=values)


def test_a_draft_may_be_empty(cast):
    draft = workflow.create_activity(by=cast["amina"], values={"countries": ["MOZ"]})
    assert (draft.review, draft.title) == ("draft", "")


def test_what_is_missing_is_said_at_each_field(cast):
    draft = workflow.create_activity(by=cast["amina"], values={"countries": ["MOZ"]})
    with pytest.raises(ValidationError) as refusal:
        workflow.submit_activity(by=cast["amina"], pk=draft.pk)
    assert set(refusal.value.message_dict) == {"title", "actions", "starts_on"}


def test_nobody_records_for_another_country(cast):
    with pytest.raises(workflow.NotAllowed):
        record(cast["juma"])


def test_a_focal_point_does_not_record_regional_work(cast):
    with pytest.raises(workflow.NotAllowed):
        record(cast["amina"], scope="regional", countries=[], claims=[])


def test_an_activity_cannot_be_moved_to_another_country(cast):
    draft = record(cast["amina"], claims=[])
    with pytest.raises(workflow.NotAllowed):
        change(cast["amina"], draft, countries=["TZA"])


def test_the_whole_way_ends_verified(cast):
    activity = verified(cast["amina"], cast["nadia"])
    claim = activity.claims.get()
    assert (activity.review, claim.verification, claim.decided_by) == ("verified", "verified", cast["nadia"])


def test_nobody_verifies_what_they_entered(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=[], claims=[])
    with pytest.raises(workflow.NotAllowed):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)


def test_a_focal_point_does_not_verify(cast):
    activity = submitted(cast["amina"])
    with pytest.raises(workflow.NotAllowed):
        workflow.verify_activity(by=cast["amina"], pk=activity.pk)


def test_no_claim_is_verified_without_evidence(cast):
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    with pytest.raises(ValidationError):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    assert reread(activity).review == "submitted"


def test_a_claim_may_be_left_unchecked(cast):
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    left = {activity.claims.get().pk: {"verification": "pending"}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=left)
    assert (reread(activity).review, activity.claims.get().verification) == ("verified", "pending")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_claim_that_is_only_expected_is_left_undecided(cast, at_once):
    activity = submitted(cast["amina"], claims=[R02["claims"][0] | {"achieved_on": None}])
    if at_once:
        done = workflow.verify_several(by=cast["nadia"], chosen={activity.pk: activity.version})
        assert (done.verified, done.refused) == ([activity], [])
    else:
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    claim = activity.claims.get()
    assert (reread(activity).review, claim.verification, claim.decided_by) == ("verified", "pending", None)


def test_a_refusal_says_why(cast):
    activity = submitted(cast["amina"])
    refused = {activity.claims.get().pk: {"verification": "refused", "finding": " "}}
    with pytest.raises(ValidationError):
        workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=refused)


def test_a_return_needs_a_remark_and_keeps_it(cast):
    activity = submitted(cast["amina"])
    with pytest.raises(ValidationError):
        workflow.return_activity(by=cast["nadia"], pk=activity.pk, remark="")
    workflow.return_activity(by=cast["nadia"], pk=activity.pk, remark="Who took part?")
    assert [remark.text for remark in reread(activity).remarks.all()] == ["Who took part?"]


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": "2014-05-27", "ends_on": None},
        {"actions": ["VI.1", "VI.2"]},
        {"claims": []},
        {"claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-25"}]},
    ],
)
def test_a_correction_goes_back_to_review_with_what_it_touches(cast, values):
    activity = verified(cast["amina"], cast["nadia"])
    change(cast["amina"], activity, **values)
    assert reread(activity).review == "submitted"
    assert not Claim.objects.filter(activity=activity, verification="verified").exists()


@pytest.mark.parametrize("values", [{"starts_on": "2014-05-20"}, {"ends_on": "2015"}, {"actions": ["I.7", "VI.1"]}])
def test_a_correction_leaves_verified_what_it_does_not_touch(cast, values):
    activity = verified(cast["amina"], cast["nadia"])
    change(cast["amina"], activity, **values)
    assert (reread(activity).review, activity.claims.get().verification) == ("submitted", "verified")


@pytest.mark.parametrize(
    "values", [{"title": "Another title"}, {"summary": "x"}, {"place": "Beira"}, {"lead": "A ministry"}]
)
def test_a_change_of_wording_stays_verified(cast, values):
    activity = verified(cast["amina"], cast["nadia"])
    change(cast["amina"], activity, **values)
    assert (reread(activity).review, activity.claims.get().verification) == ("verified", "verified")


def test_taking_evidence_away_undoes_what_rested_on_it(cast):
    activity = verified(cast["amina"], cast["nadia"])
    workflow.remove_evidence(by=cast["amina"], pk=activity.evidence.get().pk)
    assert (reread(activity).review, activity.claims.get().verification) == ("submitted", "pending")


def test_an_identifier_tells_the_activities_of_one_partner_apart(cast):
    activity = record(cast["amina"], external_id="A1")
    with pytest.raises(ValidationError) as refusal:
        record(cast["amina"], external_id="A1")
    assert set(refusal.value.message_dict) == {"external_id"}
    assert change(cast["amina"], activity, title="Another").title == "Another"
    tanzania = {"countries": ["TZA"], "claims": []}
    others = [record(cast["juma"], external_id="A1", **tanzania), record(cast["amina"], external_id="A2")]
    assert [activity_state(row)["external_id"] for row in others] == ["A1", "A2"]


def test_the_second_of_two_editors_is_told(cast):
    activity = record(cast["amina"])
    workflow.update_activity(by=cast["amina"], pk=activity.pk, version=1, values={"title": "First selection"})
    with pytest.raises(workflow.StaleVersion) as refusal:
        workflow.update_activity(by=cast["amina"], pk=activity.pk, version=1, values={"title": "Second selection"})
    assert (refusal.value.current.title, refusal.value.current.version) == ("First selection", 2)


def test_values_that_change_nothing_write_nothing(cast):
    activity = record(cast["amina"])
    before = Change.objects.count()
    workflow.update_activity(by=cast["amina"], pk=activity.pk, version=1, values=R02 | {"lead": "OIM"})
    assert (reread(activity).version, Change.objects.count()) == (1, before)


def test_reading_and_writing_an_activity_back_is_the_same(cast):
    activity = record(
        cast["amina"],
        amount_needed="5",
        currency="USD",
        partners=[{"organisation": "HCR", "role": "funding"}],
    )
    state = activity_state(reread(activity))
    assert activity_state(change(cast["amina"], activity, **state)) == state


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": "2014-05-01"}, "ends_on"),
        ({"countries": ["MOZ", "MWI"], "claims": []}, "countries"),
        ({"theme": "VI"}, "theme"),
        ({"amount_needed": "10"}, "currency"),
        ({"actions": ["I.1"]}, "claims"),
        ({"status": "planned"}, "claims"),
        ({"claims": [{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": None}]}, "claims"),
        ({"claims": [{"indicator": "VI.T1.1", "unit": "*", "achieved_on": None}]}, "claims"),
        ({"claims": [{"indicator": "VI.T1.1", "unit": "MOZ/I.a", "achieved_on": None}]}, "claims"),
        ({"claims": [{"indicator": "VI.T9.9", "unit": "MOZ", "achieved_on": None}]}, "claims"),
        ({"actions": ["VI.99"], "claims": []}, "actions"),
        ({"status": "nonsense", "claims": []}, "status"),
        ({"participants_women": -1}, "participants_women"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        record(cast["amina"], **values)
    assert set(refusal.value.message_dict) == {field}


def test_a_claim_never_has_a_future_date(cast):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    with pytest.raises(ValidationError):
        record(cast["amina"], claims=[{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": tomorrow}])


def test_a_regional_activity_is_never_a_countrys_unit(cast):
    with pytest.raises(ValidationError):
        record(cast["nadia"], scope="regional")


def test_an_unknown_organisation_is_made_once(cast):
    record(
        cast["amina"],
        lead="Instituto Nacional",
        partners=[{"organisation": "instituto nacional", "role": "technical"}],
    )
    assert Organisation.objects.filter(name__iexact="instituto nacional").count() == 1


def test_every_verb_leaves_a_row_in_the_log(cast):
    activity = submitted(cast["amina"])
    workflow.return_activity(by=cast["nadia"], pk=activity.pk, remark="Why?")
    verbs = [change.verb for change in Change.objects.of(activity).order_by("id")]
    assert verbs == ["activity.created", "activity.evidence_added", "activity.submitted", "activity.returned"]


def test_a_refused_write_leaves_nothing_behind(cast):
    rows = Change.objects.count()
    with pytest.raises(ValidationError):
        record(cast["amina"], lead="A new ministry", status="nonsense", claims=[])
    assert (
        Activity.objects.count(),
        Change.objects.count(),
        Organisation.objects.filter(name="A new ministry").exists(),
    ) == (0, rows, False)


def test_the_log_is_never_altered(cast):
    record(cast["amina"])
    row = Change.objects.first()
    with pytest.raises(HistoryIsAppendOnly):
        row.save()
    with pytest.raises(HistoryIsAppendOnly):
        Change.objects.all().delete()


def test_only_drafts_are_discarded(cast):
    activity = submitted(cast["amina"])
    with pytest.raises(workflow.WrongState):
        workflow.discard_draft(by=cast["amina"], pk=activity.pk)


def test_a_role_that_ended_gives_no_right(cast):
    role = cast["amina"].memberships.get()
    workflow.end_role(by=cast["grace"], pk=role.pk)
    with pytest.raises(workflow.NotAllowed):
        record(fresh(cast["amina"]))


def test_an_adoption_is_made_once_and_changed(cast):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2")
    again = workflow.adopt_action(
        by=cast["amina"], country="MOZ", action="VI.2", values={"priority": "high"}, version=1
    )
    assert (again.priority, again.version) == ("high", 2)


def test_confirming_keeps_the_review(noon, cast):
    activity = verified(cast["amina"], cast["nadia"])
    workflow.confirm_unchanged(by=cast["amina"], pks=[activity.pk])
    assert (reread(activity).review, reread(activity).confirmed_on) == ("verified", today())


def test_evidence_that_names_a_claim_proves_only_that_one(cast):
    claims = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]
    activity = record(cast["amina"], actions=["VI.1", "VI.2"], claims=claims)
    proved = activity.claims.earliest("indicator")
    workflow.add_evidence(
        by=cast["amina"], pk=activity.pk, kind="link", url="https://example.org/a", claims=[proved.pk]
    )
    assert proofs(activity) == [True, False]
    prove(cast["amina"], activity)
    assert proofs(activity) == [True, True]


def proofs(activity):
    return [claim.is_proved for claim in with_proof(activity.claims.order_by("indicator"))]


def test_each_step_of_the_review_has_its_moment_and_its_version(cast):
    def step(row):
        row = reread(row)
        moments.append((row.version, row.submitted_at, row.verified_at))

    moments, row = [], submitted(cast["amina"])
    step(row)
    workflow.verify_several(by=cast["nadia"], chosen={row.pk: row.version})
    step(row)
    workflow.take_back(by=cast["paul"], pk=row.pk, reason="Wrong.")
    step(row)
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    step(row)
    change(cast["amina"], row, starts_on="2014-05-25")
    step(row)
    versions, handed_in, decided = zip(*moments, strict=True)
    assert versions == (2, 3, 4, 5, 6)
    assert [one < other for one, other in pairwise(handed_in)] == [False, True, False, True]
    assert [decided[0], decided[1] < decided[3], decided[1] == decided[2]] == [None, True, True]


def test_what_has_been_decided_is_not_decided_again_with_several(cast):
    row = submitted(cast["amina"])
    workflow.decide_claim(by=cast["nadia"], pk=row.claims.get().pk, verification="verified")
    workflow.verify_several(by=cast["paul"], chosen={row.pk: reread(row).version})
    assert Change.objects.filter(verb="activity.claim_verified").count() == 1
    assert row.claims.get().decided_by == cast["nadia"]


def test_a_draft_is_in_the_language_of_who_begins_it(cast):
    languages = [workflow.create_activity(by=cast[name], values={"countries": [code]}).language for name, code in OWN]
    assert languages == ["pt", "en"]


def test_a_draft_is_discarded_with_its_files(cast, django_capture_on_commit_callbacks):
    row = record(cast["amina"])
    piece = workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="file", file=upload("a.pdf", PDF))
    with django_capture_on_commit_callbacks(execute=True):
        workflow.discard_draft(by=cast["amina"], pk=row.pk)
    assert piece.file.storage.exists(piece.file.name) is False


def tried(failure):
    """How often a verb is begun that always fails so."""
    times = []

    @one_transaction
    def write():
        times.append(1)
        raise failure

    with pytest.raises(type(failure)):
        write()
    return len(times)


def deadlock():
    failure = OperationalError("deadlock detected")
    failure.__cause__ = Exception()
    failure.__cause__.pgcode = DEADLOCK
    return failure


def test_what_two_wrote_at_once_is_begun_anew_a_few_times_and_no_other_fault_is(cast):
    faults = (IntegrityError(), OperationalError("database is locked"), deadlock(), ValidationError("x"))
    assert [tried(fault) for fault in faults] == [5, 1, 1, 1]


def test_a_deadlock_of_a_whole_transaction_is_begun_anew(db, monkeypatch):
    monkeypatch.setattr("reports.workflow.transactions.connection", SimpleNamespace(in_atomic_block=False))
    assert [tried(fault) for fault in (deadlock(), OperationalError("database is locked"))] == [5, 1]


def test_a_form_s_own_key_makes_a_row_beside_those_of_before(cast):
    known, key = record(cast["amina"]), uuid4()
    new = workflow.create_activity(by=cast["amina"], pk=key, values={"title": "Another", "countries": ["MOZ"]})
    assert (new.pk, Activity.objects.filter(pk__in=(known.pk, key)).count()) == (key, 2)


def test_a_form_s_own_key_is_an_id_unless_a_row_has_it(cast):
    free, taken = uuid4(), record(cast["amina"]).pk
    assert [unused(key, Activity) for key in (free, taken, None)] == [free, None, None]
