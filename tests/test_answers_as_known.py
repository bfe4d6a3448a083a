"""An answer from, or withdrawn in, a year or a month: kept and counted by what is known, and refused only where it cannot be."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import Adoption, Change
from reports.summaries import Selection, menu_of
from reports.wording import change_words
from tests.test_answers import TREATY, UNAVAILABLE, adopt, answer, refusal, state, withdraw
from tests.test_answers_in_tables import FREE, VI_1, changes
from tests.test_tables import counted, download, messages_of, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.workbooks import edited, grids_of, sheet_of

TODAY = timezone.localdate(timezone=ZoneInfo("Africa/Maputo"))
THIS_YEAR, NEXT_YEAR = str(TODAY.year), str(TODAY.year + 1)
DECLINED = UNAVAILABLE | {"adopted_on": "2013"}


def begun(one):
    one.refresh_from_db()
    return one.adopted_on, one.adopted_on_known


def ended(one):
    one.refresh_from_db()
    return one.withdrawn_on, one.withdrawn_on_known


# Kept and counted -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2012", (date(2012, 12, 31), "2012")),
        ("2012-02", (date(2012, 2, 29), "2012-02")),
        ("Maio de 2012", (date(2012, 5, 31), "2012-05")),
        ("2012-05-03", (date(2012, 5, 3), "")),
        (date(2012, 5, 3), (date(2012, 5, 3), "")),
    ],
)
def test_an_adoption_is_kept_as_its_last_day_and_as_it_is_known(cast, typed, kept):
    assert begun(adopt(cast, adopted_on=typed)) == kept


def test_an_answer_counts_from_the_last_day_to_the_last_day(cast):
    adopt(cast, adopted_on="2012")
    withdraw(cast, on="2013-06")
    days = [date(2012, 12, 30), date(2012, 12, 31), date(2013, 6, 29), date(2013, 6, 30)]
    assert [state(day) for day in days] == [None, "adopted", "adopted", None]


def test_a_year_that_is_not_over_counts_from_the_day_on_which_it_was_first_said(cast):
    one = adopt(cast, adopted_on=THIS_YEAR)
    assert begun(one) == (TODAY, THIS_YEAR)
    Adoption.objects.filter(pk=one.pk).update(adopted_on=TODAY - timedelta(9))
    adopt(cast, adopted_on=THIS_YEAR, priority="high")
    assert begun(one) == (TODAY - timedelta(9), THIS_YEAR)


def test_one_that_is_withdrawn_in_it_ends_today(cast):
    one = adopt(cast, adopted_on="2012")
    withdraw(cast, on=THIS_YEAR)
    assert ended(one) == (TODAY, THIS_YEAR)


def test_a_correction_of_this_year_s_answer_stands_from_its_day(cast):
    one = adopt(cast, adopted_on=THIS_YEAR)
    Adoption.objects.filter(pk=one.pk).update(adopted_on=TODAY - timedelta(9))
    new = answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": THIS_YEAR})
    assert (begun(new), ended(one)) == ((TODAY - timedelta(9), THIS_YEAR), (TODAY - timedelta(9), THIS_YEAR))


def test_what_is_in_place_keeps_what_is_known_once(cast):
    one = answer(cast, "in_place", TREATY)
    assert (begun(one), one.in_place_since_known, one.stands_from.known) == ((date(1995, 12, 31), ""), "1995", "1995")


def test_what_another_answer_replaces_ends_in_the_year_of_that(cast):
    one = adopt(cast, adopted_on="2011")
    new = answer(cast, "not_taken_up", DECLINED)
    assert (ended(one), begun(new)) == ((date(2013, 12, 31), "2013"),) * 2
    answer(cast, "not_taken_up", {"adopted_on": "2013-05-03"})
    assert ended(one) == (date(2013, 5, 3), "")


def test_what_a_refused_answer_had_replaced_has_no_end(cast):
    one = adopt(cast, adopted_on="2011")
    refused = answer(cast, "in_place", TREATY)
    assert ended(one) == (TODAY, "")
    workflow.decide_answer(by=cast["nadia"], pk=refused.pk, verification="refused", reason="Never published.")
    assert (ended(one), ended(refused)) == ((None, ""), (TODAY, ""))


def test_an_action_of_one_s_own_is_adopted_in_a_year_and_sent_twice(cast):
    key = "7d2f7a06-5f0c-4c86-9d31-0f3a5f6c9a11"
    own = {"title": "Ours", "theme_id": "VI", "language": "en", "adopted_on": THIS_YEAR}
    one = workflow.plan_own_action(by=cast["amina"], country="MOZ", values=own, key=key)
    Adoption.objects.filter(pk=one.pk).update(adopted_on=TODAY - timedelta(9))
    assert workflow.plan_own_action(by=cast["amina"], country="MOZ", values=own, key=key) == one
    assert begun(Adoption.objects.get()) == (TODAY - timedelta(9), THIS_YEAR)


# Only what is impossible is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adopted", "withdrawn", "kept"),
    [
        ("2012", "2012", (date(2012, 12, 31), "2012")),
        ("2012", "2012-05", (date(2012, 12, 31), "2012-05")),
        ("2012", "2012-05-03", (date(2012, 12, 31), "2012-05-03")),
        ("2012-05-03", "2012-05", (date(2012, 5, 31), "2012-05")),
        ("2012-05-03", "2012", (date(2012, 12, 31), "2012")),
    ],
)
def test_an_answer_may_end_within_what_is_known_of_its_beginning(cast, adopted, withdrawn, kept):
    one = adopt(cast, adopted_on=adopted)
    withdraw(cast, on=withdrawn)
    assert ended(one) == kept
    (line,) = (line for line in menu_of("MOZ", Selection()) if line.action.pk == "VI.2")
    assert (line.former, line.former.withdrawn.known) == (one, withdrawn)


@pytest.mark.parametrize(
    ("adopted", "withdrawn"), [("2012", "2011"), ("2012-05", "2012-04-30"), ("2012-05-03", "2011")]
)
def test_none_ends_before_it_can_have_begun(cast, adopted, withdrawn):
    one = adopt(cast, adopted_on=adopted)
    said = f"The answer applies from {one.stands_from}: enter that date or a later one."
    assert refusal(lambda: withdraw(cast, on=withdrawn)) == {"withdrawn_on": [said]}


def test_what_is_in_place_since_a_year_may_end_in_it(cast):
    one = answer(cast, "in_place", TREATY)
    refused = refusal(lambda: withdraw(cast, on="1994"))
    assert refused == {"withdrawn_on": ["The answer applies from 1995: enter that date or a later one."]}
    withdraw(cast, on="1995-06")
    assert ended(one) == (date(1995, 12, 31), "1995-06")


def test_a_year_to_come_is_refused_and_the_present_one_is_not(cast):
    assert list(refusal(lambda: adopt(cast, adopted_on=NEXT_YEAR))) == ["adopted_on"]
    assert list(refusal(lambda: answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": NEXT_YEAR}))) == [
        "adopted_on"
    ]
    adopt(cast, adopted_on=f"{TODAY:%Y-%m}")
    assert list(refusal(lambda: withdraw(cast, on=NEXT_YEAR))) == ["withdrawn_on"]


@pytest.mark.parametrize("day", ["soon", "2012-13", "2012-02-30"])
def test_what_is_no_day_is_refused(cast, day):
    assert list(refusal(lambda: adopt(cast, adopted_on=day))) == ["adopted_on"]
    adopt(cast)
    assert list(refusal(lambda: withdraw(cast, on=day))) == ["withdrawn_on"]


def test_an_answer_moves_to_where_the_one_before_it_can_have_begun(cast):
    one = adopt(cast, adopted_on="2012")
    answer(cast, "not_taken_up", DECLINED)
    [said] = refusal(lambda: answer(cast, "not_taken_up", {"adopted_on": "2011"}))["adopted_on"]
    assert said.startswith("An earlier answer, “adopted”, applies from 2012: enter that date or a later one.")
    answer(cast, "not_taken_up", {"adopted_on": "2012-06-30"})
    assert ended(one) == (date(2012, 12, 31), "2012")


def test_the_log_says_what_was_known(cast):
    adopt(cast, adopted_on="2012-05")
    adopt(cast, adopted_on="2012")
    withdraw(cast, on="2013")
    rows = [line for change in Change.objects.order_by("pk") for line in change_words(change)["rows"]]
    said = [line[:3] for line in rows if line[0] in ("adopted on", "withdrawn on")]
    assert said[:2] == [("adopted on", "", "May 2012"), ("adopted on", "May 2012", "2012")]
    assert said[-1] == ("withdrawn on", "", "2013")


def edited_plan(moz, cells):
    return edited(download(moz["amina"]), cells)


def test_the_table_takes_years_and_months(moz):
    cells = [
        *changes(VI_1, adopted_on=2011),
        *changes(FREE, adopted="adopted", adopted_on="Maio de 2012"),
        *changes(FREE + 1, adopted="not taken up", declined_on="2012-03", because="No sea border."),
    ]
    written(moz["amina"], edited_plan(moz, cells))
    known = {one.action_id: one.stands_from.known for one in Adoption.objects.filter(action__isnull=False)}
    assert known == {"VI.1": "2011", "I.2": "2012-05", "I.3": "2012-03"}
    assert counted(written(moz["amina"], download(moz["amina"]))) == {}


def test_the_table_withdraws_in_a_year_and_refuses_one_before(moz):
    written(moz["amina"], edited_plan(moz, changes(VI_1, adopted_on="2012")))
    early = changes(VI_1, adopted="no answer", withdrawn_on=2011, withdrawn_because="Closed.")
    said = "The answer applies from 2012: enter that date or a later one."
    assert messages_of(previewed(moz["amina"], edited_plan(moz, early))) == {"National plan T3": said}
    written(moz["amina"], edited_plan(moz, [*early, *changes(VI_1, withdrawn_on=2012)]))
    assert ended(Adoption.objects.get(action="VI.1")) == (date(2012, 12, 31), "2012")


def test_a_workbook_is_given_what_is_known(moz):
    written(moz["amina"], edited_plan(moz, changes(VI_1, adopted_on=2011)))
    rows = sheet_of(grids_of(download(moz["amina"])), "adoptions")
    assert dict(zip(rows[0], rows[2], strict=True))["adoptions.adopted_on"] == "2011"
