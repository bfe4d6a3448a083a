"""Nothing typed is ever lost: not by an ended session, an error, a reload, the back button, or days."""

import pytest
from playwright.sync_api import Page, expect

from reports import workflow
from reports.models import Activity, UnsavedForm, User
from tests.base import record, submitted
from tests.browsing import NEW, at_work, dead, eventually, fill, sign_in_here, sign_out_on_the_server
from tests.test_story import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def amina(site, visitor) -> Page:
    """Mozambique's focal point, reading in English, whose browser has kept what it keeps."""
    User.objects.update(language="en")
    return at_work(visitor(), site, "amina")


def put_back(page: Page) -> None:
    page.click("[data-kept] button[value=restore]")
    expect(page.locator("input[name=claims][value='II.T4.1=MOZ']")).to_be_checked()
    expect(page.locator("input[name='day:II.T4.1=MOZ']")).to_have_value("2012-05-17")


def type_it(page: Page) -> None:
    fill(page, "Typed with care")
    page.check("input[name=claims][value='II.T4.1=MOZ']")
    page.fill("input[name='day:II.T4.1=MOZ']", "2012-05-17")


def stands(page: Page) -> None:
    page.click("button[name=submit]:not(.hidden)")
    expect(page.locator(".head .chip.submitted")).to_be_visible()
    assert str(Activity.objects.get().claims.get().achieved_on) == "2012-05-17"


def test_not_by_a_session_that_has_ended(amina, site):
    type_it(amina)
    sign_out_on_the_server()
    amina.click("button[name=submit]:not(.hidden)")
    sign_in_here(amina, "amina")
    put_back(amina)
    stands(amina)


def test_not_by_a_session_that_was_begun_anew_in_another_window(amina, site):
    type_it(amina)
    sign_out_on_the_server()
    sign_in(amina.context.new_page(), site, "amina")
    stands(amina)


def test_not_by_signing_in_again_while_a_form_waits(amina, site):
    type_it(amina)
    dead(amina)
    amina.click("button[name=submit]:not(.hidden)")
    expect(amina.locator("#waiting li")).to_have_count(1)
    sign_out_on_the_server()
    dead(amina, False)
    expect(amina.locator("#line")).to_contain_text("You are signed out")
    amina.goto(site + "/desk/")
    sign_in_here(amina, "amina")
    expect(amina.locator("#line")).to_contain_text("Sent: Typed with care")
    assert Activity.objects.get().review == "submitted"


def test_not_by_a_reload(amina, site):
    type_it(amina)
    amina.reload()
    put_back(amina)
    stands(amina)


def test_not_by_a_reload_without_a_line(amina, site):
    dead(amina)
    amina.goto(site + NEW)
    amina.fill("#id_title", "Typed without a line")
    amina.reload()
    amina.click("[data-kept] button[value=restore]")
    expect(amina.locator("#id_title")).to_have_value("Typed without a line")


def test_not_by_the_back_button(amina, site):
    type_it(amina)
    amina.goto(site + "/help/")
    amina.go_back()
    expect(amina.locator("#id_title")).to_have_value("Typed with care")
    expect(amina.locator("input[name='day:II.T4.1=MOZ']")).to_have_value("2012-05-17")
    stands(amina)


def test_not_by_an_error_and_a_page_left_without_a_word(amina, site):
    type_it(amina)
    amina.fill("#id_ends_on", "2012-05-01")
    amina.click("button[name=submit]:not(.hidden)")
    expect(amina.locator("#errors")).to_be_visible()
    amina.goto(site + "/help/")
    amina.goto(site + NEW)
    put_back(amina)
    amina.fill("#id_ends_on", "2012-05-18")
    stands(amina)


def test_a_form_that_came_back_with_errors_does_not_offer_what_it_holds(amina, site):
    amina.goto(f"{site}/organisations/new/")
    amina.fill("[name=name]", "IOM")
    amina.click("main form button.button:not([value])")
    expect(amina.locator("#errors")).to_be_visible()
    expect(amina.locator("[name=name]")).to_have_value("IOM")
    expect(amina.locator("[data-kept]")).to_be_hidden()


def test_not_by_days_and_another_machine(amina, site, visitor):
    type_it(amina)
    expect(amina.locator("[data-state]")).to_contain_text("kept on the server")
    later = visitor()
    sign_in(later, site, "amina")
    later.click("a[href*='typed=activity-']")
    expect(later.locator("#id_title")).to_have_value("Typed with care")
    expect(later.locator("input[name=claims][value='II.T4.1=MOZ']")).to_be_checked()
    expect(later.locator("input[name='day:II.T4.1=MOZ']")).to_have_value("2012-05-17")
    stands(later)


def test_claims_missed_by_a_dead_line_are_offered_when_it_is_back(amina, site):
    dead(amina)
    fill(amina, "Offered later")
    dead(amina, False)
    expect(amina.locator("input[name=claims][value='II.T4.1=MOZ']")).to_have_count(1, timeout=10_000)


def test_what_was_typed_into_an_activity_is_offered_there_and_not_to_a_new_one(amina, site):
    row = record(User.objects.get(username="amina"))
    amina.goto(f"{site}{row.get_absolute_url()}edit/")
    amina.fill("#id_title", "Typed into the old one")
    expect(amina.locator("[data-state]")).to_contain_text("kept on the server")
    amina.goto(site + NEW)
    expect(amina.locator("input.find >> nth=0")).to_be_visible()
    expect(amina.locator("[data-kept]")).to_be_hidden()
    amina.goto(f"{site}{row.get_absolute_url()}edit/")
    amina.click("[data-kept] button[value=restore]")
    expect(amina.locator("#id_title")).to_have_value("Typed into the old one")


def test_what_the_server_has_taken_is_kept_nowhere(amina, site):
    row = submitted(User.objects.get(username="amina"))
    workflow.add_remark(by=User.objects.get(username="nadia"), pk=row.pk, text="Which meeting?")
    amina.goto(site + row.get_absolute_url())
    amina.fill("#remarks textarea[name=reply]", "The one in May.")
    assert eventually(lambda: UnsavedForm.objects.filter(title=row.title).exists())
    amina.click("#remarks form[action$='/reply/'] button")
    expect(amina.locator("#remarks")).to_contain_text("The one in May.")
    assert UnsavedForm.objects.count() == 0
    assert amina.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["person"]
