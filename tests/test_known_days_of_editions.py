"""What an edition keeps of days that are known to the month or the year."""

from django.urls import reverse

from reports import workflow
from reports.snapshots.frozen import proof
from tests.later import accept, group
from tests.rounds import closed, parts
from tests.test_later_facts_whose import note

STOPPED = {"title": "Another group", "starts_on": "2012-02-01", "status": "suspended", "status_reason": "No budget."}


def lapse(cast, row, since):
    pk = row.claims.get().pk
    fact = workflow.report_end(by=cast["amina"], pk=pk, since=since, reason="It meets no more.", citation="Minutes")
    accept(cast["nadia"], fact)


def lines(document, *, known):
    """The annex and the unit that lapsed, of which `known` are the keys of what is known."""
    (lapsed,) = next(
        row["lapsed"] for one in document["figures"]["targets"] for row in one["indicators"] if "lapsed" in row
    )
    claims = [claim for row in document["activities"] for claim in row["claims"]]
    return [one[name] for one in (*document["activities"], *claims, lapsed) for name in known if name in one]


KNOWN = ("status_since_known", "ended_on_known")


def test_an_edition_keeps_a_day_as_it_was_known(cast):
    lapse(cast, group(cast["amina"], cast["nadia"]), "2013")
    group(cast["amina"], cast["nadia"], claims=[], status_since="2013-05", **STOPPED)
    for document in parts(closed(cast)):
        assert lines(document, known=KNOWN) == ["2013-05", "2013", "2013"]
        assert lines(document, known=("ended_on",)) == ["2013-12-31", "2013-12-31"]


def test_of_whole_days_an_edition_keeps_nothing_beside(cast):
    lapse(cast, group(cast["amina"], cast["nadia"]), "2013-05-03")
    group(cast["amina"], cast["nadia"], claims=[], status_since="2013-05-03", **STOPPED)
    for document in parts(closed(cast)):
        assert lines(document, known=KNOWN) == []


def test_an_edition_shows_since_when_a_result_is_no_longer_so(as_person, cast):
    lapse(cast, group(cast["amina"], cast["nadia"]), "2013")
    page = as_person("olga").get(reverse("snapshot_target", args=[closed(cast).pk, "VI.T2"])).content.decode()
    assert "no longer so since 2013" in page


def test_in_an_edition_the_proof_of_what_was_reported_later_proves_no_claim(cast):
    row = group(cast["amina"], cast["nadia"])
    before = [piece.citation for piece in row.evidence.all()]
    accept(cast["nadia"], note(cast["amina"], row, citation="The gazette of 2012"))
    document = parts(closed(cast))[0]
    (resting,) = proof(document, "VI.T2.1")["MOZ"]
    assert [piece["citation"] for piece in resting["evidence"]] == before
    assert [piece["citation"] for one in document["activities"] for piece in one["evidence"]] == [
        *before,
        "The gazette of 2012",
    ]
