"""The page of the region: the answer first, then the map with every state, and nothing that says only zero."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from reports.models import Confirmation, CountryReport
from reports.summaries import Selection
from tests.base import submitted, verified

DAY = "2016-06-30"


def text_of(client, **asked):
    page = client.get(reverse("region"), asked).content.decode()
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page.partition("<h1>")[2].partition("</header>")[0]))


def reported_in(year, row):
    """As if the activity had been reported then, and never again."""
    Confirmation.objects.filter(activity=row).update(on=date(year, 3, 1))
    CountryReport.objects.all().delete()


def test_it_says_first_how_many_targets_are_met_and_on_which_day(as_person, cast):
    assert "0 of 25 targets met by the deadline; 0 met as at 30 June 2016" in text_of(as_person(None), as_at=DAY)


def test_it_names_who_had_not_reported_and_who_last_did_in_which_year(as_person, cast):
    reported_in(2012, submitted(cast["amina"]))
    said = text_of(as_person(None), as_at=DAY)
    assert "1 of 13 participating countries had reported at least one activity; not yet: Burundi, DR Congo, " in said
    assert "No report since 2012: Mozambique." in said


def test_it_says_how_many_activities_were_reported_and_how_many_of_them_are_verified(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], countries=["TZA"], claims=[])
    said = text_of(as_person(None), as_at=DAY)
    assert "2 activities reported, 1 of them verified." in said


@pytest.mark.parametrize(("n", "said"), [(1, "The 1 participating country"), (2, "All 2 participating countries")])
def test_where_every_country_has_reported_it_says_so(n, said):
    context = {
        "figures": SimpleNamespace(silent=[], participating=[None] * n),
        "selection": Selection(as_at=date(2016, 6, 30)),
    }
    assert render_to_string("_silent.html", context).split() == f"{said} had reported by 30 June 2016.".split()


def test_all_25_targets_are_squares_of_which_the_key_comes_first(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    page = as_person(None).get(reverse("region"), {"as_at": DAY}).content.decode()
    before, squares = page.partition('id="squares"')[2].partition("</section>")[0].split('<ul class="squares">')
    assert re.findall(r'<span class="square (\w+)">([^<]*)</span> <b>(\d+)', before) == [
        ("verified", "Partly met", "1"),
        ("nothing", "Nothing yet", "24"),
    ]
    assert (
        f'<a class="square verified" href="/plan/targets/VI.T1/?as_at={DAY}" data-short="National measures">' in squares
    )
    assert squares.count('<a class="square ') == 25


def test_the_map_names_those_that_have_room_and_the_list_gives_the_number_alone(as_person, cast):
    submitted(cast["amina"])
    page = as_person(None).get(reverse("region")).content.decode()
    drawn, _map, listed = page.partition('class="table map-list"')
    names = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
    assert ("Mozambique" in names, "Rwanda" in names, "Sudan" in names) == (True, False, False)
    assert re.findall(r'<td class="number">([^<]*)</td>', listed.partition("</table>")[0]) == ["1"]


def test_who_reported_within_a_year_is_not_named(as_person, cast):
    reported_in(2012, submitted(cast["amina"]))
    assert "No report since" not in text_of(as_person(None), as_at="2013-03-01")
    assert "No report since 2012: Mozambique." in text_of(as_person(None), as_at="2013-03-02")


def test_the_map_says_what_each_of_its_looks_means(as_person, cast):
    looks = dict(as_person(None).get(reverse("region")).context["map_key"])
    assert (looks["silent"], looks["land"]) == ("Participating, no report yet", "Not participating")
    looks = dict(as_person(None).get(reverse("region"), {"body": "EAC"}).context["map_key"])
    assert looks["land"] == "Not participating, or not a member of EAC"


def test_countries_without_a_figure_are_named_once_beside_the_map(as_person, cast):
    submitted(cast["amina"])
    submitted(cast["juma"], countries=["TZA"], claims=[], status="planned", starts_on="2099-01-01", ends_on="")
    page = as_person(None).get(reverse("region")).content.decode()
    beside = page.partition('class="table map-list"')[2].partition("</section>")[0]
    table, _end, apart = beside.partition("</table>")
    assert [name in table for name in ("Mozambique", "Tanzania", "Somalia")] == [True, False, False]
    assert ("Tanzania" in apart, "Somalia" in apart, "Mozambique" in apart) == (True, False, False)


def test_a_layer_without_activities_has_no_tile(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    page = as_person(None).get(reverse("region")).content.decode()
    tiles = page.partition('<dl class="tiles">')[2].partition("</dl>")[0]
    assert re.findall(r"layer=(\w+)", tiles) == ["verified"]


def test_a_row_of_the_matrix_in_which_nothing_stands_is_left_out_and_named(as_person, cast):
    submitted(cast["amina"])
    for theme, shown, empty in (("VI", ["MOZ"], []), ("I", [], ["MOZ"])):
        context = as_person(None).get(reverse("region"), {"theme": theme}).context
        assert [country.pk for country, _cells in context["matrix"]] == shown
        assert [country.pk for country in context["empty"]] == empty
        assert "SOM" in {country.pk for country in context["figures"].silent}


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Aucun rapport depuis 2012"), ("pt", "Sem relatório desde 2012")]
)
def test_a_year_is_written_as_one(as_person, cast, language, said):
    reported_in(2012, submitted(cast["amina"]))
    page = as_person(None).get(reverse("region"), headers={"accept-language": language}).content.decode()
    assert said in page
