"""What a figure counts begins and ends on a day: each with the day before, the day itself and the day after."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from indicators.models import Indicator, Target
from reports import workflow
from reports.models import Activity, BodyMembership, Claim, CountryReport
from reports.summaries import (
    CountryLine,
    Prospect,
    RoundRate,
    Selection,
    activities_of,
    by_year,
    claims_of,
    countries_with_last_report,
    country_view,
    in_force,
    last_report,
    matrix_by_action,
    moved_pairs,
    movements,
    pace,
    prospects,
    region_view,
    target_progress,
    themes_at_a_glance,
    unproved_claims,
    verified_by_month,
)
from reports.summaries.targets import history_of
from reports.summaries.trend import quarter_ends
from reports.summaries.waiting import Effect
from tests.base import R02, participate, record, submitted, today, verified
from tests.rounds import a_round
from themes.dates import CONFERENCE

DAY = date(2014, 5, 26)
DAYS = BEFORE, _DAY, AFTER = DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)


def achieved(day, unit="MOZ", indicator="VI.T1.1"):
    return {"claims": [{"indicator": indicator, "unit": unit, "achieved_on": day and day.isoformat()}]}


def in_country(cast, country, **values):
    return verified(cast["grace"], cast["nadia"], countries=[country], **values)


# Movement ------------------------------------------------------------------------------------------------------------


def behind(moved, selection=None, since=DAY, visible=None, **most):
    """`{unit: (named, more, hidden)}`, to whom everything or only the `visible` is open."""
    visible = Activity.objects.all() if visible is None else visible
    rows = activities_of(moved_pairs(moved), selection or Selection(), since, visible, **most)
    return {unit: (one.named, one.more, one.hidden) for unit, one in rows.items()}


def test_a_unit_moved_by_what_came_after_the_earlier_day_up_to_the_later(cast):
    submitted(cast["amina"], **achieved(DAY))
    later = verified(cast["amina"], cast["nadia"], **achieved(AFTER))
    submitted(cast["amina"], **achieved(AFTER + timedelta(days=1)))
    selection = Selection(as_at=AFTER)
    (row,) = movements(selection, since=DAY)
    assert [(move.unit, move.before, move.after) for move in row.moves] == [("MOZ", "reported", "verified")]
    assert behind([row], selection) == {("VI.T1.1", "MOZ"): ([later.pk], 0, 0)}


def test_what_moved_leads_to_its_own_indicator_alone(cast):
    row = verified(cast["amina"], cast["nadia"], **achieved(AFTER))
    two = [*achieved(AFTER)["claims"], *achieved(DAY, indicator="VI.T2.1")["claims"]]
    other = verified(cast["amina"], cast["nadia"], actions=["VI.1", "VI.2"], claims=two)
    moved = movements(Selection(), since=DAY)
    assert [one.indicator.pk for one in moved] == ["VI.T1.1"]
    assert {unit: set(pks) for unit, (pks, _more, _hidden) in behind(moved).items()} == {
        ("VI.T1.1", "MOZ"): {row.pk, other.pk}
    }


def test_of_many_activities_behind_a_move_the_first_that_are_open_are_named(cast):
    rows = [verified(cast["amina"], cast["nadia"], **achieved(day)) for day in (DAY, AFTER, AFTER)]
    hidden = submitted(cast["amina"], **achieved(DAY))
    moved = movements(Selection(), since=BEFORE)
    seen = Activity.objects.exclude(pk=hidden.pk)
    assert behind(moved, since=BEFORE, visible=seen, most=1) == {("VI.T1.1", "MOZ"): ([rows[0].pk], 2, 1)}
    assert behind(moved, since=BEFORE, visible=seen)["VI.T1.1", "MOZ"][1:] == (0, 1)
    assert behind(moved, since=BEFORE, visible=Activity.objects.none()) == {("VI.T1.1", "MOZ"): ([], 0, 4)}


def test_what_moved_nothing_takes_no_place_among_those_that_are_named(cast):
    in_country(cast, "MOZ", **achieved(DAY))
    in_country(cast, "TZA", actions=["VI.2"], **achieved(DAY, "TZA", "VI.T2.1"))
    in_country(cast, "MOZ", **achieved(AFTER))  # its unit is verified already, and so is that of the next
    in_country(cast, "TZA", actions=["VI.2"], **achieved(AFTER, "TZA", "VI.T2.1"))
    row = in_country(cast, "TZA", **achieved(AFTER + timedelta(days=1), "TZA"))
    moved = movements(Selection(), since=DAY)
    assert behind(moved, most=1) == {("VI.T1.1", "TZA"): ([row.pk], 0, 0)}


@pytest.mark.parametrize(("since", "newly"), [(BEFORE, True), (DAY, None)])
def test_a_target_is_newly_met_where_it_was_not_before(cast, since, newly):
    in_country(cast, "TZA", actions=["III.3"], **achieved(DAY, "TZA", "III.T2.1"))
    moved = movements(Selection(), since)
    assert [row.newly_met for row in moved] == ([newly] if newly is not None else [])


# Months and pace -----------------------------------------------------------------------------------------------------


def test_months_are_whole_and_those_between_are_there(cast):
    for day in (date(2014, 2, 28), date(2014, 4, 1), date(2014, 4, 30)):
        verified(cast["amina"], cast["nadia"], starts_on="2014-01-01", **achieved(day))
    months = verified_by_month(Selection(as_at=date(2014, 4, 30)))
    assert [(month.code, month.claims) for month in months] == [("2014-02", 1), ("2014-03", 0), ("2014-04", 2)]
    assert [claims_of(month, Selection()).count() for month in months] == [1, 0, 2]
    assert (months[0].eve, months[0].last) == (date(2014, 1, 31), date(2014, 2, 28))


@pytest.mark.parametrize(("day", "claims"), list(zip(DAYS, (0, 1, 1), strict=True)))
def test_a_claim_is_in_its_month_from_its_day(cast, day, claims):
    verified(cast["amina"], cast["nadia"])
    assert sum(month.claims for month in verified_by_month(Selection(as_at=day))) == claims


def test_months_go_to_the_day_and_years_hold_those_of_their_months(cast):
    for day in (date(2011, 1, 1), date(2013, 12, 31), date(2014, 1, 1)):
        verified(cast["amina"], cast["nadia"], starts_on="2011-01-01", ends_on="", **achieved(day))
    months = verified_by_month(Selection(as_at=date(2015, 6, 30)))
    assert (len(months), months[0].code, months[-1].code) == (54, "2011-01", "2015-06")
    years = [(year.code, year.claims) for year in by_year(months)]
    assert years == [("2011", 1), ("2012", 0), ("2013", 1), ("2014", 1), ("2015", 0)]
    assert [claims_of(year, Selection()).count() for year in by_year(months)] == [1, 0, 1, 1, 0]


def test_months_of_a_day_to_come_end_with_today(cast):
    verified(cast["amina"], cast["nadia"])
    months = verified_by_month(Selection(as_at=date(9999, 12, 31)))
    assert months[-1].code == f"{today():%Y-%m}"


def test_the_pace_goes_to_the_day_and_what_it_needs_ends_with_the_deadline(cast):
    selection = Selection(as_at=date(2015, 6, 30))
    points = pace(selection, in_force(selection)).points
    after = [(point.day, point.needed) for point in points if point.day > date(2012, 12, 31)]
    assert after == [(date(2013, 12, 31), None), (date(2014, 12, 31), None), (date(2015, 6, 30), None)]


def test_the_points_of_the_pace_are_the_conference_the_ends_of_quarters_and_the_other_days():
    first, second, other = date(2010, 9, 30), date(2010, 12, 31), date(2011, 1, 1)
    assert quarter_ends(second, set()) == [CONFERENCE, first, second]
    assert quarter_ends(other, {other}) == [CONFERENCE, first, second, other]


def test_the_pace_takes_no_more_of_an_indicator_than_it_needs(cast):
    countries = ("MOZ", "TZA", "MWI", "KEN")
    for country in countries:
        in_country(cast, country, actions=["VI.2"], **achieved(DAY, country, "VI.T2.1"))
    selection = Selection(theme="VI", as_at=AFTER)
    needed = sum(indicator.required for row in target_progress(selection) for indicator in row.indicators)
    (*_others, last) = pace(selection, in_force(selection)).points
    assert (last.day, last.verified, last.required) == (AFTER, 3, needed)


def test_the_steady_pace_rises_to_all_by_the_deadline_and_ends_there(cast):
    verified(cast["amina"], cast["nadia"])
    selection = Selection(theme="VI")
    drawn = pace(selection, in_force(selection))
    first, last = drawn.points[0], drawn.points[-1]
    assert (first.needed, first.verified, drawn.at_deadline.needed) == (0, 0, drawn.at_deadline.required)
    assert (last.day > drawn.deadline, last.needed, last.verified) == (True, None, 1)
    before = Selection(theme="VI", as_at=drawn.deadline - timedelta(days=1))
    assert pace(before, in_force(before)).at_deadline is None


def test_of_several_printed_deadlines_the_last_is_that_of_all(cast):
    later, selection = date(2015, 6, 30), Selection()
    Target.objects.filter(pk="VI.T1").update(deadline=later)
    ends = {line.theme.pk: line.deadline for line in themes_at_a_glance(selection)}
    assert (region_view(selection).deadline, pace(selection, in_force(selection)).deadline) == (later, later)
    assert (ends["VI"], ends["I"]) == (later, date(2012, 12, 31))


@pytest.mark.parametrize("body", ["", "SADC"])
def test_the_pace_goes_to_the_day_whatever_was_verified_last(cast, body):
    in_country(cast, "MOZ", actions=["VI.2"], **achieved(DAY, "MOZ", "VI.T2.1"))
    in_country(cast, "TZA", actions=["VI.2"], **achieved(date(2020, 1, 1), "TZA", "VI.T2.1"))
    selections = [Selection(theme="VI", body=body, as_at=day) for day in (date(2018, 1, 1), date(2021, 1, 1))]
    ends = [pace(selection, in_force(selection)).points[-1] for selection in selections]
    assert [(end.day, end.verified) for end in ends] == [(date(2018, 1, 1), 1), (date(2021, 1, 1), 2)]


def test_a_unit_counts_in_the_history_of_a_body_while_its_country_is_a_member(cast):
    days = {"starts_on": "2012-01-01", "ends_on": "2012-01-01"}
    in_country(cast, "COD", actions=["VI.2"], **days, **achieved(date(2012, 1, 1), "COD", "VI.T2.1"))
    indicator = Indicator.objects.select_related("target").get(pk="VI.T2.1")
    history = history_of(in_force(Selection(body="EAC")), [indicator.target])
    joined = date(2022, 1, 1)
    counted = [len(history.need(indicator, day).spans) for day in (joined - timedelta(days=1), joined)]
    assert counted == [0, 1]


@pytest.mark.parametrize(("countries", "reported", "share"), [(0, 0, 0), (1, 1, 100), (3, 1, 33), (13, 13, 100)])
def test_the_share_of_a_round_is_of_those_that_took_part(countries, reported, share):
    rate = RoundRate(None, countries, reported=reported, on_time=reported, more_time=0)
    assert (rate.share_reported, rate.share_on_time, rate.silent) == (share, share, countries - reported)


# What is in force ----------------------------------------------------------------------------------------------------

END = AFTER + timedelta(days=1)


def test_a_threshold_is_in_force_from_its_day(cast):
    why = {"in_force_from": DAY, "decided_by": "A meeting", "reason": "Because."}
    workflow.revise_target(by=cast["nadia"], target="VI.T2", indicator="VI.T2.1", required=5, **why)
    indicator, norm = Indicator.objects.get(pk="VI.T2.1"), in_force(Selection())
    assert [norm.required(indicator, day) for day in DAYS] == [3, 5, 5]
    assert [in_force(Selection(as_at=day)).rule(indicator).required for day in DAYS] == [3, 5, 5]
    assert [len(in_force(Selection(as_at=day)).revised(indicator.target)) for day in DAYS] == [0, 1, 1]


def test_a_country_is_a_member_from_the_first_to_the_last_day(cast):
    BodyMembership.objects.create(body_id="EAC", country_id="MOZ", since=DAY, until=AFTER)
    norm = in_force(Selection(body="EAC"))
    assert ["MOZ" in norm.members(day) for day in (*DAYS, END)] == [False, True, True, False]
    assert ["MOZ" in in_force(Selection(body="EAC", as_at=day)).everyone for day in (*DAYS, END)] == [
        False,
        True,
        True,
        False,
    ]
    assert {DAY, END} <= {*norm.days}
    assert in_force(Selection()).members(DAY) is None


def test_a_country_takes_part_from_its_day(cast):
    participate("AGO", since=DAY)
    norm = in_force(Selection())
    assert ["AGO" in norm.participants(day) for day in DAYS] == [False, True, True]
    assert [DAY in in_force(Selection(as_at=day)).days for day in DAYS] == [False, True, True]


# Reports -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "last"), list(zip(DAYS, (None, DAY, DAY), strict=True)))
def test_a_complete_report_counts_from_its_day(cast, day, last):
    row = a_round(cast["nadia"])
    said = {"completed_by": cast["amina"], "completed_at": f"{DAY}T09:00Z", "on": DAY}
    CountryReport.objects.create(round=row, country_id="MOZ", **said)
    assert last_report(countries_with_last_report(day).get(pk="MOZ")) == last


def test_a_country_that_never_reported_is_not_silent_where_something_of_it_counts(cast):
    verified(cast["amina"], cast["nadia"])  # reported today, carried out long ago
    selection = Selection(as_at=DAY)
    lines = {line.country.pk: line for line in region_view(selection).countries}
    for code, is_silent in (("MOZ", False), ("TZA", True)):
        states = (country_view(code, selection).is_silent, lines[code].is_silent, lines[code].never_reported)
        assert states == (is_silent, is_silent, True)
    assert country_view("MOZ", Selection()).is_silent is False


def test_regional_work_is_no_country_s_report(cast):
    row = submitted(cast["nadia"], scope="regional", countries=["MOZ", "TZA"], claims=[])
    on = row.confirmations.get().on
    assert last_report(countries_with_last_report(on).get(pk="MOZ")) is None


def test_a_draft_is_no_report_though_it_was_handed_in_before(cast):
    row = submitted(cast["amina"])
    on = row.confirmations.get().on
    assert last_report(countries_with_last_report(on).get(pk="MOZ")) == on
    type(row).objects.filter(pk=row.pk).update(review="draft")
    assert last_report(countries_with_last_report(on).get(pk="MOZ")) is None


# What one more claim would do ----------------------------------------------------------------------------------------


def prospect(indicator, unit, country):
    row = Indicator.objects.select_related("target").get(pk=indicator)
    return prospects([(row, unit, country)], Selection())[indicator, unit]


def test_a_claim_of_a_country_that_takes_part_would_move_what_all_are_asked_for(cast):
    one = prospect("VI.T1.1", "MOZ", "MOZ")
    assert (one.layer, one.moves, one.now.reported, one.then.reported, one.then.verified) == ("", True, 0, 1, 0)
    participate("MOZ", "none")
    assert prospect("VI.T1.1", "MOZ", "MOZ").moves is False


def test_a_claim_would_move_the_count_beside_what_is_verified_already(cast):
    in_country(cast, "TZA", **achieved(DAY, "TZA"))
    one, none = (prospect("VI.T1.1", code, code) for code in ("MOZ", "TZA"))
    assert ((one.now.verified, one.now.reported), (one.then.verified, one.then.reported)) == ((1, 0), (1, 1))
    assert (one.moves, none.moves) == (True, False)


@pytest.mark.parametrize(("day", "layer", "moves"), [(None, "expected", True), (DAY, "reported", False)])
def test_a_claim_moves_nothing_where_its_unit_is_reported_already(cast, day, layer, moves):
    submitted(cast["amina"], **achieved(day))
    one: Prospect = prospect("VI.T1.1", "MOZ", "MOZ")
    assert (one.layer, one.moves) == (layer, moves)


@pytest.mark.parametrize(
    ("now", "then", "required", "moves", "meets"),
    [
        (0, 1, 2, True, False),
        (1, 2, 2, True, True),
        (1, 3, 2, True, True),
        (1, 1, 2, False, False),
        (2, 3, 2, False, False),
        (3, 4, 2, False, False),
        (0, 1, None, False, False),
    ],
)
def test_what_is_met_or_stays_is_not_moved(now, then, required, moves, meets):
    effect = Effect(None, "X", now, then, required)
    assert (effect.moves, bool(effect.meets)) == (moves, meets)


@pytest.mark.parametrize(("done", "level"), [(0, 0), (1, 1), (3, 1), (4, 2), (7, 2), (8, 3), (14, 3), (15, 4), (99, 4)])
def test_the_map_has_five_levels_of_actions_carried_out(done, level):
    states = {"verified": done, "reported": 0}
    lines = [CountryLine(SimpleNamespace(takes_part=takes_part), states, 0, None) for takes_part in (True, False)]
    assert [line.level for line in lines] == [level, level if done else None]


# Proof and plans -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "unproved"), list(zip(DAYS, (0, 1, 1), strict=True)))
def test_a_claim_lacks_evidence_from_the_day_on_which_it_was_achieved(cast, day, unproved):
    workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], **achieved(DAY)).pk)
    assert unproved_claims(Claim.objects.all(), Selection(as_at=day)).count() == unproved


def test_a_claim_lacks_evidence_in_its_own_country(cast):
    workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"]).pk)
    counts = [unproved_claims(Claim.objects.all(), Selection(), country).count() for country in ("MOZ", "TZA")]
    assert counts == [1, 0]


@pytest.mark.parametrize(("day", "state"), list(zip(DAYS, (None, "adopted", "adopted"), strict=True)))
def test_an_action_is_adopted_from_its_day(cast, day, state):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2", values={"adopted_on": DAY})
    cell = matrix_by_action(Selection(as_at=day)).get(("MOZ", "VI.2"))
    assert (cell and cell.state) == state


def test_an_adoption_ranks_below_any_activity_and_is_told_beside_it(cast):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1", values={"adopted_on": DAY})
    submitted(cast["amina"], **R02 | achieved(None))
    cell = matrix_by_action(Selection())["MOZ", "VI.1"]
    assert (cell.state, cell.activities, cell.adopted) == ("reported", 1, True)
