"""Where a unit counts: in its own country or body, or in those that have a part in the work, and in no others."""

import pytest
from django.utils import timezone

from indicators.models import Indicator, Target
from reports import tallies
from reports.models import Claim
from reports.summaries import Selection, contributions, in_force, target_progress
from reports.summaries.rows import claim_rows
from reports.summaries.targets import history_of
from tests.agreeing import name_countries
from tests.base import submitted, verified
from tests.test_days_of_figures import AFTER, DAY


def claimed(activity, place):
    """The indicator for which the activity has a verified claim of this place, its own unit where none is given."""
    counts = "border_regions" if place else "activities"
    indicator = Indicator.objects.filter(counts=counts).select_related("target").first()
    given = {"indicator": indicator, "achieved_on": DAY, "verification": "verified", "decided_at": timezone.now()}
    Claim.objects.create(
        activity=activity, unit=next(iter(place.values()), str(activity.pk)), word="agreed", **given, **place
    )
    tallies.build()
    return indicator


@pytest.mark.parametrize(
    ("place", "counts"),
    [
        ({"country_id": "MOZ"}, True),
        ({"country_id": "KEN"}, False),
        ({"border_region_id": "moz-mwi"}, True),
        ({"border_region_id": "ken-som"}, False),
        ({"body_id": "SADC"}, True),
        ({"body_id": "EAC"}, False),
        ({}, True),
    ],
)
def test_a_place_counts_in_a_body_by_where_it_is_whoever_leads(cast, place, counts):
    indicator = claimed(verified(cast["amina"], cast["nadia"], lead="SADC", claims=[]), place)
    selection = Selection(body="SADC")
    (progress,) = target_progress(selection, codes=[indicator.target_id])
    history = history_of(in_force(selection), [indicator.target])
    assert (progress.indicators[0].verified, history.need(indicator, AFTER).counted_by(AFTER)) == (counts, counts)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, False),
        ({"lead": "SADC"}, True),
        ({"partners": [{"organisation": "SADC", "role": "technical"}]}, True),
        ({"partners": [{"organisation": "EAC", "role": "technical"}]}, False),
        ({"scope": "cross_border", "countries": ["KEN", "TZA"]}, True),
    ],
)
def test_work_counts_in_a_body_where_it_or_a_member_has_a_part(cast, values, counts):
    beside = {"lead": "SADC", "partners": [{"organisation": "SADC", "role": "funding"}], "claims": []}
    verified(cast["amina"], cast["nadia"], **beside)
    row = verified(cast["grace"], cast["nadia"], **{"countries": ["KEN"], "lead": "", "claims": []} | values)
    indicator = claimed(row, {})
    (progress,) = target_progress(Selection(body="SADC"), codes=[indicator.target_id])
    history = history_of(in_force(Selection(body="SADC")), [indicator.target])
    assert (progress.indicators[0].verified, history.need(indicator, AFTER).counted_by(AFTER)) == (counts, counts)


@pytest.mark.parametrize(
    ("place", "countries"),
    [
        ({"country_id": "TZA"}, ["TZA"]),
        ({"border_region_id": "moz-tza"}, ["MOZ", "TZA"]),
        ({"body_id": "SADC"}, []),
        ({}, ["MOZ", "TZA"]),
    ],
)
def test_a_country_contributes_what_is_its_own_or_common(cast, place, countries):
    both = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": []}
    row = name_countries(verified(cast["amina"], cast["nadia"], **both), both["countries"])
    target = claimed(row, place).target_id
    selection, counted = Selection(), {}
    for country in ("MOZ", "TZA", "MWI"):
        (progress,) = target_progress(selection, codes=[target], country=country)
        counted[country] = progress.indicators[0].verified
    assert [country for country, n in counted.items() if n] == countries
    whole = contributions(selection, target_progress(selection, codes=[target]), in_force(selection))
    assert sorted(code for code, by_indicator in whole.items() if by_indicator) == countries


@pytest.mark.parametrize("days", [(DAY, AFTER), (AFTER, DAY)])
def test_a_body_did_what_two_activities_claim_on_the_earlier_of_their_days(cast, days):
    for country, day in zip(("MOZ", "TZA"), days, strict=True):
        row = verified(cast["grace"], cast["nadia"], countries=[country], claims=[])
        indicator = claimed(row, {"body_id": "SADC"})
        row.claims.update(achieved_on=day)
    tallies.build()
    history = history_of(in_force(Selection(body="SADC")), [indicator.target])
    assert [span.first for span in history.need(indicator, AFTER).spans] == [DAY]


def test_the_claims_of_other_targets_are_not_read(cast):
    claims = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]
    submitted(cast["amina"], claims=claims)
    for code in ("VI.T1", "VI.T2"):
        assert set(claim_rows(Selection(), [Target.objects.get(pk=code)])) == {f"{code}.1"}
