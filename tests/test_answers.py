"""A country answers the menu: adopted, in place since, not taken up because; each from a day until another."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reports import rules, workflow
from reports.models import Adoption, Change
from reports.summaries import Selection, country_view, gaps, matrix_by_action, matrix_by_theme, region_view
from tests.base import verified

TREATY = {"in_place_since": "1995", "proof_citation": "Lei 3/95, Boletim da República"}
UNAVAILABLE = {"adopted_on": date(2012, 3, 1), "because": "The country has no border with the sea."}


def adopt(cast, action="VI.2", **values):
    return workflow.adopt_action(by=cast["amina"], country="MOZ", action=action, values=values)


def answer(cast, answer, values, action="VI.2", **more):
    return workflow.answer_action(by=cast["amina"], country="MOZ", action=action, answer=answer, values=values, **more)


def withdraw(cast, action="VI.2", **more):
    return workflow.withdraw_answer(by=cast["amina"], country="MOZ", action=action, **more)


def state(day, action="VI.2"):
    cell = matrix_by_action(Selection(as_at=day)).get(("MOZ", action))
    return cell and cell.state


def refusal(run):
    with pytest.raises(ValidationError) as refused:
        run()
    return refused.value.message_dict


def test_an_action_stands_from_its_adoption_until_it_is_withdrawn(cast):
    adopt(cast, adopted_on=date(2011, 5, 1))
    withdraw(cast, on=date(2013, 6, 30), because="The ministry was closed.")
    days = [
        date(2011, 4, 30),
        date(2011, 5, 1),
        date(2012, 12, 31),
        date(2013, 6, 29),
        date(2013, 6, 30),
        date(2014, 1, 1),
    ]
    assert [state(day) for day in days] == [None, "adopted", "adopted", "adopted", None, None]
    row = Adoption.objects.get()
    assert (row.withdrawn_on, row.withdrawn_because) == (date(2013, 6, 30), "The ministry was closed.")
    assert Change.objects.get(verb="adoption.withdrawn").after["withdrawn_on"] == "2013-06-30"


def test_a_treaty_stands_from_the_last_day_of_the_year_that_is_known(cast):
    row = answer(cast, "in_place", TREATY)
    assert (row.in_place_since, row.in_place_since_known, row.since) == (date(1995, 12, 31), "1995", "1995")
    assert [state(day) for day in (date(1995, 12, 30), date(1995, 12, 31), date(2012, 1, 1))] == [
        None,
        "in_place",
        "in_place",
    ]


def test_a_new_answer_ends_the_former_on_the_day_on_which_it_begins(cast):
    adopt(cast, adopted_on=date(2011, 5, 1))
    answer(cast, "not_taken_up", UNAVAILABLE)
    assert [state(day) for day in (date(2012, 2, 29), date(2012, 3, 1))] == ["adopted", "not_taken_up"]
    former, new = Adoption.objects.order_by("created_at")
    assert (former.withdrawn_on, former.replaced_by, new.withdrawn_on, new.version) == (date(2012, 3, 1), new, None, 2)


def test_an_answer_that_begins_before_the_former_one_stands_in_its_place_from_the_first_day(cast):
    adopt(cast, adopted_on=date(2012, 5, 1))
    answer(cast, "not_taken_up", UNAVAILABLE)
    days = [date(2012, 2, 29), date(2012, 3, 1), date(2012, 5, 1)]
    assert [state(day) for day in days] == [None, "not_taken_up", "not_taken_up"]


def test_of_two_answers_for_a_day_the_one_given_last_stands(cast):
    adopt(cast, adopted_on=date(2011, 5, 1))
    withdraw(cast, on=date(2013, 6, 30))
    answer(cast, "not_taken_up", UNAVAILABLE)
    assert [state(day) for day in (date(2012, 2, 29), date(2012, 3, 1), date(2013, 1, 1))] == [
        "adopted",
        "not_taken_up",
        "not_taken_up",
    ]


def test_only_activities_are_progress(cast):
    answer(cast, "in_place", TREATY, "VI.1")
    answer(cast, "not_taken_up", UNAVAILABLE)
    view = country_view("MOZ", Selection())
    assert (view.states["in_place"], view.states["not_taken_up"], view.states["nothing"]) == (1, 1, 56)
    assert (view.totals, view.targets) == ({"verified": 0, "reported": 0, "expected": 0}, [])
    line = next(line for line in region_view(Selection()).countries if line.country.pk == "MOZ")
    assert (line.carried_out, line.activities) == (0, 0)


def test_an_activity_ranks_above_any_answer(cast):
    answer(cast, "in_place", TREATY, "VI.1")
    verified(cast["amina"], cast["nadia"])
    cell = matrix_by_action(Selection())["MOZ", "VI.1"]
    assert (cell.state, cell.activities, cell.answer, cell.adopted) == ("verified", 1, "in_place", False)


def test_that_an_action_is_not_taken_up_says_nothing_of_its_theme(cast):
    answer(cast, "not_taken_up", UNAVAILABLE)
    assert matrix_by_theme(Selection()) == {}


def test_the_gaps_tell_silence_from_a_reasoned_no(cast):
    answer(cast, "not_taken_up", UNAVAILABLE)
    answer(cast, "in_place", TREATY, "VI.1")
    rows = {gap.row.pk: gap for gap in gaps(Selection(), "MOZ").actions}
    assert (rows["VI.2"].state, rows["VI.2"].declined, rows["VI.2"].places) == ("not_taken_up", ("MOZ",), ())
    assert (rows["VI.1"].state, rows["VI.1"].in_place) == ("in_place", ("MOZ",))
    assert rows["VI.3"].state == "nothing"


def test_the_working_group_verifies_what_is_in_place(cast):
    row = answer(cast, "in_place", TREATY)
    workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="verified")
    row.refresh_from_db()
    assert (row.state, row.decided_by, state(date(2012, 1, 1))) == (
        "in_place_verified",
        cast["nadia"],
        "in_place_verified",
    )


def test_a_change_of_what_is_in_place_is_verified_anew(cast):
    row = answer(cast, "in_place", TREATY)
    workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="verified")
    assert answer(cast, "in_place", TREATY).verification == "verified"
    assert answer(cast, "in_place", {"in_place_since": "1996"}).verification == "pending"


def test_what_was_not_accepted_counts_as_no_answer(cast):
    row = answer(cast, "in_place", TREATY)
    workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="refused", reason="Never published.")
    assert state(date(2012, 1, 1)) is None


def test_a_refusal_is_explained(cast):
    row = answer(cast, "in_place", TREATY)
    wrong = refusal(lambda: workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="refused"))
    assert wrong == {"reason": ["Explain the decision: the country reads it."]}


def test_only_what_is_in_place_can_be_verified(cast):
    row = answer(cast, "not_taken_up", UNAVAILABLE)
    with pytest.raises(workflow.WrongState):
        workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="verified")


def test_nobody_verifies_an_answer_that_they_entered(cast):
    row = answer(cast, "in_place", TREATY)
    Adoption.objects.filter(pk=row.pk).update(answered_by=cast["nadia"])
    with pytest.raises(workflow.NotAllowed):
        workflow.decide_answer(by=cast["nadia"], pk=row.pk, verification="verified")


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("in_place", TREATY | {"in_place_since": "2999"}, "in_place_since"),
        ("in_place", TREATY | {"in_place_since": "soon"}, "in_place_since"),
        ("in_place", TREATY | {"in_place_since": "1995-13"}, "in_place_since"),
        ("in_place", TREATY | {"in_place_since": "1995-02-30"}, "in_place_since"),
        ("in_place", TREATY | {"in_place_since": ""}, "in_place_since"),
        ("in_place", {"in_place_since": "1995"}, "proof_citation"),
        ("in_place", TREATY | {"proof_url": "ours"}, "proof_url"),
        ("not_taken_up", UNAVAILABLE | {"because": " "}, "because"),
        ("not_taken_up", UNAVAILABLE | {"adopted_on": date(2999, 1, 1)}, "adopted_on"),
        ("perhaps", {}, "answer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(cast, kind, values, field):
    assert list(refusal(lambda: answer(cast, kind, values))) == [field]
    assert Adoption.objects.count() == 0


def test_what_was_never_adopted_is_not_withdrawn(cast):
    said = "VI.2 has no answer to withdraw. Choose an answer, or leave the action as it is."
    assert refusal(lambda: withdraw(cast)) == {"answer": [said]}


@pytest.mark.parametrize("day", [date(2011, 4, 30), date(2999, 1, 1)])
def test_an_answer_does_not_end_before_it_begins_nor_in_the_future(cast, day):
    adopt(cast, adopted_on=date(2011, 5, 1))
    assert list(refusal(lambda: withdraw(cast, on=day))) == ["withdrawn_on"]


def test_an_answer_ends_once(cast):
    row = adopt(cast)
    withdraw(cast)
    with pytest.raises(Adoption.DoesNotExist):
        workflow.withdraw_adoption(by=cast["amina"], pk=row.pk)


def test_the_reason_is_for_participants_unless_it_is_published(cast):
    row = answer(cast, "not_taken_up", UNAVAILABLE)
    readers = [rules.PUBLIC, rules.PARTICIPANT]
    assert [rules.may_read_because(who, row) for who in readers] == [False, True]
    row = answer(cast, "not_taken_up", {"is_because_public": True})
    assert rules.may_read_because(rules.PUBLIC, row) is True


def test_an_answer_is_written_over_the_version_that_was_read(cast):
    adopt(cast)
    answer(cast, "not_taken_up", UNAVAILABLE, version=1)
    with pytest.raises(workflow.StaleVersion):
        answer(cast, "in_place", TREATY, version=1)


def test_what_was_withdrawn_meanwhile_is_not_answered_by_an_old_version(cast):
    adopt(cast)
    withdraw(cast)
    assert list(refusal(lambda: answer(cast, "not_taken_up", UNAVAILABLE, version=1))) == ["answer"]
    assert answer(cast, "not_taken_up", UNAVAILABLE, version=0).answer == "not_taken_up"
