"""What the service worker is told: its files, and the pages that a person may need without a line."""

import re
from datetime import timedelta
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from actionplan import views
from actionplan.modules import FOLDER
from reports.models import Activity
from tests.base import record, submitted


def times(client):
    """`{address: milliseconds}`"""
    return dict(client.get(reverse("line_pages")).json())


def shell(worker):
    """The addresses of the files that it keeps."""
    return re.search(r'SHELL = "(.*?)"', worker)[1].split()


def test_the_worker_serves_the_whole_site_and_is_asked_for_anew(as_person, db):
    page = as_person(None).get("/worker.js")
    assert (page["content-type"], "no-store" in page["cache-control"]) == ("text/javascript", True)
    assert "default-src 'self'" in page["content-security-policy"]


def test_the_worker_changes_with_the_name_of_a_file(as_person, db, monkeypatch):
    before = as_person(None).get("/worker.js").content
    monkeypatch.setattr(views, "static", lambda name: f"/static/{name}?new")
    after = as_person(None).get("/worker.js").content.decode()
    assert (before.decode() != after, shell(after)[0]) == (True, "/static/css/site.css?new")


def test_the_worker_keeps_all_scripts_but_those_that_send_files(as_person, db):
    scripts = {Path(name).stem for name in shell(as_person(None).get("/worker.js").content.decode()) if "/js/" in name}
    assert {path.stem for path in FOLDER.glob("*.js")} - scripts == {"pieces", "upload"}


def test_a_focal_point_s_form_menu_desk_and_activities_are_kept(as_person, cast):
    draft, handed_in = record(cast["amina"]), submitted(cast["amina"])
    pages = times(as_person("amina"))
    wanted = {"/line/", "/activities/new/", "/plan/themes/VI/", "/desk/", "/activities/?country=MOZ", "/countries/MOZ/"}
    assert wanted <= set(pages)
    forms = [reverse("activity_edit", args=[row.pk]) in pages for row in (draft, handed_in)]
    assert (forms, reverse("activity", args=[handed_in.pk]) in pages) == ([True, False], True)


def test_a_page_is_fetched_again_only_after_what_it_tells_has_changed(as_person, cast):
    row = record(cast["amina"])
    long_ago = timezone.now() - timedelta(days=30)
    Activity.objects.update(updated_at=long_ago)
    since = times(as_person("amina"))[reverse("activity", args=[row.pk])]
    assert since == int(long_ago.timestamp() * 1000)


def test_whoever_records_nothing_keeps_the_page_for_a_dead_line_alone(as_person, cast):
    assert list(times(as_person("charlie"))) == ["/line/"]


def test_only_the_newest_activities_are_kept_at_a_constant_cost(as_person, cast, django_assert_num_queries):
    client = as_person("amina")
    for rows in (1, 3):
        while Activity.objects.count() < rows:
            record(cast["amina"])
        with django_assert_num_queries(6):
            client.get(reverse("line_pages"))
