"""Counting, against a slow and obvious recount."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.progress import ClaimRow, IndicatorProgress, Rule, count, layer_of, verified_after

DAYS = st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2014, 12, 31)))
COUNTRIES = ("MOZ", "TZA", "BDI", "KEN")
SECTORS = ("I.a", "I.b", "I.c")


@st.composite
def claims(draw, sectors=False):
    rows = []
    for _n in range(draw(st.integers(0, 12))):
        country = draw(st.sampled_from(COUNTRIES))
        unit = f"{country}/{draw(st.sampled_from(SECTORS))}" if sectors else country
        achieved = draw(DAYS)
        verified = draw(st.booleans()) if achieved else False
        rows.append(ClaimRow(unit, achieved, verified, draw(st.booleans()), country))
    return rows


def stands(row, day):
    if row.achieved_on is None or row.achieved_on > day:
        return {"expected"}
    if row.verified:
        return {"expected", "reported", "verified"}
    return {"expected", "reported"} if row.submitted else {"expected"}


def recount(units_at_least):
    """From "how many stand at least so" to "how many stand exactly so"."""
    verified, reported, expected = (units_at_least(layer) for layer in ("verified", "reported", "expected"))
    return verified, reported - verified, expected - reported


def layers(progress):
    return progress.verified, progress.reported, progress.expected


@given(claims(), st.dates(date(2010, 1, 1), date(2014, 12, 31)))
def test_a_unit_is_counted_once_in_its_best_layer(rows, day):
    def units(layer):
        return len({row.unit for row in rows if layer in stands(row, day)})

    assert layers(count(Rule("X", "countries", 4), rows, day, frozenset(COUNTRIES))) == recount(units)


@given(claims(sectors=True), st.dates(date(2010, 1, 1), date(2014, 12, 31)))
def test_a_country_counts_with_two_sectors(rows, day):
    def countries(layer):
        enough = 0
        for country in COUNTRIES:
            sectors = {row.unit for row in rows if row.country == country and layer in stands(row, day)}
            enough += len(sectors) >= 2
        return enough

    assert layers(count(Rule("I.T2.1", "sectors", 6), rows, day, frozenset(COUNTRIES))) == recount(countries)


@given(claims(), st.sets(st.sampled_from(COUNTRIES)))
def test_all_countries_follows_participation(rows, taking_part):
    day = date(2014, 12, 31)
    progress = count(Rule("X", "countries", None), rows, day, frozenset(taking_part))
    verified = {row.unit for row in rows if row.country in taking_part and "verified" in stands(row, day)}
    assert (progress.required, progress.met) == (
        len(taking_part) or None,
        bool(taking_part) and verified == taking_part,
    )


@given(claims(), st.dates(date(2010, 1, 1), date(2012, 12, 31)), st.dates(date(2013, 1, 1), date(2014, 12, 31)))
def test_what_is_proved_stays_proved_as_time_goes(rows, earlier, later):
    rule, everyone = Rule("X", "countries", 1), frozenset(COUNTRIES)
    assert count(rule, rows, earlier, everyone).verified <= count(rule, rows, later, everyone).verified


@given(claims())
def test_every_claim_is_counted_under_its_unit(rows):
    progress = count(Rule("X", "countries", 1), rows, date(2012, 12, 31), frozenset(COUNTRIES))
    assert {unit.unit: unit.claims for unit in progress.units} == Counter(row.unit for row in rows)


OF_COUNTRIES = {"MOZ": "verified", "TZA": "reported", "MWI": "expected"}


@pytest.mark.parametrize(
    ("units", "verified"),
    [({"MOZ"}, 1), ({"ZWE"}, 1), ({"TZA"}, 2), ({"MWI"}, 2), ({"MOZ", "TZA", "MWI", "ZWE"}, 3)],
)
def test_what_is_verified_already_or_does_not_count_gains_nothing(units, verified):
    assert verified_after("countries", 1, OF_COUNTRIES, units) == verified


OF_SECTORS = {"MOZ/a": "verified", "MOZ/b": "reported", "TZA/a": "verified", "TZA/b": "verified", "TZA/c": "expected"}


@pytest.mark.parametrize(
    ("units", "verified"),
    [({"MOZ/a"}, 1), ({"MOZ/b"}, 2), ({"TZA/c"}, 1), ({"MOZ/z"}, 1), ({"MOZ/b", "TZA/c"}, 2)],
)
def test_a_country_gains_with_its_second_sector_and_once(units, verified):
    assert verified_after("sectors", 1, OF_SECTORS, units) == verified


@pytest.mark.parametrize(
    ("achieved_on", "verified", "submitted", "layer"),
    [
        (None, True, True, "expected"),
        (date(2012, 1, 2), True, True, "expected"),
        (date(2012, 1, 1), True, True, "verified"),
        (date(2012, 1, 1), True, False, "verified"),
        (date(2012, 1, 1), False, True, "reported"),
        (date(2012, 1, 1), False, False, "expected"),
    ],
)
def test_a_claim_stands_by_its_day_and_what_was_said_of_it(achieved_on, verified, submitted, layer):
    assert layer_of(ClaimRow("MOZ", achieved_on, verified, submitted), date(2012, 1, 1)) == layer


@pytest.mark.parametrize(("required", "verified", "met"), [(None, 0, False), (2, 1, False), (2, 2, True), (2, 3, True)])
def test_an_indicator_is_met_by_as_many_as_are_asked_for(required, verified, met):
    assert IndicatorProgress("X", required, verified, reported=9, expected=9, units=()).met == met
