"""The whole way in a real browser: a focal point records, claims, proves and submits; UNHCR verifies; the figures move."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from reports import workflow
from reports.models import Activity, User
from tests.axe import violations
from tests.base import PASSWORD, submitted, verified
from tests.workbooks import edited

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(site + reverse("account_login"))
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click(f"form[action='{reverse('account_login')}'] button.button")
    expect(page.locator(f"form[action='{reverse('account_logout')}']")).to_have_count(1)


def checked(page: Page, scripts: bool) -> None:
    """Nothing for axe to find, and nothing wider than the window."""
    if scripts:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def record(page: Page, site: str) -> None:
    page.goto(f"{site}{reverse('activity_new')}?country=MOZ&action=VI.1")
    page.fill("#id_title", "National meeting to assess progress on the Plan")
    page.select_option("#id_status", "completed")
    page.fill("#id_starts_on", "2014-05-26")
    page.fill("#id_ends_on", "2014-05-26")
    fill_on_request(page, "#id_lead", "OIM")


def fill_on_request(page: Page, field: str, value: str) -> None:
    """Fill a field of a step that is folded away at first."""
    if not page.locator(field).is_visible():
        page.locator("details.step", has=page.locator(field)).locator("> summary").click()
    page.fill(field, value)


def save(page: Page) -> None:
    page.click("main form > p.actions button.button:not([name=submit])")


def record_in_one_go(page: Page, site: str) -> Activity:
    """The one form: the claim that it offers, a link that proves it, saved and submitted."""
    record(page, site)
    page.check("input[name=claims][value='VI.T1.1=MOZ']")
    expect(page.locator("input[name='day:VI.T1.1=MOZ']")).to_have_value("2014-05-26")
    page.fill("#id_links", "https://www.iom.int/news/mozambique-mixed-migration")
    checked(page, True)
    page.click("button[name=submit]:not(.hidden)")
    expect(page.locator(".head .chip.submitted")).to_be_visible()
    return Activity.objects.get()


def record_step_by_step(page: Page, site: str) -> Activity:
    """Without scripts, or at leisure: a draft first, then its claim, then its proof."""
    record(page, site)
    save(page)
    activity = Activity.objects.get()
    page.goto(site + reverse("activity_edit", args=[activity.pk]))
    page.check("input[name=claims][value='VI.T1.1=MOZ']")
    page.fill("input[name='day:VI.T1.1=MOZ']", "2014-05-26")
    save(page)
    page.goto(site + reverse("evidence_new", args=[activity.pk]))
    page.fill("#id_citation", "IOM and UNHCR press release, 27 May 2014")
    save(page)
    page.click(f"form[action='{reverse('activity_submit', args=[activity.pk])}'] button")
    expect(page.locator(".head .chip.submitted")).to_be_visible()
    return activity


def play_the_story(page: Page, reviewer: Page, site: str, scripts: bool) -> Activity:
    sign_in(page, site, "amina")
    activity = record_in_one_go(page, site) if scripts else record_step_by_step(page, site)
    checked(page, scripts)
    sign_in(reviewer, site, "nadia")
    reviewer.goto(site + reverse("review"))
    checked(reviewer, scripts)
    reviewer.click(f"a[href='{reverse('activity_verify', args=[activity.pk])}']")
    checked(reviewer, scripts)
    reviewer.click("#decide p.actions button")
    expect(reviewer.locator(".head .chip.verified")).to_be_visible()
    return Activity.objects.get()


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [
        ("pt", "wide", True),
        ("fr", "narrow", True),
        ("en", "narrow", True),
        ("pt", "narrow", False),
        ("en", "wide", False),
    ],
)
def test_from_the_plan_to_a_verified_figure(site, visitor, language, size, scripts):
    User.objects.update(language=language)
    page, reviewer = visitor(language, size, scripts), visitor(language, size, scripts)
    activity = play_the_story(page, reviewer, site, scripts)
    assert (activity.review, activity.lead.name, activity.claims.get().verification) == ("verified", "IOM", "verified")
    public = visitor(language, size, scripts)
    for path in ("/countries/MOZ/", "/region/", "/plan/targets/VI.T1/"):
        public.goto(site + path)
        expect(public.locator("html")).to_have_attribute("lang", language)
        checked(public, scripts)
    expect(public.locator(".chip.verified")).to_have_count(1)


def test_two_editors_see_both_versions(site, visitor):
    page, other = visitor(), visitor()
    sign_in(page, site, "amina")
    record(page, site)
    save(page)
    edit = site + reverse("activity_edit", args=[Activity.objects.get().pk])
    sign_in(other, site, "grace")
    page.goto(edit)
    other.goto(edit)
    fill_on_request(other, "#id_place", "Beira")
    save(other)
    fill_on_request(page, "#id_place", "Maputo")
    save(page)
    expect(page.locator("tr.changed td").first).to_contain_text("Beira")
    expect(page.locator("#id_place")).to_have_value("Maputo")
    checked(page, True)
    page.check("tr.changed input[value=mine]")
    save(page)
    expect(page.locator("h1")).to_have_text(Activity.objects.get().title)
    assert Activity.objects.get().place == "Maputo"


@pytest.mark.parametrize(("language", "size", "scripts"), [("pt", "narrow", True), ("fr", "wide", False)])
def test_a_country_goes_to_excel_and_back(site, visitor, tmp_path, language, size, scripts):
    User.objects.update(language=language)
    submitted(User.objects.get(username="amina"))
    page, file = visitor(language, size, scripts), tmp_path / "work.xlsx"
    sign_in(page, site, "amina")
    page.goto(site + reverse("tables", args=["MOZ"]))
    checked(page, scripts)
    with page.expect_download() as loaded:
        page.click("a[download]")
    changes = [("activities", 3, "place", "Beira; ana@example.org"), ("activities", 4, "title", "Reunião nova")]
    file.write_bytes(edited(Path(loaded.value.path()).read_bytes(), changes))
    page.set_input_files("#id_file", file)
    page.click("form[enctype] button")
    checked(page, scripts)
    page.check("input[name=anyway]")
    page.click("main form p.actions button")
    checked(page, scripts)
    written = set(Activity.objects.values_list("place", "review"))
    assert written == {("Beira; ana@example.org", "submitted"), ("", "draft")}


def changed_after(cast: dict[str, User]) -> Activity:
    """An activity that was verified, and in which the country then changed what counts."""
    activity = verified(cast["amina"], cast["nadia"])
    values = {"starts_on": "2014-05-25"}
    return workflow.update_activity(by=cast["amina"], pk=activity.pk, version=activity.version, values=values)


def find(page: Page, site: str, activity: Activity, verdict: str) -> None:
    page.goto(site + reverse("claim_finding", args=[activity.claims.get().pk]))
    page.check(f"input[name=verdict][value={verdict}]")
    page.fill("#id_reasons", "As the list of participants says.")
    page.click("#findings form button")
    expect(page.locator(f"#findings .chip.{verdict}").first).to_be_visible()


def open_and_ask(page: Page, country: Page, site: str, activity: Activity, scripts: bool) -> None:
    """The reviewer sees what changed and asks about a field; the country sees who has it open, and the question."""
    page.goto(site + reverse("review"))
    page.click(f"a[href='{reverse('activity_verify', args=[activity.pk])}']")
    expect(page.locator("#changed ins")).to_have_text("25 ")
    checked(page, scripts)
    page.select_option("#id_about", "summary")
    page.fill("#id_text", "Who took part?")
    page.click(f"form[action='{reverse('remark_add', args=[activity.pk])}'] button")
    country.goto(site + reverse("activity_edit", args=[activity.pk]))
    expect(country.locator("p.callout[role=status]")).to_contain_text(re.compile(r"nadia \((UNHCR|HCR|ACNUR)\)"))
    expect(country.locator(".callout a[href='#id_summary']")).to_be_visible()
    checked(country, scripts)


def verify_those_ticked(page: Page, site: str, scripts: bool) -> None:
    page.goto(site + reverse("review"))
    checked(page, scripts)
    for box in page.locator("input[name=activity]").all():
        box.check()
    page.click("#several button")


@pytest.mark.parametrize(
    ("language", "size", "scripts"), [("en", "wide", True), ("fr", "narrow", True), ("pt", "narrow", False)]
)
def test_a_review_is_a_record(site, visitor, language, size, scripts):
    cast = {person.username: person for person in User.objects.all()}
    activity, other = changed_after(cast), submitted(cast["amina"])
    User.objects.update(language=language)
    nadia, paul, amina = (visitor(language, size, scripts) for _person in range(3))
    for page, name in ((nadia, "nadia"), (paul, "paul"), (amina, "amina")):
        sign_in(page, site, name)
    open_and_ask(nadia, amina, site, activity, scripts)
    find(nadia, site, activity, "agree")
    find(paul, site, activity, "doubt")
    checked(paul, scripts)
    verify_those_ticked(nadia, site, scripts)
    assert [Activity.objects.get(pk=row.pk).review for row in (activity, other)] == ["submitted", "verified"]
    find(paul, site, activity, "agree")
    verify_those_ticked(nadia, site, scripts)
    take_back(paul, site, activity, scripts)
    assert Activity.objects.get(pk=activity.pk).review == "submitted"


def take_back(page: Page, site: str, activity: Activity, scripts: bool) -> None:
    page.goto(site + reverse("activity", args=[activity.pk]))
    form = page.locator(f"form[action='{reverse('activity_take_back', args=[activity.pk])}']")
    form.locator("summary").click()
    checked(page, scripts)
    form.locator("textarea").fill("The list is of another meeting.")
    form.locator("button").click()
    expect(page.locator(".head .chip.submitted")).to_be_visible()
