"""Met by the deadline, late, no longer, or not: on every day as a slow recount says, and told wherever met is told."""

from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.attainment import OfSpans, Span, Stage, attainment, merged_spans, spans, spans_of_countries
from reports.summaries import Selection, target_progress
from tests.recount_attainment import BODY, DAYS, TARGETS, Recount, make_world

DEADLINE = date(2012, 12, 31)
AS_AT = [DAYS[12], DEADLINE - timedelta(1), DEADLINE, DEADLINE + timedelta(1), DAYS[-20], DAYS[-1]]


# The arithmetic ------------------------------------------------------------------------------------------------------

SOME_DAYS = st.dates(date(2012, 1, 1), date(2012, 1, 20))
SPANS = st.builds(
    lambda first, length: Span(first, first + timedelta(length) if length else None), SOME_DAYS, st.integers(0, 9)
)
NEEDS = st.builds(OfSpans, st.one_of(st.none(), st.integers(1, 3)), st.lists(SPANS, max_size=5))


@st.composite
def staged(draw):
    days = [date.min, *sorted(draw(st.sets(SOME_DAYS, max_size=4)))]
    return [Stage(day, draw(st.lists(NEEDS, min_size=2, max_size=2))) for day in days]


def met_on(stages, day):
    needs = next(stage for stage in reversed(stages) if stage.first <= day).needs
    return all(need.required and sum(one.holds(day) for one in need.spans) >= need.required for need in needs)


@given(staged(), SOME_DAYS)
def test_the_spans_hold_on_the_days_as_at_which_it_is_met(stages, day):
    assert any(span.holds(day) for span in spans(stages)) == met_on(stages, day)


@given(staged())
def test_no_span_begins_where_another_ends(stages):
    measured = spans(stages)
    assert all(one.end < other.first for one, other in pairwise(measured))


def test_a_country_counts_from_its_second_sector_on():
    days = {"MOZ/I.a": date(2012, 1, 3), "MOZ/I.b": date(2012, 1, 5), "MOZ/I.c": date(2012, 1, 9)}
    units = {unit: [Span(day)] for unit, day in days.items()}
    assert spans_of_countries(units | {"TZA/I.a": [Span(date(2012, 1, 1))]}) == [Span(date(2012, 1, 5))]


def test_a_country_counts_until_too_few_sectors_are_left():
    units = {"MOZ/I.a": [Span(date(2012, 1, 3))], "MOZ/I.b": [Span(date(2012, 1, 5), date(2012, 1, 9))]}
    assert spans_of_countries(units) == [Span(date(2012, 1, 5), date(2012, 1, 9))]


@given(st.lists(SPANS, max_size=5), SOME_DAYS)
def test_a_unit_counts_on_the_days_on_which_one_of_its_results_holds(spans_of_unit, day):
    merged = merged_spans(spans_of_unit)
    assert any(span.holds(day) for span in merged) == any(span.holds(day) for span in spans_of_unit)
    assert all(one.end and one.end < other.first for one, other in pairwise(merged))


@pytest.mark.parametrize(
    ("periods", "last", "state", "since", "ended"),
    [
        ([], date(2014, 1, 1), "not_met", None, None),
        ([Span(date(2012, 3, 1))], date(2014, 1, 1), "by_deadline", date(2012, 3, 1), None),
        ([Span(DEADLINE)], date(2014, 1, 1), "by_deadline", DEADLINE, None),
        ([Span(date(2013, 1, 1))], date(2014, 1, 1), "late", date(2013, 1, 1), None),
        ([Span(date(2013, 1, 1))], DEADLINE, "not_met", None, None),
        ([Span(date(2012, 3, 1))], date(2012, 3, 1), "by_deadline", date(2012, 3, 1), None),
        ([Span(date(2012, 3, 1), date(2013, 2, 1))], date(2014, 1, 1), "no_longer", None, date(2013, 2, 1)),
        ([Span(date(2012, 3, 1), DEADLINE)], date(2014, 1, 1), "no_longer", None, DEADLINE),
        ([Span(date(2013, 3, 1), date(2013, 9, 1))], date(2014, 1, 1), "no_longer", None, date(2013, 9, 1)),
        (
            [Span(date(2012, 3, 1), date(2013, 2, 1)), Span(date(2013, 6, 1))],
            date(2014, 1, 1),
            "by_deadline",
            date(2013, 6, 1),
            None,
        ),
    ],
)
def test_what_is_said_of_a_target(periods, last, state, since, ended):
    said = attainment(periods, last, DEADLINE)
    assert (said.state, said.since, said.ended) == (state, since, ended)


@pytest.mark.parametrize(("last", "by_revised"), [(date(2013, 5, 31), None), (date(2013, 6, 30), True)])
def test_an_extended_deadline_stands_beside_the_printed_one(last, by_revised):
    said = attainment([Span(date(2013, 2, 1))], last, DEADLINE, date(2013, 6, 1))
    assert (said.state, said.deadline, said.revised, said.by_revised) == (
        "late",
        DEADLINE,
        date(2013, 6, 1),
        by_revised,
    )


# The rows ------------------------------------------------------------------------------------------------------------


def slow(recount, target, day) -> tuple:
    """Whether it is met and was by the deadline, the first day of the present span, the first day on which it was no longer
    met, and the spans before, by counting every day."""
    met = {one: recount.met(target, one) for one in DAYS if one <= day}
    runs = [list(days) for is_met, days in groupby(met, key=met.get) if is_met]
    spans = [(run[0], run[-1] + timedelta(1)) for run in runs]
    since = spans.pop()[0] if met[day] else None
    ended = spans[-1][1] if spans and not met[day] else None
    return met[day], met[min(day, DEADLINE)], since, ended, spans


@pytest.mark.parametrize("body", ["", BODY])
@pytest.mark.parametrize("seed", range(6))
def test_when_targets_were_met_is_what_counting_every_day_says(cast, seed, body):
    make_world(seed, cast["nadia"])
    recount = Recount(body)
    for day in AS_AT:
        for row in target_progress(Selection(as_at=day, body=body), codes=TARGETS):
            kept = row.attainment
            earlier = [(span.first, span.end) for span in kept.earlier]
            attained = (row.met, kept.by_deadline, kept.since, kept.ended, earlier)
            assert (row.code, day, *attained) == (row.code, day, *slow(recount, row.code, day))


def test_the_random_rows_leave_no_state_out(cast):
    states = set()
    for seed in range(2):
        make_world(seed, cast["nadia"])
        for selection in (Selection(as_at=day, body=body) for day in (DAYS[-20], DAYS[-1]) for body in ("", BODY)):
            states |= {row.attainment.state for row in target_progress(selection, codes=TARGETS)}
    assert states == {"by_deadline", "late", "no_longer", "not_met"}
