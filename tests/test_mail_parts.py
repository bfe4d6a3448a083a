"""Every message says what it asks and until when, has one button, and says the same as text and as HTML."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django.utils.html import strip_tags

from reports import mail_parts, notices, workflow
from reports.models import Round, User
from tests.base import submitted, today
from tests.jobs import work
from themes.dates import date_format


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """The message that goes while a verb runs: `posted(verb, **values)`."""

    def run(verb, **values):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(**values)
        (message,) = mail.outbox
        return message

    return run


@pytest.fixture
def returned(cast, posted):
    """`returned(remark)`: what Amina is sent, in English, when an activity of hers is returned."""
    User.objects.filter(pk=cast["amina"].pk).update(language="en")
    row = submitted(cast["amina"])
    return lambda remark="Why?": posted(workflow.return_activity, by=cast["nadia"], pk=row.pk, remark=remark)


def open_round(days=40):
    span = {"opens_on": today() - timedelta(30), "closes_on": today() + timedelta(days), "as_at": today()}
    return Round.objects.create(title="Round of 2026", **span)


def words_of(message):
    """Those of the HTML with the addresses of its links, and those of the text with what the button says."""
    html = message.alternatives[0].content
    (button,) = re.findall(r'<td><a href="[^"]+"><font color="#ffffff"><b>(.*?)</b>', html)
    shown = re.sub(r'<a href="(?:mailto:)?([^"]+)"[^>]*>', r" \1 ", html.partition("<body>")[2])
    return set(re.findall(r"\w+", unescape(strip_tags(shown)))), set(re.findall(r"\w+", f"{button} {message.body}"))


def test_what_is_returned_says_what_is_asked_and_that_nothing_presses(returned):
    first = returned().body.partition("\n\n")[0]
    assert first == "Please correct this activity or reply to the remark, then submit it again. There is no deadline."


def test_where_a_round_is_open_it_says_until_when(returned):
    day = date_format(open_round().closes_on)
    end = f"The round “Round of 2026” closes for your country at the end of {day} (Maputo, UTC+2)."
    assert end in returned().body.partition("\n\n")[0]


def test_a_round_asks_for_the_report_by_its_last_day(cast):
    row = open_round(3)
    mail.outbox.clear()
    notices.send_due(timezone.now())
    work()
    (message,) = [message for message in mail.outbox if message.to == ["juma@example.org"]]
    end = f"Deadline: the end of {date_format(row.closes_on)} (Dar es Salaam, UTC+3)."
    assert message.body.partition("\n\n")[0] == f"Please submit your country’s report. {end}"


def test_what_asks_nothing_begins_with_its_greeting(cast, posted):
    message = posted(
        workflow.verify_activity, by=cast["nadia"], pk=submitted(cast["juma"], countries=["TZA"], claims=[]).pk
    )
    assert message.body.startswith("Hello juma@example.org,")


@pytest.mark.parametrize("language", ["en", "fr", "pt"])
def test_text_and_html_say_the_same(cast, posted, language):
    User.objects.update(language=language)
    row = submitted(cast["amina"])
    html, text = words_of(posted(workflow.return_activity, by=cast["nadia"], pk=row.pk, remark="<b>Why</b> & who?"))
    assert html == text


def test_an_invitation_has_one_button_to_choose_a_password(cast, posted):
    values = {"email": "new@example.org", "role": "observer", "language": "en"}
    message = posted(workflow.invite_person, by=cast["grace"], **values)
    address = re.search(r"^http\S+/account/password/reset/key/\S+$", message.body, re.MULTILINE)[0]
    buttons = re.findall(r'<td><a href="([^"]+)"><font color="#ffffff"><b>(.*?)</b>', message.alternatives[0].content)
    assert buttons == [(address, "Choose your password")]


def test_the_button_leads_to_the_activity_whatever_the_remark_names(returned):
    message = returned(f"See\n{settings.SITE_URL}/help/\nfirst.")
    address = re.search(r"^\S+/activities/\S+$", message.body, re.MULTILINE)[0]
    assert mail_parts.button(message.body) == (address, "Open the activity")


def test_a_digest_has_one_button_that_leads_to_the_desk(cast, django_capture_on_commit_callbacks):
    User.objects.filter(pk=cast["amina"].pk).update(weekly_digest=True, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.return_activity(by=cast["nadia"], pk=submitted(cast["amina"]).pk, remark="Why?")
    mail.outbox.clear()
    notices.send_due(timezone.now())
    work()
    assert mail_parts.button(mail.outbox[0].body) == (f"{settings.SITE_URL}/desk/", "Open your desk")
    assert "Please correct this activity" in mail.outbox[0].body


def test_every_message_that_asks_something_has_its_templates():
    names = {path.stem for path in (settings.BASE_DIR / "templates" / "emails").glob("*.txt")}
    assert set(mail_parts.ASKED) - names == set()
