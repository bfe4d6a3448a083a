"""The page of the region: the answer first, then the map with every state, and nothing that says only zero."""

import re
from datetime import date

import pytest
from django.urls import reverse

from reports.models import Confirmation, CountryReport
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
    assert "12 participating countries had not reported by 30 June 2016: Burundi, DR Congo, " in said
    assert "1 last reported in 2012: Mozambique." in said


def test_who_reported_within_a_year_is_not_named(as_person, cast):
    reported_in(2012, submitted(cast["amina"]))
    assert "last reported" not in text_of(as_person(None), as_at="2013-03-01")
    assert "1 last reported in 2012: Mozambique." in text_of(as_person(None), as_at="2013-03-02")


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


@pytest.mark.parametrize(("language", "said"), [("fr", "dernier rapport en 2012"), ("pt", "último relatório em 2012")])
def test_a_year_is_written_as_one(as_person, cast, language, said):
    reported_in(2012, submitted(cast["amina"]))
    page = as_person(None).get(reverse("region"), headers={"accept-language": language}).content.decode()
    assert said in page
