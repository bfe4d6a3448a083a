"""A line that breaks: nothing typed is lost, what waits is sent once, and nobody finds anything of anybody else."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from actionplan.middleware import AccountLanguageMiddleware
from reports import workflow
from reports.models import Activity, User
from tests.base import record
from tests.test_entry import PDF
from tests.test_story import checked, fill_on_request, save, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/activities/new/"
WAITS, OPEN = "to be sent when the line is back: {}", "Waiting for your decision: {}"
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    if (keys.length) found[name] = keys.map((key) => key.url.replace(location.origin, ""));
  }
  return found;
}"""


def kept(page: Page, prefix: str = "pages") -> list[str]:
    """The addresses in the browser's caches whose name begins so."""
    return [path for name, paths in page.evaluate(KEPT).items() if name.startswith(prefix) for path in paths]


def eventually(what, seconds: float = 20):
    end = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


@pytest.fixture
def amina(site, visitor) -> Page:
    """Mozambique's focal point, reading in English, whose browser has kept what it keeps."""
    User.objects.update(language="en")
    return at_work(visitor(), site, "amina")


def at_work(page: Page, site: str, name: str) -> Page:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, site, name)
    page.goto(site + NEW)
    assert eventually(lambda: {NEW, "/line/", "/activities/?country=MOZ"} <= set(kept(page)))
    return page


def fill(page: Page, title: str) -> None:
    page.fill("#id_title", title)
    page.fill("input.find >> nth=0", "II.1")
    page.check("input[name=actions][value='II.1']")
    page.fill("#id_starts_on", "2012-05-14")
    page.fill("#id_ends_on", "2012-05-18")


def dead(page: Page, is_dead: bool = True) -> None:
    page.context.set_offline(is_dead)


def sign_out_on_the_server() -> None:
    Session.objects.all().delete()


def sign_in_here(page: Page, name: str) -> None:
    page.fill("#id_login", name)
    page.fill("#id_password", "a-long-pass-phrase")
    page.click("main form button.button")


# Reading -------------------------------------------------------------------------------------------------------------


def test_the_form_the_menu_and_the_country_s_activities_are_readable_without_a_line(amina, site):
    row = record(User.objects.get(username="amina"), title="Kept for later")
    amina.goto(site + "/desk/")
    amina.goto(f"{site}/activities/?country=MOZ")
    dead(amina)
    for path, seen in (
        (f"{NEW}?action=II.1", "Record"),
        ("/plan/themes/II/", "Capacity building"),
        ("/desk/", "My desk"),
    ):
        amina.goto(site + path)
        expect(amina.locator("h1")).to_contain_text(seen)
        expect(amina.locator("#line")).to_contain_text("this page is as it was on")
    amina.goto(f"{site}/activities/?country=MOZ")
    expect(amina.locator(f"a[href='/activities/{row.pk}/']")).to_be_visible()
    checked(amina, True)


def test_a_page_that_is_not_kept_says_so(amina, site):
    dead(amina)
    amina.goto(site + "/rounds/")
    expect(amina.locator("#line")).to_contain_text("the page that you asked for is not kept")
    checked(amina, True)


def test_with_a_line_the_newest_page_is_shown(amina, site):
    amina.goto(f"{site}/activities/?country=MOZ")
    record(User.objects.get(username="amina"), title="Brand new")
    amina.goto(f"{site}/activities/?country=MOZ")
    expect(amina.locator("main")).to_contain_text("Brand new")
    expect(amina.locator("#line")).to_be_hidden()


def test_a_page_that_takes_too_long_gives_way_to_the_one_that_is_kept(amina, site, monkeypatch):
    amina.goto(site + "/help/")
    assert eventually(lambda: "/help/" in kept(amina))
    at_once = AccountLanguageMiddleware.__call__

    def late(middleware, request):
        if request.path == "/help/":
            time.sleep(12)
        return at_once(middleware, request)

    monkeypatch.setattr(AccountLanguageMiddleware, "__call__", late)
    amina.goto(site + "/help/")
    expect(amina.locator("#line")).to_contain_text("a very slow one")


def test_another_language_is_read_without_a_line_too(amina, site):
    amina.click("form[action='/language/'] button[lang=fr]")
    amina.goto(site + "/help/")
    assert eventually(lambda: {"/help/", "/line/", "/plan/"} <= set(kept(amina)))
    dead(amina)
    amina.goto(site + "/plan/")
    expect(amina.locator("html")).to_have_attribute("lang", "fr")


def test_pages_of_accounts_people_and_programs_are_not_kept(amina, site):
    for path in ("/account/", "/account/password/change/", "/api/v1/docs/", "/plan/"):
        amina.goto(site + path)
    assert eventually(lambda: "/plan/" in kept(amina))
    assert [path for path in kept(amina) if path.startswith(("/account", "/api", "/admin", "/people"))] == []


# Sending -------------------------------------------------------------------------------------------------------------


def test_a_form_sent_into_a_dead_line_waits_with_its_file_and_is_sent_once(amina, site):
    fill(amina, "Training on a dead line")
    amina.check("input[name=claims][value='II.T4.1=MOZ']")
    amina.set_input_files("#id_files", {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF})
    dead(amina)
    amina.click("button[name=submit]")
    expect(amina.locator("#waiting h3")).to_have_text("Training on a dead line")
    checked(amina, True)
    dead(amina, False)
    expect(amina.locator("#line")).to_contain_text("Sent: Training on a dead line")
    row = Activity.objects.get()
    assert (row.review, row.status, row.claims.count(), row.evidence.get().file_name) == (
        "submitted",
        "completed",
        1,
        "report.pdf",
    )
    assert (kept(amina, "waiting"), amina.evaluate("Object.keys(localStorage)")) == ([], ["person"])


def test_two_forms_from_one_kept_page_are_two_activities(amina, site):
    dead(amina)
    for title in ("The first", "The second"):
        amina.goto(site + NEW)
        amina.fill("#id_title", title)
        save(amina)
        expect(amina.locator("#waiting")).to_contain_text(title)
    expect(amina.locator("#line")).to_contain_text(WAITS.format(2))
    dead(amina, False)
    expect(amina.locator("#line")).to_contain_text("Sent: The second")
    assert sorted(Activity.objects.values_list("title", flat=True)) == ["The first", "The second"]


def test_a_draft_changed_without_a_line_meets_another_s_version_and_is_decided(amina, site):
    row = record(User.objects.get(username="amina"))
    edit = reverse("activity_edit", args=[row.pk])
    amina.goto(site + edit)
    dead(amina)
    fill_on_request(amina, "#id_place", "Maputo")
    save(amina)
    expect(amina.locator("#waiting li")).to_have_count(1)
    grace = User.objects.get(username="grace")
    workflow.update_activity(by=grace, pk=row.pk, version=row.version, values={"place": "Beira"})
    dead(amina, False)
    expect(amina.locator("#line")).to_contain_text(OPEN.format(1))
    expect(amina.locator("#waiting .why")).to_contain_text("Somebody saved this activity meanwhile")
    amina.click("#waiting button[value=open]")
    expect(amina.locator("tr.changed td").first).to_have_text("Beira")
    expect(amina.locator("[data-kept]")).to_be_hidden()
    save(amina)
    expect(amina.locator(".head")).to_be_visible()
    row.refresh_from_db()
    assert (row.place, eventually(lambda: kept(amina, "waiting") == [])) == ("Maputo", True)


def test_a_form_with_an_error_waits_for_a_decision(amina, site):
    dead(amina)
    amina.goto(site + NEW)
    amina.fill("#id_title", "Backwards")
    amina.fill("#id_starts_on", "2012-05-18")
    amina.fill("#id_ends_on", "2012-05-14")
    save(amina)
    expect(amina.locator("#waiting li")).to_have_count(1)
    dead(amina, False)
    expect(amina.locator("#waiting .why")).to_contain_text("missing or wrong")
    amina.click("#waiting button[value=open]")
    expect(amina.locator("#errors")).to_contain_text("The end is before the start")
    amina.fill("#id_ends_on", "2012-05-18")
    save(amina)
    expect(amina.locator("h1")).to_have_text("Backwards")
    assert eventually(lambda: kept(amina, "waiting") == [])


def test_what_waits_is_forgotten_only_by_its_person(amina, site):
    dead(amina)
    amina.goto(site + NEW)
    amina.fill("#id_title", "Not wanted")
    save(amina)
    amina.click("#waiting button[value=forget]")
    expect(amina.locator("#nothing")).to_be_visible()
    dead(amina, False)
    amina.goto(site + "/desk/")
    assert (kept(amina, "waiting"), Activity.objects.count()) == ([], 0)


# One machine, several people -----------------------------------------------------------------------------------------


def test_signing_out_wipes_what_is_kept(amina, site):
    amina.goto(site + "/desk/")
    amina.click("details.who > summary")
    amina.click("details.who form button")
    expect(amina.locator(f"a[href='{reverse('account_login')}']")).to_be_visible()
    assert (amina.evaluate(KEPT), amina.evaluate("localStorage.getItem('person')")) == ({}, "")
    dead(amina)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        amina.goto(site + "/desk/")


def test_signing_out_warns_of_what_is_not_sent(site, visitor):
    User.objects.update(language="en")
    page, asked = visitor(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    sign_in(page, site, "amina")
    page.evaluate("localStorage.setItem(`kept:${document.documentElement.dataset.person}:activity-1`, '{}')")
    page.click("details.who > summary")
    page.click("details.who form button")
    page.goto(site + "/desk/")
    expect(page.locator("h1")).to_have_text("My desk")
    assert asked == ["Something that you typed here has not been sent. Sign out and lose it?"]


def test_another_person_neither_sees_nor_sends_what_waits(amina, site):
    dead(amina)
    amina.goto(site + NEW)
    amina.fill("#id_title", "Amina's own")
    sign_out_on_the_server()
    save(amina)
    expect(amina.locator("#waiting li")).to_have_count(1)
    amina.goto("about:blank")
    dead(amina, False)
    sign_in(amina, site, "juma")
    amina.goto(site + "/line/")
    expect(amina.locator("#nothing")).to_be_visible()
    assert [path for path in kept(amina) if "MOZ" in path] == []
    assert list(Activity.objects.values_list("title", "created_by__username")) == []
    sign_out_on_the_server()
    sign_in(amina, site, "amina")
    expect(amina.locator("#line")).to_contain_text("Sent: Amina's own")
    assert Activity.objects.get().created_by.username == "amina"


def test_a_page_brought_back_by_the_back_button_is_not_the_former_person_s(amina, site):
    amina.goto(site + "/desk/")
    amina.click("details.who > summary")
    amina.click("details.who form button")
    expect(amina.locator(f"a[href='{reverse('account_login')}']")).to_be_visible()
    amina.go_back()
    expect(amina.locator("#id_login")).to_be_visible()


# Nothing typed is lost -----------------------------------------------------------------------------------------------


def put_back(page: Page) -> None:
    page.click("[data-kept] button[value=restore]")
    expect(page.locator("input[name=claims][value='II.T4.1=MOZ']")).to_be_checked()
    expect(page.locator("input[name='day:II.T4.1=MOZ']")).to_have_value("2012-05-17")


def type_it(page: Page) -> None:
    fill(page, "Typed with care")
    page.check("input[name=claims][value='II.T4.1=MOZ']")
    page.fill("input[name='day:II.T4.1=MOZ']", "2012-05-17")


def stands(page: Page) -> None:
    page.click("button[name=submit]")
    expect(page.locator(".head .chip.submitted")).to_be_visible()
    assert str(Activity.objects.get().claims.get().achieved_on) == "2012-05-17"


def test_not_by_a_session_that_has_ended(amina, site):
    type_it(amina)
    sign_out_on_the_server()
    amina.click("button[name=submit]")
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
    amina.click("button[name=submit]")
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
    amina.click("button[name=submit]")
    expect(amina.locator("#errors")).to_be_visible()
    amina.goto(site + "/help/")
    amina.goto(site + NEW)
    put_back(amina)
    amina.fill("#id_ends_on", "2012-05-18")
    stands(amina)


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
