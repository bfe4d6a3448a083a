"""A country speaks for itself: what others record of it counts there once it agrees, and not until then."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from reports import rules, workflow
from reports.models import Activity, Change, Confirmation, Mail
from reports.summaries import Selection, target_progress
from tests.base import R02, fresh, prove, record, submitted

SHARED = {
    "scope": "cross_border",
    "countries": ["MOZ", "TZA"],
    "actions": ["VI.2"],
    "claims": [{"indicator": "VI.T2.1", "unit": "TZA", "achieved_on": "2014-05-26"}],
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(cast) -> Activity:
    """Mozambique's, submitted, that names Tanzania and claims a result for it."""
    return submitted(cast["amina"], **SHARED)


def of_nobody(cast) -> Activity:
    """Mozambique's, submitted by an administrator: nobody spoke for it."""
    activity = workflow.create_activity(by=cast["grace"], values=R02)
    prove(cast["grace"], activity)
    return workflow.submit_activity(by=cast["grace"], pk=activity.pk)


def words(activity: Activity) -> dict[str, str]:
    return dict(activity.agreements.values_list("country", "word"))


def units(indicator: str) -> dict[str, str]:
    layers = {}
    for target in target_progress(Selection()):
        for row in target.indicators:
            layers |= {unit.unit: unit.layer for unit in row.units if row.code == indicator}
    return layers


def seen_by(person, activity: Activity) -> list[str]:
    who = rules.standing(fresh(person))
    return sorted(rules.visible_agreements(who).filter(activity=activity).values_list("country", flat=True))


def test_recording_is_agreeing_for_one_s_own_country_and_no_other(shared):
    assert words(shared) == {"MOZ": "agreed", "TZA": "awaited"}


def test_nothing_counts_for_a_country_that_has_not_agreed(shared):
    assert "TZA" not in units("VI.T2.1")


def test_what_is_verified_counts_for_a_country_once_it_agrees(cast, shared):
    workflow.verify_activity(by=cast["nadia"], pk=shared.pk)
    before = units("VI.T2.1")
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    assert (before.get("TZA"), units("VI.T2.1").get("TZA")) == (None, "verified")


def test_declining_takes_its_part_from_the_figures_and_leaves_the_verification_on_file(cast, shared):
    workflow.verify_activity(by=cast["nadia"], pk=shared.pk)
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="It was held in Malawi.")
    assert ("TZA" in units("VI.T2.1"), shared.claims.get().verification) == (False, "verified")


def test_agreeing_again_restores_it(cast, shared):
    workflow.verify_activity(by=cast["nadia"], pk=shared.pk)
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="It was held in Malawi.")
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    assert units("VI.T2.1")["TZA"] == "verified"


def test_a_claim_may_be_left_out(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA", without=[shared.claims.get().pk])
    assert (words(shared)["TZA"], shared.claims.get().word, "TZA" in units("VI.T2.1")) == ("agreed", "awaited", False)


def test_a_claim_may_be_declined_by_itself(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    claim = shared.claims.get()
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="Not in force.", only=[claim.pk])
    claim.refresh_from_db()
    assert (words(shared)["TZA"], claim.word) == ("agreed", "declined")


@pytest.mark.parametrize("day", ["2014-05-27", None])
def test_another_day_of_a_claim_awaits_the_country_s_word_by_itself(cast, shared, day):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    version = Activity.objects.get(pk=shared.pk).version
    claims = [SHARED["claims"][0] | {"achieved_on": day}]
    workflow.update_activity(by=cast["amina"], pk=shared.pk, version=version, values={"claims": claims})
    assert (words(shared)["TZA"], shared.claims.get().word) == ("agreed", "awaited")


def test_other_changes_are_mailed_to_the_country_with_both_versions(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    version = Activity.objects.get(pk=shared.pk).version
    workflow.update_activity(by=cast["amina"], pk=shared.pk, version=version, values={"place": "Tete"})
    about = Mail.objects.get(person=cast["juma"], template="activity_changed").about
    assert (about["changed"], words(shared)["TZA"]) == ({"place": ["", "Tete"]}, "agreed")


def test_the_focal_points_of_a_country_are_asked_once(cast, shared):
    version = Activity.objects.get(pk=shared.pk).version
    workflow.update_activity(by=cast["amina"], pk=shared.pk, version=version, values={"place": "Tete"})
    asked = Mail.objects.filter(template="agreement_asked")
    assert list(asked.values_list("person__username", flat=True)) == ["juma"]


def test_nobody_is_asked_about_a_draft(cast):
    record(cast["amina"], **SHARED)
    assert not Mail.objects.filter(template="agreement_asked").exists()


def test_regional_work_awaits_nobody(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    assert (activity.is_agreed, set(words(activity).values())) == (True, {"agreed"})


def test_regional_work_that_becomes_that_of_countries_asks_them(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    values = {"scope": "cross_border"}
    workflow.update_activity(by=cast["nadia"], pk=activity.pk, version=activity.version, values=values)
    assert set(words(activity).values()) == {"awaited"}


def test_an_administrator_agrees_for_nobody(cast):
    activity = of_nobody(cast)
    assert (words(activity), activity.is_agreed) == ({"MOZ": "awaited"}, False)


def test_what_others_write_is_no_report_of_the_country(cast):
    of_nobody(cast)
    assert not Confirmation.objects.filter(country="MOZ").exists()


def test_agreeing_is_a_report_of_the_country(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    assert Confirmation.objects.filter(country="TZA", activity=shared).count() == 1


def test_a_past_that_is_loaded_says_by_which_decision_it_was_agreed(cast):
    values = {
        "countries": ["MOZ"],
        "actions": ["VI.1"],
        "title": "Meeting",
        "language": "en",
        "starts_on": "2014-05-26",
    }
    activity = workflow.create_activity(by=cast["grace"], values=values, decision="Decision of the ministers, 2015")
    agreement = activity.agreements.get()
    assert (agreement.word, agreement.decision) == ("agreed", "Decision of the ministers, 2015")


@pytest.mark.parametrize("person", ["nadia", "grace", "thabo", "olga", "amina"])
def test_only_a_focal_point_of_the_country_speaks_for_it(cast, shared, person):
    with pytest.raises(workflow.NotAllowed):
        workflow.agree(by=cast[person], pk=shared.pk, country="TZA")


def test_what_is_agreed_to_is_not_agreed_to_twice(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    with pytest.raises(workflow.WrongState):
        workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")


def test_declining_wants_a_reason(cast, shared):
    with pytest.raises(ValidationError) as refusal:
        workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="  ")
    assert set(refusal.value.message_dict) == {"reason"}


def test_a_claim_for_another_country_is_not_left_out(cast, shared):
    with pytest.raises(ValidationError) as refusal:
        workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA", without=[shared.pk])
    assert set(refusal.value.message_dict) == {"without"}


def test_what_was_changed_since_it_was_read_is_not_agreed_to(cast, shared):
    with pytest.raises(workflow.StaleVersion):
        workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA", version=0)


def test_several_are_agreed_to_at_once_and_one_that_cannot_be_holds_up_no_other(cast, shared):
    other = submitted(cast["amina"], **SHARED | {"claims": [], "title": "Another meeting"})
    chosen = [(shared.pk, "TZA", Activity.objects.get(pk=shared.pk).version), (other.pk, "TZA", 0)]
    several = workflow.agree_several(by=cast["juma"], chosen=chosen)
    assert ([row.pk for row in several.agreed], [row.pk for row, _why in several.refused]) == ([shared.pk], [other.pk])


def test_who_declines_is_told_to_those_who_recorded_it_and_to_the_agencies(cast, shared):
    workflow.verify_activity(by=cast["nadia"], pk=shared.pk)
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="It was held in Malawi.")
    mailed = Mail.objects.filter(template="agreement_declined").values_list("person__username", flat=True)
    assert sorted(mailed) == ["amina", "nadia", "paul"]


def test_the_log_tells_the_word_and_the_claims_that_it_covers(cast, shared):
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    change = Change.objects.get(verb="activity.agreed")
    claims = [{"indicator": "VI.T2.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    assert (change.country_id, change.after) == ("TZA", {"agreement": "agreed", "claims": claims})


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("amina", ["MOZ", "TZA"]),
        ("juma", ["MOZ", "TZA"]),
        ("nadia", ["MOZ", "TZA"]),
        ("olga", ["MOZ"]),
        ("thabo", ["MOZ"]),
    ],
)
def test_what_awaits_is_seen_by_the_recorder_the_country_and_the_working_group(cast, shared, person, expected):
    assert seen_by(cast[person], shared) == expected


def test_an_activity_to_which_nobody_agreed_is_not_seen_by_others(cast):
    activity = of_nobody(cast)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    visible = rules.visible_activities(rules.standing(fresh(cast["olga"])))
    assert not visible.filter(pk=activity.pk).exists()


def test_a_draft_is_not_seen_by_a_country_that_it_names_until_it_is_submitted(cast):
    draft = record(cast["amina"], **SHARED)
    visible = rules.visible_activities(rules.standing(cast["juma"]))
    assert not visible.filter(pk=draft.pk).exists()


def test_a_country_that_declined_may_not_change_the_activity(cast, shared):
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="It was held in Malawi.")
    with pytest.raises(workflow.NotAllowed):
        workflow.update_activity(by=cast["juma"], pk=shared.pk, version=shared.version, values={"place": "Tete"})


def test_what_the_working_group_records_of_a_country_wants_its_letter(cast):
    activity = record(cast["nadia"])
    with pytest.raises(ValidationError) as refusal:
        workflow.submit_activity(by=cast["nadia"], pk=activity.pk)
    assert set(refusal.value.message_dict) == {"letter"}


@pytest.fixture
def lettered(cast) -> Activity:
    """Mozambique's, recorded and submitted by the working group with a letter of 3 May."""
    activity = record(cast["nadia"])
    letter = workflow.add_evidence(
        by=cast["nadia"], pk=activity.pk, kind="link", url="https://example.org/letter.pdf", dated=date(2026, 5, 3)
    )
    workflow.record_letter(by=cast["nadia"], pk=activity.pk, country="MOZ", evidence=letter.pk)
    return workflow.submit_activity(by=cast["nadia"], pk=activity.pk)


def test_a_letter_is_the_word_of_the_country_once_a_second_person_compared_it(cast, lettered):
    before = words(lettered)
    workflow.compare_letter(by=cast["paul"], pk=lettered.pk, country="MOZ")
    assert (before, words(lettered)) == ({"MOZ": "awaited"}, {"MOZ": "agreed"})


def test_a_letter_is_the_report_of_the_country_of_its_day(cast, lettered):
    workflow.compare_letter(by=cast["paul"], pk=lettered.pk, country="MOZ")
    assert Confirmation.objects.get(country="MOZ").on == date(2026, 5, 3)


def test_who_recorded_a_letter_does_not_compare_it(cast, lettered):
    with pytest.raises(workflow.NotAllowed):
        workflow.compare_letter(by=cast["nadia"], pk=lettered.pk, country="MOZ")


def test_a_focal_point_is_told_of_the_letter_and_may_decline(cast, lettered):
    workflow.compare_letter(by=cast["paul"], pk=lettered.pk, country="MOZ")
    mailed = Mail.objects.filter(template="agreement_by_letter").values_list("person__username", flat=True)
    workflow.decline(by=cast["amina"], pk=lettered.pk, country="MOZ", reason="Not our letter.")
    assert (list(mailed), words(lettered)) == (["amina"], {"MOZ": "declined"})


def test_a_citation_is_no_letter(cast):
    activity = record(cast["nadia"])
    with pytest.raises(ValidationError) as refusal:
        workflow.record_letter(
            by=cast["nadia"], pk=activity.pk, country="MOZ", evidence=prove(cast["nadia"], activity).pk
        )
    assert set(refusal.value.message_dict) == {"evidence"}


def test_a_letter_of_tomorrow_is_refused(cast):
    activity = record(cast["nadia"])
    link = workflow.add_evidence(by=cast["nadia"], pk=activity.pk, kind="link", url="https://example.org/letter.pdf")
    with pytest.raises(ValidationError) as refusal:
        workflow.record_letter(
            by=cast["nadia"], pk=activity.pk, country="MOZ", evidence=link.pk, letter_on=date(2999, 1, 1)
        )
    assert set(refusal.value.message_dict) == {"letter_on"}


def test_a_focal_point_records_no_letter(cast, shared):
    with pytest.raises(workflow.NotAllowed):
        workflow.record_letter(by=cast["amina"], pk=shared.pk, country="TZA", evidence=shared.evidence.get().pk)


def test_silence_of_a_month_comes_up_on_the_list_of_the_working_group(cast, shared, client):
    month_ago = timezone.now() - timedelta(days=31)
    shared.agreements.filter(country="TZA").update(asked_at=month_ago)
    client.force_login(cast["nadia"])
    assert [row.country_id for row in client.get("/review/").context["silent"]] == ["TZA"]


def test_one_button_at_the_desk_agrees(cast, shared, client):
    client.force_login(cast["juma"])
    (line,) = client.get("/desk/").context["desk"].asked
    client.post("/desk/agree/", {"one": line.key})
    assert words(shared)["TZA"] == "agreed"


def test_the_page_agrees_to_the_claims_that_are_ticked(cast, shared, client):
    client.force_login(cast["juma"])
    version = Activity.objects.get(pk=shared.pk).version
    shown = {"shown": [str(shared.claims.get().pk)], "claim": [], "version": version}
    client.post(f"/activities/{shared.pk}/agree/TZA/", shown)
    assert (words(shared)["TZA"], shared.claims.get().word) == ("agreed", "awaited")


def test_a_refused_declining_keeps_what_was_typed(cast, shared, client):
    client.force_login(cast["juma"])
    answer = client.post(f"/activities/{shared.pk}/decline/TZA/", {"reason": "", "only": str(shared.claims.get().pk)})
    assert (answer.status_code, answer.context["decline_form"]["only"].value()) == (422, str(shared.claims.get().pk))


def test_the_api_agrees(cast, shared):
    program = APIClient()
    program.force_authenticate(cast["juma"])
    answer = program.post(f"/api/v1/activities/{shared.pk}/agree/", {"country": "TZA"}, format="json")
    assert [row["agreement"] for row in answer.json()["agreements"]] == ["agreed", "agreed"]
