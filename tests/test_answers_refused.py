"""What is reported as in place takes nothing from earlier days, and gives back what it replaced where it is refused."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import workflow
from reports.models import Adoption
from reports.summaries import Selection, menu_of
from reports.summaries.kept import counted_answers
from reports.summaries.period import Period, withdrawn_in
from tests.base import today
from tests.test_answers import TREATY, UNAVAILABLE, adopt, answer, refusal, state, withdraw

SINCE_2005 = TREATY | {"in_place_since": "2005"}
BEFORE, YEAR = date(2010, 1, 1), date(2012, 12, 31)

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def both(cast):
    """Adopted in 2011, and said to be in place since 2005."""
    former = adopt(cast, adopted_on=date(2011, 5, 1))
    return former, answer(cast, "in_place", SINCE_2005)


def decide(cast, row, verification, **more):
    reason = "" if verification == "verified" else "Never published."
    return workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification=verification, reason=reason, **more)


def states():
    return [state(day) for day in (BEFORE, YEAR, today())]


def line(day=None):
    return next(line for line in menu_of("MOZ", Selection(as_at=day or today())) if line.action.pk == "VI.2")


def test_what_is_said_to_be_in_place_takes_nothing_from_the_days_before(cast, both):
    assert states() == ["in_place", "adopted", "in_place"]
    decide(cast, both[1], "verified")
    assert states() == ["in_place_verified", "adopted", "in_place_verified"]


def test_what_a_refused_answer_had_replaced_applies_again(cast, both):
    former, refused = both
    decide(cast, refused, "refused")
    assert states() == [None, "adopted", "adopted"]
    assert [counted_answers(Selection(as_at=day)).get().pk for day in (YEAR, today())] == [former.pk] * 2
    assert Adoption.objects.current().get() == former
    assert (line().answer, line().not_accepted, line(BEFORE).answer) == (former, refused, refused)


@pytest.mark.parametrize(("verification", "word"), [("pending", "in_place"), ("verified", "in_place_verified")])
def test_a_refusal_that_is_taken_back_replaces_it_again(cast, both, verification, word):
    decide(cast, both[1], "refused")
    row = decide(cast, both[1], verification)
    assert (states(), Adoption.objects.current().get()) == ([word, "adopted", word], row)


def test_a_refusal_is_final_once_the_country_has_answered_again(cast, both):
    decide(cast, both[1], "refused")
    answer(cast, "not_taken_up", UNAVAILABLE)
    with pytest.raises(workflow.WrongState):
        decide(cast, both[1], "pending")


def test_what_applies_again_can_be_withdrawn_and_answered_otherwise(cast, both):
    decide(cast, both[1], "refused")
    again = answer(cast, "in_place", SINCE_2005 | {"proof_citation": "The gazette of 2005."})
    decide(cast, again, "refused")
    assert states() == [None, "adopted", "adopted"]
    withdraw(cast, on=date(2013, 6, 30))
    assert states() == [None, "adopted", None]


def test_what_was_refused_hides_no_answer_of_an_earlier_day(cast):
    adopt(cast, adopted_on=date(2011, 5, 1))
    withdraw(cast, on=date(2013, 6, 30))
    decide(cast, answer(cast, "in_place", SINCE_2005), "refused")
    assert states() == [None, "adopted", None]


def test_two_reviewers_do_not_write_over_each_other(cast, both):
    read = both[1].version
    assert decide(cast, both[1], "verified", version=read).version == read + 1
    with pytest.raises(workflow.StaleVersion):
        decide(cast, both[1], "refused", version=read)


def test_a_form_from_before_the_refusal_is_stale(cast, both):
    version = both[1].version
    decide(cast, both[1], "refused")
    with pytest.raises(workflow.StaleVersion):
        answer(cast, "not_taken_up", UNAVAILABLE, version=version)


@pytest.mark.parametrize("verb", ["decide", "withdraw"])
def test_the_plan_of_the_country_is_held_before_the_answer_is_read(cast, both, verb):
    pk = both[1].pk
    with CaptureQueriesContext(
        connection,
    ) as queries:
        if verb == "decide":
            decide(cast, both[1], "verified")
        else:
            workflow.withdraw_adoption(by=cast["amina"], pk=pk)
    asked = [query["sql"] for query in queries]
    country = next(n for n, sql in enumerate(asked) if 'FROM "reports_country"' in sql)
    whole = next(n for n, sql in enumerate(asked) if 'FROM "reports_adoption"' in sql and '"proof_url"' in sql)
    assert country < whole


@pytest.mark.parametrize("since", ["0001", "1800", "1899-12-31"])
def test_a_year_that_the_site_does_not_take_is_refused(cast, since):
    wrong = refusal(lambda: answer(cast, "in_place", TREATY | {"in_place_since": since}))
    assert wrong == {"in_place_since": ["Enter a date between the years 1900 and 2999."]}


def test_so_is_one_of_another_answer(cast):
    said = {"adopted_on": ["Enter a date between the years 1900 and 2999."]}
    assert refusal(lambda: adopt(cast, adopted_on=date(1, 1, 1))) == said
    assert refusal(lambda: answer(cast, "not_taken_up", UNAVAILABLE | {"adopted_on": date(1800, 1, 1)})) == said


def test_the_reason_for_a_refusal_is_read_beside_what_applies_again(cast, both, as_person):
    decide(cast, both[1], "refused")
    page = as_person("amina").get("/countries/MOZ/menu/").content.decode()
    shown = as_person(None).get("/countries/MOZ/menu/").content.decode()
    assert ("Never published." in page, "Never published." in shown) == (True, False)
    lines = as_person("amina").get("/api/v1/countries/MOZ/menu/").json()["results"]
    row = next(one for one in lines if one["action"] == "VI.2")
    assert (row["answer"], row["not_accepted"]["decision_reason"]) == ("adopted", "Never published.")


def test_what_applies_again_is_the_answer_of_the_country_once_it_was_changed(cast, both):
    decide(cast, both[1], "refused")
    adopt(cast, priority="high", adopted_on=date(2011, 5, 1))
    with pytest.raises(workflow.WrongState):
        decide(cast, both[1], "verified")
    assert line().not_accepted is None


def test_what_applied_again_and_was_withdrawn_is_a_withdrawal_of_the_period(cast, both):
    decide(cast, both[1], "refused")
    withdraw(cast, on=date(2013, 6, 30))
    year = Period(date(2013, 1, 1), date(2013, 12, 31))
    assert [row.pk for row in withdrawn_in("MOZ", "", year)] == [both[0].pk]
