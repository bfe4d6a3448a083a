"""The page of an organisation: what it did, in a sentence; then its activities, its money, its reports, and its entry."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Activity, Organisation
from reports.summaries import organisation_parts
from tests.base import record, submitted, verified
from tests.money import GAVE

TANZANIA = {"countries": ["TZA"], "claims": []}


@pytest.fixture
def iom(cast):
    return Organisation.objects.get(name="IOM")


def lead(page):
    text = page.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    return " ".join(text.split()).partition(" As at")[0]


def headings(page):
    main = page.content.decode().partition("<main")[2]
    return re.findall(r"<h2>(.*?)</h2>", main)


def test_the_sentence_counts_what_its_reader_may_see_layer_by_layer(cast, as_person, iom):
    verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], **TANZANIA)
    record(cast["juma"], **TANZANIA)
    assert lead(as_person(None).get(iom.get_absolute_url())) == "1 activity reported and verified."
    assert lead(as_person("nadia").get(iom.get_absolute_url())) == "2 activities reported, 1 of them verified."
    assert lead(as_person("juma").get(iom.get_absolute_url())) == "2 activities reported, 1 of them verified."


def test_without_activities_there_is_no_sentence(as_person, iom):
    assert lead(as_person(None).get(iom.get_absolute_url())) == ""


def test_what_it_did_comes_before_its_entry(cast, as_person, iom):
    verified(cast["amina"], cast["nadia"])
    page = as_person(None).get(iom.get_absolute_url())
    assert headings(page) == ["Role in activities", "Reports", "In the directory"]


def test_its_parts_are_counted_in_two_queries(cast, iom):
    verified(cast["amina"], cast["nadia"], currency="USD", funding_lines=[GAVE | {"funder": "IOM"}])
    verified(cast["juma"], cast["nadia"], **TANZANIA)
    with CaptureQueriesContext(connection) as captured:
        parts = organisation_parts(iom.pk, Activity.objects.all())
    assert (parts["lead"], parts["funding"], len(captured)) == (2, 1, 2)
    assert set(parts) >= {"lead", "implementing", "funding", "technical"}
