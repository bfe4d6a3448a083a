"""The activities of the benchmarks are as the verbs would have left them."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest

from benchmarks.data import SEED, fill
from benchmarks.data.drawing import draw
from benchmarks.data.world import read_world
from indicators.models import Indicator, Target
from reports.activity import checks
from reports.activity.state import STATE_FIELDS, activity_state, with_state
from reports.agencies import is_judged_by_others
from reports.chain import breaks
from reports.models import (
    Activity,
    Agreement,
    Change,
    Claim,
    Confirmation,
    Evidence,
    Finding,
    LaterFact,
    Partner,
    StatusSpan,
    with_proof,
)
from reports.workflow.statuses import settle_facts
from reports.workflow.words import settle
from tests.standing import stands_on_the_demonstration
from themes.known_days import MONTH, YEAR

MANY = 600


@stands_on_the_demonstration
def generated():
    known = set(Activity.objects.values_list("pk", flat=True))
    fill(MANY)
    return set(Activity.objects.values_list("pk", flat=True)) - known


def rows_of(generated):
    return Activity.objects.filter(pk__in=generated)


def columns(generated, model, *names, within="activity__in"):
    """The rows, by key, as the database holds them."""
    rows = model.objects.filter(**{within: generated}).order_by("pk")
    return list(rows.values_list(*names or [field.attname for field in model._meta.concrete_fields]))


def test_what_follows_from_days_and_reports_is_what_the_verbs_would_write(generated, db):
    before = columns(generated, Activity, within="pk__in"), columns(generated, Claim), columns(generated, StatusSpan)
    for activity in rows_of(generated):
        settle_facts(activity)
    after = columns(generated, Activity, within="pk__in"), columns(generated, Claim), columns(generated, StatusSpan)
    assert after == before


def test_what_follows_from_the_words_of_countries_is_what_the_verbs_would_write(generated, db):
    before = columns(generated, Activity, within="pk__in"), columns(generated, Claim)
    for activity in rows_of(generated):
        settle(activity)
    assert (columns(generated, Activity, within="pk__in"), columns(generated, Claim)) == before


def test_nothing_that_they_say_would_be_refused(generated, db):
    codes, problems = checks.Codes(), {}
    for activity in with_state(rows_of(generated)):
        state = activity_state(activity)
        refused = checks.wrong(state, activity.pk, codes) | ({} if activity.is_draft else checks.missing(state))
        problems |= {activity.pk: refused} if refused else {}
    assert problems == {}


def test_the_text_that_is_searched_and_the_day_of_the_last_report_are_derived(generated, db):
    rows = rows_of(generated).select_related("lead")
    assert [row.pk for row in rows if row.searchable != row.text_to_search()] == []
    reported = defaultdict(list)
    for activity, on in columns(generated, Confirmation, "activity", "on"):
        reported[activity].append(on)
    late = [row.pk for row in rows if not row.is_draft and row.confirmed_on != max(reported[row.pk])]
    assert (late, [row.pk for row in rows if row.is_draft and reported[row.pk]]) == ([], [])


def test_what_was_verified_is_proved_and_judged_by_others(generated, db):
    claims = Claim.objects.filter(activity__in=generated, verification="verified")
    assert not with_proof(claims).filter(is_proved=False).exists()
    activities = {row.pk: row for row in with_state(rows_of(generated))}
    signed = claims.select_related("decided_for__office_of", "decided_with__office_of", "in_place_of__office_of")
    assert [claim.pk for claim in signed if not is_judged_by_others(claim, activities[claim.activity_id])] == []


def test_the_log_is_whole_and_tells_what_was_recorded(generated, db):
    assert list(breaks()) == []
    created = {row.subject_id: row.after for row in Change.objects.filter(verb="activity.created")}
    for activity in with_state(rows_of(generated)):
        state, logged = activity_state(activity), created[str(activity.pk)]
        for name in ("status", "status_reason", "status_since", "ends_on"):
            state[name] = logged.get(name)
        assert {name: logged.get(name) for name in STATE_FIELDS if logged.get(name)} == {
            name: value for name, value in state.items() if value
        }


def test_the_same_come_again(generated, db):
    have = Activity.objects.count() - len(generated)
    world, at = read_world(MANY), datetime(2012, 5, 3, 9, tzinfo=UTC)
    one, same, other = (draw(world, have + 1, seed, at) for seed in (SEED, SEED, SEED + 1))
    assert (one.pk, one.title, one.claims) == (same.pk, same.title, same.claims)
    assert (rows_of(generated).filter(pk=one.pk).exists(), other.pk == one.pk) == (True, False)


@pytest.mark.parametrize(
    ("model", "name", "within"),
    [
        *((Activity, name, "pk__in") for name in ("scope", "status", "review", "visibility")),
        *((Claim, name, "activity__in") for name in ("verification", "word")),
        *((LaterFact, name, "activity__in") for name in ("kind", "review")),
        (Agreement, "word", "activity__in"),
        (Partner, "role", "activity__in"),
        (Evidence, "confidentiality", "activity__in"),
        (Finding, "verdict", "claim__activity__in"),
    ],
)
def test_all_that_there_may_be_occurs(generated, db, model, name, within):
    occurring = {value for (value,) in columns(generated, model, name, within=within)}
    assert occurring == set(dict(model._meta.get_field(name).choices))


def test_every_kind_of_unit_and_of_day_occurs(generated, db):
    kinds = columns(generated, Claim, "indicator__counts", "achieved_on_known", "ended_on")
    assert {counts for counts, _known, _ended in kinds} == set(Indicator.Counts.values)
    assert {len(known) for _counts, known, _ended in kinds} == {0, YEAR, MONTH}
    assert any(ended for _counts, _known, ended in kinds)
    assert {target for (target,) in columns(generated, Claim, "indicator__target")} == set(
        Target.objects.values_list("pk", flat=True)
    )
    assert rows_of(generated).exclude(theme=None).exists()
