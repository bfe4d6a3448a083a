"""What is no longer so leaves the figures from its day on, over the API, in files and in new editions; older ones stay."""

import copy
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from indicators.attainment import Span, attainment
from reports import workflow
from reports.attained import all_met_words, earlier_words, met_words
from reports.snapshots.moves import compare
from reports.snapshots.showing import attainment_of
from tests.base import prove, verified
from tests.rounds import closed, parts
from tests.test_later_facts_api import GROUP
from tests.test_revising import revise

DEADLINE = date(2012, 12, 31)


def ended(cast, since="2013-05-01", reviewed=True, achieved_on="2012-02-10"):
    """Mozambique's working group, which met the target alone (one is required), and is verified as no longer so."""
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1, in_force_from=date(2011, 1, 1))
    claim = GROUP["claims"][0] | {"achieved_on": achieved_on}
    row = verified(cast["amina"], cast["nadia"], **GROUP | {"claims": [claim]})
    piece = prove(cast["amina"], row)
    claim = row.claims.get().pk
    fact = workflow.report_end(by=cast["amina"], pk=claim, since=since, reason="Abolished", evidence=piece.pk)
    if reviewed:
        workflow.decide_fact(by=cast["nadia"], pk=fact.pk, review="verified")
    return row


def target(as_at, code="VI.T2"):
    body = APIClient().get(f"/api/v1/progress/targets/?as_at={as_at}").json()
    return next(row for row in body["results"] if row["code"] == code)


def test_a_unit_that_is_no_longer_so_is_listed_and_not_counted(cast):
    row = ended(cast)
    [indicator] = target("2013-04-30")["indicators"]
    assert (indicator["is_state"], indicator["verified"], indicator["lapsed"]) == (True, 1, [])
    [indicator] = target("2013-05-01")["indicators"]
    claims = [str(row.claims.get().pk)]
    assert (indicator["verified"], indicator["units"]) == (0, [])
    assert indicator["lapsed"] == [
        {"unit": "MOZ", "layer": "verified", "ended_on": "2013-05-01", "ended_on_known": None, "claims": claims},
    ]


def test_a_target_that_was_met_ceases_to_be(cast):
    ended(cast)
    line = target("2014-01-01")
    names = ("attainment", "met", "met_by_deadline", "met_since", "not_met_since")
    assert [line[name] for name in names] == ["no_longer", False, True, None, "2013-05-01"]
    assert line["earlier_spans"] == [
        {"first": "2012-02-10", "first_known": None, "end": "2013-05-01", "end_known": None}
    ]


def test_an_end_that_is_only_reported_moves_no_figure(cast):
    ended(cast, reviewed=False)
    line = target("2014-01-01")
    assert (line["met"], line["earlier_spans"], line["indicators"][0]["lapsed"]) == (True, [], [])


def test_what_is_an_event_is_no_state(cast):
    assert [row["is_state"] for row in target("2014-01-01", "VI.T1")["indicators"]] == [False, True]
    norm = APIClient().get("/api/v1/targets/VI.T1/").json()
    assert [row["is_state"] for row in norm["indicators"]] == [False, True]


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (
            [Span(date(2012, 3, 1), date(2013, 5, 1))],
            "Met by the deadline, but no longer met; met from 1 March 2012 to 30 April 2013",
        ),
        (
            [Span(date(2013, 3, 1), date(2013, 5, 1))],
            "Met late, but no longer met; met from 1 March 2013 to 30 April 2013",
        ),
        (
            [Span(date(2013, 3, 1), date(2013, 5, 1)), Span(date(2013, 9, 1))],
            "Met late, on 1 September 2013; met from 1 March 2013 to 30 April 2013",
        ),
        ([Span(date(2012, 3, 1))], "Met by the deadline"),
    ],
)
def test_earlier_spans_are_told_in_words(spans, said):
    with translation.override("en"):
        assert all_met_words(attainment(spans, date(2014, 1, 1), DEADLINE)) == said


def known_to_the_month(cast):
    """Met from some day of January 2012 to some day of June 2014, and again from some day of 2016."""
    row = ended(cast, achieved_on="2012-01", since="2014-06")
    claim = {"indicator": "VI.T2.1", "unit": "TZA", "achieved_on": "2016"}
    verified(cast["juma"], cast["nadia"], **GROUP | {"countries": ["TZA"], "claims": [claim], "title": "Another"})
    return row


def test_a_target_is_met_since_a_day_as_far_as_it_is_known(cast):
    known_to_the_month(cast)
    line = target("2017-01-01")
    assert (line["met_since"], line["met_since_known"], line["attainment"]) == ("2016-12-31", "2016", "by_deadline")
    assert line["earlier_spans"] == [
        {"first": "2012-01-31", "first_known": "2012-01", "end": "2014-06-30", "end_known": "2014-06"}
    ]
    line = target("2015-01-01")
    assert (line["not_met_since"], line["not_met_since_known"]) == ("2014-06-30", "2014-06")


@pytest.mark.parametrize(
    ("language", "since", "between", "invented"),
    [
        ("en", "met again since 2016", "Met between January 2012 and June 2014", "31 December 2016"),
        ("fr", "de nouveau atteint depuis 2016", "Atteint entre janvier 2012 et juin 2014", "31 décembre 2016"),
        (
            "pt",
            "novamente alcançada desde 2016",
            "Alcançada entre Janeiro de 2012 e Junho de 2014",
            "31 de Dezembro de 2016",
        ),
    ],
)
def test_no_page_invents_a_day_of_a_target(cast, client, language, since, between, invented):
    known_to_the_month(cast)
    page = client.get(reverse("target", args=["VI.T2"]), headers={"accept-language": language}).content.decode()
    assert (since in page, between in page, invented in page) == (True, True, False)


def test_a_whole_day_is_shown_where_anything_that_began_on_it_is_known_as_one(cast):
    known_to_the_month(cast)
    values = {"title": "A third", "countries": ["MWI"]}
    claim = {"indicator": "VI.T2.1", "unit": "MWI", "achieved_on": "2016-12-31"}
    verified(cast["grace"], cast["nadia"], **GROUP | values | {"claims": [claim]})
    assert (target("2017-01-01")["met_since"], target("2017-01-01")["met_since_known"]) == ("2016-12-31", None)


def test_an_edition_keeps_days_of_a_target_as_they_were_known(cast):
    known_to_the_month(cast)
    line = line_of(parts(closed(cast))[0])
    kept = attainment_of(line)
    assert earlier_words(kept) == ["met between January 2012 and June 2014"]
    assert line["attainment"]["begun"]["2012-01-31"] == "2012-01"


def test_the_page_of_a_target_and_its_file_tell_of_earlier_spans(cast, client):
    ended(cast)
    path = reverse("target", args=["VI.T2"])
    assert "to 30 April 2013" in client.get(path, {"as_at": "2014-01-01"}).content.decode()
    file = client.get(path, {"as_at": "2014-01-01", "format": "csv"})
    assert "to 30 April 2013" in b"".join(file).decode()


def test_the_page_of_a_target_and_its_file_say_how_long_a_unit_counts(cast, client):
    ended(cast)
    page = client.get(reverse("target", args=["VI.T1"])).content.decode()
    assert [page.count(words) for words in ("an event: it cannot lapse", "a state: until it is no longer so")] == [1, 1]
    file = client.get(reverse("target", args=["VI.T2"]), {"as_at": "2014-01-01", "format": "csv"})
    assert b"a state: until it is no longer so" in b"".join(file)


def line_of(document):
    return next(row for row in document["figures"]["targets"] if row["code"] == "VI.T2")


def test_a_new_edition_keeps_earlier_spans_and_what_lapsed(cast):
    ended(cast, since="2012-06-01")
    document, _public = parts(closed(cast))
    line = line_of(document)
    assert [row["end"] for row in line["attainment"]["earlier"]] == ["2012-06-01"]
    assert line["indicators"][0]["lapsed"] == [{"unit": "MOZ", "layer": "verified", "ended_on": "2012-06-01"}]
    assert [claim["ended_on"] for row in document["activities"] for claim in row["claims"]] == ["2012-06-01"]
    kept = attainment_of(line)
    assert (kept.state, kept.earlier) == ("no_longer", (Span(date(2012, 2, 10), date(2012, 6, 1)),))


def test_an_edition_frozen_before_says_what_it_said(cast):
    ended(cast, since="2012-06-01")
    line = copy.deepcopy(line_of(parts(closed(cast))[0]))
    del line["attainment"]["earlier"]
    kept = attainment_of(line | {"attainment": line["attainment"] | {"by_deadline": True}})
    with translation.override("en"):
        assert (met_words(kept), earlier_words(kept)) == ("Met by the deadline, but no longer met", [])
    assert attainment_of(line | {"attainment": line["attainment"] | {"ended": None}}).state == "not_met"


def test_between_two_editions_a_unit_lapses(cast):
    document, _public = parts(closed(cast))
    before = copy.deepcopy(document)
    line_of(before)["indicators"][0] |= {"verified": 1, "units": [{"unit": "MOZ", "layer": "verified", "claims": 1}]}
    line_of(document)["indicators"][0]["lapsed"] = [{"unit": "MOZ", "layer": "verified", "ended_on": "2012-06-01"}]
    [move] = compare(before, document).targets
    assert [(one.unit, one.before, one.after) for one in move.indicators[0].units] == [("MOZ", "verified", "lapsed")]
    del line_of(document)["indicators"][0]["lapsed"]
    [move] = compare(before, document).targets
    assert [(one.before, one.after) for one in move.indicators[0].units] == [("verified", "")]
