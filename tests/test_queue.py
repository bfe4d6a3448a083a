"""The queue of the working group: in which order things wait, and several decided at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.progress import verified_after
from reports import rules, tallies, workflow
from reports.models import Activity, Change
from reports.queue import lines, places
from reports.summaries import Selection, thresholds_on
from tests.base import fresh, record, submitted, today, verified
from tests.reviewing import change, claim_of, find, in_malawi, reread
from tests.test_exports import taken
from tests.test_weight import queries

# The order of the queue ----------------------------------------------------------------------------------------------


def test_what_would_reach_a_threshold_comes_before_what_moves_one_and_that_before_the_rest(cast):
    nothing, moves, meets = submitted(cast["amina"], claims=[]), submitted(cast["amina"]), in_malawi(cast)
    order = [place.pk for place in places(rules.standing(cast["nadia"]), "importance", timezone.now())]
    assert order == [meets.pk, moves.pk, nothing.pk]


def test_by_age_the_oldest_comes_first(cast):
    oldest, newest = submitted(cast["amina"], claims=[]), in_malawi(cast)
    order = [place.pk for place in places(rules.standing(cast["nadia"]), "age", timezone.now())]
    assert order == [oldest.pk, newest.pk]


def test_by_round_what_belongs_to_the_one_that_closes_next_comes_first(cast):
    before, within = in_malawi(cast), submitted(cast["amina"], claims=[])
    Activity.objects.filter(pk=before.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    tallies.rebuild()
    days = {"opens_on": today() - timedelta(days=1), "closes_on": today() + timedelta(days=9), "as_at": today()}
    workflow.open_round(by=cast["nadia"], title="Round", **days)
    queued = places(rules.standing(cast["nadia"]), "round", timezone.now())
    assert [(place.pk, place.closes_on) for place in queued] == [(within.pk, days["closes_on"]), (before.pk, None)]


def handed_in(cast, **asked):
    """So many days ago, of countries."""
    rows = {}
    for name, (days, *countries) in asked.items():
        person = {"MOZ": "amina", "TZA": "juma"}[countries[0]]
        claims = (
            [{"indicator": "VI.T1.1", "unit": countries[0], "achieved_on": "2014-05-26"}] if "moves" in name else []
        )
        rows[name] = submitted(cast[person], title=name, countries=countries[:1], claims=claims)
        Activity.objects.filter(pk=rows[name].pk).update(submitted_at=timezone.now() - timedelta(days=days))
    tallies.rebuild()
    return rows


IN_TWO_ROUNDS = {
    "old": (40, "MOZ"),
    "old_moves": (30, "MOZ"),
    "first": (9, "TZA"),
    "first_moves": (8, "TZA"),
    "both": (3, "MOZ"),
    "extended": (2, "TZA"),
}
ORDERS = {
    "importance": ["first_moves", "old_moves", "both", "first", "extended", "old"],
    "round": ["both", "first_moves", "first", "extended", "old_moves", "old"],
    "age": ["old", "old_moves", "first", "first_moves", "both", "extended"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_any_part_of_the_queue_is_that_of_the_whole(cast, order):
    for title, opened, closes in (("Later", 20, 30), ("Sooner", 4, 10)):
        days = {"opens_on": today() - timedelta(opened), "closes_on": today() + timedelta(closes), "as_at": today()}
        row = workflow.open_round(by=cast["nadia"], title=title, **days)
    longer = today() + timedelta(40)
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="TZA", closes_on=longer, reason="A flood")
    names = {row.pk: name for name, row in handed_in(cast, **IN_TWO_ROUNDS).items()}
    queued = places(rules.standing(cast["nadia"]), order, timezone.now())
    whole = [names[place.pk] for place in queued]
    assert whole == ORDERS[order]
    for start in range(len(whole) + 1):
        for stop in range(start, len(whole) + 1):
            assert [names[place.pk] for place in queued[start:stop]] == whole[start:stop]


def line_of(cast):
    who = rules.standing(cast["nadia"])
    (line,) = lines(who, places(who, "importance", timezone.now()))
    return line


def test_of_what_is_submitted_no_claim_is_decided_by_itself(cast):
    submitted(cast["amina"])
    assert line_of(cast).undecided == []


def test_of_what_is_verified_the_claims_are_undecided_that_have_been_proved_since(cast):
    claims = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]
    activity = workflow.submit_activity(by=cast["amina"], pk=record(cast["amina"], claims=claims).pk)
    first, second = activity.claims.all()
    left = {claim.pk: {"verification": "pending", "finding": ""} for claim in (first, second)}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=left)
    about = {"kind": "link", "url": "https://example.org/first", "claims": [first.pk]}
    workflow.add_evidence(by=cast["amina"], pk=activity.pk, **about)
    assert line_of(cast).undecided == [first]


def test_a_unit_that_is_verified_already_moves_nothing(cast):
    verified(cast["amina"], cast["nadia"])
    again = submitted(cast["amina"])
    assert thresholds_on(Selection(as_at=today())).effects([(again.pk, "VI.T1.1", "MOZ")]) == {}


@pytest.mark.parametrize(
    ("layers", "units", "after"),
    [
        ({"MOZ/I.a": "reported"}, {"MOZ/I.a"}, 0),
        ({"MOZ/I.a": "verified", "MOZ/I.b": "reported"}, {"MOZ/I.b"}, 1),
        ({"MOZ/I.a": "expected", "MOZ/I.b": "reported"}, {"MOZ/I.a", "MOZ/I.b"}, 1),
        ({"MOZ/I.a": "verified", "TZA/I.b": "reported"}, {"TZA/I.b"}, 0),
    ],
)
def test_a_country_counts_with_its_second_sector(layers, units, after):
    assert verified_after("sectors", 0, layers, units) == after


def test_the_queue_says_why_each_stands_where_it_does(as_person, cast):
    in_malawi(cast)
    page = as_person("nadia").get(reverse("review")).content.decode()
    assert "would reach the threshold: 0 verified now, 1 after verification, 1 required" in page


def test_the_queue_costs_the_same_with_more_rows(as_person, cast):
    client = as_person("nadia")
    find(cast["nadia"], submitted(cast["amina"]), "doubt", "Why?")
    client.get(reverse("review"))
    one = queries(client, reverse("review"))
    for _n in range(2):
        find(cast["nadia"], in_malawi(cast), "doubt", "Why?")
    assert (one, queries(client, reverse("review"))) == (30, 31)  # with likely duplicates, whether they were kept apart


def test_the_queue_shows_one_country_and_keeps_it_after_verifying(as_person, cast):
    own, other = submitted(cast["amina"]), submitted(cast["juma"], countries=["TZA"], claims=[])
    client = as_person("nadia")
    shown = client.get(reverse("review"), {"country": "MOZ", "order": "age"})
    assert [line.activity for line in shown.context["lines"]] == [own]
    sent = client.post(reverse("review_verify"), tick(own) | {"country": "MOZ", "order": "age"})
    assert (sent.url, reread(other).review) == ("/review/?country=MOZ&order=age", "submitted")


def test_the_second_page_goes_on_where_the_first_ends_and_costs_the_same(as_person, cast, monkeypatch):
    monkeypatch.setattr("reports.views.review.SIZE", 2)
    rows = [submitted(cast["amina"], title=f"{n}", claims=[]) for n in range(1, 6)]
    client, asked = as_person("nadia"), f"{reverse('review')}?order=age"
    first, second = client.get(asked).context, client.get(f"{asked}&page=2").context
    assert [[line.activity for line in page["lines"]] for page in (first, second)] == [rows[:2], rows[2:4]]
    urls = [second[name].rpartition("&")[2] for name in ("previous_url", "next_url")]
    assert (second["page"].paginator.count, urls) == (5, ["page=1", "page=3"])
    assert queries(client, asked) == queries(client, f"{asked}&page=2")


@pytest.mark.parametrize("order", ["importance", "age"])
def test_the_queue_is_taken_away_in_the_order_shown(as_person, cast, order):
    submitted(cast["amina"], title="Older")
    in_malawi(cast, title="Meets a target")
    client, asked = as_person("nadia"), {"order": order}
    shown = [str(line.activity) for line in client.get(reverse("review"), asked).context["lines"]]
    assert [row[3] for row in taken(client, reverse("review"), **asked)[1:]] == shown


# Several at once -----------------------------------------------------------------------------------------------------


def tick(*activities):
    return {"activity": [f"{row.pk}.{row.version}" for row in activities]}


def test_several_are_verified_and_what_cannot_be_is_told(as_person, cast):
    good, unproved = submitted(cast["amina"]), record(cast["amina"])
    unproved = workflow.submit_activity(by=cast["amina"], pk=unproved.pk)
    page = as_person("nadia").post(reverse("review_verify"), tick(good, unproved), follow=True)
    shown = [str(message) for message in page.context["messages"]]
    assert [reread(row).review for row in (good, unproved)] == ["verified", "submitted"]
    assert (shown[0], "VI.T1.1 MOZ: there is no evidence" in shown[1]) == ("1 activity verified.", True)


def test_what_was_changed_meanwhile_is_not_verified(cast):
    activity = submitted(cast["amina"])
    change(cast["amina"], activity, summary="Changed")
    several = workflow.verify_several(by=cast["nadia"], chosen={activity.pk: activity.version})
    assert (several.verified, len(several.refused), reread(activity).review) == ([], 1, "submitted")


def test_of_several_nobody_verifies_their_own(cast):
    activity = submitted(cast["nadia"], scope="regional", countries=[], claims=[])
    several = workflow.verify_several(by=cast["nadia"], chosen={activity.pk: activity.version})
    assert ([row.pk for row, _why in several.refused], reread(activity).review) == ([activity.pk], "submitted")


def test_each_of_several_leaves_the_same_rows_as_one(cast):
    one, several = submitted(cast["amina"]), submitted(cast["amina"])
    workflow.verify_activity(by=cast["nadia"], pk=one.pk)
    workflow.verify_several(by=cast["nadia"], chosen={several.pk: several.version})
    rows = [list(Change.objects.of(row).order_by("id").values_list("verb", "reason")) for row in (one, several)]
    states = [(reread(row).version, claim_of(row).verification, claim_of(row).decided_by) for row in (one, several)]
    assert (rows[0], states[0]) == (rows[1], states[1])


def test_of_several_a_focal_point_hears_once(cast, django_capture_on_commit_callbacks):
    rows = [submitted(cast["amina"], title=title) for title in ("One", "Two")]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.verify_several(by=cast["nadia"], chosen={row.pk: row.version for row in rows})
    [message] = mail.outbox
    assert (message.to, message.body.count("- One\n"), message.body.count("- Two\n")) == (["amina@example.org"], 1, 1)


def test_several_cost_what_one_does_but_for_the_log(cast):
    costs = []
    for n in (1, 3):
        reviewer, rows = fresh(cast["nadia"]), [submitted(cast["amina"]) for _n in range(n)]
        with CaptureQueriesContext(connection) as captured:
            workflow.verify_several(by=reviewer, chosen={row.pk: row.version for row in rows})
        log = ("reports_change", "reports_logend")
        costs.append(len([row for row in captured if not any(table in row["sql"] for table in log)]))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("person", ["charlie", "olga", "thabo", "amina", "juma", "grace"])
def test_only_the_working_group_verifies_several(as_person, cast, person):
    activity = submitted(cast["amina"])
    assert as_person(person).post(reverse("review_verify"), tick(activity)).status_code == 403
    assert reread(activity).review == "submitted"


def test_a_broken_tick_is_left_out(as_person, cast):
    sent = {"activity": ["x", "1.2", f"{submitted(cast['amina']).pk}.x"]}
    page = as_person("nadia").post(reverse("review_verify"), sent, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Tick the activities to be verified."]


def test_verified_with_no_word_of_its_claims_what_is_only_expected_stays_undecided(cast):
    claims = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    activity = workflow.verify_activity(by=cast["nadia"], pk=submitted(cast["amina"], claims=claims).pk)
    assert (activity.review, claim_of(activity).verification) == ("verified", "pending")
