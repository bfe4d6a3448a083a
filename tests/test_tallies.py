"""The sums that are kept with every write are those of the rows, whatever was written, in whichever order."""

import json
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from indicators.attainment import Span, merged_spans
from reports import tallies, workflow
from reports.models import Activity, BodyMembership, Counted, Organisation, Queued, Tally, TallyEnd, UnitTally
from reports.summaries import Selection, activity_totals
from reports.tallies.bodies import during
from reports.tallies.days import ALWAYS, EARLIEST, LATEST, spans_of, until_month, within
from reports.tallies.units import Days, merged
from tests.base import record, submitted, verified

TODAY = date(2026, 11, 30)
days = st.dates(date(2005, 1, 1), date(2035, 12, 31))
few = st.dates(date(2010, 1, 1), date(2010, 1, 12)).map(date.isoformat)


def differences():
    return list(tallies.differences())


# Days -----------------------------------------------------------------------------------------------------------------


@given(day=days, asked=st.one_of(days, st.sampled_from([date.min, date(1899, 12, 31), date(9999, 12, 31)])))
def test_a_day_lies_once_in_the_spans_until_the_end_of_its_month_or_a_later_one(day, asked):
    spans = until_month(within(asked), TODAY)
    end = (within(asked).replace(day=28) + timedelta(days=4)).replace(day=1)
    for begun in (day, ALWAYS):
        own = spans_of(begun)
        held = [
            sign for (grain, first, last), sign in spans.items() for g, on in own if g == grain and first <= on <= last
        ]
        assert sum(held) == (begun < end)


def test_no_day_is_asked_beyond_those_that_may_be_written():
    assert (within(date.min), within(date.max), within(TODAY)) == (EARLIEST, LATEST, TODAY)


@given(st.lists(st.builds(Days, few, st.just(""), st.one_of(st.just(""), few), st.just(""))))
def test_merged_spans_hold_on_the_days_of_their_claims(claims):
    def held(spans):
        return {
            day
            for day in (f"2010-01-{n:02}" for n in range(1, 15))
            for one in spans
            if one.achieved_on <= day and (not one.ended_on or day < one.ended_on)
        }

    spans = merged(claims)
    assert held(spans) == held(claims)
    sure = [one for one in spans if one.is_sure]
    assert all(one.ended_on and one.ended_on < other.achieved_on for one, other in pairwise(sure))


# Writes ---------------------------------------------------------------------------------------------------------------


def test_a_draft_adds_nothing_and_what_is_submitted_verified_and_returned_does(cast):
    row = record(cast["amina"])
    assert (Counted.objects.count(), UnitTally.objects.count()) == (0, 0)
    workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation="Minutes")
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    assert activity_totals(Selection()) == {"verified": 0, "reported": 1, "expected": 0}
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert activity_totals(Selection()) == {"verified": 1, "reported": 0, "expected": 0}
    assert activity_totals(Selection(as_at=date(2014, 5, 25))) == {"verified": 0, "reported": 0, "expected": 1}
    assert differences() == []


def test_what_is_taken_back_is_taken_away(cast):
    row = verified(cast["amina"], cast["nadia"])
    workflow.take_back(by=cast["nadia"], pk=row.pk, reason="By mistake")
    assert not any(activity_totals(Selection())[name] for name in ("verified", "expected"))
    assert differences() == []


def of_igad():
    return activity_totals(Selection(body="IGAD"))["verified"]


def test_an_organisation_that_is_said_to_be_a_body_brings_its_activities_with_it(cast):
    verified(cast["amina"], cast["nadia"], lead="Secretariat")
    Organisation.objects.filter(body="IGAD").update(body=None)
    row = Organisation.objects.get(name="Secretariat")
    assert of_igad() == 0
    workflow.change_organisation(by=cast["nadia"], pk=row.pk, values={"body_id": "IGAD"}, version=row.version)
    assert (of_igad(), differences()) == (1, [])


def test_an_organisation_that_goes_up_in_that_of_a_body_brings_its_activities_with_it(cast):
    verified(cast["amina"], cast["nadia"], lead="Secretariat")
    gone, kept = Organisation.objects.get(name="Secretariat"), Organisation.objects.get(body="IGAD")
    assert of_igad() == 0
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    assert (of_igad(), differences()) == (1, [])


def test_what_was_written_without_this_code_is_added_with_the_next_write(cast, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("reports.workflow.transactions.catch_up", lambda: None)
        submitted(cast["amina"])
    assert differences() != []
    record(cast["juma"], countries=["TZA"], claims=[])
    assert differences() == []


def test_what_waits_is_kept_and_what_is_kept_otherwise_is_named(cast):
    row = submitted(cast["amina"])
    assert Queued.objects.get().since == row.submitted_at
    Queued.objects.update(since=row.submitted_at - timedelta(1))
    assert [str(row.pk) in one for one in differences()] == [True]
    workflow.verify_activity(by=cast["nadia"], pk=row.pk)
    assert (Queued.objects.count(), differences()) == (0, [])


# Building and checking ------------------------------------------------------------------------------------------------


def test_until_they_are_built_nothing_is_kept_and_that_is_said(cast):
    TallyEnd.objects.all().delete()
    submitted(cast["amina"])
    assert (differences(), Tally.objects.count()) == (["The tallies have not been built."], 0)
    tallies.build_missing()
    assert (differences(), activity_totals(Selection())["reported"]) == ([], 1)


SPOILT = {
    "activity": lambda: Activity.objects.update(review="verified"),
    "tally": lambda: Tally.objects.filter(kind="action", grain=0).update(reported=F("reported") + 1),
    "unit": lambda: UnitTally.objects.update(spans="[]"),
    "gone": lambda: Activity.objects.all().delete(),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_command_names_what_is_wrong_and_puts_it_right(cast, what):
    submitted(cast["amina"])
    SPOILT[what]()
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_tallies", stderr=said, stdout=StringIO())
    assert {"gone": "activity"}.get(what, what) in said.getvalue()
    call_command("check_tallies", "--rebuild", stdout=StringIO())


# Bodies ---------------------------------------------------------------------------------------------------------------

spans_of_days = st.lists(st.builds(Span, few, st.one_of(st.none(), few))).map(
    lambda spans: merged_spans(span for span in spans if span.end is None or span.first < span.end)
)
changes = st.dictionaries(few, st.integers(-3, 3)).map(
    lambda by_day: tuple((day, (n, 0, 0, 0)) for day, n in sorted(by_day.items()))
)


@given(changes, spans_of_days)
def test_who_looks_only_on_some_days_sees_what_stands_on_them_and_nothing_on_others(steps, spans):
    def on(changes, day):
        return sum(numbers[0] for since, numbers in changes if since <= day)

    seen = during(steps, spans)
    for day in (date(2010, 1, n).isoformat() for n in range(1, 15)):
        assert on(seen, day) == (on(steps, day) if any(span.holds(day) for span in spans) else 0)


def sadc(on=None):
    return activity_totals(Selection(body="SADC", **({"as_at": on} if on else {})))["verified"]


def test_when_a_country_leaves_a_body_its_work_counts_there_until_then(cast, as_person):
    verified(cast["amina"], cast["nadia"])
    assert sadc() == 1
    row = BodyMembership.objects.standing().get(body="SADC", country="MOZ")
    address = reverse("admin:reports_bodymembership_change", args=[row.pk])
    data = {"body": "SADC", "country": "MOZ", "since": row.since, "until": "2020-12-31"}
    assert as_person("grace").post(address, data, follow=True).status_code == 200
    assert [sadc(), sadc(date(2020, 12, 31)), sadc(date(2021, 1, 1))] == [0, 1, 0]
    assert differences() == []


def test_a_site_of_a_release_before_gets_what_is_new_beside_what_it_has(cast):
    """Which kept nothing of bodies nor of claims by month."""
    verified(cast["amina"], cast["nadia"])
    for row in Counted.objects.all():
        row.line = json.dumps(json.loads(row.line)[:-1], separators=(",", ":"))
        row.save()
    Tally.objects.filter(kind="claim").delete()
    Tally.objects.filter(together=True).exclude(place__contains="|").delete()
    TallyEnd.objects.update(is_built=False)
    tallies.build_missing()
    assert (sadc(), differences()) == (1, [])


def test_after_a_membership_bodies_are_made_anew_once(cast, as_person, monkeypatch):
    row = BodyMembership.objects.standing().get(body="SADC", country="MOZ")
    address = reverse("admin:reports_bodymembership_change", args=[row.pk])
    as_person("grace").post(address, {"since": row.since, "until": "2020-12-31"})
    made = []
    monkeypatch.setattr("reports.tallies.keeping.rebuild_bodies", lambda: made.append(1))
    record(cast["juma"], countries=["TZA"], claims=[])
    assert made == []


def test_what_a_release_before_kept_of_no_body_is_made_of_what_stands_together(cast):
    verified(cast["amina"], cast["nadia"])
    Tally.objects.filter(together=True).exclude(place__contains="|").delete()
    assert sadc() == 0
    tallies.build_missing()
    assert (sadc(), differences()) == (1, [])
