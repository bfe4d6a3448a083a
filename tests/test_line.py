"""A line that breaks: nothing typed is lost, what waits is sent once, and nobody finds anything of anybody else."""

import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from actionplan.middleware import AccountLanguageMiddleware
from reports import workflow
from reports.models import Activity, UnsavedForm, User
from tests.base import record
from tests.browsing import KEPT, NEW, at_work, dead, eventually, fill, kept, sign_out_on_the_server
from tests.test_entry import PDF
from tests.test_story import checked, fill_on_request, save, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITS, OPEN = "to be sent when you are back online: {}", "Awaiting your decision: {}"


@pytest.fixture
def amina(site, visitor) -> Page:
    """Mozambique's focal point, reading in English, whose browser has kept what it keeps."""
    User.objects.update(language="en")
    return at_work(visitor(), site, "amina")


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
        expect(amina.locator("#line")).to_contain_text("this page is shown as it was on")
    amina.goto(f"{site}/activities/?country=MOZ")
    expect(amina.locator(f"a[href='/activities/{row.pk}/']")).to_be_visible()
    checked(amina, True)


def test_a_page_that_is_not_kept_says_so(amina, site):
    dead(amina)
    amina.goto(site + "/rounds/")
    expect(amina.locator("#line")).to_contain_text("the page that you requested is not kept")
    checked(amina, True)


def test_a_page_that_was_kept_two_weeks_ago_is_shown_no_more(amina, site):
    amina.evaluate(
        """async (path) => {
          const pages = await caches.open("pages" + document.documentElement.dataset.person);
          const headers = { "content-type": "text/html", date: new Date(Date.now() - 15 * 864e5).toUTCString() };
          await pages.put(path, new Response(await (await pages.match(path)).text(), { headers }));
        }""",
        NEW,
    )
    dead(amina)
    amina.goto(site + NEW)
    expect(amina.locator("#line")).to_contain_text("the page that you requested is not kept")


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
    expect(amina.locator("#line")).to_contain_text("a very slow connection")


def test_another_language_is_read_without_a_line_too(amina, site):
    amina.click("form[action='/language/'] button[lang=fr]")
    expect(amina.locator("html")).to_have_attribute("lang", "fr")
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
    expect(amina.locator("[data-state]")).to_contain_text("kept on the server")
    dead(amina)
    amina.click("button[name=submit]:not(.hidden)")
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
    left = amina.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]")
    assert (kept(amina, "waiting"), left, UnsavedForm.objects.count()) == ([], [["person"], []], 0)


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
    workflow.update_activity(by=User.objects.get(username="grace"), pk=row.pk, version=1, values={"place": "Beira"})
    dead(amina, False)
    expect(amina.locator("#line")).to_contain_text(OPEN.format(1))
    expect(amina.locator("#waiting .why")).to_contain_text("Someone else has saved this activity in the meantime")
    amina.click("#waiting button[value=open]")
    expect(amina.locator("tr.changed td").first).to_contain_text("Beira")
    expect(amina.locator("[data-kept]")).to_be_hidden()
    amina.check("input[name=decide-place][value=mine]")
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
    expect(amina.locator("#errors")).to_contain_text("The end date is before the start date")
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
    expect(amina.locator(f".who a[href='{reverse('account_login')}']")).to_be_visible()
    assert (amina.evaluate(KEPT), amina.evaluate("localStorage.getItem('person')")) == ({}, "")
    dead(amina)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        amina.goto(site + "/desk/")


def test_signing_out_without_a_line_wipes_too_and_says_that_the_server_does_not_know(site, visitor):
    User.objects.update(language="en")
    page, calls = visitor(), []
    page.on("dialog", lambda dialog: (calls.append(dialog.message), dialog.accept()))
    sign_in(page, site, "amina")
    page.goto(site + NEW)
    assert eventually(lambda: NEW in kept(page))
    page.click("details.who > summary")
    dead(page)
    page.click("details.who form button")
    page.wait_for_timeout(1000)
    assert [text[:60] for text in calls] == ["Offline: what was kept on this device has been erased, but y"]
    assert page.evaluate(KEPT) == {}


def test_signing_out_tells_the_worker_also_where_it_does_not_control_the_page(amina):
    amina.evaluate("""() => {
      const { postMessage } = ServiceWorker.prototype;
      window.told = [];
      ServiceWorker.prototype.postMessage = function (...said) { told.push(said[0]); postMessage.apply(this, said); };
      Object.defineProperty(navigator.serviceWorker, "controller", { value: null });
    }""")
    dead(amina)
    amina.click("details.who > summary")
    amina.click("details.who form button")
    assert eventually(lambda: amina.evaluate("told")) == ["forget"]
    assert eventually(lambda: amina.evaluate(KEPT) == {})


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
    assert asked == ["Text that you typed on this device has not been sent. Sign out and discard it?"]


def test_who_has_agreed_to_lose_it_is_not_asked_again(amina, site):
    asked = []
    amina.on("dialog", lambda dialog: asked.append(dialog.message))
    amina.route("**/typed/**", lambda route: route.abort())
    amina.goto(site + NEW)
    amina.fill("#id_title", "Never sent")
    amina.click("details.who > summary")
    amina.click("details.who form button")
    expect(amina.locator("h1")).to_contain_text("at a glance")
    assert asked == ["Text that you typed on this device has not been sent. Sign out and discard it?"]


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
    expect(amina.locator(f".who a[href='{reverse('account_login')}']")).to_be_visible()
    amina.go_back()
    expect(amina.locator("#id_login")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "1 March 2011"), ("fr", "1er mars 2011"), ("pt", "1 de Março de 2011")]
)
def test_a_script_writes_a_day_as_the_pages_do(site, visitor, language, expected):
    User.objects.update(language=language)
    page = visitor()
    sign_in(page, site, "amina")
    page.goto(site + "/desk/")
    said = page.evaluate("import('/static/js/dates.js').then(({ when }) => when('2011-03-01T09:05'))")
    assert said.startswith(expected)
