"""Who is refused a page, or asks for one that is not there, is led on to what they may open."""

import re

import pytest
from django.urls import reverse, reverse_lazy

from tests.base import record, submitted


def ways_on(client, path, status):
    page = client.get(path)
    assert page.status_code == status
    return re.findall(r'<li><a href="([^"]+)">', page.content.decode().partition("<h1>")[2].partition("</main>")[0])


@pytest.mark.parametrize(
    ("person", "path", "nearest"),
    [
        ("juma", "/countries/MOZ/people/", "/countries/MOZ/"),
        ("juma", "/countries/MOZ/plan/own/", "/countries/MOZ/"),
        ("amina", reverse_lazy("target_assess", args=["VI.T1"]), "/plan/targets/VI.T1/"),
        ("amina", "/rounds/new/", "/rounds/"),
    ],
)
def test_who_is_refused_a_page_is_led_to_the_nearest_that_they_may_open(as_person, cast, person, path, nearest):
    ways = ways_on(as_person(person), path, 403)
    assert ways == [nearest, "/desk/", "/", "/help/#who-sees-what"]
    assert as_person(person).get(nearest).status_code == 200


def test_who_may_not_verify_an_activity_is_led_to_the_activity(as_person, cast):
    row = submitted(cast["amina"])
    assert ways_on(as_person("amina"), reverse("activity_verify", args=[row.pk]), 403)[0] == row.get_absolute_url()


def test_who_has_no_role_is_led_to_what_is_public(as_person, cast):
    assert ways_on(as_person("charlie"), "/people/", 403) == ["/", "/help/#who-sees-what"]


@pytest.mark.parametrize("path", ["/nowhere/", "/countries/XYZ/menu/", f"/{'a/' * 2000}"])
def test_who_asks_for_what_is_not_there_is_led_to_the_lists(as_person, path):
    lists = ["/plan/", "/countries/", "/activities/", "/region/", "/organisations/", "/rounds/"]
    assert ways_on(as_person(None), path, 404) == lists


def test_who_has_not_signed_in_may_and_then_returns(as_person, cast):
    path = record(cast["amina"]).get_absolute_url() + "?a=1&b=2"
    door = re.search(r'href="(/account/login/\?next=[^"]+)"', as_person(None).get(path).content.decode())[1]
    client = as_person(None)
    form = re.findall(r'name="next" value="([^"]+)"', client.get(door).content.decode())
    assert form[-1] == path.replace("&", "&amp;")
    assert "sign in and return" not in as_person("juma").get(path).content.decode()


def test_what_is_not_found_can_be_searched_for(as_person, db):
    page = as_person(None).get("/nowhere/").content.decode().partition("<main")[2]
    assert re.search(r'<form class="search" action="/search/".*?name="q"', page, re.DOTALL)


def test_who_is_refused_reads_to_whom_to_write(as_person, cast, settings):
    assert "write to the person who invited you" in as_person("charlie").get("/people/").content.decode()
    settings.CONTACT_EMAIL = "tracker@example.org"
    assert 'href="mailto:tracker@example.org"' in as_person("charlie").get("/people/").content.decode()
