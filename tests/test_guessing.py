"""Guessing a password stays slow from everywhere, and keeps no owner out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.forms import LoginForm
from allauth.core.context import request_context
from django.conf import settings as configured
from django.contrib.auth import get_user
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from actionplan import settings as site_settings
from reports import attempts, known_browsers
from reports.attempts import Limit
from reports.client_address import client_address
from reports.limits import BROWSER_TRIES, PASSWORD_TRIES, PLACE_TRIES, RESET_MAILS
from reports.models import Attempt, Mail, User
from tests.base import PASSWORD
from tests.test_people import link_in

SIGN_IN, RESET = reverse("account_login"), reverse("account_reset_password")


def from_address(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"203.0.{number // 250}.{number % 250 + 1}"}


def tried(browser: Client, login: str, password: str, **extra) -> bool:
    """One try; was the password looked at, whatever came of it?"""
    answer = browser.post(SIGN_IN, {"login": login, "password": password}, **extra)
    return answer.status_code == 302 or "Too many attempts" not in answer.content.decode()


def guess(login: str, times: int) -> int:
    """Wrong passwords, each from an address of its own; how many were looked at. By the form alone, without its page."""
    looked_at = 0
    for number in range(times):
        request = RequestFactory().post(SIGN_IN, **from_address(number))
        with request_context(request), translation.override("en"):
            form = LoginForm({"login": login, "password": f"guess {number}"}, request=request)
            looked_at += "Too many attempts" not in str(form.errors)
    return looked_at


@pytest.fixture
def at_home(cast):
    """A browser in which Amina signed in once, and out again."""
    browser = Client()
    browser.post(SIGN_IN, {"login": "amina", "password": PASSWORD})
    browser.post(reverse("account_logout"))
    return browser


def test_a_thousand_addresses_guess_while_the_owner_signs_in(at_home):
    assert guess("amina", 1000) == PASSWORD_TRIES
    at_home.post(SIGN_IN, {"login": "amina", "password": PASSWORD})
    assert get_user(at_home).username == "amina"


def test_the_account_is_one_however_it_is_named(cast):
    named = ["amina", "AMINA", "amina@example.org", "Amina@Example.org", " amina "] * 3
    looked_at = [tried(Client(), login, "guess", **from_address(n)) for n, login in enumerate(named)]
    assert sum(looked_at) == PASSWORD_TRIES


def test_a_name_of_nobody_is_held_up_alike(cast):
    assert guess("nobody", 9) == PASSWORD_TRIES


def test_one_place_cannot_try_every_account(cast):
    looked_at = [tried(Client(), f"person{n}", "guess") for n in range(PLACE_TRIES + 5)]
    assert sum(looked_at) == PLACE_TRIES


def test_a_place_that_is_held_up_uses_up_no_account(cast):
    for n in range(PLACE_TRIES):
        tried(Client(), f"person{n}", "guess")
    assert [tried(Client(), "amina", "guess") for _n in range(9)] == [False] * 9
    assert guess("amina", 9) == PASSWORD_TRIES


def test_good_passwords_use_up_nothing(cast):
    for _n in range(PLACE_TRIES + PASSWORD_TRIES):
        browser = Client()
        browser.post(SIGN_IN, {"login": "amina", "password": PASSWORD})
        assert get_user(browser).is_authenticated


def test_a_known_browser_has_a_limit_too(at_home):
    looked_at = [tried(at_home, "amina", "guess") for _n in range(BROWSER_TRIES + 5)]
    assert sum(looked_at) == BROWSER_TRIES
    assert guess("amina", 9) == PASSWORD_TRIES


def test_a_browser_is_known_to_its_own_account_alone(at_home):
    looked_at = [tried(at_home, "juma", "guess") for _n in range(9)]
    assert sum(looked_at) == PASSWORD_TRIES


def test_a_forged_cookie_opens_no_further_tries(cast):
    guess("amina", 9)
    browser = Client()
    browser.cookies[known_browsers.COOKIE] = f'[[{cast["amina"].pk},"0"]]:forged:forged'
    assert not tried(browser, "amina", "guess")


def test_a_browser_is_known_only_when_the_whole_sign_in_is_through(cast):
    browser = Client()
    browser.post(SIGN_IN, {"login": "amina", "password": "guess"})
    assert known_browsers.COOKIE not in browser.cookies
    browser.post(SIGN_IN, {"login": "amina", "password": PASSWORD})
    cookie = browser.cookies[known_browsers.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/account/")


def test_a_shared_browser_knows_the_last_five(cast):
    browser = Client()
    for name in ("amina", "juma", "nadia", "paul", "thabo", "olga"):
        browser.post(SIGN_IN, {"login": name, "password": PASSWORD})
        browser.post(reverse("account_logout"))
    request = RequestFactory().get("/")
    request.COOKIES[known_browsers.COOKIE] = browser.cookies[known_browsers.COOKIE].value
    assert list(known_browsers.nonces(request)) == [cast[n].pk for n in ("juma", "nadia", "paul", "thabo", "olga")]


def test_the_limit_ends(cast):
    assert guess("amina", 9) == PASSWORD_TRIES
    Attempt.objects.update(begun=timezone.now() - timedelta(seconds=301))
    assert guess("amina", 9) == PASSWORD_TRIES


# The reset by mail ---------------------------------------------------------------------------------------------------


def test_a_reset_by_mail_lets_in_who_is_held_up(cast, django_capture_on_commit_callbacks):
    guess("amina", 50)
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(RESET, {"email": "amina@example.org"})
    form = browser.get(link_in(mail.outbox[0]), follow=True)
    browser.post(form.wsgi_request.path, {"password1": "another-pass-phrase", "password2": "another-pass-phrase"})
    assert get_user(browser).username == "amina"
    browser.post(reverse("account_logout"))
    assert tried(browser, "amina", "another-pass-phrase")


def test_many_who_ask_for_a_reset_shut_nobody_out(cast, django_capture_on_commit_callbacks):
    for n in range(100):
        with django_capture_on_commit_callbacks(execute=True):
            answer = Client().post(RESET, {"email": "amina@example.org"}, **from_address(n))
        assert answer.status_code == 302
    assert len(mail.outbox) == RESET_MAILS
    assert all("set-password" in Client().get(link_in(message)).url for message in mail.outbox)


def test_one_place_that_asks_for_resets_stops_nobody_else_there(cast, django_capture_on_commit_callbacks):
    for n in range(100):
        Client().post(RESET, {"email": f"nobody{n}@example.org"})
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(RESET, {"email": "amina@example.org"})
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]


def test_whose_links_are_used_up_gets_new_ones(cast, django_capture_on_commit_callbacks):
    for _n in range(RESET_MAILS):
        with django_capture_on_commit_callbacks(execute=True):
            Client().post(RESET, {"email": "amina@example.org"})
    Client().post(SIGN_IN, {"login": "amina", "password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(RESET, {"email": "amina@example.org"})
    assert len(mail.outbox) == RESET_MAILS + 1


def test_a_reset_finds_an_address_however_it_was_written(db, django_capture_on_commit_callbacks):
    User.objects.create_user("root", "Root@Example.org", PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(RESET, {"email": "ROOT@example.ORG"})
    assert [message.to for message in mail.outbox] == [["root@example.org"]]


def test_an_address_of_nobody_gets_no_mail(db):
    Client().post(RESET, {"email": "nobody@example.org"})
    assert (mail.outbox, Mail.objects.exists()) == ([], False)


# Behind proxies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hops", "written", "address"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::4", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "nonsense", "nonsense"),
    ],
)
def test_the_client_is_counted_from_the_right(settings, hops, written, address):
    settings.PROXY_HOPS = hops
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": written})
    assert client_address(request) == address


def test_a_socket_without_address_is_one_place(settings):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def test_behind_a_proxy_many_guess_and_the_owner_signs_in(settings, at_home):
    settings.PROXY_HOPS = 1
    looked_at = [
        tried(Client(headers={"x-forwarded-for": f"9.9.9.9, 203.0.{n // 250}.{n % 250}"}), "amina", "guess")
        for n in range(100)
    ]
    assert sum(looked_at) == PASSWORD_TRIES
    assert tried(at_home, "amina", PASSWORD, headers={"x-forwarded-for": "203.0.0.1"})


def test_a_written_address_is_no_other_place(settings, cast):
    settings.PROXY_HOPS = 1
    looked_at = [
        tried(Client(headers={"x-forwarded-for": f"9.9.9.{n}, 198.51.100.1"}), f"person{n}", "guess") for n in range(15)
    ]
    assert sum(looked_at) == PLACE_TRIES


@pytest.mark.parametrize(("written", "hops"), [("", 0), ("0", 0), ("1", 1), (" 2 ", 2)])
def test_proxies_are_counted(monkeypatch, written, hops):
    monkeypatch.setenv("BEHIND_PROXY", written)
    assert site_settings.proxies() == hops


@pytest.mark.parametrize("written", ["yes", "true", "-1", "3", "1.0"])
def test_what_is_no_number_of_proxies_is_refused(monkeypatch, written):
    monkeypatch.setenv("BEHIND_PROXY", written)
    with pytest.raises(ImproperlyConfigured):
        site_settings.proxies()


# At the same moment --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, available_apps=configured.INSTALLED_APPS)  # emptied with all that hangs on it
def test_those_who_try_at_once_are_no_more_than_the_limit(transactional_db):
    def one(_n):
        try:
            return attempts.take("bucket", Limit(5, 300))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == 5


def test_old_buckets_are_swept_away(db):
    attempts.take("old", Limit(5, 300), now=timezone.now() - timedelta(hours=2))
    attempts.take("new", Limit(5, 300))
    assert [row.pk for row in Attempt.objects.all()] == [attempts.name_of("new")]


def test_the_cache_of_the_site_is_shared_and_large():
    cache = site_settings.CACHES["default"]
    assert (cache["BACKEND"].rpartition(".")[2], cache["OPTIONS"]["MAX_ENTRIES"]) == ("DatabaseCache", 100_000)
