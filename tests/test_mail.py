"""Mail: in the reader's language, once, no more often than is good, and ended by one click."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from reports import account_mail, notices, workflow
from reports.models import Change, FileUpload, Mail, Membership, Round, TableUpload, UnsavedForm, User
from tests.base import fresh, prove, record, submitted, today
from tests.jobs import work

pytestmark = pytest.mark.usefixtures("noon")  # when the day is the same in every country


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """What is mailed while a verb runs: `posted(verb, **values)`."""

    def run(verb, **values):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(**values)
        return list(mail.outbox)

    return run


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=7)))


def open_round(days: int) -> Round:
    """A round that closes `days` days from today."""
    return Round.objects.create(
        title="Round", opens_on=today() - timedelta(30), closes_on=today() + timedelta(days), as_at=today()
    )


def send_due(day: date | None = None, **options) -> list[str]:
    """Who is written to on a day."""
    mail.outbox.clear()
    notices.send_due(at(day or today()), **options)
    work()
    return sorted(address for message in mail.outbox for address in message.to)


def returned(cast, posted):
    row = submitted(cast["amina"])
    (message,) = posted(workflow.return_activity, by=cast["nadia"], pk=row.pk, remark="Which meeting was this?")
    return row, message


def test_a_returned_activity_reaches_its_focal_point_with_the_remark(cast, posted):
    row, message = returned(cast, posted)
    assert message.to == ["amina@example.org"]
    assert message.subject == f"Devolvida: {row.title}"
    assert "Which meeting was this?" in message.body
    assert row.get_absolute_url() in message.body


def test_a_message_is_plain_text_and_html(cast, posted):
    _row, message = returned(cast, posted)
    ((html, kind),) = message.alternatives
    assert (kind, "<script" in html, "Which meeting was this?" in html) == ("text/html", False, True)


def test_the_html_of_an_invitation_says_what_its_text_says(cast, posted):
    values = {"email": "new@example.org", "role": "observer", "language": "en"}
    (message,) = posted(workflow.invite_person, by=cast["grace"], **values)
    words = strip_tags(message.alternatives[0].content.replace("<br>", " ")).split()
    assert [word for word in message.body.split() if word not in ("--", *words)] == []


def test_a_title_cannot_write_html_into_a_message(cast, posted):
    row = submitted(cast["amina"], title="<b>Bold</b> & well")
    (message,) = posted(workflow.verify_activity, by=cast["nadia"], pk=row.pk)
    assert "<b>Bold</b> & well" in message.body
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; well" in message.alternatives[0].content


def test_who_acts_is_not_told_what_they_did(cast, posted):
    regional = {"scope": "regional", "countries": ["MOZ", "TZA"], "claims": []}
    row = submitted(cast["nadia"], **regional)
    assert posted(workflow.add_remark, by=cast["nadia"], pk=row.pk, text="To myself.") == []


def test_a_deputy_is_told_too(cast, posted):
    Membership.objects.create(
        person=cast["charlie"], role="focal_point", country_id="MOZ", since=date(2010, 9, 7), is_deputy=True
    )
    row = submitted(cast["amina"])
    messages = posted(workflow.verify_activity, by=cast["nadia"], pk=row.pk)
    assert {address for message in messages for address in message.to} == {"amina@example.org", "charlie@example.org"}


def test_an_import_mails_nobody(cast, posted):
    row = submitted(cast["amina"])
    assert posted(workflow.verify_activity, by=cast["nadia"], pk=row.pk, via=Change.Via.IMPORT) == []


def test_the_same_occasion_is_queued_once(cast):
    for _time in range(2):
        notices.queue([cast["amina"]], Mail.Kind.RETURNED, "returned", "returned x", {"title": "T", "url": "/"})
    assert Mail.objects.filter(person=cast["amina"]).count() == 1


def queued(person) -> Mail:
    """A message that nobody has sent yet."""
    (row,) = notices.queue([person], Mail.Kind.VERIFIED, "verified", "once", {"title": "T", "url": "/", "by": "N"})
    return row


def test_a_message_goes_once(cast):
    row = queued(cast["amina"])
    notices.send(row.pk)
    notices.send(row.pk)
    assert len(mail.outbox) == 1


# Doing without -------------------------------------------------------------------------------------------------------


def off_link(message) -> str:
    return message.extra_headers["List-Unsubscribe"].strip("<>").split("8000")[1]


def test_a_mail_program_ends_one_kind_of_mail_by_itself(cast, posted):
    row, message = returned(cast, posted)
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(off_link(message), {"List-Unsubscribe": "One-Click"})
    assert (page.status_code, fresh(cast["amina"]).mail_off) == (200, ["returned"])
    assert posted(workflow.add_remark, by=cast["nadia"], pk=row.pk, text="And?") == []


def test_following_the_link_alone_ends_nothing(cast, posted):
    _row, message = returned(cast, posted)
    page = Client().get(off_link(message))
    assert (page.status_code, fresh(cast["amina"]).mail_off) == (200, [])


def test_a_forged_link_is_not_found(db):
    assert Client().post("/mail/off/nobody:forged/").status_code == 404


def test_a_person_chooses_their_mail(as_person, cast):
    as_person("amina").post("/account/", {"mail": "1", "wanted": ["returned"], "weekly_digest": "on"})
    person = fresh(cast["amina"])
    assert (person.mail_off, person.weekly_digest) == (["round", "verified"], True)


def test_a_digest_says_everything_of_the_week_in_one_message(cast, posted):
    User.objects.filter(pk=cast["amina"].pk).update(weekly_digest=True)
    rows = [submitted(cast["amina"], title=title) for title in ("First selection", "Second selection")]
    for row in rows:
        assert posted(workflow.verify_activity, by=cast["nadia"], pk=row.pk) == []
    assert send_due() == ["amina@example.org"]
    assert all(title in mail.outbox[0].body for title in ("First selection", "Second selection"))
    assert send_due() == []


def test_the_next_digest_waits_a_week(cast, posted):
    User.objects.filter(pk=cast["amina"].pk).update(weekly_digest=True)
    posted(workflow.verify_activity, by=cast["nadia"], pk=submitted(cast["amina"]).pk)
    send_due()
    posted(workflow.verify_activity, by=cast["nadia"], pk=submitted(cast["amina"], title="Later").pk)
    assert [send_due(today() + timedelta(days)) for days in (6, 7)] == [[], ["amina@example.org"]]


# Rounds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "subject"), [(40, "please report"), (14, "closes in 14 days"), (3, "closes in 3 days")]
)
def test_a_round_is_announced_and_reminded_of(cast, left, subject):
    open_round(left)
    assert send_due() == ["amina@example.org", "juma@example.org"]
    (english,) = [message for message in mail.outbox if message.to == ["juma@example.org"]]
    assert subject in english.subject


def test_who_has_reported_is_left_alone(cast):
    workflow.complete_report(by=cast["amina"], pk=open_round(14).pk, country="MOZ")
    assert send_due() == ["juma@example.org"]


def test_a_reminder_goes_once(cast):
    open_round(14)
    assert [len(send_due(today() + timedelta(days))) for days in (0, 0, 1, 5)] == [2, 0, 0, 0]


def another_round(days: int) -> Round:
    return Round.objects.create(
        title="Other", opens_on=today(), closes_on=today() + timedelta(days), as_at=today() + timedelta(days)
    )


def test_two_rounds_do_not_remind_on_one_day(cast):
    rows = [open_round(40), another_round(29)]
    count = len(send_due())
    Mail.objects.update(created_at=at(today() - timedelta(9)))
    for row, left in zip(rows, (14, 3), strict=True):
        Round.objects.filter(pk=row.pk).update(closes_on=today() + timedelta(left))
    assert [count, len(send_due())] == [4, 2]


@pytest.mark.parametrize("days", [40, 10, 3])
def test_that_another_round_opens_is_told_at_once(cast, days):
    open_round(14)
    send_due()
    another_round(days)
    assert [len(send_due()), len(send_due())] == [2, 0]


def test_of_the_same_round_nothing_more_is_told_within_two_days(cast):
    row = open_round(15)
    send_due()
    assert [len(send_due(today() + timedelta(days))) for days in (0, 1, 2, 3)] == [0, 0, 0, 2]
    assert notices.remind_now(row, at(today() + timedelta(1))) == []


def test_a_dry_run_sends_nothing(cast, capsys):
    open_round(14)
    call_command("send_mail_due", dry_run=True)
    said = capsys.readouterr().out
    assert ("amina@example.org" in said, "2 to queue" in said) == (True, True)
    assert (mail.outbox, Mail.objects.count()) == ([], 0)


def test_an_extension_is_told_and_counts(as_person, cast, django_capture_on_commit_callbacks):
    row = open_round(1)
    later = today() + timedelta(40)
    with django_capture_on_commit_callbacks(execute=True):
        page = as_person("nadia").post(
            f"/rounds/{row.pk}/extend/", {"country": "MOZ", "closes_on": later, "reason": "Floods."}
        )
    assert (page.status_code, row.closes_for("MOZ"), row.closes_for("TZA")) == (302, later, row.closes_on)
    (message,) = mail.outbox
    assert (message.to, "Floods." in message.body) == (["amina@example.org"], True)


def test_the_day_of_an_extension_is_reminded_of_anew(cast):
    row, later = open_round(14), today() + timedelta(40)
    send_due()
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=later, reason="Floods.")
    Mail.objects.update(created_at=at(today() - timedelta(3)), sent_at=timezone.now())
    assert [send_due(later - timedelta(left)) for left in (14, 3)] == [["amina@example.org"]] * 2


@pytest.mark.parametrize("name", ["amina", "thabo", "olga"])
def test_only_the_working_group_extends(as_person, name):
    assert as_person(name).get(f"/rounds/{open_round(3).pk}/extend/").status_code == 403


def test_an_extension_without_a_reason_keeps_what_was_typed(as_person):
    row = open_round(3)
    page = as_person("nadia").post(f"/rounds/{row.pk}/extend/", {"country": "MOZ", "closes_on": today()})
    assert (page.status_code, f'value="{today()}"' in page.content.decode()) == (422, True)


# Handing over --------------------------------------------------------------------------------------------------------


def hand_over(cast, posted, **values):
    role = Membership.objects.get(person=cast["amina"])
    return posted(workflow.hand_over, by=cast["grace"], pk=role.pk, **({"email": "new@example.org"} | values))


def test_a_successor_takes_over_what_is_open(cast, posted):
    row = record(cast["amina"])
    UnsavedForm.objects.create(person=cast["amina"], key="activity-x", path="/", fields="title=Half")
    message, farewell = hand_over(cast, posted)
    successor = User.objects.get(email="new@example.org")
    assert (message.to, message.subject[:4], farewell.to) == (["new@example.org"], "Assu", ["amina@example.org"])
    prove(successor, row)
    assert workflow.submit_activity(by=successor, pk=row.pk).review == "submitted"
    assert UnsavedForm.objects.get().person == successor


def test_the_former_focal_point_writes_no_more(cast, posted):
    hand_over(cast, posted)
    with pytest.raises(workflow.NotAllowed):
        record(fresh(cast["amina"]))


def test_the_old_name_stays_in_the_log(cast, posted):
    row = record(cast["amina"])
    hand_over(cast, posted)
    assert Change.objects.filter(subject_id=str(row.pk)).first().by == cast["amina"]
    assert set(
        Change.objects.filter(verb__in=["person.handed_over", "person.took_over"]).values_list("by", flat=True)
    ) == {cast["grace"].pk}


def test_nobody_hands_over_to_themselves(cast, posted):
    with pytest.raises(ValidationError) as refusal:
        hand_over(cast, posted, email="AMINA@example.org")
    assert list(refusal.value.message_dict) == ["email"]


@pytest.mark.parametrize("name", ["amina", "olga"])
def test_only_the_working_group_and_administrators_hand_over(cast, posted, name):
    role = Membership.objects.get(person=cast["amina"])
    with pytest.raises(workflow.NotAllowed):
        workflow.hand_over(by=cast[name], pk=role.pk, email="x@example.org")


def test_what_waited_for_the_former_waits_for_the_successor(cast, posted):
    User.objects.filter(pk=cast["amina"].pk).update(weekly_digest=True)
    posted(workflow.verify_activity, by=cast["nadia"], pk=submitted(cast["amina"]).pk)
    hand_over(cast, posted)
    assert send_due() == ["new@example.org"]


def test_files_and_tables_that_wait_are_taken_over(cast, posted):
    file = workflow.begin_upload(by=cast["amina"], name="report.pdf", size=100)
    TableUpload.objects.create(person=cast["amina"], country_id="MOZ", file_name="work.xlsx")
    hand_over(cast, posted)
    successor = User.objects.get(email="new@example.org")
    assert (FileUpload.objects.get(), FileUpload.objects.get().person) == (file, successor)
    assert TableUpload.objects.get().person == successor


def test_mail_on_the_former_account_goes_to_nobody_else(cast, posted):
    account_mail.about_second_factor(cast["amina"], by=cast["grace"])
    hand_over(cast, posted)
    assert Mail.objects.get(kind=Mail.Kind.ACCOUNT).person == cast["amina"]


def test_a_deputy_who_takes_over_is_a_deputy_no_more(cast, posted):
    deputy = {"person": cast["charlie"], "role": "focal_point", "country_id": "MOZ", "since": date(2010, 9, 7)}
    Membership.objects.create(is_deputy=True, **deputy)
    hand_over(cast, posted, email="charlie@example.org")
    held = Membership.objects.filter(person=cast["charlie"]).in_force()
    assert [row.is_deputy for row in held] == [False]


# What each message says ----------------------------------------------------------------------------------------------


def test_a_message_names_its_kind(cast, posted):
    _row, message = returned(cast, posted)
    kind = "actividades do seu país devolvidas ou sobre as quais há uma pergunta"
    assert [kind in text for text in (message.body, message.alternatives[0].content)] == [True, True]


def test_the_link_of_a_digest_names_the_digest(cast, posted):
    User.objects.filter(pk=cast["juma"].pk).update(weekly_digest=True)
    open_round(14)
    send_due()
    (digest,) = [message for message in mail.outbox if message.to == ["juma@example.org"]]
    assert "the weekly digest" in Client().get(off_link(digest), headers={"accept-language": "en"}).content.decode()


def test_a_digest_goes_early_with_a_reminder_that_would_come_too_late(cast, posted):
    User.objects.filter(pk=cast["amina"].pk).update(weekly_digest=True)
    row = submitted(cast["amina"])
    posted(workflow.verify_activity, by=cast["nadia"], pk=row.pk)
    send_due()
    posted(workflow.add_remark, by=cast["nadia"], pk=row.pk, text="Why?")
    workflow.complete_report(by=cast["juma"], pk=open_round(3).pk, country="TZA")
    assert send_due(today() + timedelta(1)) == ["amina@example.org"]
    assert ("3 dias" in mail.outbox[0].body, "Why?" in mail.outbox[0].body) == (True, True)


def test_on_the_last_day_a_round_closes_today(cast):
    open_round(0)
    send_due()
    (english,) = [message for message in mail.outbox if message.to == ["juma@example.org"]]
    assert english.subject == "Round closes today"
