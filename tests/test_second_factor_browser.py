"""In a real browser: from the mail of an invitation to the second factor and to the desk, and back in with the code."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports import workflow
from reports.models import Organisation
from tests.base import PASSWORD
from tests.conftest import SIZES
from tests.test_second_factor import code_of
from tests.test_story import checked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEND = "main form button.button"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_EXCUSES = "nobody"


@pytest.fixture
def invited(live_server, committed_cast, settings):
    """`invited(language)`: the mail that somebody gets who is invited into the working group."""
    settings.SITE_URL = live_server.url

    def run(language):
        place = {"role": "working_group", "organisation": Organisation.objects.get(name="UNHCR")}
        workflow.invite_person(by=committed_cast["grace"], email="New@Example.org", language=language, **place)
        return mail.outbox[-1]

    return run


def accept(page: Page, message: EmailMultiAlternatives) -> str:
    """Follow the link in the mail, choose a password, set the factor up, keep the codes; the secret of the app."""
    page.set_content(message.alternatives[0].content)
    page.click("a[href*='/account/password/reset/key/']")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.click(SEND)
    expect(page.locator("img.qr")).to_be_visible()
    checked(page, True)
    secret = page.locator("code.otp-key").inner_text()
    page.fill("#id_code", code_of(secret))
    page.click(SEND)
    expect(page.locator(".otp-codes li")).to_have_count(10)
    checked(page, True)
    return secret


@pytest.mark.parametrize(("language", "size"), [("en", "wide"), ("fr", "narrow"), ("pt", "narrow")])
def test_from_the_mail_to_the_desk(live_server, invited, visitor, language, size):
    page = visitor(language, size)
    secret = accept(page, invited(language))
    page.click("p.actions a.button")
    expect(page).to_have_url(live_server.url + reverse("review"))  # the desk of the working group
    assert page.locator("html").get_attribute("lang") == language
    checked(page, True)
    assert EmailAddress.objects.get().verified
    page.goto(live_server.url + reverse("account_logout"))
    page.click(SEND)
    expect(page).to_have_url(live_server.url + "/")
    in_again(page, live_server.url, code_of(secret))


def test_in_again_with_a_recovery_code(live_server, invited, visitor):
    page = visitor("en")
    accept(page, invited("en"))
    in_again(visitor("en", "narrow"), live_server.url, page.locator(".otp-codes li").first.inner_text())


def in_again(page: Page, site: str, code: str) -> None:
    """Sign in on the page, with the address as the person writes it, the password and a code."""
    page.goto(site + reverse("account_login"))
    page.fill("#id_login", "New@Example.org")
    page.fill("#id_password", PASSWORD)
    page.click(SEND)
    checked(page, True)
    cache.clear()
    page.fill("#id_code", code)
    page.click(SEND)
    expect(page).to_have_url(site + reverse("review"))


@pytest.mark.parametrize("size", SIZES)
def test_the_other_pages_of_the_factor(live_server, invited, visitor, size):
    page = visitor("pt", size)
    accept(page, invited("pt"))
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "address", "profile"):
        page.goto(live_server.url + reverse(name))
        checked(page, True)
    page.goto(live_server.url + reverse("mfa_deactivate_totp"))
    page.click(SEND)
    expect(page.locator("img.qr")).to_be_visible()
    assert not Authenticator.objects.exists()
