"""The pages of the region lead to each other in three groups: what to see, what to understand, what is listed."""

import re

import pytest
from django.urls import reverse

PAGES = ["region", "matrix", "scorecard", "moved", "trend", "gaps", "compare"]
LISTS = ["funding", "participants", "funding_sources", "organisations"]


def groups(client, name):
    """`{"See": ["/region/", …]}` as they stand on a page."""
    page = client.get(reverse(name)).content.decode()
    nav = page.partition('<nav class="subnav"')[2].partition("</nav>")[0]
    return {
        title: re.findall(r'href="([^"]*)"', links)
        for title, links in re.findall(r"<span>([^<]*)</span>(.*?)</ul>", nav, re.DOTALL)
    }


@pytest.mark.parametrize("name", [*PAGES, *LISTS])
def test_a_page_tells_the_three_groups_apart(as_person, db, name):
    see, understand = (list(map(reverse, names)) for names in (PAGES[:3], PAGES[3:]))
    lists = ["/activities/", "/funding/", "/funding/#plans", *map(reverse, LISTS[1:])]
    assert groups(as_person(None), name) == {"See": see, "Understand": understand, "Lists": lists}


@pytest.mark.parametrize("name", [*PAGES, *LISTS])
def test_a_page_marks_itself_among_the_others(as_person, db, name):
    page = as_person(None).get(reverse(name)).content.decode()
    nav = page.partition('<nav class="subnav"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)" aria-current="page"', nav) == [reverse(name)]


def test_help_sought_leads_to_its_list(as_person, db):
    assert '<section id="plans">' in as_person(None).get(reverse("funding")).content.decode()
