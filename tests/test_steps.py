"""A target over time: each day on which something more, or less, counts, or another number is needed."""

from datetime import date

from reports.summaries import Selection, target_over_time
from tests.base import submitted, verified
from tests.later import accept, end, group
from tests.test_revising import revise

LAST = date(2014, 12, 31)


def steps(code, indicator, as_at=LAST):
    rows = target_over_time(Selection(as_at=as_at), code).steps[indicator]
    return [(row.day.isoformat(), *row.figures) for row in rows]


def test_what_counts_steps_up_on_its_day_and_down_when_it_is_no_longer_so(cast):
    row = group(cast["amina"], cast["nadia"])
    assert steps("VI.T2", "VI.T2.1") == [("2010-09-07", 0, 0, 3), ("2011-02-01", 1, 0, 3)]
    accept(cast["nadia"], end(cast["amina"], row))
    assert steps("VI.T2", "VI.T2.1")[1:] == [("2011-02-01", 1, 0, 3), ("2013-05-03", 0, 0, 3)]


def test_what_is_only_reported_stands_apart(cast):
    submitted(cast["amina"])
    assert steps("VI.T1", "VI.T1.1")[1:] == [("2014-05-26", 0, 1, 13)]
    verified(cast["amina"], cast["nadia"])
    assert steps("VI.T1", "VI.T1.1")[1:] == [("2014-05-26", 1, 0, 13)]
    assert steps("VI.T1", "VI.T1.1", date(2014, 5, 25)) == [("2010-09-07", 0, 0, 13)]


def test_a_revision_moves_the_number_needed_on_its_day(cast):
    revise(cast, target="VI.T2", indicator="VI.T2.1", required=1, in_force_from=date(2013, 1, 1))
    assert steps("VI.T2", "VI.T2.1") == [("2010-09-07", 0, 0, 3), ("2013-01-01", 0, 0, 1)]


def test_before_the_conference_there_is_one_step(cast, client):
    assert steps("VI.T2", "VI.T2.1", date(2010, 1, 1)) == [("2010-01-01", 0, 0, 3)]
    assert client.get("/plan/targets/VI.T2/", {"as_at": "2010-01-01"}).status_code == 200


def test_who_is_missing_is_named(cast, client):
    group(cast["amina"], cast["nadia"])
    page = client.get("/plan/targets/VI.T2/").content.decode()
    missing = page[page.index("Not yet:") :].partition("</p>")[0]
    assert ("Malawi" in missing, "Mozambique" in missing, missing.count("<a ")) == (True, False, 12)


def test_its_picture_is_taken_away(cast, client):
    for kind in ("svg", "xlsx", "csv"):
        answer = client.get("/plan/targets/VI.T2/", {"chart": "steps-VI.T2.1", "format": kind})
        assert answer.streaming is False or b"".join(answer.streaming_content), kind
        assert answer["Content-Disposition"].startswith("attachment"), kind
