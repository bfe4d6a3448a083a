"""An error leaves a trace: in the log, with the person, with the administrators; and a dead mail server makes none."""

import logging
import smtplib

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import include, path, reverse
from rest_framework.decorators import api_view

from actionplan.urls import handler500
from reports import notices
from reports.jobs.taking import run_again
from reports.models import Job, Mail, Round, User
from tests.jobs import work, work_later
from tests.test_people import link_in


def broken(request, **kwargs):
    raise RuntimeError("nobody foresaw this")


@api_view(["GET"])
def broken_api(request):
    raise RuntimeError("nobody foresaw this")


__all__ = ["handler500", "urlpatterns"]
urlpatterns = [path("broken/", broken), path("api/v1/broken/", broken_api), path("", include("actionplan.urls"))]


@pytest.fixture
def visitor(db, settings):
    """A browser of somebody who is shown errors as they are, on a site with two broken pages."""
    settings.ROOT_URLCONF = "tests.test_errors"
    return lambda language="en": Client(raise_request_exception=False, headers={"accept-language": language})


# The number ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/", "/nowhere/", "/api/v1/themes/", "/static/css/site.css", "/broken/", "/admin/"]
)
def test_every_answer_carries_a_number(visitor, address):
    numbers = set()
    for _time in range(2):
        answer = visitor().get(address)
        numbers.add(answer["X-Request-ID"])
        answer.close()
    assert (len(numbers), {len(number) for number in numbers}) == (2, {12})


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "An error occurred on the server"),
        ("fr", "Une erreur s’est produite sur le serveur"),
        ("pt", "Ocorreu um erro no servidor"),
    ],
)
def test_the_page_says_the_number_in_the_readers_language(visitor, language, heading):
    answer = visitor(language).get("/broken/")
    page = answer.content.decode()
    assert (answer.status_code, heading in page, answer["X-Request-ID"] in page) == (500, True, True)


def test_the_page_is_in_the_language_of_the_account(visitor, cast):
    browser = visitor("en")
    browser.force_login(cast["amina"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert '<html lang="pt"' in browser.get("/broken/").content.decode()


def test_an_error_before_the_language_is_known_is_told_in_the_readers(visitor, monkeypatch):
    visitor("pt").get("/")  # whose language the process then still has
    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_request", broken)
    answer = visitor("fr").get("/")
    assert (answer.status_code, '<html lang="fr"' in answer.content.decode()) == (500, True)


def test_the_api_tells_it_as_a_problem(visitor):
    answer = visitor("fr").get("/api/v1/broken/")
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert (problem["request_id"], problem["status"], problem["instance"]) == (
        answer["X-Request-ID"],
        500,
        "/api/v1/broken/",
    )
    assert problem["title"] == "Une erreur s’est produite sur le serveur"


def test_the_log_has_it_whole_under_the_number(visitor, caplog):
    answer = visitor().get("/broken/")
    (record,) = [row for row in caplog.records if row.name == "django.request"]
    assert (record.request.id, record.exc_info[0]) == (answer["X-Request-ID"], RuntimeError)


def test_a_line_of_the_log_names_the_request(settings):
    handler = next(row for row in logging.getLogger("django").handlers if type(row) is logging.StreamHandler)
    record = logging.makeLogRecord({"name": "django.request", "levelname": "ERROR", "msg": "Broken"})
    record.request = type("Request", (), {"id": "0123456789ab"})()
    assert handler.filter(record)
    assert handler.format(record).endswith("ERROR django.request request=0123456789ab Broken")


# The administrators --------------------------------------------------------------------------------------------------


@pytest.fixture
def mailed(settings, visitor, cast):
    """Who is written to about errors, after `mailed(address)`."""
    settings.ERRORS_ARE_MAILED = True
    User.objects.create_superuser("closed", "closed@example.org", is_active=False)
    User.objects.create_superuser("demo", "demo@example.org", is_demo=True)

    def run(address, capture):
        with capture(execute=True):
            answer = visitor().get(address)
        return answer, mail.outbox

    return run


def test_administrators_are_told_with_the_number(mailed, django_capture_on_commit_callbacks):
    answer, (message,) = mailed("/broken/", django_capture_on_commit_callbacks)
    assert (message.to, message.subject) == (["grace@example.org"], f"Error {answer['X-Request-ID']} on the site")
    assert "RuntimeError: GET /broken/" in message.body


def test_they_are_told_once_of_errors_alike(mailed, django_capture_on_commit_callbacks):
    for address in ("/broken/", "/broken/", "/api/v1/broken/"):
        mailed(address, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 2


def test_nobody_is_told_where_no_mail_is_set(visitor, cast):
    visitor().get("/broken/")
    assert not Mail.objects.exists()


def test_an_error_that_cannot_even_be_told_is_still_answered(mailed, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(notices, "queue", broken)
    answer, outbox = mailed("/broken/", django_capture_on_commit_callbacks)
    assert (answer.status_code, answer["X-Request-ID"] in answer.content.decode(), outbox) == (500, True, [])


# A dead mail server --------------------------------------------------------------------------------------------------


class NoServer:
    """`asked` counts how often somebody tried."""

    asked = 0

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        NoServer.asked += 1
        raise TimeoutError("no server")


@pytest.fixture
def no_server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.test_errors.NoServer"
    monkeypatch.setattr(NoServer, "asked", 0)


POSTS = {
    "an invitation": ("grace", "person_invite", {"email": "x@example.org", "language": "pt", "role": "observer"}, 1),
    "a reset": (None, "account_reset_password", {"email": "amina@example.org"}, 1),
    "a change of address": ("amina", "address", {"email": "other@example.org", "password": "a-long-pass-phrase"}, 2),
}


@pytest.mark.parametrize("occasion", POSTS)
def test_mail_waits_for_a_server(as_person, no_server, settings, django_capture_on_commit_callbacks, occasion):
    name, page, data, mails = POSTS[occasion]
    with django_capture_on_commit_callbacks(execute=True):
        assert as_person(name).post(reverse(page), data).status_code == 302
    assert Mail.objects.unsent().count() == mails
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_later()
    assert (len(mail.outbox), Mail.objects.unsent().count()) == (mails, 0)


@pytest.fixture
def open_round(cast, noon):
    return Round.objects.create(title="x", opens_on=noon, closes_on="2100-01-01", as_at="2100-01-01")


def test_an_open_round_is_announced_when_there_is_a_server(open_round, no_server, settings):
    call_command("send_mail_due", verbosity=0)
    work()
    assert Mail.objects.unsent().count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_later()
    assert len(mail.outbox) == 2


def test_who_reminds_of_a_round_waits_for_no_server(
    as_person, open_round, no_server, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_person("nadia").post(reverse("round_remind", args=[open_round.pk]))
    assert (answer.status_code, Mail.objects.unsent().count(), NoServer.asked) == (302, 2, 1)


def test_the_mail_about_an_error_waits_too(mailed, no_server, django_capture_on_commit_callbacks):
    answer, _outbox = mailed("/broken/", django_capture_on_commit_callbacks)
    assert (answer.status_code, Mail.objects.unsent().get().template) == (500, "error")


def test_a_link_that_waited_is_good(cast, no_server, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_later()
    assert "set-password" in Client().get(link_in(mail.outbox[0])).url


def queued(person: User, times: int = 1) -> list[Mail]:
    about = {"title": "T", "url": "/", "by": "N"}
    return [
        row for n in range(times) for row in notices.queue([person], Mail.Kind.VERIFIED, "verified", f"v {n}", about)
    ]


def test_a_server_that_does_not_answer_is_asked_once_a_minute(cast, no_server):
    queued(cast["amina"], 5)
    work()
    assert (NoServer.asked, set(Job.objects.values_list("tries", flat=True))) == (1, {0})


def test_waiting_costs_a_message_none_of_its_tries(cast, no_server, settings):
    queued(cast["amina"])
    for _day in range(20):
        work_later()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_later()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("failure", "silent", "final"),
    [
        (ConnectionRefusedError(), True, False),
        (TimeoutError(), True, False),
        (smtplib.SMTPServerDisconnected(), True, False),
        (smtplib.SMTPAuthenticationError(535, b"no"), True, False),
        (smtplib.SMTPConnectError(421, b"busy"), True, False),
        (smtplib.SMTPSenderRefused(550, b"no", "x"), False, False),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")}), False, False),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"nobody")}), False, True),
        (smtplib.SMTPDataError(451, b"later"), False, False),
        (smtplib.SMTPDataError(554, b"spam"), False, True),
        (smtplib.SMTPNotSupportedError(), False, False),
    ],
)
def test_what_a_failure_is_about(failure, silent, final):
    assert (notices.did_not_answer(failure), notices.is_refused_for_good(failure)) == (silent, final)


def refusing(code: int):
    """A mail server that answers with `code`; 0: none that answers."""

    class Server:
        def __init__(self, **options):
            pass

        def send_messages(self, messages):
            raise OSError("no server") if not code else smtplib.SMTPDataError(code, "no")

    return Server


@pytest.mark.parametrize(("code", "is_final"), [(0, False), (451, False), (550, True)])
def test_what_a_server_did_not_take_is_tried_again_but_what_it_never_will_is_not(cast, monkeypatch, code, is_final):
    (row,) = queued(cast["amina"])
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend", refusing(code))
    work()
    job = Job.objects.get()
    assert (bool(job.given_up_at), bool(job.problem)) == (is_final, True)
    monkeypatch.undo()
    run_again(Job.objects.all())
    work_later()
    assert (len(mail.outbox), Mail.objects.get(pk=row.pk).sent_at is None) == (1, False)
