"""Nothing that waits for a person is absent from that person's desk or queue: every state in which something may wait."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports import rules, tallies, workflow
from reports.desk import desk
from reports.models import Activity, Claim, Country, FileUpload, Membership, UnsavedForm, User
from reports.queue import lines, places
from reports.snapshots import contents
from reports.tables.uploads import receive_table
from tests.base import fresh, prove, record, submitted, today, verified
from tests.clocks import at
from tests.reviewing import claim_of, find
from tests.test_weight import queries

REGIONAL = {"scope": "regional", "countries": ["MOZ", "TZA"], "claims": []}
EXPECTED = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]


def desk_of(cast, name):
    return desk(rules.standing(fresh(cast[name])), timezone.now())


def queue_of(cast, name="nadia"):
    who = rules.standing(fresh(cast[name]))
    return lines(who, places(who, "importance", timezone.now()))


def left_undecided(cast, **values) -> Activity:
    """Verified, with a claim that had no evidence then."""
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], **values).pk)
    pending = {activity.claims.get().pk: {"verification": "pending", "finding": ""}}
    return workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=pending)


# Claims --------------------------------------------------------------------------------------------------------------


def test_a_claim_left_undecided_waits_for_its_country_until_it_is_proved(cast):
    activity = left_undecided(cast)
    assert ([claim.activity_id for claim in desk_of(cast, "amina").unproved], queue_of(cast)) == ([activity.pk], [])


def test_a_claim_of_a_verified_activity_that_is_proved_later_waits_in_the_queue(cast):
    activity = left_undecided(cast)
    prove(cast["amina"], activity)
    (line,) = queue_of(cast)
    assert (line.activity, line.undecided, line.place.since) == (
        activity,
        [claim_of(activity)],
        activity.evidence.get().created_at,
    )
    assert desk_of(cast, "amina").unproved == []


@pytest.mark.parametrize(("verification", "finding"), [("verified", ""), ("refused", "Another meeting.")])
def test_once_it_is_decided_it_waits_no_more(cast, verification, finding):
    activity = left_undecided(cast)
    prove(cast["amina"], activity)
    claim = claim_of(activity)
    workflow.decide_claim(by=cast["nadia"], pk=claim.pk, verification=verification, finding=finding)
    assert queue_of(cast) == []


def test_a_decision_that_was_taken_back_waits_in_the_queue(cast):
    activity = verified(cast["amina"], cast["nadia"])
    workflow.decide_claim(by=cast["nadia"], pk=claim_of(activity).pk, verification="pending", finding="A doubt.")
    assert [line.activity for line in queue_of(cast)] == [activity]


def test_a_claim_that_is_only_expected_waits_for_nobody_in_the_queue(cast):
    verified(cast["amina"], cast["nadia"], claims=EXPECTED)
    assert queue_of(cast) == []


def test_the_page_of_the_queue_leads_to_the_claim_and_offers_no_tick(as_person, cast):
    activity = left_undecided(cast)
    prove(cast["amina"], activity)
    page = as_person("nadia").get(reverse("review")).content.decode()
    assert reverse("claim_finding", args=[claim_of(activity).pk]) in page
    assert f'value="{activity.pk}.' not in page


@pytest.mark.parametrize("values", [{"ends_on": "2014-05-26"}, {"status": "completed", "ends_on": None}])
def test_an_expected_claim_of_what_is_over_waits_for_its_country(cast, values):
    activity = verified(cast["amina"], cast["nadia"], claims=EXPECTED, **values)
    assert [claim.activity_id for claim in desk_of(cast, "amina").expected] == [activity.pk]


def test_a_doubt_waits_for_its_country_until_it_is_answered_with_evidence(cast):
    activity = submitted(cast["amina"])
    find(cast["nadia"], activity, "doubt", "Was it national?")
    (claim,) = desk_of(cast, "amina").doubted
    assert [finding.reasons for finding in claim.findings.all()] == ["Was it national?"]
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="link", url="https://example.org/list")
    assert (desk_of(cast, "amina").doubted, [line.activity for line in queue_of(cast)]) == ([], [activity])


def test_a_claim_on_which_the_agencies_differ_waits_for_them(as_person, cast):
    activity = submitted(cast["amina"])
    find(cast["nadia"], activity, "doubt", "Was it national?")
    find(cast["paul"], activity, "agree")
    assert as_person("nadia").get(reverse("review")).context["differing"].rows == [claim_of(activity)]


# Activities ----------------------------------------------------------------------------------------------------------


def returned(cast, author="amina", reviewer="nadia", **values):
    activity = submitted(cast[author], **values)
    return workflow.return_activity(by=cast[reviewer], pk=activity.pk, remark="Which meeting?")


@pytest.mark.parametrize(
    ("made", "name", "on"),
    [
        (lambda cast: record(cast["amina"]), "amina", "drafts"),
        (lambda cast: record(cast["nadia"], **REGIONAL), "paul", "drafts"),
        (lambda cast: returned(cast), "amina", "returned"),
        (lambda cast: returned(cast, "nadia", "paul", **REGIONAL), "nadia", "returned"),
    ],
)
def test_a_draft_and_a_returned_activity_wait_for_whoever_may_change_them(cast, made, name, on):
    activity = made(cast)
    assert getattr(desk_of(cast, name), on) == [activity]


def test_what_is_submitted_waits_in_the_queue_also_for_a_colleague(cast):
    activity = submitted(cast["nadia"], **REGIONAL)
    assert [(line.activity, line.may_review) for line in queue_of(cast, "paul")] == [(activity, True)]


def test_what_an_administrator_may_change_does_not_wait_for_them(cast):
    record(cast["amina"])
    assert desk_of(cast, "grace").drafts == []


# Questions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [submitted, lambda by: verified(by, User.objects.get(username="nadia"))])
def test_a_question_waits_for_its_country_and_its_answer_for_the_working_group(cast, made):
    activity = made(cast["amina"])
    remark = workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="Who took part?")
    assert desk_of(cast, "amina").questions == [remark]
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply="Ten ministries.")
    on_queue = {row.activity: row.answered for row in queue_of(cast)}
    assert (desk_of(cast, "amina").questions, desk_of(cast, "nadia").answered or on_queue[activity]) in (
        ([], [remark]),
        ([], 1),
    )


def test_the_answer_on_a_returned_activity_waits_for_the_working_group(cast):
    activity = returned(cast)
    workflow.reply_to_remark(by=cast["amina"], pk=activity.remarks.get().pk, reply="The one in Beira.")
    assert [remark.reply for remark in desk_of(cast, "paul").answered] == ["The one in Beira."]


def test_a_question_on_regional_work_waits_for_the_working_group(cast):
    activity = submitted(cast["nadia"], **REGIONAL)
    remark = workflow.add_remark(by=cast["paul"], pk=activity.pk, text="Who took part?")
    assert desk_of(cast, "nadia").questions == [remark]


def test_a_returned_activity_opens_with_its_question_and_the_reply(as_person, cast):
    activity = returned(cast)
    workflow.reply_to_remark(by=cast["amina"], pk=activity.remarks.get().pk, reply="The one in Beira.")
    page = as_person("amina").get(activity.get_absolute_url()).content.decode()
    submit = reverse("activity_submit", args=[activity.pk])
    assert page.index("Which meeting?") < page.index("The one in Beira.") < page.index(submit)
    assert page.count('id="remarks"') == 1


def test_a_question_that_is_resolved_stands_below(as_person, cast):
    activity = submitted(cast["amina"])
    remark = workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="Who took part?")
    workflow.resolve_remark(by=cast["nadia"], pk=remark.pk)
    page = as_person("amina").get(activity.get_absolute_url()).content.decode()
    assert page.index("Stakeholders took stock.") < page.index("Who took part?")


def test_the_form_of_a_returned_activity_shows_the_reply(as_person, cast):
    activity = returned(cast)
    workflow.reply_to_remark(by=cast["amina"], pk=activity.remarks.get().pk, reply="The one in Beira.")
    page = as_person("amina").get(reverse("activity_edit", args=[activity.pk])).content.decode()
    assert ["Which meeting?" in page, "The one in Beira." in page] == [True, True]


# Rounds --------------------------------------------------------------------------------------------------------------


def a_round(cast, **days):
    days = {"opens_on": date(2014, 10, 1), "closes_on": date(2014, 12, 31), "as_at": date(2014, 12, 31)} | days
    return workflow.open_round(by=cast["nadia"], title="Round", **days)


def test_a_round_that_is_over_waits_to_be_closed_and_its_edition_to_be_published(cast):
    row = a_round(cast)
    assert (desk_of(cast, "paul").rounds, desk_of(cast, "amina").rounds) == ([row], [])
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    assert (desk_of(cast, "paul").rounds, desk_of(cast, "paul").editions) == ([], [snapshot])
    workflow.publish_snapshot(by=cast["nadia"], code=snapshot.pk)
    assert desk_of(cast, "paul").editions == []


def test_a_round_that_waits_for_countries_does_not_wait_for_the_working_group(cast):
    a_round(cast, closes_on=today() + timedelta(3))
    assert desk_of(cast, "nadia").rounds == []


def test_an_edition_that_was_replaced_does_not_wait_to_be_published(cast):
    first = workflow.close_round(by=cast["nadia"], pk=a_round(cast).pk, contents=contents)
    second = workflow.correct_snapshot(by=cast["nadia"], code=first.pk, why="A figure.", contents=contents)
    assert desk_of(cast, "nadia").editions == [second]


# What somebody began -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["amina", "nadia", "thabo", "charlie"])
def test_what_was_typed_and_not_saved_is_on_the_desk_of_whoever_typed(as_person, cast, name):
    row = UnsavedForm.objects.create(
        person=cast[name], key="new", path="/activities/new/", fields="", title="Half a form"
    )
    assert desk_of(cast, name).typed == [row]
    assert "Half a form" in as_person(name).get(reverse("desk")).content.decode()


def test_a_table_that_was_not_applied_is_on_the_desk_of_its_sender(as_person, cast):
    file = SimpleUploadedFile("work.csv", b"reference,title\nA1,x\n")
    table = receive_table(by=cast["amina"], country=Country.objects.get(pk="MOZ"), file=file)
    assert (desk_of(cast, "amina").tables, desk_of(cast, "juma").tables) == ([table], [])
    assert reverse("table", args=[table.pk]) in as_person("amina").get(reverse("desk")).content.decode()


def a_file(person) -> FileUpload:
    upload = FileUpload(person=person, file_name="list.pdf", size=9)
    upload.file.save("list.pdf", ContentFile(b""), save=False)
    upload.save()
    return upload


def test_a_file_that_was_not_attached_is_on_the_desk_of_its_sender_and_may_go(as_person, cast):
    upload, client = a_file(cast["amina"]), as_person("amina")
    assert "list.pdf" in client.get(reverse("desk")).content.decode()
    assert client.post(reverse("upload_drop", args=[upload.pk])).url == reverse("desk")
    assert (desk_of(cast, "amina").files, FileUpload.objects.count()) == ([], 0)


@pytest.mark.parametrize(("name", "status"), [("juma", 404), ("grace", 404), (None, 302)])
def test_nobody_deletes_the_file_of_another(as_person, cast, name, status):
    upload = a_file(cast["amina"])
    assert as_person(name).post(reverse("upload_drop", args=[upload.pk])).status_code == status
    assert FileUpload.objects.exists()


# Invitations ---------------------------------------------------------------------------------------------------------


def test_an_invitation_that_nobody_has_taken_up_waits_for_the_administrators(as_person, cast):
    User.objects.update(last_login=timezone.now())
    role = workflow.invite_person(by=cast["grace"], email="new@example.org", role="observer")
    assert (desk_of(cast, "grace").invited, desk_of(cast, "amina").invited) == ([role], [])
    assert "new@example.org" in as_person("grace").get(reverse("desk")).content.decode()
    workflow.end_role(by=cast["grace"], pk=role.pk)
    assert desk_of(cast, "grace").invited == []


@pytest.mark.parametrize(("name", "queries_of_it"), [("amina", 32), ("nadia", 26)])
def test_a_desk_costs_the_same_with_more_rows(as_person, cast, name, queries_of_it):
    client, costs = as_person(name), []
    for _n in range(2):
        for _row in range(2):
            record(cast["amina"])
            record(cast["nadia"], scope="regional", countries=[], claims=[])
        costs.append(queries(client, reverse("desk")))
    assert costs == [queries_of_it, queries_of_it]


# All of it -----------------------------------------------------------------------------------------------------------


def test_every_state_of_an_activity_and_a_claim_stands_somewhere(cast):
    """One activity in each state of review, its claim undecided, proved or not: each is on a desk or in the queue."""
    for proved in (True, False):
        for review in Activity.Review.values:
            activity = record(cast["amina"], title=f"{review} {proved}")
            if proved:
                prove(cast["amina"], activity)
            Activity.objects.filter(pk=activity.pk).update(review=review, submitted_at=timezone.now())
    tallies.rebuild()
    own, queue = desk_of(cast, "amina"), {row.activity.pk for row in queue_of(cast)}
    claims = {claim.activity_id for claim in own.unproved}
    seen = {row.pk for row in (*own.drafts, *own.returned)} | claims | queue
    assert seen == set(Activity.objects.values_list("pk", flat=True))
    assert Claim.objects.filter(verification="pending").count() == len(seen) == 8


def test_more_than_a_list_holds_is_said(as_person, cast, monkeypatch):
    monkeypatch.setattr("reports.desk.MOST", 2)
    for _n in range(3):
        record(cast["juma"], countries=["TZA"], claims=[])
    page = as_person("juma").get(reverse("desk"))
    assert (
        len(page.context["desk"].drafts),
        "the others appear once these have been dealt with" in page.content.decode(),
    ) == (
        2,
        True,
    )


def test_the_desk_of_the_working_group_leads_to_its_queue(as_person, cast):
    submitted(cast["amina"])
    record(cast["nadia"], **REGIONAL)
    page = as_person("nadia").get(reverse("desk")).content.decode()
    assert ["1 activity is awaiting review." in page, "My desk" in page] == [True, True]


def test_a_person_with_two_countries_sees_what_waits_in_both(cast):
    Membership.objects.create(person=cast["amina"], role="focal_point", country_id="TZA", since=date(2010, 9, 7))
    rows = {record(cast["amina"]).pk, record(cast["juma"], countries=["TZA"], claims=[]).pk}
    assert {row.pk for row in desk_of(cast, "amina").drafts} == rows


def test_invitations_of_one_moment_are_of_one_day_for_the_reader(as_person, cast, monkeypatch):
    """Late in the evening of Luanda it is the next day in Dar es Salaam, where the site is."""
    User.objects.update(last_login=timezone.now())
    moment = at(monkeypatch, "2026-11-28T21:30Z")
    for country in ("AGO", "TZA"):
        email = f"{country}@example.org"
        role = workflow.invite_person(
            by=cast["grace"], email=email, role="focal_point", country=Country.objects.get(pk=country)
        )
        User.objects.filter(pk=role.person_id).update(date_joined=moment)
    workflow.choose_language(by=cast["grace"], language="en")
    page = as_person("grace").get(reverse("desk")).content.decode()
    assert [page.count("invited on 29 November 2026"), page.count("28 November")] == [2, 0]
