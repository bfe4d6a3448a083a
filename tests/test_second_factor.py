"""The second factor: required of administrators and the working group, of the session itself, on every surface."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from reports import rules, workflow
from reports.limits import CODE_TRIES
from reports.models import ApiToken, Change, Mail, Organisation, User
from reports.notices import worded
from reports.site_checks import second_factor_required
from tests.base import PASSWORD, submitted
from tests.test_people import link_in

SIGN_IN, SET_UP, CONFIRM = (reverse(name) for name in ("account_login", "mfa_activate_totp", "mfa_reauthenticate"))


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_EXCUSES = "nobody"


def code_of(secret: str, ago: int = 0) -> str:
    """What an app shows now, or showed so many codes ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def enrol(person: User) -> str:
    """Somebody who has set the factor up; the secret that their app holds."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def signed_in(name: str, **extra) -> Client:
    """A browser in which name and password were given on the page."""
    browser = Client(**extra)
    browser.post(SIGN_IN, {"login": name, "password": PASSWORD})
    return browser


def with_code(browser: Client, code: str):
    cache.clear()  # each code opens once, and tests are faster than codes
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def set_up(browser: Client, ago: int = 0) -> None:
    browser.get(SET_UP)
    cache.clear()
    browser.post(SET_UP, {"code": code_of(browser.session["mfa.totp.secret"], ago)})


# Who ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["grace", "nadia", "paul"])
@pytest.mark.parametrize("path", ["/", "/desk/", "/people/", "/admin/", "/api/v1/docs/", "/review/?theme=I"])
def test_no_page_opens_before_it_is_set_up(cast, name, path):
    answer = signed_in(name).get(path)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, SET_UP)


@pytest.mark.parametrize("name", ["amina", "thabo", "olga", "charlie"])
def test_it_is_optional_for_others(cast, name):
    assert signed_in(name).get("/account/").status_code == 200


def test_staff_without_all_rights_needs_it_too(cast):
    User.objects.filter(username="charlie").update(is_staff=True)
    assert signed_in("charlie").get("/admin/").url.startswith(SET_UP)


def test_a_role_that_has_ended_asks_for_none(cast):
    workflow.end_role(by=cast["grace"], pk=cast["nadia"].memberships.get().pk)
    assert signed_in("nadia").get("/account/").status_code == 200


# Of the session ------------------------------------------------------------------------------------------------------


def test_a_session_from_before_the_requirement_sets_it_up_first(as_person):
    browser = as_person("nadia")
    assert browser.get("/review/").url.startswith(SET_UP)


def test_a_session_of_a_password_alone_confirms_by_the_code(as_person, cast):
    browser = as_person("nadia")
    secret = enrol(cast["nadia"])
    assert browser.get("/review/").url.startswith(CONFIRM)
    browser.post(CONFIRM, {"code": code_of(secret)})
    assert browser.get("/review/").status_code == 200


def test_signing_in_takes_password_and_code(cast):
    secret = enrol(cast["nadia"])
    browser = signed_in("nadia")
    assert not get_user(browser).is_authenticated
    with_code(browser, code_of(secret))
    assert browser.get("/review/").status_code == 200


def test_a_wrong_code_opens_nothing(cast):
    enrol(cast["nadia"])
    browser = signed_in("nadia")
    with_code(browser, "000000")
    assert not get_user(browser).is_authenticated


def test_after_many_wrong_codes_no_new_password_is_promised_to_help(cast):
    enrol(cast["nadia"])
    browser = signed_in("nadia")
    cache.clear()
    answers = [browser.post(reverse("mfa_authenticate"), {"code": "000000"}) for _n in range(CODE_TRIES + 1)]
    pages = [answer.content.decode() for answer in answers]
    assert ("Too many attempts" in pages[-1], "new password by e-mail" in pages[-1]) == (True, False)


def test_a_recovery_code_opens_once(cast):
    enrol(cast["nadia"])
    code = Authenticator.objects.get(user=cast["nadia"], type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = signed_in("nadia"), signed_in("nadia")
    assert with_code(first, code).status_code == 302
    assert first.get("/review/").status_code == 200
    with_code(second, code)
    assert not get_user(second).is_authenticated


def test_a_session_of_the_lost_factor_owes_the_new_one(cast):
    secret = enrol(cast["nadia"])
    thief = signed_in("nadia")
    with_code(thief, code_of(secret))
    workflow.reset_second_factor(by=cast["grace"], pk=cast["nadia"].pk)
    assert thief.get("/review/").url.startswith(SET_UP)
    enrol(cast["nadia"])
    assert thief.get("/review/").url.startswith(CONFIRM)


def test_what_is_reset_is_one_person_s_alone(cast):
    for name in ("nadia", "paul"):
        enrol(cast[name])
    workflow.reset_second_factor(by=cast["grace"], pk=cast["nadia"].pk)
    assert set(Authenticator.objects.values_list("user__username", flat=True)) == {"paul"}
    with pytest.raises(workflow.WrongState):
        workflow.reset_second_factor(by=cast["grace"], pk=cast["nadia"].pk)


def test_an_administrator_alone_is_reset_by_command(cast):
    enrol(cast["grace"])
    call_command("reset_second_factor", "grace", verbosity=0)
    assert signed_in("grace").get("/people/").url.startswith(SET_UP)
    change, message = Change.objects.get(verb="person.second_factor_reset"), Mail.objects.get()
    assert (change.via, change.by, message.person) == ("command", None, cast["grace"])
    assert "reset by an administrator of the server" in worded(message)[1]


@pytest.mark.parametrize("name", ["nobody", "juma"])
def test_there_is_nothing_to_reset(cast, name):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name)


def test_who_removes_it_sets_up_another_at_once(cast):
    browser = signed_in("nadia")
    set_up(browser)
    browser.post(reverse("mfa_deactivate_totp"))
    assert browser.get("/review/").url.startswith(SET_UP)


def test_a_password_alone_takes_the_factor_from_nobody(as_person, cast):
    enrol(cast["amina"])
    browser = as_person("amina")
    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.url.startswith(CONFIRM)
    browser.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=cast["amina"], type="totp").exists()


def test_a_reset_by_mail_still_asks_for_the_code(cast, django_capture_on_commit_callbacks):
    enrol(cast["nadia"])
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_reset_password"), {"email": "nadia@example.org"})
    form = browser.get(link_in(mail.outbox[0]), follow=True)
    answer = browser.post(
        form.wsgi_request.path, {"password1": "another-pass-phrase", "password2": "another-pass-phrase"}
    )
    assert (answer.url, get_user(browser).is_authenticated) == (reverse("mfa_authenticate"), False)


def test_a_form_that_was_typed_meanwhile_is_shown_again(as_person, cast):
    browser = as_person("nadia")
    answer = browser.post("/rounds/new/", {"title": "Round of spring", "person": cast["nadia"].pk})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Round of spring"' in page, SET_UP in page) == (403, True, True)


# The API -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_without_it_has_no_api(as_person, method):
    answer = getattr(as_person("nadia"), method)("/api/v1/activities/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_a_session_with_it_has_the_api(cast):
    browser = signed_in("nadia")
    set_up(browser)
    row = submitted(cast["amina"])
    assert browser.get(f"/api/v1/activities/{row.pk}/").status_code == 200


def test_a_token_is_asked_for_none(cast):
    _token, secret = ApiToken.objects.create(cast["nadia"], name="x", scope="read")
    row = submitted(cast["amina"])
    answer = Client(headers={"authorization": f"Token {secret}"}).get(f"/api/v1/activities/{row.pk}/")
    assert answer.status_code == 200


# Setting up ----------------------------------------------------------------------------------------------------------


def test_who_has_just_signed_in_sets_it_up_without_the_password_again(cast):
    browser = signed_in("nadia")
    set_up(browser)
    assert browser.get("/review/").status_code == 200
    assert len(browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert Change.objects.get(verb="person.second_factor_set_up").by == cast["nadia"]


def test_a_second_tab_shows_the_same_key(cast):
    browser = signed_in("nadia")
    assert browser.get(SET_UP).context["form"].secret == browser.get(SET_UP).context["form"].secret


def test_what_a_script_asks_for_is_refused_instead_of_led_away(as_person):
    assert as_person("nadia").get("/line/pages/", headers={"sec-fetch-mode": "cors"}).status_code == 403


def test_an_old_session_gives_the_password_first(as_person):
    assert as_person("nadia").get(SET_UP).url.startswith(reverse("account_reauthenticate"))


def test_an_address_that_nobody_proved_is_no_hindrance(cast):
    EmailAddress.objects.create(user=cast["nadia"], email="nadia@example.org", verified=False)
    browser = signed_in("nadia")
    set_up(browser)
    assert Authenticator.objects.filter(user=cast["nadia"], type="totp").exists()


@pytest.mark.parametrize(("ago", "is_set_up"), [(1, True), (3, False)])
def test_a_code_may_come_late_but_not_later(cast, ago, is_set_up):
    set_up(signed_in("nadia"), ago)
    assert Authenticator.objects.filter(user=cast["nadia"], type="totp").exists() == is_set_up


def test_the_person_is_told_by_mail(cast, django_capture_on_commit_callbacks):
    browser = signed_in("nadia")
    with django_capture_on_commit_callbacks(execute=True):
        set_up(browser)
    assert [message.subject for message in mail.outbox] == ["A second factor was set up for your account"]


def test_an_invitation_proves_the_address(cast, django_capture_on_commit_callbacks):
    agency = Organisation.objects.get(name="IOM")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.invite_person(by=cast["grace"], email="new@example.org", role="working_group", organisation=agency)
    browser = Client()
    form = browser.get(link_in(mail.outbox[0]), follow=True)
    answer = browser.post(form.wsgi_request.path, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert answer.wsgi_request.path == SET_UP
    assert EmailAddress.objects.get(user__email="new@example.org").verified


# Excused -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("excused", "open_to"), [("nobody", 302), ("demonstration", 200)])
def test_the_people_of_a_demonstration_are_excused_by_the_setting(demo, settings, excused, open_to):
    settings.SECOND_FACTOR_EXCUSES = excused
    browser = Client()
    for name in ("unhcr", "admin"):
        browser.force_login(
            User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert browser.get("/people/tokens/" if name == "admin" else "/review/").status_code == open_to


def test_the_setting_excuses_nobody_else(settings, cast):
    settings.SECOND_FACTOR_EXCUSES = "demonstration"
    assert [rules.needs_second_factor(cast[name]) for name in ("nadia", "grace", "amina")] == [True, True, False]


@pytest.mark.parametrize(
    ("excused", "errors"), [("nobody", []), ("demonstration", ["reports.E002"]), ("everybody", ["reports.E002"])]
)
def test_production_excuses_nobody(settings, excused, errors):
    settings.SECOND_FACTOR_EXCUSES = excused
    assert [error.id for error in second_factor_required(None)] == errors


def test_demonstration_people_have_proved_their_address(demo):
    assert EmailAddress.objects.filter(verified=True).count() == User.objects.filter(is_demo=True).count() == 12
