"""The address of an account: changed by who knows the password and reads the new address; the pages that there are."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan import account_urls
from reports import workflow
from reports.limits import ADDRESS_DAYS, ADDRESS_MAILS, PASSWORD_TRIES
from reports.models import Change, User
from reports.workflow.addresses import address_token
from tests.base import PASSWORD, fresh
from tests.test_people import link_in
from tests.walk import routes

NEW = "amina@example.com"


@pytest.fixture
def ask(as_person, django_capture_on_commit_callbacks):
    """Amina asks for another address on the page: the answer, and what was mailed."""
    browser = as_person("amina")

    def run(email=NEW, password=PASSWORD):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(reverse("address"), {"email": email, "password": password})
        return answer, list(mail.outbox)

    return run


@pytest.fixture
def confirm(django_capture_on_commit_callbacks):
    """A stranger's browser follows a link and presses its button: the answer, and what was mailed."""

    def run(link):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = Client().post(link)
        return answer, list(mail.outbox)

    return run


def test_the_new_address_gets_a_link_and_the_old_one_a_word(ask, cast):
    answer, messages = ask()
    assert (answer.status_code, [message.to for message in messages]) == (302, [[NEW], ["amina@example.org"]])
    assert (NEW in messages[1].body, reverse("address_confirm", args=["x"])[:-2] in messages[1].body) == (True, False)
    assert fresh(cast["amina"]).email == "amina@example.org"
    assert Change.objects.get(verb="person.address_asked").after == {}


def test_the_link_changes_it_tells_the_old_one_and_is_logged(ask, confirm, cast):
    link = link_in(ask()[1][0])
    assert Client().get(link).status_code == 200
    assert fresh(cast["amina"]).email == "amina@example.org"
    answer, (message,) = confirm(link)
    assert (answer.status_code, message.to, fresh(cast["amina"]).email) == (302, ["amina@example.org"], NEW)
    change = Change.objects.get(verb="person.address_changed")
    assert (change.before, change.after) == ({}, {"personal": ["email"]})


def test_a_link_is_good_once(ask, confirm):
    link = link_in(ask()[1][0])
    confirm(link)
    assert confirm(link)[0].status_code == 404


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_borrowed_session_takes_no_account(ask, password):
    answer, messages = ask(password=password)
    assert (answer.status_code, list(answer.context["form"].errors), messages) == (422, ["password"], [])


def test_a_borrowed_session_does_not_guess(ask):
    for _n in range(PASSWORD_TRIES):
        ask(password="wrong")
    assert ask()[0].status_code == 422


def test_a_changed_password_makes_the_link_void(ask, confirm, cast):
    link = link_in(ask()[1][0])
    person = fresh(cast["amina"])
    person.set_password("another-pass-phrase")
    person.save()
    assert confirm(link)[0].status_code == 404


def test_a_link_ends(cast, confirm, monkeypatch):
    then = timezone.now().timestamp() - timedelta(days=ADDRESS_DAYS, minutes=1).total_seconds()
    with monkeypatch.context() as patched:
        patched.setattr("django.core.signing.time.time", lambda: then)
        token = address_token(cast["amina"], NEW)
    assert confirm(reverse("address_confirm", args=[token]))[0].status_code == 404


@pytest.mark.parametrize("email", ["juma@example.org", "JUMA@example.org", "amina@example.org", "nonsense"])
def test_what_is_no_other_free_address_is_refused(ask, email):
    answer, messages = ask(email)
    assert (answer.status_code, list(answer.context["form"].errors), messages) == (422, ["email"], [])


def test_an_address_that_was_taken_meanwhile_is_refused(ask, confirm, cast):
    link = link_in(ask()[1][0])
    User.objects.filter(pk=cast["juma"].pk).update(email=NEW)
    assert (confirm(link)[0].status_code, fresh(cast["amina"]).email) == (409, "amina@example.org")


def test_so_many_are_asked_for_in_an_hour(cast):
    for n in range(ADDRESS_MAILS):
        workflow.ask_for_address(by=cast["amina"], email=f"other{n}@example.org")
    with pytest.raises(ValidationError):
        workflow.ask_for_address(by=cast["amina"], email=NEW)


def test_a_name_that_is_the_address_follows_it(cast):
    User.objects.filter(pk=cast["amina"].pk).update(username="amina@example.org")
    workflow.change_address(token=address_token(fresh(cast["amina"]), NEW))
    assert fresh(cast["amina"]).username == NEW
    invited = workflow.invite_person(by=cast["grace"], email="amina@example.org", role="observer")
    assert invited.person.username == "amina@example.org"


def test_the_former_address_leads_nowhere(cast):
    EmailAddress.objects.create(user=cast["amina"], email="amina@example.org", verified=True, primary=True)
    workflow.change_address(token=address_token(cast["amina"], NEW))
    browser = Client()
    browser.post(reverse("account_login"), {"login": "amina@example.org", "password": PASSWORD})
    assert not get_user(browser).is_authenticated
    browser.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert get_user(browser).username == "amina"


def test_an_administrator_who_corrects_it_is_told_to_the_former(as_person, cast, django_capture_on_commit_callbacks):
    EmailAddress.objects.create(user=cast["amina"], email="amina@example.org", verified=True, primary=True)
    address = reverse("admin:reports_user_change", args=[cast["amina"].pk])
    with django_capture_on_commit_callbacks(execute=True):
        as_person("grace").post(address, {"username": "amina", "email": NEW, "language": "pt", "is_active": "on"})
    (message,) = mail.outbox
    assert (message.to, "grace" in message.body, NEW in message.body) == (["amina@example.org"], True, True)
    assert not EmailAddress.objects.exists()


# The pages of the account --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [None, "amina"])
@pytest.mark.parametrize(
    "page",
    [
        *("email/", "confirm-email/", "confirm-email/x/", "signup/", "password/set/", "login/code/confirm/"),
        *("login/code/", "phone/change/", "password/reset/key/done/", "two-factor/webauthn/", "two-factor/trust/"),
    ],
)
def test_no_page_but_those_that_are_meant(as_person, person, page):
    assert as_person(person).get(f"/account/{page}").status_code == 404
    assert as_person(person).post(f"/account/{page}", {"email": NEW, "action_add": "1"}).status_code == 404


# Pages of the account that no page links to: what leads there.
LED_TO = {
    "account_inactive": "the sign-in, of an account that was made inactive",
    "account_reauthenticate": "a page that wants the password once more",
    "mfa_reauthenticate": "a page that wants the code once more",
    "account_reset_password_done": "the page that sends a link",
    "account_reset_password_from_key": "the link of an invitation or a reset",
    "address_confirm": "the link to a new address",
}


def test_every_page_of_the_account_is_linked_or_led_to():
    templates = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    linked = set(re.findall(r"{% url '(\w+)'", "".join(templates)))
    assert [row.name for row in account_urls.urlpatterns if row.name not in linked | set(LED_TO)] == []


def test_no_library_has_a_page_elsewhere():
    names = {name for route, name in routes() if not route.startswith("account/")}
    theirs = [name for name in names if name.startswith(("account_", "mfa_", "socialaccount", "knox", "rest_"))]
    assert theirs == []


def test_the_admin_has_no_door_of_its_own(cast):
    browser = Client()
    sign_in = f"{reverse('account_login')}?next=/admin/"
    assert browser.get("/admin/", follow=True).redirect_chain[-1][0] == sign_in
    answer = browser.post("/admin/login/?next=/admin/", {"username": "grace", "password": PASSWORD})
    assert (answer.url, get_user(browser).is_authenticated) == (sign_in, False)


@pytest.mark.parametrize(
    ("page", "leads_to"), [("logout", "account_logout"), ("password_change", "account_change_password")]
)
def test_the_admin_changes_and_ends_nothing_by_itself(as_person, page, leads_to):
    assert as_person("grace").post(f"/admin/{page}/").url == reverse(leads_to)


@pytest.mark.parametrize(("name", "status"), [("amina", 403), ("nadia", 403), ("grace", 200)])
def test_the_admin_refuses_who_may_not_enter_once(as_person, name, status):
    assert as_person(name).get("/admin/", follow=True).status_code == status


def test_nobody_chooses_another_ones_password(as_person, cast):
    address = reverse("admin:auth_user_password_change", args=[cast["amina"].pk])
    typed = {"password1": "another-pass-phrase", "password2": "another-pass-phrase", "usable_password": "true"}
    assert as_person("grace").post(address, typed).status_code == 404
    assert fresh(cast["amina"]).check_password(PASSWORD)
