"""Who is told of likely duplicates: only among what they see, of drafts only their own, at a constant cost."""

import pytest

from reports import rules, workflow
from reports.activity.state import EMPTY
from reports.duplicates import Asked, alike, duplicates, duplicates_of, with_compared
from reports.models import Activity
from tests.base import R02, fresh, record, submitted, verified
from tests.reviewing import change

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "claims": []}
REGIONAL = {"scope": "regional", "countries": [], "claims": []}


def read(who, activity):
    return with_compared(Activity.objects, who).get(pk=activity.pk)


def likely(person, activity):
    who = rules.standing(fresh(person))
    alike_rows = duplicates_of(who, [read(who, activity)]).get(activity.pk, [])
    return {one.activity.pk for one in alike_rows}


def test_one_s_own_drafts_are_compared_with_each_other(cast):
    first, second = record(cast["amina"]), record(cast["amina"])
    assert [likely(cast["amina"], first), likely(cast["amina"], second)] == [{second.pk}, {first.pk}]


def test_the_draft_of_another_country_is_never_compared(cast):
    other = record(cast["juma"], countries=["TZA"], claims=[], border_regions=["moz-tza"])
    mine = submitted(cast["amina"], claims=[], border_regions=["moz-tza"])
    assert [likely(cast[name], mine) for name in ("amina", "nadia", "grace")] == [set()] * 3
    assert likely(cast["juma"], other) == set()  # which Tanzania does not see before it is verified


def test_what_another_country_submitted_is_shown_to_reviewers_alone(cast):
    other = submitted(cast["juma"], countries=["TZA"], claims=[], border_regions=["moz-tza"])
    mine = submitted(cast["amina"], claims=[], border_regions=["moz-tza"])
    assert [likely(cast[name], mine) for name in ("amina", "nadia")] == [set(), {other.pk}]


def test_what_is_verified_is_shown_to_a_sender_of_another_country(cast):
    other = verified(cast["juma"], cast["nadia"], countries=["TZA"], claims=[], border_regions=["moz-tza"])
    mine = record(cast["amina"], claims=[], border_regions=["moz-tza"])
    assert likely(cast["amina"], mine) == {other.pk}


def test_a_reviewer_s_own_draft_is_no_duplicate_of_what_a_country_sent(cast):
    draft = record(cast["nadia"], **REGIONAL)
    sent = submitted(cast["amina"])
    assert [likely(cast["nadia"], sent), likely(cast["nadia"], draft)] == [set(), {sent.pk}]


def test_a_draft_is_not_shown_to_an_administrator_who_does_not_answer_for_it(cast):
    draft, sent = record(cast["amina"]), submitted(cast["amina"])
    assert [likely(cast["grace"], sent), likely(cast["amina"], sent)] == [set(), {draft.pk}]


def test_what_was_cancelled_is_no_event(cast):
    first, second = record(cast["amina"]), record(cast["amina"], claims=[])
    change(cast["amina"], second, status="cancelled", status_reason="Recorded twice.")
    assert [likely(cast["amina"], first), likely(cast["amina"], second)] == [set(), set()]


@pytest.mark.parametrize(
    "other",
    [
        {"countries": ["TZA"], "claims": []},
        {"starts_on": "2014-06-10", "ends_on": "2014-06-11"},
        {"title": "Study on return", "summary": "", "actions": ["V.8"], "claims": [], "lead": "", "place": "Tete"},
    ],
)
def test_another_country_month_or_subject_is_no_duplicate(cast, other):
    mine = record(cast["amina"])
    record(cast["grace"], **other)
    assert likely(cast["amina"], mine) == set()


def test_regional_work_and_national_work_are_compared(cast):
    mine, regional = record(cast["amina"]), verified(cast["nadia"], cast["paul"], **REGIONAL)
    assert likely(cast["amina"], mine) == {regional.pk}


def test_values_that_are_not_saved_yet_are_compared(cast):
    row = record(cast["amina"])
    who = rules.standing(fresh(cast["amina"]))
    alike_rows = duplicates(who, {"row 2": Asked(EMPTY | R02), "row 3": Asked(EMPTY | R02 | {"starts_on": None})})
    assert {key: [one.activity for one in rows] for key, rows in alike_rows.items()} == {"row 2": [row]}


def test_a_pair_that_was_told_apart_is_shown_to_nobody_again(cast):
    first, second, third = (submitted(cast["amina"]) for _n in range(3))
    workflow.say_another_event(by=cast["amina"], pk=second.pk, other=first.pk)
    assert [likely(cast[name], first) for name in ("amina", "nadia")] == [{third.pk}, {third.pk}]
    workflow.withdraw_another_event(by=cast["nadia"], pk=first.pk, other=second.pk)
    assert likely(cast["amina"], first) == {second.pk, third.pk}


def test_each_reason_is_told(cast):
    submitted(cast["amina"], place="Maputo", summary="60 people took part.", border_regions=["moz-mwi"])
    row = record(cast["amina"], place="Maputo", summary="60 people.", border_regions=["moz-mwi"])
    who = rules.standing(fresh(cast["amina"]))
    [duplicate] = duplicates_of(who, [read(who, row)])[row.pk]
    assert [(reason.sign, reason.text) for reason in duplicate.reasons] == [
        ("same_days", "same dates"),
        ("border_regions", "shared border region: Zóbuè – Mwanza (Mozambique – Malawi)"),
        ("countries", "shared country: Mozambique"),
        ("place", "place: Maputo"),
        ("actions", "shared action: VI.1"),
        ("organisations", "shared organization: IOM"),
        ("title", "similar titles"),
        ("numbers", "same number in both texts: 60"),
    ]


@pytest.mark.parametrize("near", [1, 3])
def test_the_cost_is_the_same_however_many_are_near(cast, django_assert_num_queries, near):
    who = rules.standing(fresh(cast["amina"]))
    mine = read(who, record(cast["amina"]))
    for _n in range(near):
        submitted(cast["amina"])
    with django_assert_num_queries(9):
        assert len(duplicates_of(who, [mine])[mine.pk]) == near


@pytest.mark.parametrize("asked", [1, 3])
def test_the_cost_is_the_same_however_many_are_asked_about(cast, django_assert_num_queries, asked):
    submitted(cast["amina"])
    who = rules.standing(fresh(cast["amina"]))
    with django_assert_num_queries(8):  # they have no ids, so that nobody can have told them apart
        assert len(duplicates(who, {n: Asked(EMPTY | R02) for n in range(asked)})) == asked


def test_where_nothing_is_near_it_is_one_query_and_for_a_page_two(cast, django_assert_num_queries):
    who = rules.standing(fresh(cast["amina"]))
    mine = read(who, record(cast["amina"]))
    with django_assert_num_queries(1):
        assert duplicates_of(who, [mine]) == {}
    with django_assert_num_queries(2):
        assert alike(who, mine).likely == []
