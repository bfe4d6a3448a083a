"""Each analysis and list of the region begins with its sentence: a figure and its day."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.workflow import adopt_action
from tests.base import submitted, verified
from themes.dates import date_format


def answer(client, name, **asked):
    page = client.get(reverse(name), asked).content.decode()
    return " ".join(re.sub("<[^>]*>", "", page.partition('<p class="answer">')[2].partition("</p>")[0]).split())


def day():
    return date_format(timezone.localdate())


def test_gaps_name_by_code_what_no_country_has_taken_up(as_person, cast):
    client = as_person(None)
    said = f"As at {day()}, no country has adopted, and no regional activity carries out: "
    asked = {"theme": "VI"}
    codes = [f"VI.{n}" for n in range(1, 12)]
    assert answer(client, "gaps", **asked) == f"{said}{', '.join(codes[:9])} and 2 more."
    submitted(cast["amina"])
    adopt_action(by=cast["juma"], country="TZA", action="VI.2")
    verified(cast["nadia"], cast["paul"], scope="regional", countries=[], claims=[], actions=["VI.3"])
    assert answer(client, "gaps", **asked) == f"{said}{', '.join(codes[3:])}."


def test_the_codes_lead_to_their_actions_and_the_others_to_their_list(as_person, cast):
    page = as_person(None).get(reverse("gaps"), {"theme": "VI"}).content.decode()
    links = re.findall(r'href="([^"]*)"', page.partition('<p class="answer">')[2].partition("</p>")[0])
    assert links == [*(f"/plan/actions/VI.{n}/" for n in range(1, 10)), "?theme=VI&amp;gap=actions"]


def test_of_a_country_that_never_reported_nothing_is_said_to_be_undone(as_person, cast):
    submitted(cast["amina"])
    assert answer(as_person(None), "gaps", country="SOM") == ""
    assert answer(as_person(None), "gaps", country="MOZ").startswith(f"As at {day()}, Mozambique has not adopted: I.1,")


@pytest.mark.parametrize(("asked", "shown", "link"), [("", 20, True), ("?gap=actions", 58, False)])
def test_a_long_list_of_gaps_shows_twenty_and_leads_to_all(as_person, db, asked, shown, link):
    page = as_person(None).get(f"{reverse('gaps')}{asked}").content.decode()
    section = page.partition('<section id="actions">')[2].partition("</section>")[0]
    assert (section.count('<li><a href="/plan/actions/'), "Show all 58" in section) == (shown, link)


def test_changes_say_how_many_or_that_there_is_none(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    asked = {"since": "2014-05-25", "as_at": "2014-05-26"}
    assert answer(as_person(None), "moved", **asked) == "1 result changed between 25 May 2014 and 26 May 2014."
    none = answer(as_person(None), "moved", since="2015-01-01", as_at="2015-12-31")
    assert none == "No result changed between 1 January 2015 and 31 December 2015. All changes since the Conference"
    page = as_person(None).get(reverse("moved"), {"since": "2015-01-01", "as_at": "2015-12-31"}).content.decode()
    assert 'href="?since=2010-09-07&amp;as_at=2015-12-31"' in page


def test_two_sides_say_how_many_results_are_verified(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    said = answer(as_person(None), "compare", a="MOZ", b="TZA", b_as_at="2016-01-01")
    assert said == (
        f"Mozambique ({day()}): 1 result verified for the targets; "
        "Tanzania (no report) (1 January 2016): no result verified for the targets."
    )
    assert answer(as_person(None), "compare") == ""


def test_participants_say_how_many_and_on_which_day(as_person, cast):
    assert answer(as_person(None), "participants", as_at="2016-06-30").endswith("Figures as at 30 June 2016.")


def test_money_says_how_much_and_on_which_day(as_person, cast):
    money = {"status": "planned", "starts_on": "2030-01-01", "ends_on": "", "claims": [], "currency": "USD"}
    lines = [{"funder": "Norway", "currency": "USD", "committed": "400", "spent": "150"}]
    verified(cast["amina"], cast["nadia"], amount_needed="1000", funding_lines=lines, **money)
    assert answer(as_person(None), "funding_sources") == (
        f"For published activities, as at {day()}: 400 USD committed, 150 USD spent."
    )
    assert answer(as_person(None), "funding") == f"Total funding gap of published activities, as at {day()}: 600 USD."
