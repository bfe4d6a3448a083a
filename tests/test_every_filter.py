"""What a filter cannot read is said where the reader sees it: the filter opens, and no link carries it on."""

import re

import pytest

from tests.walk import PAGES, addresses

FILTER = re.compile(r'<details class="filters"(?P<open> open)?>(?P<form>.*?)</details>', re.DOTALL)
DAYS = ("as_at", "starts_after", "starts_before", "since", "until")
WRONG = "99/99/9999"


@pytest.fixture
def filtered(as_person, walked):
    """`(client, path, form)` of every page with a filter, of the plain addresses."""
    forms = []
    for person in PAGES:
        client = as_person(person)
        for path in addresses(person, walked):
            page = client.get(path.partition("?")[0]).content.decode() if "?" not in path else ""
            forms += [(client, path, one["form"]) for one in FILTER.finditer(page)]
    return forms


def names_of(form: str) -> list[str]:
    return [name for name in re.findall(r' name="(\w+)"', form) if name in DAYS or f'select name="{name}"' in form]


def test_every_page_with_a_filter_is_tried(filtered):
    paths = {path for _client, path, _form in filtered}
    assert {
        *("/plan/", "/plan/themes/II/", "/plan/targets/VI.T1/", "/plan/recommendations/", "/countries/"),
        *("/countries/MOZ/", "/region/", "/region/matrix/", "/region/scorecard/", "/region/gaps/", "/region/trend/"),
        *("/activities/", "/funding/", "/region/funding/", "/organisations/", "/review/", "/changes/", "/people/"),
    } <= paths
    assert sum("as_at" in names_of(form) for _client, _path, form in filtered) >= 10


def test_what_cannot_be_read_is_said_in_an_open_filter(filtered):
    silent = []
    for client, path, form in filtered:
        for name in names_of(form):
            page = client.get(path, {name: WRONG}).content.decode()
            shown = FILTER.search(page)
            if not (shown and shown["open"] and 'role="alert"' in shown["form"]):
                silent.append((path, name))
    assert silent == []


# What leads to the same page says the same there, and a file is refused in words.
def test_no_link_to_another_page_carries_on_what_could_not_be_read(filtered):
    carried = []
    for client, path, form in filtered:
        for name in names_of(form):
            page = client.get(path, {name: WRONG}).content.decode()
            carried += [
                (path, name, link) for link in re.findall(rf'<a [^>]*href="(/[^"#]*[?&;]{name}=99[^"]*)"', page)
            ]
    assert carried == []
