"""Files over a line that breaks, in a real browser: they go on by themselves, and nothing goes twice."""

import os

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Evidence, FileUpload
from tests.planted import plain_pdf
from tests.test_story import checked, save, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIECE = 128 * 1024
LARGE, OTHER = (plain_pdf(os.urandom(5 * PIECE)) for _file in range(2))


def file(name, content):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def form(site, visitor):
    """Amina's form of a new activity, and what it sends: `(page, offsets of the pieces sent)`.

    Without the service worker, which lets pieces pass but hides them from Playwright's routes.
    """
    page, sent = visitor(size="narrow", worker=False), []
    sign_in(page, site, "amina")
    page.goto(site + reverse("activity_new"))
    page.on("request", lambda request: "?offset=" in request.url and sent.append(int(request.url.split("=")[1])))
    return page, sent


def test_a_dropped_line_costs_at_most_one_piece(form):
    page, sent = form
    third = "**/uploads/*/?offset=262144"
    page.route(third, lambda route: (page.context.set_offline(True), route.abort("internetdisconnected")))
    page.set_input_files("#id_files", [file("relatório.pdf", LARGE)])
    expect(page.locator(".files [role=status]").first).to_have_text(
        "Sem ligação: o envio continua automaticamente quando houver ligação."
    )
    page.unroute(third)
    page.context.set_offline(False)
    expect(page.locator(".files input[name=uploads]")).to_be_checked()
    assert sent == [0, PIECE, 2 * PIECE, 2 * PIECE, 3 * PIECE, 4 * PIECE, 5 * PIECE]
    assert FileUpload.objects.get().is_whole
    checked(page, scripts=True)


def test_saving_waits_for_the_files_and_attaches_them(form):
    page, _sent = form
    page.fill("#id_title", "Formação")
    page.set_input_files("#id_files", [file("a.pdf", LARGE), file("b.pdf", OTHER)])
    save(page)
    expect(page.locator("h1")).to_have_text("Formação", timeout=30_000)
    assert sorted(Evidence.objects.values_list("file_name", flat=True)) == ["a.pdf", "b.pdf"]
    assert not FileUpload.objects.exists()


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(form):
    page, sent = form
    page.route("**/uploads/*/?offset=262144", lambda route: route.abort())
    page.set_input_files("#id_files", [file("a.pdf", LARGE)])
    expect(page.locator(".files [role=status]").first).not_to_be_empty()
    page.unroute("**/uploads/*/?offset=262144")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    expect(page.locator(".files li")).to_contain_text("a.pdf")
    sent.clear()
    page.set_input_files("#id_files", [file("a.pdf", LARGE)])
    expect(page.locator(".files input[name=uploads]")).to_be_checked()
    assert sent == [2 * PIECE, 3 * PIECE, 4 * PIECE, 5 * PIECE]


def test_a_file_that_is_given_up_is_gone(form):
    page, _sent = form
    page.route("**/uploads/*/?offset=131072", lambda route: route.abort())
    page.set_input_files("#id_files", [file("a.pdf", LARGE)])
    expect(page.locator(".files [role=status]").first).not_to_be_empty()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.click(".files li button")
    expect(page.locator(".files li")).to_have_count(0)
    assert not FileUpload.objects.exists()


def test_what_is_no_document_is_told_at_its_name(form):
    page, _sent = form
    page.set_input_files("#id_files", [file("a.pdf", b"<html>")])
    expect(page.locator(".files [role=status]").first).to_contain_text("uma página web")


def test_without_scripts_the_plain_field_sends_them(site, visitor):
    page = visitor(scripts=False)
    sign_in(page, site, "amina")
    page.goto(site + reverse("activity_new"))
    page.fill("#id_title", "Formação")
    page.set_input_files("#id_files", [file("a.pdf", LARGE), file("b.pdf", OTHER)])
    save(page)
    expect(page.locator("h1")).to_have_text("Formação", timeout=30_000)
    assert Evidence.objects.count() == 2


def test_more_than_fits_in_one_form_is_told_before_it_is_sent(form):
    page, sent = form
    page.locator("[data-uploads]").evaluate("(zone) => { zone.dataset.most = 1000000 }")
    page.set_input_files("#id_files", [file("a.pdf", LARGE), file("b.pdf", OTHER)])
    expect(page.locator(".files [role=status]").nth(1)).to_contain_text("no conjunto")
    expect(page.locator(".files input[name=uploads]:checked")).to_have_count(1)
    assert len(sent) == 6
