"""A last day is a day: what is done on it is in time, and the day after is late."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from reports import limits, workflow
from reports.models import Country, CountryReport, RoundExtension
from reports.snapshots import contents
from reports.summaries import Selection, answers, in_force, round_rates
from tests.rounds import DAY, a_round, closed

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(("day", "on_time"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_a_report_of_the_last_day_is_on_time(cast, day, on_time):
    row, country = a_round(cast["nadia"]), Country.objects.get(pk="MOZ")
    said = {"completed_by": cast["amina"], "completed_at": timezone.now(), "on": day}
    CountryReport.objects.create(round=row, country=country, **said)
    (answer,) = (one for one in answers(row) if one.country == country)
    (rate,) = round_rates(Selection(), in_force(Selection()))
    assert (answer.on_time, rate.on_time, rate.reported) == (on_time, on_time, 1)


@pytest.mark.parametrize(("day", "reported"), [(BEFORE, 0), (DAY, 1), (AFTER, 1)])
def test_a_report_counts_in_the_rates_from_its_own_day(cast, day, reported):
    row, country = a_round(cast["nadia"]), Country.objects.get(pk="MOZ")
    said = {"completed_by": cast["amina"], "completed_at": timezone.now(), "on": DAY}
    CountryReport.objects.create(round=row, country=country, **said)
    selection = Selection(as_at=day)
    (rate,) = round_rates(selection, in_force(selection))
    assert (rate.reported, rate.silent, rate.countries) == (reported, 13 - reported, 13)


def test_more_time_counts_in_its_round_once_it_was_given(cast, noon):
    first = a_round(cast["nadia"], closes_on=noon)
    dates = {"opens_on": DAY, "closes_on": noon, "as_at": DAY}
    second = workflow.open_round(by=cast["nadia"], title="Progress in 2015", **dates)
    workflow.complete_report(by=cast["juma"], pk=second.pk, country="TZA")
    for country in ("MOZ", "AGO"):  # Angola takes no part
        more = {"country": country, "closes_on": noon + timedelta(days=1), "reason": "Floods."}
        workflow.extend_round(by=cast["nadia"], pk=first.pk, **more)
    for day, given in ((noon, 1), (noon - timedelta(days=1), 0)):
        rates = round_rates(Selection(as_at=day), in_force(Selection(as_at=day)))
        assert {rate.round: rate.more_time for rate in rates} == {first: given, second: 0}


def test_of_who_takes_no_part_no_report_is_counted(cast):
    row, said = a_round(cast["nadia"]), {"completed_by": cast["grace"], "completed_at": timezone.now(), "on": DAY}
    for country in ("MOZ", "AGO"):
        CountryReport.objects.create(round=row, country_id=country, **said)
    (rate,) = round_rates(Selection(), in_force(Selection()))
    assert (rate.reported, rate.on_time, {answer.country.pk for answer in answers(row) if answer.report}) == (
        1,
        1,
        {"MOZ"},
    )


def test_a_round_is_in_the_rates_from_the_day_on_which_it_opens(cast):
    opened = a_round(cast["nadia"]).opens_on
    days = (opened - timedelta(days=1), opened)
    assert [len(round_rates(Selection(as_at=day), in_force(Selection(as_at=day)))) for day in days] == [0, 1]


def test_more_time_ends_after_the_day_for_everybody(cast):
    more = {"by": cast["nadia"], "pk": a_round(cast["nadia"]).pk, "country": "MOZ", "reason": "Floods."}
    with pytest.raises(ValidationError) as refused:
        workflow.extend_round(**more, closes_on=DAY)
    assert set(refused.value.message_dict) == {"closes_on"}
    assert workflow.extend_round(**more, closes_on=AFTER).closes_on == AFTER


def test_a_round_may_close_on_the_day_on_which_it_opens_and_not_before(cast):
    assert a_round(cast["nadia"], opens_on=DAY).opens_on == DAY
    dates = {"opens_on": AFTER, "closes_on": DAY, "as_at": DAY}
    with pytest.raises(ValidationError) as refused:
        workflow.open_round(by=cast["nadia"], title="Another", **dates)
    assert set(refused.value.message_dict) == {"closes_on"}


@pytest.mark.parametrize(("ends", "is_refused"), [(date(2030, 1, 1), True), (date(2030, 1, 2), False)])
def test_a_role_may_end_on_the_day_on_which_it_begins_and_not_before(cast, ends, is_refused):
    role = cast["amina"].memberships.get()
    type(role).objects.filter(pk=role.pk).update(since=date(2030, 1, 2))
    if is_refused:
        with pytest.raises(ValidationError):
            workflow.change_role(by=cast["grace"], pk=role.pk, until=ends)
    else:
        assert workflow.change_role(by=cast["grace"], pk=role.pk, until=ends).until == ends


@pytest.mark.parametrize(("ends", "is_refused"), [(date(2012, 5, 4), True), (date(2012, 5, 5), False)])
def test_an_action_may_be_carried_out_in_a_day_and_not_in_less(cast, ends, is_refused):
    values = {"starts_on": date(2012, 5, 5), "ends_on": ends}
    how = {"by": cast["amina"], "country": "MOZ", "action": "VI.2", "values": values}
    if is_refused:
        with pytest.raises(ValidationError):
            workflow.adopt_action(**how)
    else:
        assert workflow.adopt_action(**how).ends_on == ends


def test_an_assessment_is_dated_today_at_the_latest(noon, cast):
    said = {"verdict": "on_track", "reasons": "So.", "language": "en"}
    for target, day in (("VI.T1", noon), ("VI.T2", noon - timedelta(days=1))):
        assert workflow.assess_target(by=cast["nadia"], target=target, **said, assessed_on=day).assessed_on == day
    with pytest.raises(ValidationError) as refused:
        workflow.assess_target(by=cast["nadia"], target="VI.T3", **said, assessed_on=noon + timedelta(days=1))
    assert set(refused.value.message_dict) == {"assessed_on"}


@pytest.mark.parametrize(
    ("days", "is_refused"), [(0, True), (1, False), (limits.TOKEN_DAYS, False), (limits.TOKEN_DAYS + 1, True)]
)
def test_a_token_lasts_from_a_day_to_the_longest_that_it_may(cast, days, is_refused):
    how = {"by": cast["grace"], "owner": cast["amina"], "name": "x", "scope": "read", "days": days}
    if is_refused:
        with pytest.raises(ValidationError) as refused:
            workflow.create_token(**how)
        assert set(refused.value.message_dict) == {"days"}
    else:
        token, _secret = workflow.create_token(**how)
        assert round((token.expiry - token.created) / timedelta(days=1)) == days


def test_a_round_is_closed_from_the_day_of_its_figures_on(noon, cast):
    days = {"opens_on": date(2014, 10, 1), "closes_on": DAY}
    tomorrow = workflow.open_round(by=cast["nadia"], title="Tomorrow", **days, as_at=noon + timedelta(days=1))
    with pytest.raises(workflow.WrongState):
        workflow.close_round(by=cast["nadia"], pk=tomorrow.pk, contents=contents)
    row = workflow.open_round(by=cast["nadia"], title="Today", **days, as_at=noon)
    edition = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    assert (edition.as_at, edition.edition) == (noon, 1)


def test_who_has_more_time_may_be_reminded_once_it_is_over_for_the_others(noon, cast):
    row = a_round(cast["nadia"])
    RoundExtension.objects.create(
        round=row, country_id="MOZ", closes_on=noon, reason="Floods.", extended_by=cast["nadia"]
    )
    assert workflow.remind_countries(by=cast["nadia"], pk=row.pk) == [cast["amina"]]


def test_of_who_has_not_answered_no_day_is_known(cast):
    row = a_round(cast["nadia"])
    said = {"completed_by": cast["amina"], "completed_at": timezone.now()}
    for day in (BEFORE, DAY):
        CountryReport.objects.create(round=row, country_id="MOZ", on=day, **said)
    CountryReport.objects.create(round=row, country_id="TZA", on=DAY, **said)
    known = {one.country.pk: (one.day, one.said_again_on, one.on_time) for one in answers(row)}
    assert [known[code] for code in ("MOZ", "TZA", "KEN")] == [
        (BEFORE, DAY, True),
        (DAY, None, True),
        (None, None, False),
    ]


def test_a_round_is_ahead_then_open_then_over_or_closed(noon, cast):
    row = a_round(cast["nadia"], opens_on=noon, closes_on=noon)
    states = {}
    for days in (-1, 0, 1):
        (answer,) = (one for one in answers(row) if one.country.pk == "MOZ")
        now = timezone.now() + timedelta(days=days)
        states[days] = (answer.state(now), answer.is_open(now))
    assert states == {-1: ("ahead", False), 0: ("open", True), 1: ("over", False)}


def test_of_a_round_that_is_closed_nobody_is_asked_any_more(cast):
    edition = closed(cast)
    assert {answer.state(timezone.now()) for answer in answers(edition.round)} == {"closed"}
