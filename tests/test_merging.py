"""Two records of one event become one: it counts once, for every day; nothing is lost, and the other's address leads on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from rest_framework.test import APIClient

from reports import workflow
from reports.activity.joining import OTHER, THIS
from reports.activity.state import activity_state
from reports.models import (
    Activity,
    Change,
    Confirmation,
    Finding,
    Merge,
    own_code,
)
from tests.base import record, submitted, verified
from tests.merging import merge, recorded_twice
from tests.recount import Recount
from tests.reviewing import find, reread
from tests.rounds import closed

REGIONAL = {"scope": "regional", "countries": [], "actions": ["II.1"], "lead": "IOM"}
HELD = {"indicator": "II.T3.1", "unit": "*", "achieved_on": "2012-05-01"}


def refusal_of(by, kept, gone, **more):
    with pytest.raises(ValidationError) as refusal:
        merge(by, kept, gone, **more)
    return refusal.value.message_dict


@pytest.fixture
def both(cast):
    return recorded_twice(cast)


# What stays ---------------------------------------------------------------------------------------------------------


def test_one_stays_with_the_evidence_the_texts_and_the_identifiers_of_both(cast, both):
    kept, gone = both
    merge(cast["paul"], kept, gone)
    row, state = reread(kept), activity_state(reread(kept))
    assert (state["title"], state["summary"], state["place"], state["lead"]) == (
        "National meeting to assess progress",
        "Stakeholders took stock.\n\nAnother text.",
        "Maputo",
        "IOM",
    )
    assert (state["external_id"], sorted(map(str, row.identifiers.all()))) == (
        "A1",
        ["moz-home: 17", f"{own_code(cast['amina'].pk)}: A1", f"{own_code(cast['amina'].pk)}: B1"],
    )
    assert (row.evidence.count(), row.review, Activity.objects.count()) == (2, "verified", 1)


def test_the_other_lead_becomes_an_implementing_partner(cast, both):
    merge(cast["paul"], *both)
    assert activity_state(reread(both[0]))["partners"] == [
        {"organisation": "IOM", "role": "funding"},
        {"organisation": "UNHCR", "role": "implementing"},
    ]


def test_the_reviewer_chooses_where_both_differ(cast, both):
    kept, gone = both
    merge(cast["paul"], kept, gone, choices={"title": "other", "summary": "other", "lead": "other"})
    state = activity_state(reread(kept))
    assert (state["title"], state["summary"], state["lead"]) == ("Réunion nationale", "Another text.", "UNHCR")
    assert state["partners"] == [
        {"organisation": "IOM", "role": "funding"},
        {"organisation": "IOM", "role": "implementing"},
    ]


def test_what_was_not_chosen_stays_in_the_log_and_in_the_record(cast, both, as_person):
    kept, gone = both
    merge(cast["paul"], kept, gone, choices={"summary": "this"})
    change = Change.objects.get(verb="activity.merged")
    assert (change.subject_id, change.before["summary"], change.after["into"]) == (
        str(gone.pk),
        "Another text.",
        "National meeting to assess progress",
    )
    page = as_person("amina").get(reverse("merge", args=[Merge.objects.get().pk])).content.decode()
    assert ("Another text." in page, "Réunion nationale" in page) == (True, True)


@pytest.mark.parametrize("first", [0, 1])
def test_equal_claims_become_one_with_the_stronger_decision(cast, both, first):
    kept, gone = both[first], both[1 - first]
    merge(cast["paul"], kept, gone)
    (claim,) = reread(kept).claims.all()
    assert (claim.verification, claim.decided_by, claim.achieved_on) == ("verified", cast["nadia"], date(2014, 5, 26))
    assert (reread(kept).review, reread(kept).verified_at is not None) == ("verified", True)


def test_a_claim_that_only_one_of_both_makes_moves_with_what_was_found_of_it(cast):
    kept = submitted(cast["nadia"], **REGIONAL, claims=[])
    gone = submitted(cast["nadia"], **REGIONAL, claims=[HELD])
    find(cast["paul"], gone, "doubt", "No list.")
    remark = workflow.add_remark(by=cast["paul"], pk=gone.pk, text="Who took part?", claim=gone.claims.get().pk)
    was = gone.claims.get()
    merge(cast["paul"], kept, gone)
    claim = reread(kept).claims.get()
    assert (claim.pk, claim.unit, claim.findings.get().reasons) == (was.pk, str(kept.pk), "No list.")
    assert (reread(kept).remarks.get().pk, reread(kept).remarks.get().claim) == (remark.pk, claim)


def test_what_an_agency_found_of_either_stands_with_the_claim_that_is_left(cast):
    rows = [submitted(cast["amina"]) for _time in range(2)]
    find(cast["nadia"], rows[0], "agree")
    find(cast["paul"], rows[1], "doubt", "No list.")
    merge(cast["paul"], *rows)
    assert sorted(Finding.objects.values_list("verdict", flat=True)) == ["agree", "doubt"]


def test_who_recorded_the_other_side_verifies_none_of_it(cast):
    kept, gone = submitted(cast["nadia"], **REGIONAL, claims=[]), submitted(cast["grace"], **REGIONAL, claims=[HELD])
    merge(cast["paul"], kept, gone)
    assert (reread(kept).created_by, reread(kept).counted_by) == (cast["nadia"], cast["grace"])


def test_two_national_records_of_what_two_countries_did_are_cross_border(cast):
    claims = [{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    kept, gone = submitted(cast["amina"]), submitted(cast["juma"], countries=["TZA"], claims=claims)
    merge(cast["paul"], kept, gone)
    state = activity_state(reread(kept))
    assert (state["scope"], state["countries"], len(state["claims"])) == ("cross_border", ["MOZ", "TZA"], 2)
    assert set(reread(kept).agreements.values_list("country", "word")) == {("MOZ", "agreed"), ("TZA", "agreed")}


@pytest.mark.parametrize("side", ["kept", "gone"])
def test_every_day_of_a_report_stays(cast, both, side):
    kept, gone = both
    row = kept if side == "kept" else gone
    Confirmation.objects.create(activity=row, on=date(2014, 6, 1))
    merge(cast["paul"], kept, gone)
    assert date(2014, 6, 1) in reread(kept).confirmations.values_list("on", flat=True)
    assert Confirmation.objects.count() == 2


# A country's word ---------------------------------------------------------------------------------------------------

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"]}
OF_TANZANIA = [{"indicator": "VI.T1.1", "unit": "TZA", "achieved_on": "2014-05-26"}]


def words_of(activity):
    row = reread(activity)
    claim = row.claims.get(unit="TZA")
    return row.agreements.get(country="TZA").word, claim.word, claim.declined_because


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("agree", ""), ("agreed", "agreed", "")),
        (("", "agree"), ("agreed", "agreed", "")),
        (("", ""), ("awaited", "awaited", "")),
        (("decline", ""), ("declined", "declined", "Not so.")),
        (("decline", "decline"), ("declined", "declined", "Not so.")),
        (("agree", "decline"), ("awaited", "awaited", "")),
        (("decline", "agree"), ("awaited", "awaited", "")),
    ],
)
def test_what_a_country_agreed_to_stands_and_what_it_declined_never_counts(cast, said, expected):
    rows = [submitted(cast["amina"], **SHARED, claims=OF_TANZANIA) for _side in said]
    for row, word in zip(rows, said, strict=True):
        reason = {"reason": "Not so."} if word == "decline" else {}
        if word:
            getattr(workflow, word)(by=cast["juma"], pk=row.pk, country="TZA", **reason)
    merge(cast["paul"], *rows)
    assert words_of(rows[0]) == expected


def test_a_claim_to_which_a_country_never_agreed_still_waits_for_its_word(cast):
    kept, gone = (submitted(cast["amina"], **SHARED, claims=claims) for claims in ([], OF_TANZANIA))
    workflow.agree(by=cast["juma"], pk=kept.pk, country="TZA")
    merge(cast["paul"], kept, gone)
    assert words_of(kept) == ("agreed", "awaited", "")


@pytest.mark.parametrize(("chosen", "word"), [(THIS, "agreed"), (OTHER, "awaited")])
def test_of_two_days_a_country_agreed_only_to_the_one_that_it_saw(cast, chosen, word):
    days = ("2014-05-26", "2014-05-27")
    kept, gone = (submitted(cast["amina"], **SHARED, claims=[OF_TANZANIA[0] | {"achieved_on": day}]) for day in days)
    workflow.agree(by=cast["juma"], pk=kept.pk, country="TZA")
    find(cast["nadia"], kept, "agree")
    merge(cast["paul"], kept, gone, choices={"VI.T1.1 TZA": chosen})
    assert (words_of(kept)[:2], Finding.objects.count()) == (("agreed", word), 1 if chosen == THIS else 0)


def test_the_page_says_that_a_country_is_asked_again(cast, as_person):
    rows = [submitted(cast["amina"], **SHARED, claims=OF_TANZANIA) for _side in range(2)]
    workflow.agree(by=cast["juma"], pk=rows[0].pk, country="TZA")
    workflow.decline(by=cast["juma"], pk=rows[1].pk, country="TZA", reason="Not so.")
    workflow.choose_language(by=cast["paul"], language="en")
    page = as_person("paul").get(f"/activities/{rows[0].pk}/merge/?with={rows[1].pk}").content.decode()
    assert "Tanzania agreed to one of the two and declined the other." in page


# Contradictions and refusals ----------------------------------------------------------------------------------------


@pytest.fixture
def two_days(cast):
    days = ("2012-05-01", "2012-05-03")
    held = REGIONAL | {"lead": "SADC"}  # the work of neither agency
    return [submitted(cast["nadia"], **held, claims=[HELD | {"achieved_on": day}]) for day in days]


def test_claims_that_contradict_want_the_reviewers_word(cast, two_days):
    (message,) = refusal_of(cast["paul"], *two_days)["claims"]
    assert message.startswith(
        "II.T3.1 this activity: the two activities give different dates for the same result, 1 May 2012 and 3 May 2012."
    )
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(("chosen", "day"), [(THIS, 1), (OTHER, 3)])
def test_the_day_that_was_chosen_stands_with_its_decision(cast, two_days, chosen, day):
    kept, gone = two_days
    workflow.verify_activity(by=cast["paul"], pk=gone.pk)
    merge(cast["paul"], kept, gone, choices={"II.T3.1 *": chosen})
    claim = reread(kept).claims.get()
    assert (claim.achieved_on.day, claim.verification) == (day, "verified" if chosen == OTHER else "pending")


def test_a_refused_claim_contradicts_nothing(cast, two_days):
    kept, gone = two_days
    workflow.decide_claim(by=cast["paul"], pk=kept.claims.get().pk, verification="refused", finding="No list")
    merge(cast["paul"], kept, gone)
    claim = reread(kept).claims.get()
    assert (claim.achieved_on.day, claim.verification) == (3, "pending")


@pytest.mark.parametrize("choices", [{"title": "both"}, {"nonsense": "this"}, {"title": "mine"}, {"place": "other"}])
def test_a_choice_that_is_none_is_refused(cast, choices):
    rows = [submitted(cast["amina"]), submitted(cast["amina"], title="Another")]
    assert "cannot be chosen so" in refusal_of(cast["paul"], *rows, choices=choices)["choices"][0]


def test_not_with_itself(cast):
    row = submitted(cast["amina"])
    assert refusal_of(cast["paul"], row, row) == {
        "other": ["An activity cannot be merged with itself. Choose another activity."]
    }


def test_not_a_draft(cast):
    with pytest.raises(workflow.WrongState, match="A draft cannot be merged"):
        merge(cast["paul"], submitted(cast["amina"]), record(cast["amina"]))


@pytest.mark.parametrize("who", ["amina", "grace", "thabo", "olga"])
def test_not_by_who_does_not_review(cast, both, who):
    with pytest.raises(workflow.NotAllowed, match="Only a member of the working group"):
        merge(cast[who], *both)


def test_not_by_who_entered_one_of_them(cast):
    rows = [submitted(cast[name], **REGIONAL, claims=[]) for name in ("nadia", "grace")]
    with pytest.raises(workflow.NotAllowed):
        merge(cast["nadia"], *rows)


def test_not_over_what_somebody_has_changed_meanwhile(cast, both):
    kept, gone = both
    with pytest.raises(workflow.StaleVersion):
        merge(cast["paul"], kept, gone, other_version=reread(gone).version - 1)


def test_a_country_cannot_be_counted_in_regional_work(cast):
    kept, gone = submitted(cast["nadia"], **REGIONAL, claims=[]), submitted(cast["amina"])
    assert "a regional activity is counted once" in refusal_of(cast["paul"], kept, gone)["claims"][0]


def test_not_what_has_been_merged_already(cast, both):
    kept, gone = both
    merge(cast["paul"], kept, gone)
    with pytest.raises(workflow.MergedAway) as refusal:
        merge(cast["paul"], submitted(cast["amina"]), gone)
    assert refusal.value.kept == kept


# It counts once -----------------------------------------------------------------------------------------------------


FIGURES = (
    "targets/",
    "region/",
    "countries/MOZ/",
    "recommendations/",
    "targets/?as_at=2014-06-01",
    "region/?as_at=2012-06-01",
)


def test_the_figures_of_every_day_are_those_of_one_activity(cast):
    def figures():
        return [APIClient().get(f"/api/v1/progress/{path}").json() for path in FIGURES]

    kept = verified(cast["amina"], cast["nadia"])
    one = figures()
    gone = verified(cast["amina"], cast["nadia"], actions=["VI.1"], starts_on="2012-05-01")
    assert figures() != one
    merge(cast["paul"], kept, gone, choices={"dates": "this"})
    assert figures() == one


def test_one_event_counts_once(cast, two_days):
    for row in two_days:
        workflow.verify_activity(by=cast["paul"], pk=row.pk)
    alone = submitted(cast["nadia"], **REGIONAL, claims=[])
    merge(cast["paul"], *two_days, choices={"II.T3.1 *": THIS})
    assert (len(Recount().claims), len(Recount().activities)) == (1, 2)
    assert {row["id"] for row in Recount().activities} == {two_days[0].pk, alone.pk}


def test_a_closed_edition_stays_as_it_was(cast):
    row = verified(cast["amina"], cast["nadia"])
    edition = closed(cast)
    was = (edition.sha256, edition.content)
    merge(cast["paul"], submitted(cast["amina"]), row)
    edition.refresh_from_db()
    assert (edition.sha256, edition.content) == was


def test_the_history_and_the_log_still_tell_what_was_done_to_the_other(cast, both, as_person):
    kept, gone = both
    merge(cast["paul"], kept, gone)
    history = as_person("nadia").get(reverse("activity_history", args=[kept.pk])).content.decode()
    assert "Réunion nationale" in history
    log = as_person("nadia").get("/changes/", {"verb": "activity.created"}).context["changes"]
    assert [(row.name, row.is_closed) for row in log] == [(str(kept), False)] * 2
    assert "Réunion nationale" not in as_person("olga").get(kept.get_absolute_url()).content.decode()
