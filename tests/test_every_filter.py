"""What a filter cannot read is said where the reader sees it: the filter opens, and no link carries it on."""

import re

import pytest

from tests.walk import PAGES, addresses

FILTER = re.compile(r'<details class="filters"(?P<open> open)?>(?P<form>.*?)</details>', re.DOTALL)
DAYS = ("as_at", "starts_after", "starts_before", "since", "until")
WRONG = "99/99/9999"


@pytest.fixture
def filters(page_of, walked):
    """`[(person, path, form)]` of every page with a filter, of the plain addresses."""
    visits = [(person, path) for person in PAGES for path in addresses(person, walked) if "?" not in path]
    return [(person, path, one["form"]) for person, path in visits for one in FILTER.finditer(page_of(person, path))]


def names_of(form: str) -> list[str]:
    return [name for name in re.findall(r' name="(\w+)"', form) if name in DAYS or f'select name="{name}"' in form]


def test_every_page_with_a_filter_is_tried(filters):
    paths = {path for _person, path, _form in filters}
    assert {
        *("/plan/", "/plan/themes/II/", "/plan/targets/VI.T1/", "/plan/recommendations/", "/countries/"),
        *("/countries/MOZ/", "/region/", "/region/matrix/", "/region/scorecard/", "/region/gaps/", "/region/trend/"),
        *("/activities/", "/funding/", "/region/funding/", "/organisations/", "/review/", "/changes/", "/people/"),
    } <= paths
    assert sum("as_at" in names_of(form) for _person, _path, form in filters) >= 10


# What leads to the same page says the same there, and a file is refused in words.
def test_what_cannot_be_read_is_said_in_an_open_filter_and_carried_on_by_no_link(as_person, filters):
    clients, silent, carried = {person: as_person(person) for person in PAGES}, [], []
    for person, path, form in filters:
        for name in names_of(form):
            page = clients[person].get(path, {name: WRONG}).content.decode()
            shown = FILTER.search(page)
            if not (shown and shown["open"] and 'role="alert"' in shown["form"]):
                silent.append((path, name))
            links = re.findall(rf'<a [^>]*href="(/[^"#]*[?&;]{name}=99[^"]*)"', page)
            carried += [(path, name, link) for link in links]
    assert (silent, carried) == ([], [])
