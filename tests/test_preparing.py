"""Those who do the work record it: an agency's office, a ministry beside the focal point's, a regional body; and who clears."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import rules, workflow
from reports.models import Activity, Confirmation, Mail, Membership
from tests.base import R02, fresh, record, submitted
from tests.log_stories_of_preparing import prepared
from tests.recording import clearing_officer, contributor, institution, office
from tests.reviewing import reread
from tests.rounds import a_round
from tests.test_entry import FORM as A_FORM

FORM = A_FORM | {"lead": "IOM Mozambique"}


def at(client, name, row, data=None):
    return client.post(reverse(name, args=[row.pk]), data or {}, follow=True).content.decode()


@pytest.fixture
def cast(cast):
    """Amina reads English here, as what is looked for does."""
    cast["amina"].language = "en"
    cast["amina"].save()
    return cast


@pytest.fixture
def as_new(client):
    """`as_new(person)`: a browser in which somebody beside the cast has signed in."""

    def signed_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def test_an_office_records_and_submits_and_the_country_agrees(cast, as_new):
    officer = contributor(office(), ["MOZ"])
    as_new(officer).post(reverse("activity_new"), FORM)
    row = Activity.objects.get()
    agreement = row.agreements.get()
    assert (row.review, row.recorded_for.name, agreement.word) == ("submitted", "IOM Mozambique", "awaited")
    workflow.agree(by=cast["amina"], pk=row.pk, country="MOZ")
    assert row.agreements.get().word == "agreed"
    assert [day.country_id for day in Confirmation.objects.filter(activity=row)] == [None, "MOZ"]


def test_the_form_of_a_contributor_begins_with_their_organisation_and_country(cast, as_new):
    form = as_new(contributor(office(), ["MOZ"])).get(reverse("activity_new")).context["form"]
    assert (form["lead"].value(), form["countries"].value()) == ("IOM Mozambique", ["MOZ"])
    assert [scope for scope, _words in form.fields["scope"].choices] == ["national", "cross_border"]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"countries": ["MOZ", "MWI"], "scope": "cross_border"}, "countries", "for Mozambique only. Leave out Malawi"),
        ({"lead": "UNHCR"}, "lead", "in which IOM Mozambique has a part"),
    ],
)
def test_a_contributor_who_may_not_is_told_what_to_do_and_loses_nothing(cast, as_new, changed, field, says):
    page = as_new(contributor(office(), ["MOZ"])).post(reverse("activity_new"), FORM | changed)
    form = page.context["form"]
    assert says in str(form.errors[field])
    assert (form["title"].value(), Activity.objects.count()) == (FORM["title"], 0)


def test_the_focal_point_changes_what_an_office_submitted_and_each_is_told(cast):
    officer = contributor(office(), ["MOZ"])
    row = submitted(officer, lead="IOM Mozambique")
    workflow.update_activity(by=cast["amina"], pk=row.pk, version=row.version, values={"title": "Another"})
    assert Mail.objects.get(template="activity_changed").person == officer
    row = workflow.update_activity(by=officer, pk=row.pk, version=row.version + 1, values={"place": "Tete"})
    workflow.agree(by=cast["amina"], pk=row.pk, country="MOZ")
    row = workflow.update_activity(by=officer, pk=row.pk, version=reread(row).version, values={"place": "Beira"})
    assert Mail.objects.filter(template="activity_changed", person=cast["amina"]).count() == 1


def test_a_draft_of_an_office_is_its_own(cast):
    row = workflow.create_activity(by=contributor(office(), ["MOZ"]), values=R02 | {"lead": "IOM Mozambique"})
    for name in ("amina", "nadia", "juma"):
        who = rules.standing(cast[name])
        assert not rules.visible_activities(who).exists()
        log = rules.visible_changes(who).filter(subject_id=row.pk)
        known = rules.known_activities(who, log)
        assert [change for change in log if rules.may_read_change(who, change, known)] == []


def test_another_office_of_the_agency_does_not_see_it(cast):
    workflow.create_activity(by=contributor(office(), ["MOZ"]), values=R02 | {"lead": "IOM Mozambique"})
    other = rules.standing(contributor(office("TZA"), ["TZA"]))
    assert not rules.visible_activities(other).exists()


# A ministry beside the focal point's -------------------------------------------------------------------------------------


def test_a_ministry_hands_its_draft_on_and_the_focal_point_submits_it(cast, as_person, as_new):
    by, row = prepared()
    assert str(row.pk) not in as_person("amina").get(reverse("desk")).content.decode()
    assert "Handed on" in at(as_new(by), "activity_hand_on", row)
    client = as_person("amina")
    assert row.get_absolute_url() in client.get(reverse("desk")).content.decode()
    assert "has prepared this activity for you" in client.get(row.get_absolute_url()).content.decode()
    at(client, "activity_submit", row)
    row = reread(row)
    assert (row.review, row.agreements.get().word, row.claims.get().word) == ("submitted", "agreed", "agreed")
    assert row.agreements.get().by == cast["amina"]


@pytest.mark.parametrize(("is_focal_point", "button"), [(False, "hand_on"), (True, "submit")])
def test_what_a_ministry_begins_is_handed_on_but_a_focal_point_submits(cast, as_new, is_focal_point, button):
    person = contributor(institution(), ["MOZ"])
    if is_focal_point:
        Membership.objects.create(person=person, role="focal_point", country_id="MOZ", since=date(2012, 1, 1))
    page = as_new(fresh(person)).get(reverse("activity_new")).content.decode()
    assert [name for name in ("hand_on", "submit") if f'name="{name}"' in page] == [button]


def test_a_ministry_does_not_submit(cast):
    by, row = prepared()
    with pytest.raises(workflow.NotAllowed, match="hand it on"):
        workflow.submit_activity(by=by, pk=row.pk)


def test_what_a_ministry_changed_afterwards_is_agreed_to_by_submitting_it(cast):
    by, row = prepared()
    workflow.hand_on(by=by, pk=row.pk)
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark="Which day?")
    day = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-27"}]
    version = reread(row).version
    workflow.update_activity(by=by, pk=row.pk, version=version, values={"claims": day, "ends_on": "2014-05-27"})
    assert reread(row).claims.get().word == "awaited"
    workflow.hand_on(by=by, pk=row.pk)
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    assert reread(row).claims.get().word == "agreed"


def test_what_the_focal_point_hands_back_is_at_the_ministry_s_desk_with_the_remark(cast, as_person, as_new):
    by, row = prepared()
    workflow.hand_on(by=by, pk=row.pk)
    assert "Handed back" in at(as_person("amina"), "activity_hand_back", row, {"missing": "Which day?"})
    assert "Which day?" in as_new(by).get(reverse("desk")).content.decode()
    assert Mail.objects.get(template="activity_handed_back").person == by
    assert not rules.visible_activities(rules.standing(fresh(cast["amina"]))).exists()


def test_a_remark_is_asked_for_and_an_empty_one_changes_nothing(cast, as_person):
    by, row = prepared()
    workflow.hand_on(by=by, pk=row.pk)
    page = as_person("amina").post(reverse("activity_hand_back", args=[row.pk]), {"missing": " "})
    assert (page.status_code, reread(row).ready_at is not None) == (422, True)


def test_the_focal_point_does_not_discard_what_a_ministry_prepared(cast):
    by, row = prepared()
    workflow.hand_on(by=by, pk=row.pk)
    with pytest.raises(workflow.NotAllowed, match="Hand the draft back"):
        workflow.discard_draft(by=cast["amina"], pk=row.pk)
    workflow.discard_draft(by=by, pk=row.pk)


# A regional body ---------------------------------------------------------------------------------------------------------

MEETING = {"scope": "regional", "countries": [], "actions": ["VI.8"], "claims": [], "lead": "SADC"}


def test_an_officer_of_a_body_records_what_it_leads(cast):
    row = submitted(cast["thabo"], **MEETING)
    assert (row.is_agreed, row.recorded_for.name) == (True, "SADC")


def test_a_draft_of_a_body_is_its_own_until_it_is_submitted(cast):
    row = workflow.create_activity(by=cast["thabo"], values=R02 | MEETING)
    nadia = rules.standing(fresh(cast["nadia"]))
    assert (rules.may_edit(nadia, row), rules.visible_activities(nadia).exists()) == (False, False)
    workflow.submit_activity(by=cast["thabo"], pk=row.pk)
    assert (rules.may_edit(nadia, reread(row)), rules.visible_activities(nadia).exists()) == (True, True)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"lead": "UNHCR"}, "lead"), ({"scope": "national", "countries": ["MOZ"]}, "scope")],
)
def test_an_officer_of_a_body_records_no_other_work(cast, values, field):
    with pytest.raises(ValidationError) as refused:
        workflow.create_activity(by=cast["thabo"], values=R02 | MEETING | values)
    assert list(refused.value.message_dict) == [field]


# Who clears --------------------------------------------------------------------------------------------------------------


def test_nothing_is_to_be_cleared_where_nobody_clears(cast):
    clearing_officer("TZA")
    assert submitted(cast["amina"]).review == "submitted"


def test_what_is_cleared_can_be_submitted(cast, as_person, as_new):
    officer, row = clearing_officer(), record(cast["amina"])
    client = as_person("amina")
    assert "Ask for clearance" in at(client, "activity_submit", row)
    assert reread(row).is_draft
    at(client, "activity_ask_clearance", row)
    page = as_new(officer).get(reverse("desk")).content.decode()
    assert row.get_absolute_url() in page
    assert "Cleared." in at(as_new(officer), "activity_clear", row, {"version": row.version})
    at(client, "activity_submit", row)
    assert reread(row).review == "submitted"


def test_it_is_cleared_again_only_when_what_counts_changed(cast):
    officer, row = clearing_officer(), record(cast["amina"])
    workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    workflow.clear_activity(by=officer, pk=row.pk)
    row = workflow.update_activity(by=cast["amina"], pk=row.pk, version=1, values={"title": "Another"})
    assert rules.asked_to_clear(reread(row)) == []
    workflow.update_activity(by=cast["amina"], pk=row.pk, version=row.version, values={"ends_on": "2014-05-27"})
    with pytest.raises(workflow.WrongState, match="affects the figures"):
        workflow.submit_activity(by=cast["amina"], pk=row.pk)


def test_what_is_not_cleared_comes_back_to_the_focal_point_with_the_remark(cast, as_person):
    officer, row = clearing_officer(), record(cast["amina"])
    workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    workflow.hand_back(by=officer, pk=row.pk, missing="Name the venue.")
    assert "Name the venue." in as_person("amina").get(reverse("desk")).content.decode()
    with pytest.raises(workflow.WrongState, match="not awaited"):
        workflow.clear_activity(by=officer, pk=row.pk)


def test_a_clearing_officer_neither_edits_nor_submits(cast):
    officer, row = clearing_officer(), record(cast["amina"])
    workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    for verb, asked in ((workflow.submit_activity, {}), (workflow.update_activity, {"version": 1, "values": {}})):
        with pytest.raises(workflow.NotAllowed):
            verb(by=officer, pk=row.pk, **asked)


def test_a_report_is_cleared_before_it_is_complete(cast, as_person, as_new):
    officer = clearing_officer()
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    page = as_person("amina").get(reverse("round_report", args=[row.pk, "MOZ"])).content.decode()
    assert "the report has to be cleared before it is submitted" in page
    with pytest.raises(workflow.WrongState, match="Ask for clearance"):
        workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    as_person("amina").post(reverse("report_ask_clearance", args=[row.pk, "MOZ"]))
    as_new(officer).post(reverse("report_clear", args=[row.pk, "MOZ"]))
    assert workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ").country_id == "MOZ"


def test_a_report_is_handed_back_with_what_is_missing(cast, as_person, as_new):
    officer = clearing_officer()
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    workflow.ask_report_clearance(by=cast["amina"], pk=row.pk, country="MOZ")
    page, back = (reverse(name, args=[row.pk, "MOZ"]) for name in ("round_report", "report_hand_back"))
    assert "Clear the report" in as_new(officer).get(page).content.decode()
    assert as_new(officer).post(back, {"missing": ""}).status_code == 422
    as_new(officer).post(back, {"missing": "The list is missing."})
    assert "The list is missing." in as_person("amina").get(page).content.decode()
    assert Mail.objects.get(template="report_handed_back").person == cast["amina"]
    workflow.ask_report_clearance(by=cast["amina"], pk=row.pk, country="MOZ")
    workflow.clear_report(by=officer, pk=row.pk, country="MOZ")


def test_a_report_is_cleared_again_when_what_counts_changed(cast):
    officer = clearing_officer("TZA")
    row = a_round(cast["nadia"], opens_on=date(2014, 1, 1), closes_on=date(2999, 1, 1))
    shared = submitted(cast["amina"], scope="cross_border", countries=["MOZ", "TZA"])
    workflow.agree(by=cast["juma"], pk=shared.pk, country="TZA")
    workflow.ask_report_clearance(by=cast["juma"], pk=row.pk, country="TZA")
    workflow.clear_report(by=officer, pk=row.pk, country="TZA")
    version = reread(shared).version
    workflow.update_activity(by=cast["amina"], pk=shared.pk, version=version, values={"ends_on": "2014-05-27"})
    with pytest.raises(workflow.WrongState, match="affects the figures"):
        workflow.complete_report(by=cast["juma"], pk=row.pk, country="TZA")


def test_each_step_is_mailed_in_words(cast, django_capture_on_commit_callbacks):
    clearing_officer()
    by, row = prepared()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.hand_on(by=by, pk=row.pk)
        workflow.ask_clearance(by=cast["amina"], pk=row.pk)
    assert [message.subject for message in mail.outbox][-2:] == [
        "Ready to submit: National meeting to assess progress",
        "To clear: National meeting to assess progress",
    ]


# What is shared ----------------------------------------------------------------------------------------------------------

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "lead": "SADC", "border_regions": ["moz-tza"]}
CLAIMED = [
    {"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"},
    {"indicator": "III.T1.1", "unit": "moz-tza", "achieved_on": "2014-05-26"},
]


@pytest.fixture
def shared(cast):
    """Recorded by SADC, with a claim for Tanzania and one for the border."""
    return submitted(cast["thabo"], **SHARED, actions=["VI.1", "III.1"], claims=CLAIMED)


def test_who_shares_an_activity_leaves_alone_what_another_country_agreed_to(cast, shared, as_person):
    for name, country in (("juma", "TZA"), ("amina", "MOZ")):
        workflow.agree(by=cast[name], pk=shared.pk, country=country)
    claim = shared.claims.get(country="TZA")
    address = reverse("claim_remove", args=[shared.pk, claim.pk])
    assert address not in as_person("amina").get(shared.get_absolute_url()).content.decode()
    page = as_person("amina").post(address, follow=True).content.decode()
    assert ("Tanzania has agreed to this claim" in page, reread(shared).claims.count()) == (True, 2)
    as_person("thabo").post(address)
    assert reread(shared).claims.count() == 1


def test_a_country_that_is_asked_sees_what_is_claimed_for_a_border_of_its_own(cast, shared):
    seen = rules.visible_claims(rules.standing(cast["juma"])).values_list("unit", flat=True)
    assert sorted(seen) == ["TZA", "moz-tza"]


def test_a_country_that_declined_still_reads_the_history(cast, shared, as_person):
    workflow.decline(by=cast["juma"], pk=shared.pk, country="TZA", reason="It was held in Malawi.")
    assert as_person("juma").get(reverse("activity_history", args=[shared.pk])).status_code == 200


def test_who_clears_or_records_for_a_country_reads_times_as_it_does(cast):
    people = clearing_officer("MOZ"), contributor(office("MOZ"), ["MOZ"])
    assert {rules.standing(person).zone for person in people} == {rules.standing(cast["amina"]).zone}
