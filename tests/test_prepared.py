"""What a prepared query gives is what the query itself gives, of whichever keys it was asked first."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import translation

from reports.activity.state import BESIDE, HELD, activity_state, held, with_state
from reports.models import Activity
from reports.rules.standing import ROLES
from reports.tallies.lines import READ_OF_ONE, read_of
from reports.tallies.queued import MOMENTS_OF_ONE, moments
from reports.workflow.claims import TO_DECIDE, claims_to_decide, to_decide
from tests.base import submitted, verified
from themes.prepared import Prepared


@pytest.fixture
def several(cast):
    """Keys of activities that differ in what is read of them, and one of none."""
    with_claim = verified(cast["amina"], cast["nadia"], title="Verified")
    regional = submitted(cast["thabo"], scope="regional", countries=[], claims=[], lead="SADC", title="Regional")
    return [
        with_claim.pk,
        regional.pk,
        submitted(cast["juma"], countries=["TZA"], claims=[], title="Tanzanian").pk,
        uuid4(),
    ]


@pytest.mark.parametrize(("prepared", "made"), [(READ_OF_ONE, read_of), (MOMENTS_OF_ONE, moments)])
def test_each_key_gets_its_own_rows(several, prepared, made):
    asked = [(prepared.rows(key), list(made(key))) for key in several]
    assert [len(rows) for rows, _own in asked] == [1, 1, 1, 0]
    assert [rows for rows, own in asked if rows != own] == []


def test_keys_stand_where_they_stood_and_what_is_no_key_stays(several):
    def counted(country, key, language):
        rows = Activity.objects.filter(pk=key, language=language, agreements__country=country, review="submitted")
        return rows.values_list("pk", "submitted_at").annotate(n=Count("agreements"))

    prepared = Prepared(counted, "a country", uuid4(), "a language")
    some = prepared.rows("TZA", several[2], "en")
    assert some == list(counted("TZA", several[2], "en")) != []
    assert [prepared.rows(*keys) for keys in (("MOZ", several[2], "en"), ("TZA", several[0], "en"))] == [[], []]
    assert prepared.rows("TZA", several[2], "pt") == []


def test_its_sql_is_written_once(several):
    made = []

    def of(key):
        made.append(key)
        return Activity.objects.filter(pk=key).values_list("title")

    prepared = Prepared(of, uuid4())
    assert [prepared.rows(key) for key in several[:2]] == [[("Verified",)], [("Regional",)]]
    assert (len(made), [*prepared.written]) == (1, [connection.vendor])


def of_its_own(activity):
    """Every row that stands beside an activity, with those of which it is a part."""
    beside = {name: [*getattr(activity, name).all()] for name in BESIDE}
    near = [(row.country, row.activity) for row in beside["agreements"]]
    work = [(row.organisation.office_of, row.activity) for row in beside["partners"]]
    return (
        beside,
        near,
        work,
        [row.activity is activity for row in beside["claims"]],
        activity.lead,
        activity.created_by,
    )


def test_what_is_held_is_what_is_read_with_its_state(several, django_assert_num_queries):
    for key in several[:3]:
        own, read = held(key), with_state(Activity.objects.filter(pk=key), in_order=False).get()
        with django_assert_num_queries(0):
            assert (own, activity_state(own), of_its_own(own)) == (read, activity_state(read), of_its_own(read))
        assert own.claims.order_by("pk").count() == len(own.claims.all())
    assert held(several[3]) is None


def test_it_is_held_in_as_many_queries_as_it_is_read(several, django_assert_num_queries):
    held(several[0])
    with django_assert_num_queries(1 + len(BESIDE)):
        held(several[1])


@pytest.mark.parametrize("prepared", [READ_OF_ONE, MOMENTS_OF_ONE, ROLES, TO_DECIDE, HELD, *BESIDE.values()])
def test_none_depends_on_the_language(db, prepared):
    def sql():
        compiler = prepared.make(*prepared.stand_ins).query.get_compiler(connection=connection)
        return compiler.as_sql()

    written = []
    for language in ("en", "fr", "pt", "sw"):
        with translation.override(language):
            written.append(sql())
    assert [one for one in written if one != written[0]] == []


def test_what_is_to_be_decided_is_read_of_one_activity(several):
    row = Activity.objects.get(pk=several[0])
    claims, read = claims_to_decide(row), list(to_decide(row.claims.all()))
    assert (claims, [one.activity is row for one in claims]) == (read, [True])
    said = [(one.is_proved, one.is_proved_anew, one.first_proof_at, [*one.findings.all()]) for one in claims]
    assert said == [(one.is_proved, one.is_proved_anew, one.first_proof_at, [*one.findings.all()]) for one in read]
    assert claims_to_decide(Activity.objects.get(pk=several[1])) == []


def test_a_key_that_is_written_as_text_finds_the_same(several):
    assert [list(READ_OF_ONE.rows(str(key))) for key in several] == [list(READ_OF_ONE.rows(key)) for key in several]
